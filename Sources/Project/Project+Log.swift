import Coding
import SQLite

extension Project {
  /// What an event did, in a few words; names are looked up and missing once erased.
  package func summary(of event: LedgerEvent) throws -> String {
    let body = try JSONReader.read(SourceText(event.body), file: "event \(event.number)")
    switch event.kind {
    case .projectCreated: return "schema \(body["schema"]?.integer ?? 0)"
    case .respondentsRecorded: return counted(body["respondents"]?.array?.count ?? 0, "respondent")
    case .neighbourhoodsRecorded:
      return counted(body["neighbourhoods"]?.array?.count ?? 0, "neighbourhood")
    case .transcriptRecorded:
      return "\(try name(ofTranscript: body)), version \(body["version"]?.integer ?? 0)"
    case .codebookRecorded:
      return "\(body["codebook"]?["id"]?.string ?? ""), version \(body["number"]?.integer ?? 0), "
        + counted(body["rules"]?.array?.count ?? 0, "rule")
    case .rulesApplied:
      let rules = body["rules"]?.array ?? []
      let segments = rules.reduce(0) { $0 + ($1["segments"]?.integer ?? 0) }
      return "\(counted(rules.count, "rule")), \(counted(segments, "finding"))"
    case .segmentDecided: return "\(body["verdict"]?.string ?? "") \(try address(body))"
    case .segmentCoded: return try address(body)
    case .codingsReanchored:
      let items = (body["codings"]?.array ?? []) + (body["decisions"]?.array ?? [])
      if body["by_hand"]?.bool == true {
        return "\(try name(ofTranscript: body)): \(counted(items.count, "coding")) put in place"
      }
      let lost = items.count { ["orphan", "ambiguous"].contains($0["anchor"]?.string ?? "") }
      return "\(try name(ofTranscript: body)): \(items.count - lost) followed their words, "
        + "\(lost) lost their place"
    case .checkpointNamed:
      return "'\(body["name"]?.string ?? "")', the first "
        + counted(body["size"]?.integer ?? 0, "event")
    case .codingRetracted: return try addressOfCoding(body)
    case .actUndone:
      let (first, last) = (body["first"]?.integer ?? 0, body["last"]?.integer ?? 0)
      return first == last ? "event \(first)" : "events \(first) to \(last)"
    case .coderRegistered:
      let coder = body["coder"]?.string ?? ""
      return body["kind"]?.string.map { "\(coder): \($0)" }
        ?? "\(coder), a reference to compare with"
    case .transcriptCoded:
      return "\(try name(ofTranscript: body)), version \(body["version"]?.integer ?? 0), by "
        + "\(body["coder"]?.string ?? ""), for \(counted(body["codes"]?.array?.count ?? 0, "code"))"
    case .memoWritten: return try subject(ofMemo: body)
    case .memoRetracted: return "memo of event \(try memoEvent(body))"
    case .projectImported:
      return "\(body["format"]?.string ?? "") of \(body["origin"]?.string ?? "")"
    case .collectionRecorded:
      return "a set of " + counted(body["members"]?.array?.count ?? 0, "member")
    case .transcriptsAssigned:
      let count = counted(body["transcripts"]?.array?.count ?? 0, "transcript")
      let how = body["blind"]?.bool == true ? ", blind" : ""
      return body["taken_back"]?.bool == true
        ? "\(count) taken back from \(body["coder"]?.string ?? "")"
        : "\(count) to \(body["coder"]?.string ?? "")\(how)"
    case .passageSkipped: return try address(body)
    case .disagreementSettled:
      let coders = body["coders"]?.array?.compactMap(\.string) ?? []
      return "\(try address(body)), between \(coders.joined(separator: " and "))"
    case .projectMerged:
      return "project \((body["project"]?.string ?? "").prefix(8)), the first "
        + counted(body["size"]?.integer ?? 0, "event")
    case .namesReplaced:
      return "\(counted(body["places"]?.integer ?? 0, "place")) in "
        + counted(body["transcripts"]?.integer ?? 0, "transcript")
    case .respondentWithdrawn:
      let uid = body["respondent"]?.string ?? ""
      let name = try connection.text("SELECT name FROM respondent WHERE uid = \(uid)") ?? ""
      return "\(name): \(counted(body["words"]?.integer ?? 0, "word")) erased"
    case .erasureCompleted:
      guard let runs = body["runs"]?.integer else { return "file written anew" }
      return "file written anew; none of \(counted(runs, "run")) of five words is left"
    }
  }

  /// ` (undone by event 14)`, or nothing.
  package func undoneMark(of event: Int) throws -> String {
    let by = try connection.integer("SELECT by FROM undone WHERE event = \(event)")
    return by.map { " (undone by event \($0))" } ?? ""
  }

  private func subject(ofMemo body: JSON) throws -> String {
    switch body["subject"]?.string {
    case "passage":
      let (start, end) = (body["start"]?.integer ?? 0, body["end"]?.integer ?? 0)
      return "on \(try name(ofTranscript: body)):\(start)-\(end)"
    case "transcript": return "on \(try name(ofTranscript: body))"
    case "code": return "on \(body["codebook"]?.string ?? ""):\(body["code"]?.string ?? "")"
    default: return "on the project"
    }
  }

  private func memoEvent(_ body: JSON) throws -> Int {
    let uid = body["uid"]?.string ?? ""
    return try connection.integer("SELECT event FROM memo WHERE uid = \(uid)") ?? 0
  }

  /// Where a coding was made, whatever became of it.
  private func addressOfCoding(_ body: JSON) throws -> String {
    let uid = body["uid"]?.string ?? ""
    let made = try connection.text(
      """
      SELECT body FROM event WHERE kind = 'segment.coded' AND json_extract(body, '$.uid') = \(uid)
      """)
    return try made.map { try address(JSONReader.read(SourceText($0), file: "event")) } ?? uid
  }

  private func address(_ body: JSON) throws -> String {
    let (start, end) = (body["start"]?.integer ?? 0, body["end"]?.integer ?? 0)
    return "\(try name(ofTranscript: body)):\(start)-\(end):\(body["code"]?.string ?? "")"
  }

  private func name(ofTranscript body: JSON) throws -> String {
    let uid = body["transcript"]?.string ?? ""
    return try connection.text("SELECT name FROM transcript WHERE uid = \(uid)") ?? "(erased)"
  }
}

extension Project {
  /// An event in one line: day, who, what.
  package func heading(ofEvent number: Int) throws -> String {
    var heading = ""
    try events(from: number, through: number) { event, _ in
      heading =
        "\(event.time.prefix(10))  \(event.actor)  \(event.kind.rawValue): "
        + (try summary(of: event))
    }
    return heading
  }

  /// The name of the transcript that a version is of.
  package func name(ofVersion version: Int) throws -> String {
    try connection.text(
      """
      SELECT t.name FROM version v JOIN transcript t ON t.id = v.transcript WHERE v.id = \(version)
      """) ?? ""
  }
}
