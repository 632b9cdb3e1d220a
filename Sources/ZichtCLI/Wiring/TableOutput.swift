import Coding
import CommandLineKit
import Reports

extension CSV.Separator: ArgumentValue {}
extension CSV.DecimalSign: ArgumentValue {}

/// How a table is written.
enum TableFormat: String, CaseIterable, ArgumentValue {
  case text, csv, tsv, json, jsonl, markdown, xlsx

  /// Whether the receipt stands in the table's own file rather than beside it.
  var holdsReceipt: Bool { self == .json || self == .markdown || self == .xlsx }
}

/// Options of the commands that give a table.
struct TableOptions: ParameterSet {
  var format: TableFormat?
  var output: String?
  var separator = CSV.Separator.comma
  var decimal: CSV.DecimalSign?
  var bom = false
  var receipt: String?
  /// What the command line said, for the receipt.
  var given: [GivenWord] = []

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "format", \.format, "Form of the table; from --output's ending if not given.", short: "f"),
      .option(
        "output", \.output, "Write to this file (mode 0600) instead of the terminal.", short: "o",
        placeholder: "FILE", values: .file),
      .option("separator", \.separator, "Of CSV; Excel in Dutch expects semicolon."),
      .option(
        "decimal", \.decimal, "Decimal sign of CSV: comma with semicolon, else point."),
      .flag("bom", \.bom, "Start CSV with a byte order mark, as Excel expects."),
      .option(
        "receipt", \.receipt, "Where to write the receipt (beside --output if not given).",
        placeholder: "FILE", values: .file),
    ]
  }

  /// The format asked for by option, `--json` or the file's ending.
  ///
  /// - Throws: `UsageError` for what can't be together.
  func format(_ common: CommonOptions) throws -> TableFormat {
    let format = try chosenFormat(common)
    guard format != .xlsx || output != nil else {
      throw UsageError("a workbook is no text to show", hint: "add --output FILE.xlsx")
    }
    guard separator != .comma || decimal != .comma else {
      throw UsageError(
        "a comma can't be both separator and decimal sign", hint: "add --separator semicolon")
    }
    return format
  }

  private func chosenFormat(_ common: CommonOptions) throws -> TableFormat {
    if let format { return format }
    if common.json { return .json }
    guard let output else { return .text }
    switch output.split(separator: ".").last.map({ $0.lowercased() }) ?? "" {
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case "json": return .json
    case "jsonl", "ndjson": return .jsonl
    case "md", "markdown": return .markdown
    case "xlsx": return .xlsx
    case "txt", "text": return .text
    default:
      throw UsageError(
        "the ending of '\(output)' tells no format", hint: "add --format csv, for example")
    }
  }

  /// Whether a person reads it rather than a program.
  func isForReading(_ common: CommonOptions) throws -> Bool {
    let format = try format(common)
    return format == .text || format == .markdown
  }

  /// Where a receipt goes that has no place in the table itself; nil for what goes to the screen.
  var receiptPath: String? { output.map(TableReceipt.path) }

  var csv: CSV {
    CSV(separator: separator, decimal: decimal, hasByteOrderMark: bom)
  }

  /// Writes a table where it is asked for.
  func write(
    _ table: Table, _ common: CommonOptions, _ io: IO, bars: Int? = nil, isShaded: Bool = false,
    caveats: [String] = [], receipt: TableReceipt? = nil
  ) throws {
    let format = try format(common)
    // Rows alone have no place for what a reader must know.
    if ![.text, .markdown, .json].contains(format) || output != nil {
      for caveat in caveats { io.err(caveat + "\n") }
    }
    var text = TextTable(width: io.width, color: io.color, bars: bars, isShaded: isShaded)
    if output != nil { (text.width, text.color) = (120, false) }
    guard let output else {
      // A terminal obeys what a file only holds.
      let isRaw = io.isTerminalOut && (format == .csv || format == .tsv)
      write(table, as: format, text, receipt) {
        io.out(isRaw ? sanitized($0, keepingNewlines: true) : $0)
      }
      try receipt?.write(to: self.receipt)
      return
    }
    let file = try OutputFile(output)
    if format == .xlsx {
      let workbook = try TableWorkbook([table.title]) { try file.write($0) }
      try workbook.add(table)
      for loss in try workbook.finish([receipt]) { io.err(sanitized(loss) + "\n") }
    } else {
      var buffer: [UInt8] = []
      write(table, as: format, text, receipt) { buffer.append(contentsOf: $0.utf8) }
      try file.write(buffer)
    }
    try file.commit()
    try receipt?.write(to: self.receipt ?? (format.holdsReceipt ? nil : receiptPath))
    if !io.isQuiet { io.err("wrote \(counted(table.rows.count, "row")) to \(sanitized(output))\n") }
  }

  /// The bytes of a file of the table, without a receipt.
  func bytes(of table: Table, as format: TableFormat) throws -> [UInt8] {
    var bytes: [UInt8] = []
    if format == .xlsx {
      let workbook = try TableWorkbook([table.title]) { bytes += $0 }
      try workbook.add(table)
      try workbook.finish([])
      return bytes
    }
    write(table, as: format, TextTable(width: 120, color: false, bars: nil), nil) {
      bytes.append(contentsOf: $0.utf8)
    }
    return bytes
  }

  private func write(
    _ table: Table, as format: TableFormat, _ text: TextTable, _ receipt: TableReceipt?,
    to sink: (String) -> Void
  ) {
    switch format {
    case .text: text.write(table, to: sink)
    case .csv: csv.write(table, to: sink)
    case .tsv: TSV().write(table, to: sink)
    case .json: JSONDocument(receipt: receipt?.json.canonical).write(table, to: sink)
    case .jsonl: JSONLines().write(table, to: sink)
    case .markdown:
      Markdown().write(table, to: sink)
      if let receipt { sink(receipt.comment) }
    case .xlsx: preconditionFailure("a workbook is no text")
    }
  }
}
