import Coding
import SQLite

extension Project {
  /// The name that settled codings stand under, unless another is given.
  package static let consensus = "consensus"

  /// Holds against each other what coders coded in the transcripts in force that at least two of them
  /// read to the end, looking for the same code.
  ///
  /// What was erased, what lost its place, and transcripts that this reader is to read blind are left
  /// out. O(codings × log).
  package func compare(_ query: ComparisonQuery) throws -> Comparison {
    try requireLayerName(query.layer)
    let coders = try comparedCoders(query)
    let transcripts = try comparedTranscripts(query, coders)
    let settlements = try Settlements(self, layer: query.layer)
    var comparison = Comparison(
      coders: coders, layer: query.layer, transcripts: transcripts, passages: [])
    let positions = Dictionary(
      uniqueKeysWithValues: try codes().enumerated().map { ($1.id, $0) })
    for transcript in transcripts {
      let spans = try spans(in: transcript)
      var passages: [Comparison.Passage] = []
      for (code, readers) in transcript.readers {
        for run in CodedRun.runs(of: spans[code] ?? []) {
          passages.append(
            Comparison.Passage(
              version: transcript.version, file: transcript.name, code: code, coders: readers,
              run: run))
        }
      }
      passages.sort { a, b in
        (a.range.lowerBound, a.range.upperBound, positions[a.code] ?? 0)
          < (b.range.lowerBound, b.range.upperBound, positions[b.code] ?? 0)
      }
      for index in passages.indices {
        passages[index].settled = try settlements.settlement(of: passages[index], self)
      }
      comparison.passages += passages
    }
    return comparison
  }

  private func comparedCoders(_ query: ComparisonQuery) throws -> [String] {
    for coder in query.coders where try !hasRead(coder) {
      let readers = try readers().map(\.coder)
      throw ProjectError.unknown(
        "\(coder) has read no transcript to the end",
        hint: readers.isEmpty
          ? "nobody has yet: zicht code import reads coded transcripts"
          : "who has: " + readers.joined(separator: ", "))
    }
    guard query.coders.isEmpty else { return Set(query.coders).sorted() }
    let readers = try readers().map(\.coder)
    let layers = Set(
      try connection.all("SELECT coder FROM coder WHERE kind = 'layer'") { $0.text(0) })
    let people = readers.filter { !layers.contains($0) && $0 != query.layer }
    return try commonReaders(among: people, of: nil).sorted()
  }

  private func hasRead(_ coder: String) throws -> Bool {
    try connection.integer(
      """
      SELECT EXISTS (SELECT 1 FROM reading r JOIN version v ON v.id = r.version
        WHERE r.coder = \(coder) AND v.superseded IS NULL)
      """) == 1
  }

  private func comparedTranscripts(
    _ query: ComparisonQuery, _ coders: [String]
  ) throws -> [Comparison.Transcript] {
    let compared = Set(coders)
    let unseen = try blindVersions(for: reader)
    var transcripts: [Comparison.Transcript] = []
    // One alone is found by the table's key.
    let wanted: SQL =
      if let only = query.versions?.first, query.versions?.count == 1 {
        "r.version = \(only)"
      } else { "1" }
    try connection.forEach(
      """
      SELECT r.version, t.name, r.code, r.coder FROM reading r
      JOIN version v ON v.id = r.version JOIN transcript t ON t.id = v.transcript
      JOIN code c ON c.id = r.code
      WHERE \(fragment: wanted) AND v.superseded IS NULL AND c.retired IS NULL
      ORDER BY t.name, r.code, r.coder
      """
    ) { row in
      let (version, code, coder) = (row.integer(0), row.integer(2), row.text(3))
      guard compared.contains(coder), query.versions?.contains(version) ?? true,
        query.codes?.contains(code) ?? true, !unseen.contains(version)
      else { return }
      if transcripts.last?.version != version {
        transcripts.append(.init(version: version, name: row.text(1), readers: [:]))
      }
      transcripts[transcripts.count - 1].readers[code, default: []].append(coder)
    }
    for index in transcripts.indices {
      transcripts[index].readers = transcripts[index].readers.filter { $0.value.count > 1 }
    }
    return transcripts.filter { !$0.readers.isEmpty }
  }

  /// By code; those of coders who did not look for it are left out.
  private func spans(in transcript: Comparison.Transcript) throws -> [Int: [CodedSpan]] {
    var spans: [Int: [CodedSpan]] = [:]
    for span in try standingSpans(of: transcript.version)
    where transcript.readers[span.code]?.contains(span.coded.coder) == true {
      spans[span.code, default: []].append(span.coded)
    }
    return spans
  }

  /// What stands coded by hand in a version, whoever coded it.
  func standingSpans(of version: Int) throws -> [(code: Int, coded: CodedSpan)] {
    try connection.all(
      """
      SELECT h.code, h.start, h.end, h.coder, h.uid, h.speaker FROM coding h
      WHERE h.version = \(version) AND h.retracted IS NULL AND h.misfit IS NULL
        AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = h.version
          AND x.speaker = h.speaker AND x.commitment IS NULL)
      ORDER BY h.start, h.end, h.id
      """
    ) { row in
      let span = CodedSpan(
        range: row.integer(1)..<row.integer(2), coder: row.text(3), uid: row.text(4),
        speaker: row.integer(5))
      return (code: row.integer(0), coded: span)
    }
  }
}

/// What was settled under one name, by the codings that it settles.
struct Settlements {
  private struct Row {
    var uid: String
    var coder: String
    var time: String
    var reason: String?
  }

  private let layer: String
  private var rows: [String: Row] = [:]
  /// What stands by the layer: by version and code.
  private var ranges: [[Int]: [Range<Int>]] = [:]
  /// All codings that some settlement settles, with who settled it.
  private(set) var settled: [String: String] = [:]

  init(_ project: Project, layer: String) throws {
    self.layer = layer
    try project.connection.forEach(
      """
      SELECT s.codings, s.uid, s.coder, e.time, s.reason FROM settlement s
      JOIN event e ON e.number = s.event WHERE s.layer = \(layer) ORDER BY s.event
      """
    ) { row in
      rows[row.text(0)] = Row(
        uid: row.text(1), coder: row.text(2), time: row.text(3), reason: row.optionalText(4))
    }
    try project.connection.forEach(
      """
      SELECT j.value, s.coder FROM settlement s JOIN json_each(s.codings) j
      WHERE s.layer = \(layer) ORDER BY s.event
      """
    ) { settled[$0.text(0)] = $0.text(1) }
    try project.connection.forEach(
      """
      SELECT version, code, start, end FROM coding
      WHERE coder = \(layer) AND retracted IS NULL AND misfit IS NULL ORDER BY start, end
      """
    ) { row in
      ranges[[row.integer(0), row.integer(1)], default: []]
        .append(row.integer(2)..<row.integer(3))
    }
  }

  /// The settlement that lists exactly the codings of a passage; nil without one.
  func settlement(
    of passage: Comparison.Passage, _ project: Project
  ) throws -> Comparison.Settlement? {
    guard let row = rows[JSON.strings(passage.codings).canonical] else { return nil }
    let reason = try row.reason.flatMap(Digest.init(hex:)).flatMap { try project.content($0) }
    return Comparison.Settlement(
      uid: row.uid, coder: row.coder, time: row.time, reason: reason?.string,
      ranges: (ranges[[passage.version, passage.code]] ?? []).filter {
        $0.overlaps(passage.range)
      })
  }
}
