import Coding
import SQLite

extension Merger {
  /// The other's transcripts that are taken over, in the order of their names.
  var incomingTranscripts: [MergedTranscript] {
    theirs.transcripts.values
      .filter { $0.inForce != nil && scope?.transcripts.contains($0.uid) ?? true }
      .sorted { ($0.name, $0.uid) < ($1.name, $1.uid) }
  }

  /// Finds which transcripts are the same: by identity, then by text and name, by text, by name.
  ///
  /// - Throws: where both have a transcript of one name that are different interviews.
  func matchTranscripts() throws {
    var open = mine.transcripts
    var rest: [MergedTranscript] = []
    for transcript in theirs.transcripts.values.sorted(by: { ($0.name, $0.uid) < ($1.name, $1.uid) }
    ) {
      guard open.removeValue(forKey: transcript.uid) != nil else {
        rest.append(transcript)
        continue
      }
      transcripts[transcript.uid] = transcript.uid
    }
    let ways: [(MergedTranscript, MergedTranscript) -> Bool] = [
      { $0.name == $1.name && $0.sharesText(with: $1) }, { $0.sharesText(with: $1) },
      { $0.name == $1.name },
    ]
    for isSame in ways {
      for transcript in rest where transcripts[transcript.uid] == nil {
        let found = open.values.filter { isSame(transcript, $0) }
          .min { ($0.name, $0.uid) < ($1.name, $1.uid) }
        guard let found else { continue }
        open[found.uid] = nil
        transcripts[transcript.uid] = found.uid
      }
    }
    for transcript in incomingTranscripts { try requireSameInterview(transcript) }
  }

  private func requireSameInterview(_ transcript: MergedTranscript) throws {
    let namesake = mine.transcripts.values.first { $0.name == transcript.name }
    guard let namesake else { return }
    let known = transcripts[transcript.uid].flatMap { mine.transcripts[$0] }
    if let known, known.uid == transcript.uid || known.sharesText(with: transcript) { return }
    let (here, there) = (
      try project.respondentNames(of: namesake), try other.respondentNames(of: transcript)
    )
    if known?.uid == namesake.uid, here.isEmpty || there.isEmpty || !here.isDisjoint(with: there) {
      return
    }
    throw ProjectError.unknown(
      "both projects have a transcript '\(transcript.name)', and they are different interviews",
      hint: "give one of them another name: ingest its file under that name in a new project")
  }

  /// Finds which respondents are the same, and who of the other's withdrew here, or there.
  func matchRespondents() throws {
    let gone = try project.withdrawnRespondents()
    for row in try other.respondentRows() where !row.isUndone {
      let known = try project.connection.first(
        """
        SELECT uid, name, withdrawn IS NOT NULL FROM respondent
        WHERE uid = \(row.uid) OR name = \(row.name) ORDER BY uid <> \(row.uid) LIMIT 1
        """
      ) { (uid: $0.text(0), name: $0.text(1), isWithdrawn: $0.integer(2) != 0) }
      respondents[row.uid] = known?.uid ?? row.uid
      if known?.isWithdrawn ?? false || gone.event(named: row.name) != nil {
        withdrawn.insert(row.uid)
      } else if row.isWithdrawn, let known {
        report.withdrawnThere.append(known.name)
      }
    }
    report.withdrawnThere.sort()
    try closeTexts()
  }

  /// Texts that hold words of who withdrew here, and those whose words were erased there.
  private func closeTexts() throws {
    let erased = try project.connection.all("SELECT DISTINCT version FROM redaction") {
      $0.integer(0)
    }
    let erasedTexts = Set(erased.compactMap { mine.versions[$0]?.text })
    let speakers = try other.connection.all(
      """
      SELECT DISTINCT s.version, r.uid FROM speaker s JOIN respondent r ON r.id = s.respondent
      """
    ) { (version: $0.integer(0), respondent: $0.text(1)) }
    let ofWithdrawn = Set(speakers.filter { withdrawn.contains($0.respondent) }.map(\.version))
    for version in theirs.versions.values
    where version.isRedacted || ofWithdrawn.contains(version.id)
      || erasedTexts.contains(version.text)
    {
      closed[version.transcript, default: []].insert(version.text)
    }
  }
}

extension MergedTranscript {
  func sharesText(with other: MergedTranscript) -> Bool {
    let texts = Set(versions.map(\.text))
    return other.versions.contains { texts.contains($0.text) }
  }
}

extension Project {
  /// Names of the respondents who speak in the version in force of a transcript.
  func respondentNames(of transcript: MergedTranscript) throws -> Set<String> {
    guard let version = transcript.inForce else { return [] }
    return Set(
      try connection.all(
        """
        SELECT DISTINCT r.name FROM speaker s JOIN respondent r ON r.id = s.respondent
        WHERE s.version = \(version.id)
        """
      ) { $0.text(0) })
  }

  func respondentRows() throws -> [(
    id: Int, uid: String, name: String, isWithdrawn: Bool, isUndone: Bool
  )] {
    try connection.all(
      "SELECT id, uid, name, withdrawn IS NOT NULL, undone IS NOT NULL FROM respondent ORDER BY id"
    ) { ($0.integer(0), $0.text(1), $0.text(2), $0.integer(3) != 0, $0.integer(4) != 0) }
  }
}
