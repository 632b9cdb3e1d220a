import Coding
import Project
import SQLite
import TestSupport
import Testing

/// The past is shown as it was.
@Suite struct AsOfTests {
  /// Whatever came later: each state of a random history is seen again exactly as it was seen then.
  @Test(arguments: 21...26 as ClosedRange<UInt64>) func everyStateComesBack(seed: UInt64) throws {
    var history = try RandomHistory(seed: seed)
    var states: [(event: Int, view: [String], what: String)] = []
    for step in 1...15 {
      let what = try history.step()
      let project = history.study.project
      states.append((try project.head().number, try view(project), "step \(step): \(what)"))
    }
    for state in states {
      let past = try history.study.reopen(.read)
      try past.rewind(to: past.moment("\(state.event)"))
      let seen = try past.read { try view(past) }
      #expect(seen == state.view, "seed \(seed), \(state.what), event \(state.event)")
    }
  }

  /// All that a reader of the project sees, but for what says that it is the past.
  private func view(_ project: Project) throws -> [String] {
    var lines: [String] = []
    for name in [
      "segments", "respondents", "respondent_attributes", "transcripts", "codes", "orphans",
    ] {
      let statement = try project.connection.prepare("SELECT * FROM \(name)")
      defer { statement.reset() }
      while try statement.step() {
        let cells = (0..<statement.columnCount).map { "\(statement.value($0))" }
        lines.append("\(name): " + cells.joined(separator: "|"))
      }
    }
    let voices = try project.voices()
    let counts = try project.counts(CountQuery(codes: project.codes()), voices: voices)
    lines += counts.map { "count: \($0)" }.sorted()
    var all = SegmentQuery()
    all.statuses = Set(SegmentStatus.allCases)
    try project.forEachSegment(all) { lines.append("segment: \($0)") }
    lines += try project.caveats().filter { !$0.hasPrefix("AS OF") }
    return lines.sorted()
  }

  @Test func aMomentHasManyNames() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp brandt."))])
    let project = study.project
    let (last, _) = try project.head()
    #expect(try project.moment("now").event == last)
    #expect(try project.moment("1") == project.moment("1"))
    #expect(try project.moment("1").later == last - 1)
    let day = String(try project.moment("now").time.prefix(10))
    #expect(try project.moment(day).event == last)
    #expect(try project.moment(day + "T23:59").event == last)
    for wrong in ["0", "-1", "99", "", "gisteren", "1999-01-01", "2026-13", "2020-01-01T", "1.5"] {
      #expect(throws: ProjectError.self, "\(wrong)") { try project.moment(wrong) }
    }
  }

  @Test func aDifferenceNamesItsEvents() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp brandt. De deur is nieuw."))])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    let before = try study.project.head().number
    let lamp = try #require(try study.segments(SegmentStatus.counted).first)
    _ = try study.decide(lamp, .rejected)
    let rejected = try study.project.head().number
    try study.add(Books.one(Books.rule("deur")))
    let changed = try study.project.head().number
    try study.apply()
    let moves = try difference(study, from: before)
    #expect(moves.map(\.cause) == [.person, .codebook])
    #expect(moves.map(\.event) == [rejected, changed])
    #expect(moves.map(\.isGained) == [false, true])
    #expect(moves.first?.segment.start == lamp.start)
    #expect(try difference(study, from: study.project.head().number).isEmpty)
  }

  private func difference(_ study: Study, from event: Int) throws -> [Difference.Move] {
    let (old, new) = (try study.reopen(.read), try study.reopen(.read))
    try old.rewind(to: old.moment("\(event)"))
    return try new.difference(since: old).moves
  }
}
