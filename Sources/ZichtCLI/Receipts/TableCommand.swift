import Coding
import CommandLineKit
import Project
import Reports

/// A command whose result is one table, for which a receipt can be given.
///
/// What it makes depends on its options and the project alone, so that the same words make the same
/// table again from the same events: that is how a receipt is checked.
protocol TableCommand: ReadingCommand {
  var table: TableOptions { get set }
  /// For eyes, codes are indented under their codebook; for programs each row says all.
  func make(_ project: Project, isForReading: Bool) throws -> Table
  /// What a reader of the table must know of the project.
  func caveats(_ project: Project) throws -> [String]
}

extension TableCommand {
  mutating func remember(_ given: [GivenWord]) { table.given = given }

  func caveats(_ project: Project) throws -> [String] { project.pastCaveats }

  /// Makes the table and writes it, with its receipt, where it is asked for.
  @discardableResult
  func write(_ io: IO, bars: Int? = nil, isShaded: Bool = false) throws -> Table {
    let project = try openProject(io)
    let isForReading = try table.isForReading(common)
    return try project.read {
      var result = try make(project, isForReading: isForReading)
      let caveats = try caveats(project)
      for caveat in caveats where !result.notes.contains(caveat) { result.notes.append(caveat) }
      try table.write(
        result, common, io, bars: bars, isShaded: isShaded, caveats: caveats,
        receipt: try receipt(project))
      return result
    }
  }

  /// Nil for what only passes over a screen.
  private func receipt(_ project: Project) throws -> TableReceipt? {
    let format = try table.format(common)
    guard format != .text, table.output != nil || table.receipt != nil || format.holdsReceipt
    else { return nil }
    return try TableReceipt(
      query: query, table: make(project, isForReading: false), caveats: caveats(project),
      of: project)
  }

  /// The words that make this table again, without those that say where from and where to.
  var query: [String] {
    var words = Self.name.split(separator: " ").map(String.init)
    for option in table.given where !option.isPositional {
      if TableReceipt.unasked.contains(option.name) { continue }
      words.append("--\(option.name)")
      if let value = option.value { words.append(value) }
    }
    let arguments = table.given.filter(\.isPositional).compactMap(\.value)
    return words + (arguments.isEmpty ? [] : ["--"] + arguments)
  }
}
