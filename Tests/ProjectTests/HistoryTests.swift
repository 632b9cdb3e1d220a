import Coding
import Project
import TestSupport
import Testing

/// Whatever people do, in whatever order: the file verifies and every count is the recount.
@Suite struct HistoryTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>) func anyHistoryIsSound(seed: UInt64) throws {
    var history = try RandomHistory(seed: seed)
    for step in 1...30 {
      let what = try history.step()
      try Recount(study: history.study).check("seed \(seed), step \(step): \(what)")
    }
    try Recount(study: history.study).check("seed \(seed), in the end")
  }

  @Test func theRecountCanFail() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp brandt."))])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    try study.project.connection.execute("UPDATE tally SET segments = segments + 1")
    #expect(try Recount(study: study).problems().count == 4)
  }
}

/// Acts at random, as several people over months would.
struct RandomHistory {
  let study: Study
  private var random: Seeded
  private var files: [String: String] = [:]
  private static let words = [
    "lamp", "deur", "nieuwe", "de", "één", "wijkagent", "kapot", "🙂", "geverfd", "niet", "straat",
  ]
  private static let rules = [
    "lamp", "deur NOT nieuwe", #""nieuwe deur""#, "lamp NEAR/3 deur", "AFFIRMED/3 geverfd",
    "straat*",
    "NEGATED deur", "lamp OR wijkagent", "role:bewoner AND deur", "kapot",
  ]

  init(seed: UInt64) throws {
    study = try Study()
    random = Seeded(seed)
    for _ in 1...3 { _ = try ingestNew() }
    _ = try addCodebook()
    try study.apply()
  }

  mutating func step() throws -> String {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: try ingestNew()
    case 1: try changeFile()
    case 2: try addCodebook()
    case 3, 4: "apply \(try study.apply())"
    case 5: try decide(.accepted)
    case 6, 7: try decide(.rejected)
    case 8: try decide(nil)
    case 9, 10: try code()
    default:
      switch Int.random(in: 0..<5, using: &random) {
      case 0: try describePeople()
      case 1: try describePlaces()
      case 2: try correctFile()
      default: try retract()
      }
    }
  }

  private mutating func text(_ respondent: String) -> String {
    var text = "respondent: \(respondent)\nneighbourhood: Noord\n\n"
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      text += "Interviewer: En de lamp?\n\n\(respondent): "
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        text += random.pick(Self.words) + random.pick([" ", " ", ". ", ", "])
      }
      text += "ja.\n\n"
    }
    return text
  }

  private mutating func ingestNew() throws -> String {
    let name = "\(random.pick(["noord", "zuid"]))/\(files.count).txt"
    files[name] = text("R-\(Int.random(in: 1...4, using: &random))")
    return "ingest \(try study.ingest([(name, files[name] ?? "")]))"
  }

  private mutating func changeFile() throws -> String {
    let name = random.pick(files.keys.sorted())
    files[name] = text("R-\(Int.random(in: 1...4, using: &random))")
    return "change \(try study.ingest([(name, files[name] ?? "")]))"
  }

  /// A change that leaves most words where they were, so that codings have something to follow.
  private mutating func correctFile() throws -> String {
    let name = random.pick(files.keys.sorted())
    var text = Array((files[name] ?? "").unicodeScalars)
    let place = Int.random(in: 0...text.count, using: &random)
    text.insert(contentsOf: random.pick(["\n\n", " lamp", "u", "ja. "]).unicodeScalars, at: place)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    files[name] = String(view)
    return "correct \(try study.ingest([(name, files[name] ?? "")]))"
  }

  private mutating func addCodebook() throws -> String {
    func rules() -> [String] {
      (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Books.rule(
          random.pick(Self.rules), unit: random.pick(["match", "sentence", "turn"]),
          speaker: random.pick(["respondent", "respondent", "anyone"]))
      }
    }
    let children = ["y", "z"].filter { _ in random.once(in: 2) }.map { Books.code($0, rules()) }
    let codes =
      [Books.code("a", rules(), children)]
      + ["b", "c"].filter { _ in random.once(in: 2) }.map { Books.code($0, rules()) }
    let book = Books.book(codes.joined(separator: ","))
    return "codebook \(try study.add(book))"
  }

  private mutating func decide(_ verdict: SegmentStatus?) throws -> String {
    let all = try study.segments(Set(SegmentStatus.allCases)).filter { $0.origin == .rule }
    guard !all.isEmpty else { return "nothing to decide" }
    let segment = random.pick(all)
    let reason = random.once(in: 3) ? "omdat 🙂" : nil
    return "\(String(describing: verdict)) \(try study.decide(segment, verdict, reason: reason))"
  }

  private mutating func code() throws -> String {
    let codes = try study.project.codes()
    let voices = try study.project.voices().filter { $0.part == .respondent }
    guard !voices.isEmpty, !codes.isEmpty else { return "nothing to code" }
    let voice = random.pick(voices)
    let turns = try study.project.connection.all(
      "SELECT start, end FROM turn WHERE version = \(voice.version) AND speaker = \(voice.speaker)"
    ) { $0.integer(0)..<$0.integer(1) }
    let turn = random.pick(turns)
    let start = Int.random(in: turn, using: &random)
    let range = start..<Int.random(in: start + 1...turn.upperBound, using: &random)
    do {
      return try study.project.change {
        "\(try study.project.code(range, of: voice.version, with: random.pick(codes)))"
      }
    } catch ProjectError.unknown(let message, _) { return message }
  }

  private mutating func retract() throws -> String {
    let byHand = try study.segments([.accepted]).filter { $0.origin == .hand }
    guard !byHand.isEmpty else { return "nothing to retract" }
    let segment = random.pick(byHand)
    try study.project.change { try study.project.retract(segment) }
    return "retract \(segment)"
  }

  private mutating func describePeople() throws -> String {
    let role = random.pick(["bewoner", "professional"])
    try study.respondents([("R-1", [("role", role)]), ("R-9", [("role", "bewoner")])])
    return "R-1 is \(role)"
  }

  private mutating func describePlaces() throws -> String {
    let row = AttributeRow(
      id: "Noord", attributes: [Attribute(name: "income", value: random.pick(["low", "high"]))],
      place: Place(file: "table"))
    return "\(try study.project.change { try study.project.record(neighbourhoods: [row]) })"
  }
}
