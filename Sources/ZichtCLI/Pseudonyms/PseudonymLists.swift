import Coding
import CommandLineKit
import Formats
import Project

/// Makes one list of what a key and a list of names say.
struct PseudonymLists {
  private(set) var list: PseudonymList
  private(set) var findings: [Diagnostic] = []

  init(form: PseudonymForm) { list = PseudonymList(form: form) }

  /// Numbers that pseudonyms in texts have already are not given to others.
  mutating func reserve(_ numbers: [IdentifierKind: Int]) { list.reserve(numbers) }

  mutating func add(_ key: PseudonymKey) throws { take(key.rows) }

  /// A list that a person wrote.
  ///
  /// - Throws: `Rejected` with all that is wrong with it.
  mutating func add(list path: String, ignoringCase: Bool) throws {
    let (rows, diagnostics) = readPseudonyms(try FileSystem.read(path), file: path)
    findings += diagnostics
    take(rows)
    let errors = findings.filter { $0.severity == .error } + list.faults(ignoringCase: ignoringCase)
    guard errors.isEmpty else { throw Rejected(errors.sorted { $0.place < $1.place }) }
  }

  /// First those that have a pseudonym or stay, so that no number is given twice.
  private mutating func take(_ rows: [PseudonymRow]) {
    for row in rows where row.verdict == .no || row.verdict == .yes && row.replacement != nil {
      do throws(Diagnostic) {
        try list.add(
          Pseudonym(
            text: row.text, kind: row.kind ?? .name,
            replacement: row.verdict == .no ? nil : row.replacement, place: row.place))
      } catch {
        findings.append(error)
      }
    }
    for row in rows where row.verdict == .yes && row.replacement == nil {
      list.give(row.text, row.kind ?? .name, at: row.place)
    }
  }

  /// Refuses rows on which nobody has decided.
  static func requireDecisions(_ path: String) throws {
    let open = readPseudonyms(try FileSystem.read(path), file: path).rows.filter {
      $0.verdict == .ask
    }
    guard !open.isEmpty else { return }
    let findings = open.prefix(5).map { row in
      Diagnostic(.error, .undecided(row.text), at: row.place)
    }
    throw Failure(
      Rejected(Array(findings)).description
        + (open.count > 5 ? "\n… and \(open.count - 5) more rows" : ""),
      hint: "write yes or no in the column replace; only you can tell")
  }
}

extension Diagnostic.Message {
  fileprivate static func undecided(_ text: String) -> Self {
    "nobody has decided whether '\(text)' is to be replaced"
  }
}
