import Coding
import Project
import SQLite
import TestSupport

/// What a person does with a project, drawn by lot.
struct RandomWork {
  private var seeded: Seeded

  init(_ seed: UInt64) { seeded = Seeded(seed) }

  /// A project with texts, codes and findings that all start from.
  ///
  /// With readers, two people have read both texts, and differ.
  static func start(_ team: Team, withReaders: Bool = false) throws -> Laptop {
    let base = try team.start("anna")
    try base.respondent("A", [("role", "bewoner"), ("age", "40")])
    try base.ingest(
      "a.txt", interview("A", "De lamp brandt weer. Een nieuwe deur.", "Toch een lamp. Wij praten.")
    )
    try base.ingest("b.txt", interview("B", "Geen lamp hier. De deur is open.", "En wij helpen."))
    try base.add(
      Books.book(
        Books.code("repair", [Books.rule("lamp")], [Books.code("door", [Books.rule("deur")])]),
        Books.code("talk", [])))
    try base.apply()
    try base.code("nieuwe deur", in: "a.txt", as: "repair/door")
    try base.code("wij helpen", in: "b.txt", as: "talk")
    guard withReaders else { return base }
    try read("eva", ["nieuwe deur", "Wij", "brandt"], "b.txt", ["deur is open", "Geen"], base)
    try read("ben", ["deur", "Wij praten", "Een"], "b.txt", ["deur is"], base)
    return base
  }

  /// Somebody reads both transcripts to the end, looking for one code.
  private static func read(
    _ coder: String, _ words: [String], _ other: String, _ otherWords: [String], _ base: Laptop
  ) throws {
    try base.project.change {
      let recorder = try LayerRecorder(base.project, isSync: false)
      let code = try base.project.code(named: "talk").id
      for (file, words) in [("a.txt", words), (other, otherWords)] {
        let version = try base.project.version(named: file).id
        let speaker = try base.project.turns(of: version).last?.speaker ?? 0
        let codings = try words.map {
          HandCoding(
            range: try base.place(of: $0, in: version), speaker: speaker, words: 1, code: code)
        }
        _ = try recorder.record(codings, of: version, by: coder, lookingFor: [code])
      }
      try recorder.finish()
    }
  }

  /// Does one thing after another; what can't be done just then is not done.
  mutating func work(_ laptop: Laptop, steps: Int) throws {
    for _ in 0..<steps {
      do { try step(laptop) } catch is ProjectError {}
    }
  }

  private mutating func step(_ laptop: Laptop) throws {
    switch Int.random(in: 0..<18, using: &seeded) {
    case 0, 1, 2: try code(laptop)
    case 3: try retract(laptop)
    case 4, 5: try decide(laptop, [.accepted, .rejected])
    case 6: try decide(laptop, [nil])
    case 7: try write(laptop)
    case 8: try correct(laptop)
    case 9: try coin(laptop)
    case 10: try newVersion(laptop)
    case 11: try assign(laptop)
    case 12: try readToTheEnd(laptop)
    case 13: try describe(laptop)
    case 14: try laptop.undo()
    case 15, 16: try settle(laptop)
    default: try skip(laptop)
    }
  }

  private mutating func version(_ laptop: Laptop) throws -> Int {
    try laptop.project.version(named: seeded.pick(["a.txt", "b.txt"])).id
  }

  private mutating func passage(_ laptop: Laptop, _ version: Int) throws -> Range<Int> {
    let turn = seeded.pick(try laptop.project.turns(of: version)).range
    let start = Int.random(in: turn.lowerBound..<turn.upperBound, using: &seeded)
    return start..<min(turn.upperBound, start + Int.random(in: 1...12, using: &seeded))
  }

  private mutating func code(_ laptop: Laptop) throws {
    let version = try version(laptop)
    let code = seeded.pick(try laptop.project.codes())
    let range = try passage(laptop, version)
    try laptop.project.change { _ = try laptop.project.code(range, of: version, with: code) }
  }

  private mutating func retract(_ laptop: Laptop) throws {
    let codings = try laptop.segments().filter { $0.origin == .hand }
    guard !codings.isEmpty else { return }
    let coding = seeded.pick(codings)
    try laptop.project.change { try laptop.project.retract(coding) }
  }

  private mutating func decide(_ laptop: Laptop, _ verdicts: [SegmentStatus?]) throws {
    let found = try laptop.segments().filter { $0.origin == .rule }
    guard !found.isEmpty else { return }
    let (segment, verdict) = (seeded.pick(found), seeded.pick(verdicts))
    _ = try laptop.project.change {
      try laptop.project.decide(segment, verdict, reason: verdict == .rejected ? "nee" : nil)
    }
  }

  private mutating func write(_ laptop: Laptop) throws {
    let project = laptop.project
    let memos = try project.memos()
    if seeded.once(in: 3), !memos.isEmpty {
      let memo = seeded.pick(memos)
      return try project.change { try project.retractMemo(ofEvent: memo.event) }
    }
    let version = try version(laptop)
    let range = try passage(laptop, version)
    let subject = seeded.pick([
      Memo.Subject.project, .transcript(version), .passage(version, range),
      .code(try project.codes()[0].id),
    ])
    try project.change { try project.write(memo: "\(laptop.coder) \(range)", on: subject) }
  }

  /// Another word somewhere.
  private mutating func correct(_ laptop: Laptop) throws {
    let name = seeded.pick(["a.txt", "b.txt"])
    let version = try laptop.project.version(named: name).id
    let text = String(decoding: try laptop.project.text(ofVersion: version), as: UTF8.self)
    let (old, new) = seeded.pick([
      ("lamp", "lantaarn"), ("Wij", "We"), ("deur", "voordeur"), ("De", "Die"), (" is", ""),
      ("voordeur", "deur"), ("lantaarn", "lamp"), ("Geen", "Nog geen"),
    ])
    try laptop.ingest(name, text.replacing(old, with: new))
  }

  private mutating func coin(_ laptop: Laptop) throws {
    let name = seeded.pick(["buren", "straat", "wins:talk/kort", "wins:lang"])
    _ = try laptop.project.change { try laptop.project.coin(name) }
  }

  private mutating func newVersion(_ laptop: Laptop) throws {
    let rule = seeded.pick(["deur", "wij", "lamp OR deur"])
    try laptop.add(
      Books.book(
        Books.code("repair", [Books.rule("lamp")], [Books.code("door", [Books.rule(rule)])]),
        Books.code("talk", []), Books.code("extra-\(laptop.coder)", [])))
    try laptop.apply()
  }

  private mutating func assign(_ laptop: Laptop) throws {
    let name = seeded.pick(["a.txt", "b.txt"])
    let coder = seeded.pick(["joost", "mila"])
    let isTakenBack = seeded.once(in: 3)
    _ = try laptop.project.change {
      isTakenBack
        ? try laptop.project.takeBack([name], from: coder)
        : try laptop.project.assign([name], to: coder, isBlind: false)
    }
  }

  private mutating func readToTheEnd(_ laptop: Laptop) throws {
    let version = try version(laptop)
    let codes = Set(try laptop.project.codes().map(\.id).filter { _ in seeded.once(in: 2) })
    try laptop.project.change {
      let recorder = try LayerRecorder(laptop.project, isSync: false)
      _ = try recorder.record([], of: version, by: laptop.coder, lookingFor: codes)
      try recorder.finish()
    }
  }

  private mutating func describe(_ laptop: Laptop) throws {
    let (role, age) = (seeded.pick(["bewoner", "maker"]), seeded.pick(["40", "41", "42"]))
    var attributes = [("role", role), ("age", age)]
    if seeded.once(in: 2) { attributes.removeFirst() }
    try laptop.respondent(seeded.pick(["A", "B"]), attributes)
  }

  private mutating func settle(_ laptop: Laptop) throws {
    var query = ComparisonQuery()
    query.coders = ["ben", "eva"]
    let passages = try laptop.project.compare(query).disagreements
    guard !passages.isEmpty else { return }
    let passage = seeded.pick(passages)
    let settling = seeded.pick([Settling.take("eva"), .take("ben"), .both, .nothing])
    _ = try laptop.project.change {
      try laptop.project.settle(
        passage, between: ["ben", "eva"], as: settling,
        reason: seeded.once(in: 2) ? laptop.coder : nil)
    }
  }

  private mutating func skip(_ laptop: Laptop) throws {
    let found = try laptop.segments().filter { $0.origin == .rule }
    guard !found.isEmpty else { return }
    let segment = seeded.pick(found)
    try laptop.project.change {
      try laptop.project.skip(
        segment.start..<segment.end, of: segment.version, code: segment.code)
    }
  }
}
