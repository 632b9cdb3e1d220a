import Coding
import Project
import SQLite
import Testing

/// Checks a study against itself: what one part stores, another part must say too.
struct Recount {
  let study: Study

  /// Everything that must hold after each operation.
  func check(_ what: String) throws {
    for problem in try problems() { Issue.record("\(what): \(problem)") }
  }

  func problems() throws -> [String] {
    var problems = try study.project.verify().problems
    if try tally() != recounted() { problems.append("the tally is not the recount") }
    if try viewedSegments() != listedSegments() {
      problems.append("the view of segments is not what is listed")
    }
    let expected = try expectedFrequencies()
    if try viewedFrequencies() != expected { problems.append("the view of frequencies differs") }
    if try countedFrequencies() != expected { problems.append("the frequencies differ") }
    return problems
  }

  private var connection: Connection { study.project.connection }

  // MARK: The tally

  private struct Key: Hashable {
    var code: String
    var version: Int
    var speaker: Int
  }

  private func tally() throws -> [Key: [Int]] {
    var tally: [Key: [Int]] = [:]
    try connection.forEach(
      """
      SELECT c.codebook || ':' || c.path, t.version, t.speaker, t.segments, t.words
      FROM tally t JOIN code c ON c.id = t.code
      """
    ) { row in
      tally[Key(code: row.text(0), version: row.integer(1), speaker: row.integer(2))] = [
        row.integer(3), row.integer(4),
      ]
    }
    return tally
  }

  /// Distinct places of a code and those below it, from the list of segments.
  private func recounted() throws -> [Key: [Int]] {
    var places: [Key: [Range<Int>: Int]] = [:]
    for (segment, code) in try codedSegments() {
      for above in withAncestors(code) {
        let key = Key(code: above, version: segment.version, speaker: segment.speaker)
        places[key, default: [:]][segment.start..<segment.end] = segment.words
      }
    }
    return places.mapValues { [$0.count, $0.values.reduce(0, +)] }
  }

  /// Segments that count, with `codebook:path` of codes that are in force.
  private func codedSegments() throws -> [(SegmentRow, String)] {
    let codes = try study.project.codes()
    return try study.segments().compactMap { segment in
      codes.first { $0.id == segment.code }.map { (segment, "\($0.codebook):\($0.path)") }
    }
  }

  private func withAncestors(_ code: String) -> [String] {
    let parts = code.split(separator: "/")
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  // MARK: Segments

  private func viewedSegments() throws -> [String] {
    try connection.all(
      """
      SELECT file, start, end, codebook, code_path, coder, origin, status, quote FROM segments
      """
    ) { row in (0..<9).map { row.text($0) }.joined(separator: " | ") }.sorted()
  }

  private func listedSegments() throws -> [String] {
    let voices = try study.project.voices()
    let codes = try study.project.codes(includingRetired: true)
    return try study.segments(Set(SegmentStatus.allCases)).map { row in
      let file = voices.first { $0.version == row.version }?.transcript ?? ""
      let code = codes.first { $0.id == row.code }
      let quote = QuoteReader(try study.project.text(ofVersion: row.version))
        .quote(row.start..<row.end)
      let fields = [
        file, "\(row.start)", "\(row.end)", code?.codebook ?? "", code?.path ?? "", row.coder,
        row.origin.rawValue, row.status.rawValue, quote,
      ]
      return fields.joined(separator: " | ")
    }.sorted()
  }

  // MARK: Frequencies

  /// By code: segments, respondents, transcripts.
  private func expectedFrequencies() throws -> [String: [Int]] {
    let voices = try study.project.voices()
    var places: [String: Set<[Int]>] = [:]
    var respondents: [String: Set<String>] = [:]
    var files: [String: Set<Int>] = [:]
    for (segment, code) in try codedSegments() {
      let voice = voices.first { $0.version == segment.version && $0.speaker == segment.speaker }
      guard let voice, voice.part == .respondent, let respondent = voice.respondent else {
        continue
      }
      for above in withAncestors(code) {
        places[above, default: []].insert([segment.version, segment.start, segment.end])
        respondents[above, default: []].insert(respondent)
        files[above, default: []].insert(segment.version)
      }
    }
    var result: [String: [Int]] = [:]
    for code in try study.project.codes() {
      let name = "\(code.codebook):\(code.path)"
      result[name] = [
        places[name]?.count ?? 0, respondents[name]?.count ?? 0, files[name]?.count ?? 0,
      ]
    }
    return result
  }

  private func viewedFrequencies() throws -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    try connection.forEach(
      "SELECT codebook || ':' || code_path, segments, respondents, transcripts FROM frequencies"
    ) { result[$0.text(0)] = [$0.integer(1), $0.integer(2), $0.integer(3)] }
    return result
  }

  private func countedFrequencies() throws -> [String: [Int]] {
    let codes = try study.project.codes()
    let voices = try study.project.voices().filter { $0.part == .respondent }
    let counts = try study.project.counts(CountQuery(codes: codes), voices: voices)
    let table = Frequencies(codes: codes.count, voices: voices, counts: counts, by: [])
    return Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { index, code in
        let cell = table.totals[index]
        return (
          "\(code.codebook):\(code.path)", [cell.segments, cell.respondents, cell.transcripts]
        )
      })
  }
}
