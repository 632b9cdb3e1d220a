import Coding
import SQLite

extension Merger {
  /// Texts: the newest version, and where two corrected the same one apart, the later.
  ///
  /// `texts`: by transcript of the other, those that something stands in; they come along as
  /// earlier versions.
  func mergeTexts(needing texts: [String: Set<String>]) throws {
    let recorder = try TextRecorder(self)
    for transcript in incomingTranscripts {
      try merge(transcript, needing: texts[transcript.uid] ?? [], recorder)
    }
    try recorder.finish()
  }

  private func merge(
    _ transcript: MergedTranscript, needing texts: Set<String>, _ recorder: TextRecorder
  ) throws {
    let known = transcripts[transcript.uid].flatMap { mine.transcripts[$0] }
    let own = known?.lineage ?? Lineage()
    let closed = closed[transcript.uid] ?? []
    var open = transcript.lineage
    open.heads = open.heads.filter { !closed.contains($0.key) || own.known.contains($0.key) }
    if open.heads.isEmpty { report.erasedThere.append(transcript.name) }
    let lineage = open.heads.isEmpty ? own : own.joined(with: open)
    guard let latest = lineage.latest else { return }
    let (inForce, isChoice) = chosen(latest, lineage, own, transcript, known)
    let isNew = { text in known?.versions.contains { $0.text == text } != true }
    let heads = scope == nil ? Set(lineage.heads.keys) : [latest]
    let wanted = texts.union(heads).subtracting(closed).filter(isNew)
    let present = known?.inForce?.text
    let uid = transcripts[transcript.uid] ?? transcript.uid
    transcripts[transcript.uid] = uid
    let hasNewHeads = Set(lineage.heads.keys) != Set(own.heads.keys)
    guard !wanted.isEmpty || present != inForce || (hasNewHeads && lineage.heads.count > 1)
    else { return }
    var number = (known?.versions.last?.number ?? 0) + 1
    var last: String?
    // The other's versions in their own order, but the one in force last.
    for earlier in transcript.versions
    where wanted.contains(earlier.text) && earlier.text != inForce && earlier.text != last {
      guard transcript.versions.last(where: { $0.text == earlier.text })?.id == earlier.id else {
        continue
      }
      try recorder.record(
        earlier, of: theirs, as: (uid, number), origin(earlier.event) + lineage.fields)
      (number, last) = (number + 1, earlier.text)
    }
    if present != inForce || last != nil || lineage.heads.count > 1 {
      try putInForce(inForce, transcript, known, (uid, number), lineage, isChoice, recorder)
    }
    if known?.inForce == nil {
      report.count(.transcripts)
    } else if present != inForce {
      report.count(.corrections)
    }
  }

  /// The text that is to be in force, and whether that is a choice against the clock.
  private func chosen(
    _ latest: String, _ lineage: Lineage, _ own: Lineage, _ transcript: MergedTranscript,
    _ known: MergedTranscript?
  ) -> (text: String, isChoice: Bool) {
    guard lineage.heads.count > 1, Set(lineage.heads.keys) != Set(own.heads.keys),
      let known, let present = known.inForce?.text
    else { return (latest, false) }
    let its = transcript.lineage.inOrder.first { own.heads[$0] == nil } ?? latest
    let text: String =
      switch preference {
      case .later: latest
      case .mine: present
      case .theirs: its
      }
    report.conflicts.append(
      MergeReport.Conflict(
        kind: "text", name: known.name,
        mine: "corrected \(own.heads[present]?.prefix(10) ?? "")",
        theirs: "corrected \(transcript.lineage.heads[its]?.prefix(10) ?? "")",
        taken: own.heads[text] != nil ? .mine : .theirs))
    return (text, text != latest)
  }

  private func putInForce(
    _ text: String, _ transcript: MergedTranscript, _ known: MergedTranscript?,
    _ target: (uid: String, number: Int), _ lineage: Lineage, _ isChoice: Bool,
    _ recorder: TextRecorder
  ) throws {
    // A choice against the clock is a correction of its own, by whoever merges.
    if let own = known?.versions.last(where: { $0.text == text }) {
      let origin: [(String, JSON)] = [("origin", mine.clock.origin(of: own.event).json)]
      try recorder.record(own, of: mine, as: target, isChoice ? [] : origin + lineage.fields)
    } else if let its = transcript.versions.last(where: { $0.text == text }) {
      try recorder.record(
        its, of: theirs, as: target, isChoice ? [] : origin(its.event) + lineage.fields)
    }
  }
}

/// Records versions of texts that a project holds already, the other's or this one's.
final class TextRecorder {
  private let merger: Merger
  private var vocabulary: Vocabulary
  private let firstNewWord: Int
  private var project: Project { merger.project }

  init(_ merger: Merger) throws {
    self.merger = merger
    vocabulary = try merger.project.vocabulary()
    firstNewWord = vocabulary.count
  }

  /// Records a version of a side as one of this project's.
  func record(
    _ version: TextVersion, of side: MergeSide, as target: (uid: String, number: Int),
    _ fields: [(String, JSON)]
  ) throws {
    guard let record = try side.project.records("number = \(version.event)").first,
      let content = try record.body["content"]?.string.flatMap(Digest.init(hex:)).flatMap({
        try side.project.content($0)
      })
    else {
      throw ProjectError.damaged(
        side.project.path, "version \(version.number) of a transcript has no readable event")
    }
    try merger.announce()
    let isMine = side === merger.mine
    let speakers = (record.body["speakers"]?.array ?? []).map { speaker -> JSON in
      guard !isMine, let uid = speaker["respondent"]?.string else { return speaker }
      return speaker.replacing("respondent", by: .string(merger.respondents[uid] ?? uid))
    }
    let kept = ["kind", "sha256", "encoding", "reader", "length", "turns"].compactMap { name in
      record.body[name].map { (name, $0) }
    }
    try project.append(
      .transcriptRecorded,
      .object(
        [
          ("transcript", .string(target.uid)), ("version", .integer(target.number)),
          ("content", try project.commit(content)), ("speakers", .array(speakers)),
          ("readings", "follow"),
        ] + kept + fields))
    guard let row = try project.connection.integer("SELECT max(id) FROM version") else { return }
    try copyText(version.id, of: side.project, to: row)
    let stream = try project.scan(row, vocabulary: &vocabulary).encoded()
    try project.connection.run(
      "INSERT INTO word_stream VALUES (\(row), \(Codebook.matchingVersion), \(stream))")
  }

  /// Text, turns and what the words were committed with.
  private func copyText(_ version: Int, of source: Project, to row: Int) throws {
    for (table, columns) in [("source_text", 3), ("turn", 7), ("speaker_salt", 3)] {
      let rows = try source.connection.prepare("SELECT * FROM \(table) WHERE version = ?")
      let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
      let insert = try project.connection.prepare("INSERT INTO \(table) VALUES (\(marks))")
      var copies: [[Value]] = []
      try rows.bind(version, at: 1)
      while try rows.step() { copies.append((1..<Int32(columns)).map { rows.value($0) }) }
      rows.reset()
      for copy in copies {
        try insert.bind([.integer(Int64(row))] + copy)
        try insert.runOnce()
      }
    }
  }

  /// Keeps the words met for the first time; call it once, after the last text.
  func finish() throws {
    guard vocabulary.count > firstNewWord else { return }
    let lines = vocabulary.lines(from: firstNewWord)
    try project.connection.run("INSERT INTO vocabulary VALUES (\(firstNewWord), \(lines))")
  }
}

extension JSON {
  /// An object with another value for a key that it has.
  fileprivate func replacing(_ key: String, by value: JSON) -> JSON {
    guard let members else { return self }
    return .object(members.map { ($0.key, $0.key == key ? value : $0.value) })
  }
}
