import Coding
import SQLite

/// Finds out what has to go when a respondent withdraws; reads only.
struct WithdrawalPlan {
  let project: Project
  let who: Withdrawing
  private(set) var withdrawal: Withdrawal

  /// - Throws: `ProjectError.unknown` when nobody has that name, or has withdrawn already.
  init(_ project: Project, respondent name: String) throws {
    self.project = project
    who = try Self.find(name, project)
    withdrawal = Withdrawal(respondent: name)
    withdrawal.texts = try texts()
    try count()
    withdrawal.mentions = try mentions()
  }

  private static func find(_ name: String, _ project: Project) throws -> Withdrawing {
    if let event = try project.withdrawnRespondents().event(named: name) {
      throw ProjectError.unknown("'\(name)' withdrew already (event \(event))", hint: nil)
    }
    guard let known = try project.respondent(named: name) else {
      throw ProjectError.unknown("no respondent '\(name)'", hint: "zicht respondents lists them")
    }
    let attributes = try project.attributes(ofRespondent: known.id)
    let pseudonyms = attributes.filter { ["pseudonym", "pseudoniem"].contains($0.name) }
    let former = try formerNames(of: known.uid, project).filter { $0 != name }
    return Withdrawing(
      id: known.id, uid: known.uid, name: name, formerNames: former,
      allNames: [name] + former + pseudonyms.map(\.value) + (try labels(of: known.id, project)),
      values: attributes.map(\.value))
  }

  /// What the events that recorded a respondent say the name is.
  private static func formerNames(of uid: String, _ project: Project) throws -> [String] {
    let hashes = try project.connection.all(
      """
      SELECT DISTINCT json_extract(j.value, '$.content')
      FROM event e, json_each(e.body, '$.respondents') j
      WHERE e.kind = 'respondents.recorded' AND json_extract(j.value, '$.uid') = \(uid)
      """
    ) { Digest(hex: $0.text(0)) }
    let names = try hashes.compactMap { $0 }.compactMap { try project.content($0)?["id"]?.string }
    return Set(names).sorted()
  }

  /// Labels that stand for this respondent alone: `Ria`, but not `Respondent` or `R1`, if others are
  /// called so elsewhere.
  private static func labels(of respondent: Int, _ project: Project) throws -> [String] {
    let others = try Set(
      project.connection.all(
        """
        SELECT label FROM speaker WHERE respondent IS NULL OR respondent <> \(respondent)
        """
      ) { $0.text(0) })
    let rows = try project.connection.all(
      """
      SELECT s.label, s.number, json_extract(e.body, '$.content') FROM speaker s
      JOIN version v ON v.id = s.version JOIN event e ON e.number = v.event
      WHERE s.respondent = \(respondent) ORDER BY s.label, v.id
      """
    ) { (label: $0.text(0), number: $0.integer(1), content: Digest(hex: $0.text(2))) }
    // A map may have given a label another name: in the text stands the one as written.
    let written = try rows.flatMap { row -> [String] in
      let all = try row.content.flatMap { try project.content($0) }?["written"]?.array ?? []
      guard all.indices.contains(row.number) else { return [] }
      return (all[row.number].array ?? []).compactMap(\.string)
    }
    var labels: [String] = []
    for label in rows.map(\.label) + written
    where !others.contains(label) && !labels.contains(label) {
      labels.append(label)
    }
    return labels
  }

  // MARK: Texts

  private struct Version {
    var text: Withdrawal.Text
    var isDocument: Bool
    var own: [Int]
    /// Respondents beside this one whose words still stand.
    var others: Int
    var isNamed: Bool
  }

  private func texts() throws -> [Withdrawal.Text] {
    let versions = Dictionary(grouping: try self.versions(), by: \.text.transcript)
    return versions.sorted { $0.key < $1.key }.flatMap { texts(of: $0.value) }
  }

  private func texts(of versions: [Version]) -> [Withdrawal.Text] {
    let speaks = versions.contains { !$0.own.isEmpty }
    guard speaks || versions.contains(where: \.isNamed) else { return [] }
    let isAlone = versions.allSatisfy { $0.others == 0 }
    return versions.compactMap { version in
      var text = version.text
      text.own = version.own
      if !version.own.isEmpty {
        if version.others > 0 {
          text.extent = .turns(0)
          text.speakers = version.own
        }
      } else if version.isNamed {
        if !version.isDocument { (text.extent, text.speakers) = (.header, []) }
      } else if !speaks || (text.isInForce && !isAlone) {
        return nil
      }
      // An earlier reading may have the same words under another label, or under none.
      return text
    }
  }

  /// All versions of all transcripts that were not erased before.
  private func versions() throws -> [Version] {
    let named = try self.named()
    return try project.connection.all(
      """
      SELECT v.id, v.transcript, t.name, v.number, v.superseded IS NULL, v.kind,
        (SELECT group_concat(s.number, ' ') FROM speaker s
          WHERE s.version = v.id AND s.respondent = \(who.id)),
        (SELECT count(*) FROM speaker s WHERE s.version = v.id AND s.part = 'respondent'
          AND s.respondent IS NOT \(who.id) AND NOT EXISTS (SELECT 1 FROM redaction x
            WHERE x.version = s.version AND x.speaker = s.number AND x.commitment IS NULL)),
        (SELECT group_concat(s.number, ' ') FROM speaker s WHERE s.version = v.id
          AND NOT EXISTS (SELECT 1 FROM redaction x
            WHERE x.version = s.version AND x.speaker = s.number AND x.commitment IS NULL))
      FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.transcript IN (
        SELECT w.transcript FROM version w JOIN speaker s ON s.version = w.id
        WHERE s.respondent = \(who.id)
        UNION SELECT w.transcript FROM version w WHERE w.id IN (
          SELECT value FROM json_each(\(JSON.array(named.map { .integer($0) }).canonical))))
      ORDER BY v.id
      """
    ) { row in
      let text = Withdrawal.Text(
        version: row.integer(0), transcript: row.integer(1), file: row.text(2),
        number: row.integer(3), isInForce: row.integer(4) != 0, extent: .whole,
        speakers: numbers(row.optionalText(8)))
      return Version(
        text: text, isDocument: row.text(5) == "document", own: numbers(row.optionalText(6)),
        others: row.integer(7), isNamed: named.contains(row.integer(0)))
    }.filter { $0.text.speakers.contains(0) }
  }

  private func numbers(_ list: String?) -> [Int] {
    (list ?? "").split(separator: " ").compactMap { Int($0) }
  }

  /// Versions whose header names the respondent.
  private func named() throws -> Set<Int> {
    let finder = NameFinder([who.name] + who.formerNames)
    var versions: Set<Int> = []
    try project.connection.forEach(
      "SELECT version, value FROM transcript_attribute WHERE name LIKE 'respondent%'"
    ) { row in
      if !finder.places(in: Array(row.text(1).utf8)).isEmpty { versions.insert(row.integer(0)) }
    }
    return versions
  }

  // MARK: Counts

  private mutating func count() throws {
    var shares: [Int: Set<Int>] = [:]
    for (index, text) in withdrawal.texts.enumerated() {
      var (turns, words) = (0, 0)
      try project.connection.forEach(
        "SELECT number, turns, words FROM speaker WHERE version = \(text.version)"
      ) { row in
        guard text.speakers.contains(row.integer(0)) else { return }
        turns += row.integer(1)
        words += row.integer(2)
      }
      if case .turns = text.extent { withdrawal.texts[index].extent = .turns(turns) }
      guard text.isInForce else { continue }
      withdrawal.turns += turns
      withdrawal.words += words
      shares[text.version] = Set(text.speakers)
    }
    guard !shares.isEmpty else { return }
    var query = SegmentQuery()
    query.statuses = Set(SegmentStatus.allCases)
    query.versions = Set(shares.keys)
    try project.forEachSegment(query) { segment in
      if shares[segment.version]?.contains(segment.speaker) == true { withdrawal.segments += 1 }
    }
  }
}
