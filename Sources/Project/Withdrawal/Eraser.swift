import Coding
import SQLite

/// Carries out a withdrawal inside a change.
struct Eraser {
  private let plan: WithdrawalPlan
  private let project: Project
  private let names: TextEraser
  private var withdrawal: Withdrawal
  private var replacements: Replacements
  private var search: ErasureSearch
  private var erased: [JSON] = []
  private var redactions: [JSON] = []
  /// Names that transcripts get here, which no table has yet.
  private var given: Set<String> = []

  init(_ plan: WithdrawalPlan) throws {
    self.plan = plan
    (project, withdrawal) = (plan.project, plan.withdrawal)
    names = TextEraser(plan.who)
    replacements = try Replacements(plan.project)
    search = ErasureSearch(names: plan.who.allNames + plan.who.values)
  }

  private var connection: Connection { project.connection }

  mutating func run(basis: String?, approver: String?) throws -> (Withdrawal, ErasureSearch) {
    let particulars = try particulars(basis: basis, approver: approver)
    let name = try free("withdrawn 1", "withdrawn ") {
      "SELECT count(*) FROM respondent WHERE name = \($0)"
    }
    for reason in try project.reasons() where plan.goes(reason) { try erase(reason.hash, nil) }
    try eraseRespondent(as: name)
    let transcripts = Dictionary(grouping: withdrawal.texts, by: \.transcript)
    for (transcript, texts) in transcripts.sorted(by: { $0.key < $1.key }) {
      try eraseContents(of: transcript, texts, as: name)
    }
    for text in withdrawal.texts { try overwrite(text) }
    withdrawal.event = try project.append(.respondentWithdrawn, body(particulars))
    // What earlier events made of erased content is made of its replacement, as verify will have it.
    try project.restoreStateTables()
    try connection.run(
      """
      DELETE FROM tally WHERE (version, speaker) IN (
        SELECT version, speaker FROM redaction WHERE commitment IS NULL)
      """)
    try project.renewWords(after: withdrawal.texts.map(\.version))
    return (withdrawal, search)
  }

  /// Who asked and who approved; and what a row or file of the same person is known by.
  private func particulars(basis: String?, approver: String?) throws -> JSON {
    let labels = try connection.all(
      "SELECT DISTINCT label FROM speaker WHERE respondent = \(plan.who.id)"
    ) { $0.text(0) }
    return try project.commit([
      "basis": basis.map { .string($0) } ?? .null,
      "approver": approver.map { .string($0) } ?? .null,
      "known_by": WithdrawnRespondents.recognition(
        name: plan.who.name, formerNames: plan.who.formerNames, labels: labels,
        salt: project.surroundings.random(32)),
    ])
  }

  private func body(_ particulars: JSON) -> JSON {
    [
      "respondent": .string(plan.who.uid), "particulars": particulars,
      "transcripts": .integer(withdrawal.transcripts), "turns": .integer(withdrawal.turns),
      "words": .integer(withdrawal.words), "segments": .integer(withdrawal.segments),
      "erased": .array(erased), "redactions": .array(redactions),
    ]
  }

  // MARK: Content

  /// Deletes what stands behind a commitment now; something neutral may take its place.
  private mutating func erase(_ hash: Digest, _ replacement: JSON?) throws {
    guard let current = replacements.current(hash) else { return }
    try connection.run("DELETE FROM content WHERE hash = \(current.bytes)")
    replacements.set(current, replacement?.string.flatMap(Digest.init(hex:)))
    erased.append(["hash": .string(current.hex), "replacement": replacement ?? .null])
  }

  private mutating func eraseRespondent(as name: String) throws {
    let uid = plan.who.uid
    let hashes = try connection.all(
      """
      SELECT DISTINCT json_extract(j.value, '$.content')
      FROM event e, json_each(e.body, '$.respondents') j
      WHERE e.kind = 'respondents.recorded' AND json_extract(j.value, '$.uid') = \(uid)
      """
    ) { Digest(hex: $0.text(0)) }
    let content = try project.commit(["id": .string(name), "attributes": []])
    for hash in hashes.compactMap({ $0 }) {
      let attributes = try project.content(hash)?["attributes"]?.array ?? []
      search.add(names: attributes.compactMap { $0.array?.last?.string })
      try erase(hash, content)
    }
  }

  /// Name, header and labels of a transcript's versions.
  private mutating func eraseContents(
    of transcript: Int, _ texts: [Withdrawal.Text], as respondent: String
  ) throws {
    let name = try self.name(of: transcript, texts)
    let versions = try connection.all(
      """
      SELECT v.id, json_extract(e.body, '$.content') FROM version v
      JOIN event e ON e.number = v.event WHERE v.transcript = \(transcript) ORDER BY v.id
      """
    ) { (id: $0.integer(0), hash: Digest(hex: $0.text(1))) }
    for version in versions {
      let text = texts.first { $0.version == version.id }
      guard text != nil || name != texts[0].file, let hash = version.hash,
        let content = try project.content(hash)
      else { continue }
      try erase(hash, try project.commit(redacted(content, text, name, respondent)))
    }
  }

  private func redacted(
    _ content: JSON, _ text: Withdrawal.Text?, _ name: String, _ respondent: String
  ) -> JSON {
    guard let text else {
      return [
        "name": .string(name), "header": content["header"] ?? [], "labels": content["labels"] ?? [],
      ]
    }
    let labels = (content["labels"]?.array ?? []).enumerated().map { number, label -> JSON in
      text.own.contains(number)
        ? .string(respondent) : text.speakers.contains(number) ? "" : label
    }
    let header = text.extent == .whole ? [] : content["header"]?.array ?? []
    return [
      "name": .string(name), "labels": .array(labels),
      "header": .array(
        header.map { field in
          .strings((field.array ?? []).map { names.erasing(header: $0.string ?? "") })
        }),
    ]
  }

  /// A transcript of which no word stays loses its name; another one keeps what is not a name of the
  /// respondent's.
  private mutating func name(of transcript: Int, _ texts: [Withdrawal.Text]) throws -> String {
    let whole = Set(texts.filter { $0.extent == .whole }.map(\.version))
    let standing = try connection.all(
      """
      SELECT id FROM version v WHERE transcript = \(transcript) AND NOT EXISTS (
        SELECT 1 FROM redaction x WHERE x.version = v.id AND x.speaker = 0
          AND x.commitment IS NULL)
      """
    ) { $0.integer(0) }
    let name = names.erasing(name: texts[0].file)
    let isGone = standing.allSatisfy(whole.contains)
    if name == texts[0].file, !isGone { return name }
    let free = try free(isGone ? "withdrawn/1" : name, isGone ? "withdrawn/" : name + " ") {
      "SELECT count(*) FROM transcript WHERE name = \($0)"
    }
    given.insert(free)
    return free
  }

  /// A name, or where something has it the stem with the first number that makes a new one.
  private func free(_ name: String, _ stem: String, _ count: (String) -> SQL) throws -> String {
    var (free, number) = (name, 1)
    while try given.contains(free) || connection.integer(count(free)) ?? 0 > 0 {
      number += 1
      free = "\(stem)\(number)"
    }
    return free
  }

  // MARK: Texts

  private mutating func overwrite(_ text: Withdrawal.Text) throws {
    let stored = try project.text(ofVersion: text.version)
    let turns = try project.turns(of: text.version)
    var points = CodePoints(SourceText(validUTF8: stored))
    let ranges =
      text.extent == .whole
      ? [0..<stored.count]
      : names.ranges(in: stored, turns: points.bytes(of: turns), of: text.speakers)
    guard !ranges.isEmpty else { return }
    search.add(stored, ranges, encoding: try encoding(of: text.version))
    let erased = Erasure.erase(ranges, of: stored)
    let update = try connection.prepare(
      "UPDATE source_text SET text = ?, original = NULL WHERE version = ?")
    try update.bind(utf8: erased, at: 1)
    try update.bind(text.version, at: 2)
    try update.runOnce()
    for speaker in text.speakers {
      try connection.run(
        "DELETE FROM speaker_salt WHERE version = \(text.version) AND number = \(speaker)")
    }
    points = CodePoints(SourceText(validUTF8: erased))
    redactions.append(try redaction(text, of: erased, points.bytes(of: turns)))
  }

  private func redaction(
    _ text: Withdrawal.Text, of erased: [UInt8], _ turns: [(range: Range<Int>, speaker: Int)]
  ) throws -> JSON {
    let uid = try connection.text("SELECT uid FROM transcript WHERE id = \(text.transcript)")
    let fillers = SpokenWords.digest(ofErased: text.speakers, text: erased, turns: turns)
    var members: [(String, JSON)] = [
      ("transcript", .string(uid ?? "")), ("version", .integer(text.number)),
      ("speakers", .array(text.speakers.map { .integer($0) })), ("fillers", .string(fillers.hex)),
    ]
    if text.extent != .whole {
      let rest = try commitRest(of: text.version, erased, turns)
      members.append(("rest", .string(rest.hex)))
    }
    return .object(members)
  }

  /// Commits to what is left outside of turns, as the old commitment can't be checked any more.
  private func commitRest(
    of version: Int, _ text: [UInt8], _ turns: [(range: Range<Int>, speaker: Int)]
  ) throws -> Digest {
    let salt = project.surroundings.random(32)
    try connection.run(
      "UPDATE speaker_salt SET salt = \(salt) WHERE version = \(version) AND number = 0")
    return SpokenWords.commitment(text: text, turns: turns, speaker: 0, salt: salt)
  }

  private func encoding(of version: Int) throws -> RawWords.Encoding? {
    try connection.text("SELECT encoding FROM version WHERE id = \(version)")
      .flatMap(RawWords.Encoding.init(rawValue:))
  }
}
