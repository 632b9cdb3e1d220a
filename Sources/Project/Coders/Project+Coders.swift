import Coding
import SQLite

extension Project {
  /// All who coded, decided, read or are to read something, and the rules.
  package func coders() throws -> [Coder] {
    let kinds = try named("SELECT coder, kind FROM coder") { $0.text(1) }
    let imported = Set(
      try connection.all("SELECT name FROM foreign_id WHERE kind = 'coder'") { $0.text(0) })
    let references = Set(try referenceCoders())
    let read = Dictionary(uniqueKeysWithValues: try readers().map { ($0.coder, $0.transcripts) })
    let codings = try named(
      "SELECT coder, count(*) FROM coding WHERE retracted IS NULL GROUP BY coder"
    ) { $0.integer(1) }
    let accepted = try decisions("accepted")
    let rejected = try decisions("rejected")
    let assigned = try named("SELECT coder, count(*) FROM assignments GROUP BY coder") {
      $0.integer(1)
    }
    let due = try named("SELECT coder, count(*) FROM assignments WHERE NOT done GROUP BY coder") {
      $0.integer(1)
    }
    let names =
      [Set(kinds.keys), references, Set(read.keys), Set(codings.keys)]
      + [Set(accepted.keys), Set(rejected.keys), Set(assigned.keys)]
    let people = names.reduce(into: Set()) { $0.formUnion($1) }.sorted().map { name in
      let kind =
        kinds[name].flatMap(Coder.Kind.init) ?? (imported.contains(name) ? .import : .human)
      return Coder(
        name: name, kind: kind, isReference: references.contains(name), read: read[name] ?? 0,
        assigned: assigned[name] ?? 0, due: due[name] ?? 0, codings: codings[name] ?? 0,
        accepted: accepted[name] ?? 0, rejected: rejected[name] ?? 0)
    }
    return people + (try rules().map { [$0] } ?? [])
  }

  /// Nil where no rule was applied.
  private func rules() throws -> Coder? {
    let (applied, findings) =
      try connection.first(
        """
        SELECT count(DISTINCT r.id), coalesce(sum(a.segments), 0)
        FROM application a JOIN rule r ON r.id = a.rule WHERE r.retired IS NULL
        """
      ) { ($0.integer(0), $0.integer(1)) } ?? (0, 0)
    guard applied > 0 else { return nil }
    let transcripts =
      try connection.integer(
        "SELECT count(*) FROM version WHERE superseded IS NULL") ?? 0
    return Coder(
      name: "rule", kind: .rule, isReference: false, read: transcripts, codings: findings)
  }

  private func decisions(_ verdict: String) throws -> [String: Int] {
    try named("SELECT coder, count(*) FROM decision WHERE verdict = \(verdict) GROUP BY coder") {
      $0.integer(1)
    }
  }

  private func named<Value>(_ sql: SQL, _ value: (Statement) -> Value) throws -> [String: Value] {
    var values: [String: Value] = [:]
    try connection.forEach(sql) { values[$0.text(0)] = value($0) }
    return values
  }

  /// Says what a coder is.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: false where that was known already.
  @discardableResult
  package func register(_ coder: String, as kind: Coder.Kind, isReference: Bool = false) throws
    -> Bool
  {
    guard kind != .rule, coder != "rule" else {
      throw ProjectError.unknown(
        "'rule' stands for the rules of codebooks", hint: "give the coder another name")
    }
    let known = try connection.text("SELECT kind FROM coder WHERE coder = \(coder)")
    let isKnownReference = try referenceCoders().contains(coder)
    guard known != kind.rawValue || (isReference && !isKnownReference) else { return false }
    var body: [(String, JSON)] = [("coder", .string(coder)), ("kind", .string(kind.rawValue))]
    if isReference { body.append(("reference", true)) }
    try append(.coderRegistered, .object(body))
    return true
  }

  /// Notes that somebody looked at a passage and left it for later.
  ///
  /// - Precondition: inside `change`.
  package func skip(_ range: Range<Int>, of version: Int, code: Int) throws {
    try append(.passageSkipped, .object(try fields(of: range, in: version, code: code)))
  }
}
