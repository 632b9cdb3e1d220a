import Coding
import SQLite

/// What a history is asked of.
package enum HistorySubject: Sendable, Equatable {
  case segment(SegmentAddress)
  case code(CodeRow)
  case transcript(uid: String, name: String)
  case respondent(uid: String, name: String)

  package var kind: Kind {
    switch self {
    case .segment: .segment
    case .code: .code
    case .transcript: .transcript
    case .respondent: .respondent
    }
  }

  package enum Kind: String, Sendable, CaseIterable { case segment, code, transcript, respondent }
}

extension Project {
  /// Everything that a name may mean, also what was undone.
  package func historySubjects(_ name: String) throws -> [HistorySubject] {
    if let address = SegmentAddress(name) { return [.segment(address)] }
    var subjects = try codes(named: name).map { HistorySubject.code($0) }
    if let found = try transcript(named: name) {
      subjects.append(.transcript(uid: found.uid, name: found.name))
    }
    if let uid = try respondent(named: name)?.uid {
      subjects.append(.respondent(uid: uid, name: name))
    }
    return subjects
  }

  /// A transcript by its name or the end of its name, in force or undone.
  private func transcript(named name: String) throws -> (uid: String, name: String)? {
    let found = try connection.all(
      """
      SELECT uid, name FROM transcript
      WHERE name = \(name) OR substr(name, -length(\("/" + name))) = \("/" + name)
      ORDER BY name <> \(name), name
      """
    ) { (uid: $0.text(0), name: $0.text(1)) }
    guard let first = found.first, first.name == name || found.count == 1 else { return nil }
    return first
  }

  /// Everything that ever happened to something, in the ledger's order.
  ///
  /// O(events).
  package func history(of subject: HistorySubject) throws -> [HistoryEntry] {
    switch subject {
    case .segment(let address): try history(of: address)
    case .code(let code): try history(of: code)
    case .transcript(let uid, _): try history(ofTranscript: uid)
    case .respondent(let uid, _): try history(ofRespondent: uid)
    }
  }

  private func history(of address: SegmentAddress) throws -> [HistoryEntry] {
    guard let transcript = try transcript(named: address.file) else {
      throw ProjectError.unknown(
        "no transcript '\(address.file)'", hint: "zicht transcripts lists them")
    }
    let code = try address.code.map { try self.code(named: $0) }
      .map { "\($0.codebook):\($0.path)" }
    guard
      let passage = try PassageHistory(
        self, transcript: transcript.uid, at: address.range, code: code)
    else {
      throw ProjectError.unknown(
        "nothing was ever coded at \(address.text)",
        hint: "zicht segments and zicht orphans list what is")
    }
    return try passage.entries()
  }

  private func history(of code: CodeRow) throws -> [HistoryEntry] {
    let undone = try UndoneEvents(self)
    let name = "\(code.codebook):\(code.path)"
    var builder = HistoryBuilder(undone)
    try CodeChanges.add([name], self, undone, to: &builder)
    for record in try records("kind = 'rules.applied'") {
      let own = (record.body["rules"]?.array ?? []).filter {
        $0["codebook"]?.string == code.codebook && $0["code"]?.string == code.path
      }
      guard !own.isEmpty else { continue }
      let found = own.reduce(0) { $0 + ($1["segments"]?.integer ?? 0) }
      builder.add(
        record, "rules applied: \(counted(found, "finding")) of \(counted(own.count, "rule"))")
    }
    for step in try PassageSteps(self, undone).steps where step.code == name {
      builder.add(step.record, verb: step.verb)
    }
    return try builder.finish(self)
  }

  private func history(ofTranscript uid: String) throws -> [HistoryEntry] {
    let undone = try UndoneEvents(self)
    var builder = HistoryBuilder(undone)
    var lengths = Standing<Int>()
    for record in try records(
      "kind = 'transcript.recorded' AND json_extract(body, '$.transcript') = \(uid)")
    {
      let length = record.body["length"]?.integer ?? 0
      let before = lengths.value(before: record.number, undone)
      lengths.set(length, by: record.number)
      builder.add(
        record,
        "read as version \(record.body["version"]?.integer ?? 0) "
          + "(sha256 \(record.body["sha256"]?.string?.prefix(12) ?? ""))",
        [.init("characters", before: before.map(String.init) ?? "", after: "\(length)")])
    }
    try addRuns(on: uid, to: &builder)
    for record in try records(
      "kind = 'transcript.coded' AND json_extract(body, '$.transcript') = \(uid)")
    {
      let codes = record.body["codes"]?.array?.count ?? 0
      builder.add(record, "read to the end for \(counted(codes, "code"))" + record.whose)
    }
    for step in try PassageSteps(self, transcript: uid, undone).steps {
      builder.add(step.record, verb: step.verb)
    }
    return try builder.finish(self)
  }

  /// Runs of rules on a transcript, with what they found in it.
  private func addRuns(on transcript: String, to builder: inout HistoryBuilder) throws {
    let runs = try connection.all(
      """
      SELECT event, number, count(*) FROM (
        SELECT DISTINCT a.event, v.number, u.code, u.hash, p.start, p.end
        FROM version v JOIN transcript t ON t.id = v.transcript
        JOIN proposal p ON p.version = v.id JOIN rule u ON u.id = p.rule
        JOIN application a ON a.rule = u.id AND a.after_version < p.version
          AND p.version <= a.through_version
        WHERE t.uid = \(transcript)) GROUP BY event, number ORDER BY event
      """
    ) { (event: $0.integer(0), version: $0.integer(1), found: $0.integer(2)) }
    for run in runs {
      for record in try records("number = \(run.event)") {
        builder.add(
          record, "rules applied to version \(run.version): \(counted(run.found, "finding"))")
      }
    }
  }

  private func history(ofRespondent uid: String) throws -> [HistoryEntry] {
    let undone = try UndoneEvents(self)
    var builder = HistoryBuilder(undone)
    var known = Standing<[String: String]>()
    // Whoever reads the ledger later may find more kinds of events that name a respondent.
    for record in try records("instr(body, \(uid)) > 0") {
      switch record.event.kind {
      case .respondentsRecorded:
        let row = record.body["respondents"]?.array?.first { $0["uid"]?.string == uid }
        guard let row else { continue }
        let content = try row["content"]?.string.flatMap(Digest.init(hex:)).flatMap(content)
        let before = known.value(before: record.number, undone)
        let after = content?.attributes ?? [:]
        known.set(after, by: record.number)
        builder.add(
          record, content == nil ? "described (erased)" : before == nil ? "described" : "changed",
          changes(before ?? [:], after))
      case .transcriptRecorded:
        let words = (record.body["speakers"]?.array ?? [])
          .filter { $0["respondent"]?.string == uid }
          .reduce(0) { $0 + ($1["words"]?.integer ?? 0) }
        builder.add(
          record, "speaks in \(try summary(of: record.event)): \(counted(words, "word"))")
      default:
        builder.add(record, "\(record.event.kind.rawValue): \(try summary(of: record.event))")
      }
    }
    return try builder.finish(self)
  }

  private func changes(
    _ before: [String: String], _ after: [String: String]
  ) -> [HistoryEntry.Change] {
    Set(before.keys).union(after.keys).sorted()
      .filter { before[$0] != after[$0] }
      .map { .init($0, before: before[$0] ?? "", after: after[$0] ?? "") }
  }
}

extension JSON {
  /// The attributes of a respondent, as the content behind an event has them.
  fileprivate var attributes: [String: String] {
    var attributes: [String: String] = [:]
    for pair in self["attributes"]?.array ?? [] {
      guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else {
        continue
      }
      attributes[name] = value
    }
    return attributes
  }
}

extension PassageStep {
  /// In a few words, for counting alike ones.
  fileprivate var verb: String {
    switch action {
    case .coded: "coded by hand" + record.whose
    case .retracted: "taken back"
    case .decided(let verdict, _): verdict == "undecided" ? "decision taken back" : verdict
    case .carried: "stays rejected"
    case .followed(let anchor, let version, _):
      switch anchor {
      case "by hand": "put in its place in version \(version)"
      case "exact", "moved": "followed into version \(version)"
      default: "\(anchor) in version \(version)"
      }
    }
  }
}
