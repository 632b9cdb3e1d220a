import Coding
import SQLite

/// Knows those who withdrew by hashes of their names, so that no table and no file brings them back.
///
/// The names are gone. Who has the project file and a list of names can try which of them it was;
/// without the file, the ledger says nothing.
package struct WithdrawnRespondents {
  private struct One {
    var event: Int
    /// What stands in the place of the name.
    var placeholder: String
    var salt: [UInt8]
    /// Hashes of the name, and of those before names were replaced.
    var names: Set<String>
    var labels: Set<String>
  }
  private var all: [One] = []
  /// By transcript: who was erased from it.
  private var events: [String: Set<Int>] = [:]

  init(_ project: Project) throws {
    let rows = try project.connection.all(
      """
      SELECT e.number, r.name, json_extract(e.body, '$.particulars') FROM respondent r
      JOIN event e ON e.number = r.withdrawn ORDER BY e.number
      """
    ) { ($0.integer(0), $0.text(1), Digest(hex: $0.text(2))) }
    for (event, placeholder, hash) in rows {
      guard let known = try hash.flatMap({ try project.content($0) })?["known_by"],
        let salt = known["salt"]?.string.flatMap([UInt8].init(hex:)),
        let name = known["name"]?.string
      else { continue }
      let former = (known["former"]?.array ?? []).compactMap(\.string)
      let labels = (known["labels"]?.array ?? []).compactMap(\.string)
      all.append(
        One(
          event: event, placeholder: placeholder, salt: salt, names: Set([name] + former),
          labels: Set(labels)))
    }
    try project.connection.forEach(
      """
      SELECT DISTINCT t.name, x.event FROM redaction x JOIN version v ON v.id = x.version
      JOIN transcript t ON t.id = v.transcript
      """
    ) { events[$0.text(0), default: []].insert($0.integer(1)) }
  }

  /// What a withdrawal keeps to know the same name and labels again.
  static func recognition(
    name: String, formerNames: [String], labels: [String], salt: [UInt8]
  ) -> JSON {
    func hashes(_ names: [String]) -> JSON {
      .strings(Set(names.map { hash(of: $0, salt) }).sorted())
    }
    var known: [(String, JSON)] = [
      ("salt", .string(salt.hex)), ("name", .string(hash(of: name, salt))),
      ("labels", hashes(labels)),
    ]
    if !formerNames.isEmpty { known.append(("former", hashes(formerNames))) }
    return .object(known)
  }

  private static func hash(of name: String, _ salt: [UInt8]) -> String {
    var trimmed = name[...]
    while trimmed.first?.isWhitespace == true { trimmed.removeFirst() }
    while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
    return Commitment(to: Folding.fold(String(trimmed)), salt: salt).hash.hex
  }

  /// The event by which somebody of that name withdrew.
  package func event(named name: String) -> Int? {
    all.first { $0.placeholder == name || $0.names.contains(Self.hash(of: name, $0.salt)) }?.event
  }

  /// The event by which somebody with that label in that transcript withdrew.
  package func event(labelled label: String, in transcript: String) -> Int? {
    guard let events = events[transcript] else { return nil }
    return all.first {
      events.contains($0.event) && $0.labels.contains(Self.hash(of: label, $0.salt))
    }?.event
  }
}

extension Project {
  package func withdrawnRespondents() throws -> WithdrawnRespondents {
    try WithdrawnRespondents(self)
  }
}
