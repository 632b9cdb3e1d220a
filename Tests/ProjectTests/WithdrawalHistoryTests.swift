import Coding
import Foundation
import Project
import TestSupport
import Testing

/// Whoever withdraws, after whatever happened: the words are gone, and nobody else lost any.
@Suite struct WithdrawalHistoryTests {
  @Test(arguments: 1...10 as ClosedRange<UInt64>) func anybodyMayWithdraw(seed: UInt64) throws {
    var people = try People(seed: seed)
    for step in 1...3 {
      for _ in 1...6 { try people.act() }
      let before = try people.othersSegments()
      let leaver = people.pickLeaver()
      let own = try people.ownWords(leaver)
      let (_, proof) = try WithdrawalTests.withdraw(leaver, from: people.study)
      let what = "seed \(seed), step \(step): \(leaver)"
      #expect(proof.isClean, "\(what): \(proof)")
      #expect(try people.othersSegments() == before.filter { $0.who != leaver }, "\(what)")
      let bytes = try people.study.bytes()
      for word in own where bytes.range(of: Data(word.utf8)) != nil {
        Issue.record("\(what): '\(word)' is left")
      }
    }
  }
}

/// Interviews with one or more people, each of whom has words that nobody else uses.
private struct People {
  let study: Study
  private var random: Seeded
  private var files: [String: [String]] = [:]
  private var here = (1...6).map { "P-\($0)" }

  init(seed: UInt64) throws {
    study = try Study()
    random = Seeded(seed)
    try study.respondents(here.map { ($0, [("pseudonym", "Naam\($0)"), ("role", "bewoner")]) })
    for _ in 1...4 { try ingest("\(files.count).txt") }
    try study.add(
      Books.one(
        Books.rule("lamp"), Books.rule("deur*", unit: "match"),
        Books.rule("role:bewoner AND straat", unit: "turn", speaker: "anyone")))
    try study.apply()
  }

  mutating func pickLeaver() -> String {
    let leaver = random.pick(here)
    here.removeAll { $0 == leaver }
    return leaver
  }

  mutating func act() throws {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: try ingest("\(files.count).txt")
    case 1: try correct()
    case 2: try study.apply()
    case 3, 4, 5: try decide()
    default: try code()
    }
  }

  // MARK: Texts

  /// A new interview, or a new version of one with people who were there.
  private mutating func ingest(_ name: String, with known: [String]? = nil) throws {
    let count = Int.random(in: 1...min(3, here.count), using: &random)
    let people = known ?? Array(here.shuffled(using: &random).prefix(count))
    guard !people.isEmpty else { return }
    files[name] = people
    try study.ingest([(name, text(people))])
  }

  private mutating func correct() throws {
    let name = random.pick(files.keys.sorted())
    let people = (files[name] ?? []).filter(here.contains)
    guard try study.project.transcriptNames().contains(name), !people.isEmpty else { return }
    try ingest(name, with: people)
  }

  private mutating func text(_ people: [String]) -> String {
    var text =
      "respondents: " + people.map { "L\($0.dropFirst(2))x = \($0)" }.joined(separator: "; ")
      + "\n\n"
    for _ in 0..<Int.random(in: 2...5, using: &random) {
      let who = random.pick(people)
      let number = who.dropFirst(2)
      let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        random.pick(["lamp", "deur", "straat", "woord\(number)q\(random.pick(100...999))"])
      }
      text += "Interviewer: En de lamp?\n\nL\(number)x: \(words.joined(separator: " ")).\n\n"
    }
    // Everybody says something: a label without words is no speaker.
    for who in people { text += "L\(who.dropFirst(2))x: woord\(who.dropFirst(2))q1 ja.\n\n" }
    return text
  }

  /// Words that only one person ever used.
  func ownWords(_ who: String) throws -> Set<String> {
    let texts = try study.project.connection.all("SELECT text FROM source_text") { $0.text(0) }
    let words = texts.flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
    return Set(words.filter { $0.hasPrefix("woord\(who.dropFirst(2))q") })
      .union(["L\(who.dropFirst(2))x"])
  }

  // MARK: Codings

  private mutating func decide() throws {
    let all = try study.segments(Set(SegmentStatus.allCases)).filter { $0.origin == .rule }
    guard !all.isEmpty else { return }
    let segment = random.pick(all)
    let verdict: SegmentStatus? = random.pick([.accepted, .rejected, nil])
    try study.decide(segment, verdict, reason: "omdat \(segment.start)")
  }

  private mutating func code() throws {
    let voices = try study.project.voices().filter { $0.part == .respondent }
    guard !voices.isEmpty else { return }
    let voice = random.pick(voices)
    let turns = try study.project.connection.all(
      "SELECT start, end FROM turn WHERE version = \(voice.version) AND speaker = \(voice.speaker)"
    ) { $0.integer(0)..<$0.integer(1) }
    let turn = random.pick(turns)
    let code = try study.project.code(named: "repair")
    let end = Int.random(in: turn.lowerBound + 1...turn.upperBound, using: &random)
    // The same passage may be coded already.
    _ = try? study.project.change {
      try study.project.code(turn.lowerBound..<end, of: voice.version, with: code)
    }
  }

  struct Said: Equatable {
    var who: String?
    var what: String
  }

  /// What is coded of everybody, interviewers of interviews alone aside: they go with the text.
  func othersSegments() throws -> [Said] {
    try study.project.connection.all(
      """
      SELECT respondent, version || ' ' || start || ' ' || end || ' ' || code || ' ' || coder
        || ' ' || origin || ' ' || status || ' ' || quote FROM segments
      WHERE respondent IS NOT NULL ORDER BY version, start, end, quote, coder, origin
      """
    ) { Said(who: $0.optionalText(0), what: $0.text(1)) }
  }
}
