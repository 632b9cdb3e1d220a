import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// A table's file held against what the project gave when it gave it.
struct TableCheck {
  let path: String
  /// The sheet of a workbook that has several.
  let sheet: String?
  let receipt: TableReceipt
  /// The table as the ledger gives it, of the moment that the receipt names.
  let expected: Table
  let comparison: TableComparison
  /// The same table now against then; nil when nothing was recorded since.
  let since: TableComparison?
  let moment: Moment
  /// The command that made the table, read from the receipt.
  let command: any TableCommand
  /// Whether this program makes of the same events what the program of then made of them.
  let isSameResult: Bool
  /// Events by which respondents withdrew since: what they are is gone, so that groups of then can't
  /// be made again as they were.
  let withdrawals: [Int]
  /// Changed cells that say what the project says now.
  let explained: [TableComparison.Change]

  /// Reads the file (of a workbook a sheet, the first if none is named) and its receipt, and makes
  /// the table anew.
  ///
  /// `open` opens the project, each time at the present.
  init(
    path: String, sheet: String? = nil, receipt given: String?, open: () throws -> Project
  ) throws {
    let file = try TableFile(try FileSystem.read(path), file: path, sheet: sheet)
    let receipt = try Self.receipt(of: path, sheet, text: file.text, given: given)
    let command = try Self.command(receipt)
    let present = try open()
    let moment = try Self.moment(of: receipt, in: present, table: path)
    let past = try open()
    try past.rewind(to: moment)
    let form = TableFormat(file.form)
    let isForReading = form == .markdown
    let (made, plain) = try past.read {
      (
        try command.make(past, isForReading: isForReading),
        try command.make(past, isForReading: false)
      )
    }
    let keys = Self.keys(made, plain)
    let grid = try Self.grid(made, form)
    let comparison = TableComparison(expected: grid, found: file.grid, keys: keys)
    (self.path, self.sheet, self.receipt) = (path, sheet, receipt)
    (self.command, self.moment) = (command, moment)
    (expected, self.comparison) = (made, comparison)
    isSameResult = TableReceipt.hash(plain) == receipt.result
    withdrawals = try present.withdrawals(after: moment)
    guard moment.later > 0 else {
      (since, explained) = (nil, [])
      return
    }
    let now = try present.read { try command.make(present, isForReading: isForReading) }
    let nowGrid = try Self.grid(now, form)
    since = TableComparison(expected: grid, found: nowGrid, keys: keys)
    let asNow = TableComparison(expected: nowGrid, found: file.grid, keys: keys)
    explained = comparison.changes.filter { change in
      !asNow.changes.contains { $0.row == change.row && $0.column == change.column }
    }
  }

  var isEqual: Bool { comparison.isEqual }

  /// What the file's own form makes of a table, read back the way the file was read.
  private static func grid(_ table: Table, _ form: TableFormat) throws -> TextGrid {
    try TableFile(try TableOptions().bytes(of: table, as: form), file: "").grid
  }

  private static func keys(_ tables: Table...) -> Set<String> {
    Set(tables.flatMap { $0.columns.filter { $0.kind == .text }.map(\.name) })
  }

  // MARK: The receipt

  private static func receipt(
    of path: String, _ sheet: String?, text: String, given: String?
  ) throws -> TableReceipt {
    if given == nil, let receipt = TableReceipt.found(in: text) { return receipt }
    if given == nil, let sheet {
      throw Failure(
        "\(path): nothing in its sheet \(ProvenanceSheet.name) is a receipt of the sheet '\(sheet)'",
        hint: "check other sheets by name (--sheet NAME), or give the receipt: --receipt FILE")
    }
    let beside = given ?? TableReceipt.path(path)
    guard FileSystem.exists(beside) else {
      throw Failure(
        "\(path) has no receipt: there is none in it, and no \(beside)",
        hint: "if the receipt stands elsewhere: --receipt FILE")
    }
    let bytes = try FileSystem.read(beside)
    guard let receipt = TableReceipt.found(in: String(decoding: bytes, as: UTF8.self)) else {
      throw Failure("\(beside) is no receipt of a table")
    }
    return receipt
  }

  private static func command(_ receipt: TableReceipt) throws -> any TableCommand {
    do {
      if let command = try Zicht.tool.command(receipt.query) as? any TableCommand {
        return command
      }
    } catch {
      throw Failure(
        "this zicht can't ask what the receipt asks: \(error.message)",
        hint: "it was made by \(receipt.program)")
    }
    throw Failure(
      "the receipt's question makes no table: \(receipt.query.joined(separator: " "))")
  }

  /// The moment that the table is of.
  ///
  /// - Throws: `Failure` when this ledger is not the one that the table was made of.
  private static func moment(
    of receipt: TableReceipt, in project: Project, table: String
  ) throws -> Moment {
    let size = receipt.ledger.size
    let state = try project.read { try project.ledgerState(ofFirst: size) }
    let file = project.path
    func failure(_ reason: String) -> Failure {
      Failure(
        "\(table): \(reason)",
        hint: "name the project that the table was made of with --project FILE")
    }
    guard let state else {
      throw failure("its receipt is of event \(size), which \(file) doesn't have")
    }
    guard state.project == receipt.ledger.project else {
      throw failure("it was made of another project than \(file)")
    }
    guard state.root == receipt.ledger.root, state.head == receipt.ledger.head else {
      throw failure(
        "the first \(counted(size, "event")) of \(file) are not those it was made of: "
          + "history was rewritten, or the receipt was")
    }
    return try project.read { try project.moment("\(size)") }
  }
}

extension TableFormat {
  init(_ form: TableFile.Form) {
    switch form {
    case .csv: self = .csv
    case .tsv: self = .tsv
    case .json: self = .json
    case .jsonl: self = .jsonl
    case .markdown: self = .markdown
    case .xlsx: self = .xlsx
    }
  }
}
