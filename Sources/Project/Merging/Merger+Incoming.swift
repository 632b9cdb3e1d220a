import Coding
import SQLite

/// The other project's codings and decisions that are taken over, and what they refer to.
struct IncomingWork {
  /// In the order they were made.
  var codings: [CodingFact] = []
  var decisions: [DecisionFact] = []
  /// `codebook:path`.
  var codes: Set<String> = []
  /// By transcript there: the texts that something stands in.
  var texts: [String: Set<String>] = [:]
}

extension Merger {
  func incoming() throws -> IncomingWork {
    var work = IncomingWork()
    let chosen = Set(incomingTranscripts.map(\.uid))
    for coding in try theirs.codings().values
    where chosen.contains(coding.transcript) && isWanted(coder: coding.coder) {
      guard var coding = inScope(coding) else { continue }
      guard !isClosed(coding.place, in: coding.transcript) else {
        report.withdrawnHere += 1
        continue
      }
      if scope != nil { coding.place.text = theirs.versions[coding.version]?.text ?? "" }
      work.codings.append(coding)
      work.codes.insert(coding.code)
      work.texts[coding.transcript, default: []].insert(coding.place.text)
    }
    work.codings.sort { ($0.event, $0.uid) < ($1.event, $1.uid) }
    for decision in try theirs.decisions()
    where chosen.contains(decision.transcript) && isWanted(coder: decision.coder)
      && isInScope(decision)
    {
      guard !isClosed(decision.place, in: decision.transcript) else {
        report.withdrawnHere += 1
        continue
      }
      work.decisions.append(decision)
      work.codes.insert(decision.code)
      work.texts[decision.transcript, default: []].insert(decision.place.text)
    }
    try addReferences(to: &work, chosen)
    return work
  }

  func isWanted(coder: String) -> Bool { scope?.coder.map { $0 == coder } ?? true }

  /// A part of a project has the texts in force alone: what stands in another is left out.
  private func inScope(_ coding: CodingFact) -> CodingFact? {
    guard scope != nil else { return coding }
    guard coding.stands, coding.misfit == nil, let version = theirs.versions[coding.version],
      version.isInForce
    else { return nil }
    var coding = coding
    coding.place = PlaceFact(
      text: version.text, range: coding.range, speaker: coding.place.speaker,
      time: coding.place.time)
    return coding
  }

  private func isInScope(_ decision: DecisionFact) -> Bool {
    scope == nil
      || (theirs.versions[decision.version]?.isInForce ?? false && decision.verdict != "undecided"
        && theirs.versions[decision.version]?.text == decision.place.text)
  }

  /// Whether who said the words withdrew, here or there.
  private func isClosed(_ place: PlaceFact, in transcript: String) -> Bool {
    guard closed[transcript]?.contains(place.text) == true else { return false }
    guard let uid = transcripts[transcript], let version = mine.version(of: place.text, in: uid)
    else { return true }
    let there = theirs.version(of: place.text, in: transcript)
    return mine.redactions.covers(version: version.id, speaker: place.speaker)
      || there.map { theirs.redactions.covers(version: $0.id, speaker: place.speaker) } ?? false
  }

  /// Memos and settlements stand in texts and refer to codes too.
  private func addReferences(to work: inout IncomingWork, _ chosen: Set<String>) throws {
    let rows = try other.connection.all(
      """
      SELECT version, code, coder FROM memo WHERE retracted IS NULL
      UNION ALL SELECT version, code, coder FROM settlement
      UNION ALL SELECT r.version, r.code, r.coder FROM reading r
      JOIN version v ON v.id = r.version AND v.superseded IS NULL
      """
    ) { ($0.optionalInteger(0), $0.optionalInteger(1), $0.text(2)) }
    for (version, code, coder) in rows where isWanted(coder: coder) {
      let version = version.flatMap { theirs.versions[$0] }
      if let version, !chosen.contains(version.transcript) { continue }
      if let code, let name = theirs.codeNames[code] { work.codes.insert(name) }
      if let version, scope == nil {
        work.texts[version.transcript, default: []].insert(version.text)
      }
    }
  }
}
