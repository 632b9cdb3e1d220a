import Coding
import CommandLineKit
import Project
import Reports

/// `zicht segments`: coded passages with their words.
struct Segments: TableCommand {
  static let name = "segments"
  static let summary = "List coded segments with quote, respondent, coder, status and attributes."
  static let discussion = """
    A segment is a passage with a code: one line for what rules propose there, one for each person \
    who coded it by hand. In the terminal the quotes are shown to read; --format csv, xlsx, tsv or jsonl \
    gives all columns: file, start, end, quote, code, code_path, respondent, coder, origin, status, \
    then the attributes. Offsets are code points of the stored text, from 0, the end excluded.
    """
  static let examples = [
    Example("zicht segments --code small-wins", "What counts as a small win?"),
    Example(
      "zicht segments --where 'role = bewoner' -o segments.csv", "Residents' segments as CSV."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var voices = VoiceFilter()
  var codes: [String] = []
  var status = StatusChoice.counted
  var byCoder: String?
  var transcript: String?
  var noChildren = false
  var limit: Int?

  static var parameters: [Parameter<Self>] {
    [
      .option("code", \.codes, "Only this code and its children; may be given again.", short: "c"),
      .option("status", \.status, "Which segments: counted is all but rejected."),
      .option(
        "by-coder", \.byCoder, "Only what this coder coded or decided (rule: undecided proposals).",
        placeholder: "CODER"),
      .option("transcript", \.transcript, "Only one transcript.", placeholder: "FILE"),
      .flag("no-children", \.noChildren, "Without the codes below."),
      .option("limit", \.limit, "At most so many."),
    ] + Parameter.group(\.voices) + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    try requirePositive(limit)
    let project = try openProject(io)
    try project.read {
      let listing = try SegmentListing(project, self)
      switch try table.format(common) {
      case .csv: try delimited(.csv, listing, project, io)
      case .tsv: try delimited(.tsv, listing, project, io)
      case .json: try list(listing, io)
      case .jsonl: try lines(listing, io)
      case .text: try read(listing, io)
      case .markdown: try write(io)
      case .xlsx: try workbook(listing, project, io)
      }
    }
  }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    try SegmentListing(project, self).table()
  }

  func caveats(_ project: Project) throws -> [String] { try project.caveats() }

  /// Straight from the database into the output: a million rows take no memory.
  private func delimited(
    _ style: DelimitedWriter.Style, _ listing: SegmentListing, _ project: Project, _ io: IO
  ) throws {
    let file = try table.output.map { try OutputFile($0) }
    let separator = style == .csv ? table.separator.byte : nil
    var writer = DelimitedWriter(style, separator: separator) { bytes in
      if let file {
        try file.write(Array(bytes))
      } else if io.isTerminalOut {
        // A terminal obeys what a file only holds.
        io.out(sanitized(String(decoding: bytes, as: UTF8.self), keepingNewlines: true))
      } else {
        try io.write(bytes)
      }
    }
    if table.bom { writer.byteOrderMark() }
    try writer.header(listing)
    let place = table.output == nil ? table.receipt : table.receipt ?? table.receiptPath
    let receipt = try receipt(place != nil, listing, project) { segment, quote in
      listing.write(segment, quote, to: &writer)
      try writer.endRow()
    }
    try writer.finish()
    try file?.commit()
    try receipt?.write(to: place)
  }

  /// Row by row as well; the receipt stands in the workbook's last sheet.
  private func workbook(_ listing: SegmentListing, _ project: Project, _ io: IO) throws {
    guard let output = table.output else { return }
    let file = try OutputFile(output)
    let workbook = try TableWorkbook([SegmentListing.title]) { try file.write($0) }
    try workbook.start(
      SegmentListing.title, notes: listing.notes + listing.caveats, columns: listing.tableColumns)
    let receipt = try receipt(true, listing, project) { segment, quote in
      try workbook.add(listing.cells(segment, quote))
    }
    try workbook.end()
    let losses = try workbook.finish([receipt])
    try file.commit()
    try receipt?.write(to: table.receipt)
    for line in losses + listing.caveats { io.err(sanitized(line) + "\n") }
    if !io.isQuiet {
      io.err("wrote \(counted(receipt?.rows ?? 0, "row")) to \(sanitized(output))\n")
    }
  }

  /// Hands over each segment; the receipt over all of them, where it is wanted.
  private func receipt(
    _ isWanted: Bool, _ listing: SegmentListing, _ project: Project,
    _ body: (SegmentRow, ArraySlice<UInt8>) throws -> Void
  ) throws -> TableReceipt? {
    var hash = SHA256()
    var hashed = DelimitedWriter(.tsv) { hash.update($0) }
    if isWanted { try hashed.header(listing) }
    var rows = 0
    try listing.read { segment, quote in
      try body(segment, quote)
      if isWanted {
        listing.write(segment, quote, to: &hashed)
        try hashed.endRow()
      }
      rows += 1
      if rows.isMultiple(of: 4096) { try Interrupt.check() }
    }
    try hashed.finish()
    guard isWanted else { return nil }
    return try TableReceipt(
      query: query, title: SegmentListing.title, notes: listing.notes + listing.caveats,
      columns: listing.columns, rows: rows, result: hash.finish().hex, of: project)
  }

  private func lines(_ listing: SegmentListing, _ io: IO) throws {
    let sink = try LineSink(table.output, io)
    try listing.read { segment, quote in
      try sink.write(listing.json(segment, quote).text() + "\n")
    }
    try sink.finish()
  }

  /// One list, so that the whole of the output is JSON.
  private func list(_ listing: SegmentListing, _ io: IO) throws {
    let sink = try LineSink(table.output, io)
    var separator = "["
    try listing.read { segment, quote in
      try sink.write(separator + "\n  " + listing.json(segment, quote).text())
      separator = ","
    }
    try sink.write(separator == "[" ? "[]\n" : "\n]\n")
    try sink.finish()
  }

  private func read(_ listing: SegmentListing, _ io: IO) throws {
    let sink = try LineSink(table.output, io)
    let style = table.output == nil ? io.style : Style(color: false)
    var shown = 0
    let total = try listing.read { segment, quote in
      shown += 1
      let place = "\(listing.file(segment)):\(segment.start)-\(segment.end)"
      try sink.write(
        style(.heading, sanitized(place)) + "  " + sanitized(listing.path(segment))
          + style(.faint, "  " + sanitized(listing.summary(segment))) + "\n"
          + "  " + sanitized(String(decoding: quote, as: UTF8.self)) + "\n")
    }
    try sink.finish()
    let part = shown == total ? "" : "; \(grouped(shown)) of them shown"
    if !io.isQuiet { io.err("\(counted(total, "segment")), \(status.words)\(part)\n") }
    for caveat in listing.caveats { io.err(caveat + "\n") }
  }
}

extension DelimitedWriter {
  fileprivate mutating func header(_ listing: SegmentListing) throws {
    for name in listing.columns { text(name) }
    try endRow()
  }
}

/// Lines on their way to a file, or to the terminal.
private struct LineSink {
  private let file: OutputFile?
  private let io: IO

  init(_ path: String?, _ io: IO) throws {
    file = try path.map { try OutputFile($0) }
    self.io = io
  }

  func write(_ text: String) throws {
    if let file { try file.write(Array(text.utf8)) } else { try io.write(Array(text.utf8)) }
  }

  func finish() throws { try file?.commit() }
}
