import CommandLineKit
import Foundation
import TestSupport
import Testing
import ZichtCLI

/// Bytes that nobody chose, given to everything that reads: there is an answer, and the project
/// stays sound.
///
/// `FUZZ_SECONDS` says for how long (3 each otherwise), `FUZZ_SEED` from where.
@Suite(.serialized) struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["FUZZ_SECONDS"].flatMap { Double($0) } ?? 3
  private static let seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  private func zicht(_ words: [String]) -> (status: Int32, output: String) {
    let (io, captured) = IO.capture(environment: ["ZICHT_CODER": "anna"], width: 80)
    let status = Zicht.run(words, io)
    return (status, captured.all)
  }

  /// Runs rounds for a while, each with a seed that its failure names.
  private func rounds(_ body: (inout Seeded) throws -> [String]) throws {
    let end = Date().addingTimeInterval(Self.seconds)
    var seed = Self.seed
    repeat {
      var random = Seeded(seed)
      let words = try body(&random)
      let (status, output) = zicht(words)
      if ![0, 1, 2].contains(status) || output.unicodeScalars.contains(where: isSteering) {
        Issue.record("FUZZ_SEED=\(seed): \(words) gives \(status)\n\(output.prefix(2000))")
      }
      seed += 1
    } while Date() < end
    #expect(seed > Self.seed + 3)
  }

  /// Control characters but for line end and tab, and marks that turn the direction of text.
  private func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10: false
    case 0..<32, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Good text with some of it replaced, doubled, cut or turned into noise.
  private static func spoiled(_ text: String, _ random: inout Seeded) -> [UInt8] {
    spoiled(Array(text.utf8), &random)
  }

  private static func spoiled(_ good: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var bytes = good
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      guard !bytes.isEmpty else { return random.bytes(9) }
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: random.bytes(4), at: place)
      default: bytes.insert(contentsOf: random.pick(tokens).utf8, at: place)
      }
    }
    return bytes
  }

  private static let tokens = [
    "\n", "\r\n", "---\n", ":", "\"", "{", "}", "[", "]", ",", ";", "\u{FEFF}", "\u{202E}", "é",
    "e\u{301}", "AND ", "NOT ", "NEAR/3 ", "(", ")", "@fixed", "#light", "*", "…", "\\u0000", "\0",
  ]

  private func inStudy(_ body: (_ fixture: String) throws -> Void) throws {
    try WorkingFolder.temporary { _ in
      let fixture = GoldenTests.folder + "/fixture"
      let words = ["study", fixture + "/interviews", "--codebooks", fixture + "/books"]
      #expect(zicht(words).status == 0)
      try body(fixture)
      let (status, output) = zicht(["verify"])
      #expect(status == 0, "\(output)")
    }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func write(_ bytes: [UInt8], _ path: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func transcripts() throws {
    try inStudy { fixture in
      let good = try ["n-01.txt", "n-02.md"].map { try text(fixture + "/interviews/noord/" + $0) }
      try rounds { random in
        let bytes =
          random.once(in: 8) ? random.bytes(300) : Self.spoiled(random.pick(good), &random)
        let file = "f\(Int.random(in: 0..<4, using: &random)).\(random.pick(["txt", "md", "csv"]))"
        return ["ingest", try write(bytes, file)]
      }
      #expect(zicht(["apply"]).status == 0)
    }
  }

  /// Files of word processors and transcription services.
  @Test func documents() throws {
    let folder = Program.root + "/Tests/FormatsTests/Golden"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.contains(".") && !$0.hasSuffix(".expected") }
    let good = try names.map { name in
      (name, [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
    }
    try inStudy { _ in
      try rounds { random in
        let (name, bytes) = random.pick(good)
        return ["ingest", try write(Self.spoiled(bytes, &random), name)]
      }
    }
  }

  /// Transcripts of other programs, maps of their labels and patterns of their names, all spoiled.
  @Test func speakers() throws {
    let folder = Program.root + "/Tests/FormatsTests/Golden/Transcripts"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { !$0.hasSuffix(".expected") && !$0.hasSuffix(".tsv") }
    let good = try names.map { name in
      (name, [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
    }
    let map = "Speaker 1 = interviewer\n[*.txt]\nR = Ria, respondent\nI = nobody\n# x\nB = R\n"
    let pattern = "{wijk}-{nr}*.{kind}"
    try inStudy { _ in
      try rounds { random in
        let (name, bytes) = random.pick(good)
        let file = try write(Self.spoiled(bytes, &random), name)
        let spoiled = String(decoding: Self.spoiled(pattern, &random), as: UTF8.self)
        let options = [
          ["--map", try write(Self.spoiled(map, &random), "speakers.map")],
          ["--name-pattern", spoiled.filter { $0 != "\0" }],
        ]
        return random.pick([["speakers"], ["ingest"], ["ingest", "--dry-run"]])
          + options.filter { _ in random.once(in: 2) }.flatMap { $0 } + [file]
      }
    }
  }

  @Test func tables() throws {
    try inStudy { fixture in
      let good = try ["respondents", "neighbourhoods"].map {
        try text(fixture + "/interviews/\($0).csv")
      }
      let transcript = fixture + "/interviews/zuid/z-01.txt"
      try rounds { random in
        let file = try write(Self.spoiled(random.pick(good), &random), "table.csv")
        return ["ingest", transcript, random.pick(["--respondents", "--neighbourhoods"]), file]
      }
    }
  }

  @Test func codebooks() throws {
    try inStudy { fixture in
      let good = try text(fixture + "/books/wins.json")
      try rounds { random in
        let file = try write(Self.spoiled(good, &random), "book.json")
        return [random.pick(["codebook add", "codebook test", "codebook show", "apply --preview"])]
          .flatMap { $0.split(separator: " ").map(String.init) } + [file]
      }
      #expect(zicht(["apply"]).status == 0)
    }
  }

  @Test func rulesAndConditions() throws {
    try inStudy { _ in
      let rules = [
        "\"nieuwe deur\" NOT kapot", "AFFIRMED/3 (lamp OR deur*) NEAR/5 wijk?gent",
        "@fixed AND #light",
        "role:bewoner AND \"een … deur\"", "NEGATED/4 lamp",
      ]
      try rounds { random in
        let query = String(decoding: Self.spoiled(random.pick(rules), &random), as: UTF8.self)
        let condition = String(
          decoding: Self.spoiled("role = bewoner and city != 'Den Haag'", &random), as: UTF8.self)
        return random.once(in: 3)
          ? ["frequencies", "--where", condition]
          : ["find", "--codebook", "wins", "--limit", "5", "--", query]
      }
    }
  }

  @Test func evidence() throws {
    try inStudy { _ in
      #expect(zicht(["checkpoint", "-o", "c.txt"]).status == 0)
      #expect(zicht(["receipt", "n-01.txt:268-277:police", "-o", "r.json"]).status == 0)
      let (checkpoint, receipt) = (try text("c.txt"), try text("r.json"))
      try rounds { random in
        if random.once(in: 2) {
          return ["verify", "--checkpoint", try write(Self.spoiled(checkpoint, &random), "x.txt")]
        }
        return ["verify", try write(Self.spoiled(receipt, &random), "x.json")]
          + (random.once(in: 3) ? ["--project", "study.zicht"] : [])
      }
    }
  }

  @Test func addresses() throws {
    try inStudy { _ in
      try rounds { random in
        let good = random.pick(["n-01.txt:125-177:repair", "noord/n-02.md:109-132", "z-01.txt:1-2"])
        let address = String(decoding: Self.spoiled(good, &random), as: UTF8.self)
        return [
          random.pick(["accept", "reject", "retract", "reattach", "audit", "history"]), "--",
          address,
        ]
      }
    }
  }
}
