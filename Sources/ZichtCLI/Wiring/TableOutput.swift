import Coding
import CommandLineKit
import Reports

/// How a table is written.
enum TableFormat: String, CaseIterable, ArgumentValue {
  case text, csv, tsv, json, jsonl, markdown

  /// Whether the receipt stands in the table's own file rather than beside it.
  var holdsReceipt: Bool { self == .json || self == .markdown }
}

/// Options of the commands that give a table.
struct TableOptions: ParameterSet {
  var format: TableFormat?
  var output: String?
  var separator = Separator.comma
  var bom = false
  var receipt: String?
  /// What the command line said, for the receipt.
  var given: [GivenWord] = []

  enum Separator: String, CaseIterable, ArgumentValue { case comma, semicolon }

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "format", \.format, "Form of the table; from --output's ending if not given.", short: "f"),
      .option(
        "output", \.output, "Write to this file (mode 0600) instead of the terminal.", short: "o",
        placeholder: "FILE", values: .file),
      .option("separator", \.separator, "Of CSV; Excel in Dutch expects semicolon."),
      .flag("bom", \.bom, "Start CSV with a byte order mark, as Excel expects."),
      .option(
        "receipt", \.receipt, "Where to write the receipt (beside --output if not given).",
        placeholder: "FILE", values: .file),
    ]
  }

  /// The format asked for by option, `--json` or the file's ending.
  func format(_ common: CommonOptions) throws -> TableFormat {
    if let format { return format }
    if common.json { return .json }
    guard let output else { return .text }
    switch output.split(separator: ".").last.map({ $0.lowercased() }) ?? "" {
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case "json": return .json
    case "jsonl", "ndjson": return .jsonl
    case "md", "markdown": return .markdown
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
    CSV(separator: separator == .comma ? .comma : .semicolon, hasByteOrderMark: bom)
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
    var buffer: [UInt8] = []
    write(table, as: format, text, receipt) { buffer.append(contentsOf: $0.utf8) }
    try file.write(buffer)
    try file.commit()
    try receipt?.write(to: self.receipt ?? (format.holdsReceipt ? nil : receiptPath))
    if !io.isQuiet { io.err("wrote \(counted(table.rows.count, "row")) to \(sanitized(output))\n") }
  }

  /// The bytes of a file of the table, without a receipt.
  func bytes(of table: Table, as format: TableFormat) -> [UInt8] {
    var bytes: [UInt8] = []
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
    }
  }
}
