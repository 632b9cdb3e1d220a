import Coding
import Project
import SQLite
import TestSupport
import Testing

/// However a transcript is corrected: no coding is lost, and what has a place stands on its words.
@Suite struct CorrectionTests {
  @Test(arguments: 0..<16 as Range<UInt64>) func `no correction loses a coding`(seed: UInt64) throws
  {
    var random = Seeded(seed)
    let study = try Study()
    var draft = Draft(&random)
    try study.ingest([("a.txt", draft.text)])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    let codings = try study.codeAtRandom(12, &random)
    let all = Set(codings.keys)
    let before = try Shown(study)

    for round in 1...3 {
      for _ in 0..<Int.random(in: 1...4, using: &random) { draft.edit(&random) }
      try study.ingest([("a.txt", random.once(in: 3) ? draft.withCRLF : draft.text)])
      let (placed, orphans) = (try study.placed(), try study.project.orphans())
      // Each is either in the text, on its words, or waits.
      for (uid, segment) in placed { #expect(codings[uid] == segment, "seed \(seed), \(round)") }
      let waiting = orphans.filter { $0.origin == "hand" }
      #expect(placed.count + waiting.count == all.count, "seed \(seed), round \(round)")
      #expect(Set(placed.keys).isSubset(of: all))
      try Recount(study: study).check("seed \(seed), round \(round)")
    }

    // The corrections undone one by one, everything is where it was.
    while try study.project.version(named: "a.txt").id > 1 { try study.undo() }
    try Shown(study).expect(before, "seed \(seed), undone")
  }

  @Test func `only other line ends leave everything in its place`() throws {
    var random = Seeded(7)
    let study = try Study()
    let draft = Draft(&random)
    try study.ingest([("a.txt", draft.text)])
    try study.add(Books.one(Books.rule("lamp")))
    let codings = try study.codeAtRandom(10, &random)
    #expect(try study.ingest([("a.txt", draft.withCRLF)]) == [.newVersion(2)])
    #expect(try study.placed() == codings)
  }

  @Test func `a coding on words that were mended waits, and is put back`() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "Eerst niks. De lampp is gerepareert. Mooi."))])
    try study.add(Books.one(Books.rule("gerepareert")))
    try study.apply()
    try study.decide(try #require(study.segments().first), .accepted)
    let code = try study.project.code(named: "repair")
    try study.code("lampp is", with: code)
    #expect(try study.quotes([.accepted]) == ["De lampp is gerepareert.", "lampp is"])
    try study.ingest([("a.txt", interview("A", "Eerst niks. De lamp is gerepareerd. Mooi."))])
    let orphans = try study.project.orphans()
    #expect(orphans.map(\.likely?.quote) == ["De lamp is gerepareerd.", "lamp is"])
    let shown = try Shown(study)
    for orphan in orphans {
      let address = SegmentAddress(file: "a.txt", range: orphan.start..<orphan.end)
      try study.project.change { _ = try study.project.reattach(address, to: nil) }
      try Recount(study: study).check("put back")
    }
    #expect(try study.project.orphans().isEmpty)
    #expect(try study.quotes([.accepted]) == ["De lamp is gerepareerd.", "lamp is"])
    for _ in orphans { try study.undo() }
    try Shown(study).expect(shown, "undone")
  }

  @Test func `what cannot be put somewhere is refused`() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(Books.rule("deur")))
    let code = try study.project.code(named: "repair")
    let lost = try study.code("De lamp.", with: code)
    try study.ingest([("a.txt", interview("A", "Iets heel anders."))])
    let address = SegmentAddress(file: "a.txt", range: lost)
    let (something, very) = (try study.range(of: "Iets"), try study.range(of: "heel"))
    func refused(_ address: SegmentAddress, to place: Range<Int>?) -> Bool {
      do {
        try study.project.change { _ = try study.project.reattach(address, to: place) }
        return false
      } catch { return error is ProjectError }
    }
    #expect(refused(address, to: nil))  // nothing like it
    #expect(refused(SegmentAddress(file: "a.txt", range: something), to: very))  // no orphan
    #expect(refused(SegmentAddress(file: "b.txt", range: lost), to: very))
    #expect(refused(address, to: something.lowerBound..<4000))  // beyond the text
    #expect(refused(address, to: 18..<something.upperBound))  // of two speakers
    try study.code("Iets", with: code)
    #expect(refused(address, to: something))  // there is one
    try study.project.change { _ = try study.project.reattach(address, to: very) }
    #expect(try study.quotes() == ["Iets", "heel"])
  }
}

extension Study {
  /// What a coding stands on.
  struct Words: Equatable {
    var quote: String
    var speaker: String
  }

  /// The first place of some words in the only text.
  fileprivate func range(of words: String) throws -> Range<Int> {
    let text = String(
      decoding: try project.text(ofVersion: try project.version(named: "a.txt").id), as: UTF8.self)
    let parts = text.split(separator: words, maxSplits: 1, omittingEmptySubsequences: false)
    let start = parts.first?.unicodeScalars.count ?? 0
    return start..<start + words.unicodeScalars.count
  }

  @discardableResult
  fileprivate func code(_ words: String, with code: CodeRow) throws -> Range<Int> {
    let range = try range(of: words)
    let version = try project.version(named: "a.txt").id
    try project.change { _ = try project.code(range, of: version, with: code) }
    return range
  }

  /// Codes passages of respondents' turns by hand; gives their words by uid.
  fileprivate func codeAtRandom(_ count: Int, _ random: inout Seeded) throws -> [String: Words] {
    let code = try project.code(named: "repair")
    let version = try project.version(named: "a.txt").id
    let turns = try project.connection.all(
      "SELECT start, end FROM turn WHERE version = \(version) AND speaker > 1"
    ) { $0.integer(0)..<$0.integer(1) }
    for _ in 0..<count {
      let turn = random.pick(turns)
      let start = Int.random(in: turn, using: &random)
      let end = min(turn.upperBound, start + Int.random(in: 1...25, using: &random))
      try? project.change { _ = try project.code(start..<end, of: version, with: code) }
    }
    return try placed()
  }

  /// The words of each coding by hand that has a place, by its uid.
  fileprivate func placed() throws -> [String: Words] {
    let voices = try project.voices()
    var placed: [String: Words] = [:]
    for segment in try segments([.accepted]) {
      guard let uid = segment.uid else { continue }
      let text = try project.text(ofVersion: segment.version)
      let voice = voices.first { $0.version == segment.version && $0.speaker == segment.speaker }
      placed[uid] = Words(
        quote: QuoteReader(text).quote(segment.start..<segment.end), speaker: voice?.label ?? "")
    }
    return placed
  }
}

/// A transcript that somebody keeps correcting.
private struct Draft {
  private var turns: [String]
  private static let words = [
    "lamp", "de", "een", "één", "deur", "👷🏽", "kapot,", "nieuw.", "Ja.", "zo’n", "e\u{301}n",
  ]

  init(_ random: inout Seeded) {
    turns = []
    for index in 0..<10 { turns.append(Self.turn(index % 3, &random)) }
  }

  private static func turn(_ speaker: Int, _ random: inout Seeded) -> String {
    let said = (0..<Int.random(in: 2...12, using: &random)).map { _ in random.pick(words) }
    return ["Interviewer: ", "Ria: ", "Ria: "][speaker] + said.joined(separator: " ")
  }

  var text: String { "respondent: R-1\n\n" + turns.joined(separator: "\n\n") + "\n" }
  var withCRLF: String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
  }

  /// Inserts, deletes, moves, replaces or mends something.
  mutating func edit(_ random: inout Seeded) {
    let index = Int.random(in: 1..<turns.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: turns.insert(Self.turn(random.pick([0, 1]), &random), at: index)
    case 1: if turns.count > 4 { turns.remove(at: index) }
    case 2: turns.append(turns.remove(at: index))
    case 3: turns[index] = Self.turn(random.pick([0, 1]), &random)
    case 4: turns[index] += " nog een woord"
    default: mend(index, &random)
    }
  }

  /// One letter of the words.
  private mutating func mend(_ index: Int, _ random: inout Seeded) {
    var scalars = Array(turns[index].unicodeScalars)
    guard let colon = scalars.firstIndex(of: ":"), colon + 2 < scalars.count else { return }
    scalars[Int.random(in: colon + 2..<scalars.count, using: &random)] = "q"
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    turns[index] = String(view)
  }
}
