import Coding
import CommandLineKit
import Project
import Reports

/// Segments with all that is told of them.
struct SegmentListing {
  static let title = "Segments"
  static let fixedColumns = [
    "file", "start", "end", "quote", "code", "code_path", "respondent", "coder", "origin", "status",
  ]

  private let project: Project
  private let query: SegmentQuery
  private let limit: Int
  private let codes: [Int: CodeRow]
  private let voices: [Voice]
  private let index: VoiceIndex
  private let attributes: [String]
  let caveats: [String]
  private let statuses: String
  /// The attributes' values of each voice, in the columns' order.
  private let values: [[String]]

  init(_ project: Project, _ command: Segments) throws {
    self.project = project
    limit = command.limit ?? .max
    let all = try project.codes(includingRetired: true)
    codes = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    voices = try Self.voices(project, command)
    index = VoiceIndex(voices)
    caveats = try project.caveats()
    statuses = command.status.words
    let reserved = Set(Self.fixedColumns + ["codebook"])
    let names = try project.attributeNames().filter { !reserved.contains($0) }
    attributes = names
    values = voices.map { voice in names.map { voice.attributes[$0] ?? "" } }
    var query = SegmentQuery()
    query.statuses = command.status.statuses
    query.coder = command.byCoder
    if !command.codes.isEmpty {
      query.codes = Set(
        try command.codes.flatMap { name in
          let code = try project.code(named: name)
          return command.noChildren ? [code.id] : try project.subtree(code).map(\.id)
        })
    }
    if let name = command.transcript { query.versions = [try project.version(named: name).id] }
    self.query = query
  }

  /// Respondents and documents, unless a filter says otherwise: never an interviewer by accident.
  private static func voices(_ project: Project, _ command: Segments) throws -> [Voice] {
    if command.voices.documents || !command.voices.conditions.isEmpty {
      return try command.voices.voices(project)
    }
    return try project.voices()
  }

  /// What is listed.
  var notes: [String] {
    ["a row for each passage and code that rules propose, and for each coding by hand", statuses]
  }

  var columns: [String] { Self.fixedColumns + attributes + ["codebook"] }

  /// Each segment with the bytes of its quote.
  ///
  /// Returns how many there are, also beyond the limit.
  @discardableResult
  func read(_ body: (SegmentRow, ArraySlice<UInt8>) throws -> Void) throws -> Int {
    var current: (version: Int, quotes: QuoteReader)?
    var count = 0
    try project.forEachSegment(query) { segment in
      guard index[segment.version, segment.speaker] != nil else { return }
      count += 1
      guard count <= limit else { return }
      if current?.version != segment.version {
        current = (segment.version, QuoteReader(try project.text(ofVersion: segment.version)))
      }
      try body(segment, current?.quotes.bytes(segment.start..<segment.end) ?? [])
    }
    return count
  }

  private func voice(_ segment: SegmentRow) -> Voice? {
    index[segment.version, segment.speaker].map { voices[$0] }
  }

  func file(_ segment: SegmentRow) -> String { voice(segment)?.transcript ?? "" }
  func path(_ segment: SegmentRow) -> String { codes[segment.code]?.path ?? "" }

  func summary(_ segment: SegmentRow) -> String {
    let who = voice(segment)
    return [
      who?.respondent ?? who?.label ?? "", who?.attributes["neighbourhood"] ?? "",
      who?.attributes["role"] ?? "", who?.kind == .document ? "document" : "",
      segment.status.rawValue, codes[segment.code]?.isRetired == true ? "code removed" : "",
      segment.coder == "rule" ? "" : "by \(segment.coder)",
    ].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  func write(
    _ segment: SegmentRow, _ quote: ArraySlice<UInt8>, to writer: inout DelimitedWriter
  ) {
    guard let number = index[segment.version, segment.speaker] else { return }
    writer.text(voices[number].transcript)
    writer.integer(segment.start)
    writer.integer(segment.end)
    quote.withUnsafeBufferPointer { writer.text(utf8: $0) }
    let code = codes[segment.code]
    writer.text(code?.name ?? "")
    writer.text(code?.path ?? "")
    writer.text(voices[number].respondent ?? "")
    writer.text(segment.coder)
    writer.text(segment.origin.rawValue)
    writer.text(segment.status.rawValue)
    for value in values[number] { writer.text(value) }
    writer.text(code?.codebook ?? "")
  }

  func json(_ segment: SegmentRow, _ quote: ArraySlice<UInt8>) -> JSON {
    .object(
      [
        ("file", .string(file(segment))), ("start", .integer(segment.start)),
        ("end", .integer(segment.end)), ("quote", .string(String(decoding: quote, as: UTF8.self))),
        ("code", .string(codes[segment.code]?.name ?? "")), ("code_path", .string(path(segment))),
        ("respondent", voice(segment)?.respondent.map { .string($0) } ?? .null),
        ("coder", .string(segment.coder)), ("origin", .string(segment.origin.rawValue)),
        ("status", .string(segment.status.rawValue)),
      ] + attributes.map { name in (name, .string(voice(segment)?.attributes[name] ?? "")) }
        + [("codebook", .string(codes[segment.code]?.codebook ?? ""))])
  }

  var tableColumns: [Table.Column] {
    columns.map { .init($0, ["start", "end"].contains($0) ? .integer : .text) }
  }

  func cells(_ segment: SegmentRow, _ quote: ArraySlice<UInt8>) -> [Table.Cell] {
    [
      .text(file(segment)), .integer(segment.start), .integer(segment.end),
      .text(String(decoding: quote, as: UTF8.self)), .text(codes[segment.code]?.name ?? ""),
      .text(path(segment)), .text(voice(segment)?.respondent ?? ""), .text(segment.coder),
      .text(segment.origin.rawValue), .text(segment.status.rawValue),
    ] + (index[segment.version, segment.speaker].map { values[$0] } ?? []).map { .text($0) }
      + [.text(codes[segment.code]?.codebook ?? "")]
  }

  func table() throws -> Table {
    var table = Table(title: Self.title, columns: tableColumns)
    try read { segment, quote in table.rows.append(cells(segment, quote)) }
    table.notes = notes
    return table
  }
}
