import Coding
import SQLite

/// What rules are to be held against.
package struct ScoreQuery: Sendable {
  /// Their rules are matched as they are, whether the project has them or not.
  package var codebooks: [Codebook]
  package var coders: [String]
  /// Names of transcripts; nil for all that the coders have read.
  package var transcripts: Set<String>?
  package var withChildren = true

  package init(codebooks: [Codebook], coders: [String]) {
    (self.codebooks, self.coders) = (codebooks, coders)
  }
}

/// Sentences with the codes of coders and of rules.
package struct ScoreMaterial: Sendable {
  package struct Code: Sendable, Equatable, Hashable {
    package var codebook: String
    package var path: String
    package var depth: Int
  }

  /// Those that coders looked for.
  package var codes: [Code]
  /// Codes of the codebooks that no coder looked for.
  package var leftOut: [Code]
  /// In the order of their names.
  package var transcripts: [CodedSentences]
}

extension Project {
  /// Gathers the respondents' sentences of all transcripts that every coder has read, with what the
  /// coders coded and what rules find in them, whatever people decided on that.
  ///
  /// O(words of those transcripts).
  package func scoreMaterial(
    _ query: ScoreQuery, check: () throws -> Void = {}
  ) throws -> ScoreMaterial {
    let readings = try readings(query)
    var scorer = Scorer(query, readings: readings)
    let voices = Set(
      try voices().filter { $0.part == .respondent }.map {
        Scorer.Speaker(version: $0.version, number: $0.speaker)
      })
    for (version, name) in readings.versions {
      let stream = try wordStream(of: version)
      let speakers = try connection.all(
        "SELECT speaker FROM turn WHERE version = \(version) ORDER BY number"
      ) { $0.integer(0) }
      scorer.add(version, name, stream, speakers, voices)
    }
    try addCodings(to: &scorer)
    try addFindings(to: &scorer, check)
    return scorer.material
  }

  /// The coders who have transcripts in common: the most coders, and of as many the most transcripts.
  ///
  /// All of them where none has read any. `files`: names of the transcripts that count, nil for all.
  package func commonReaders(among coders: [String], of files: Set<String>?) throws -> [String] {
    var read: [String: Set<String>] = [:]
    try connection.forEach(
      """
      SELECT DISTINCT r.coder, t.name FROM reading r
      JOIN version v ON v.id = r.version JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL
      """
    ) { row in
      if files?.contains(row.text(1)) ?? true { read[row.text(0), default: []].insert(row.text(1)) }
    }
    var best: (coders: [String], transcripts: Int) = (coders, 0)
    for coder in coders {
      guard let own = read[coder] else { continue }
      let group = coders.filter { read[$0]?.isSuperset(of: own) ?? false }
      if best.transcripts == 0
        || (group.count, own.count) > (best.coders.count, best.transcripts)
      {
        best = (group, own.count)
      }
    }
    return best.coders
  }

  /// The versions in force that every coder has read, and the codes that each looked for.
  private func readings(_ query: ScoreQuery) throws -> Readings {
    let known = try readers()
    for coder in query.coders where !known.contains(where: { $0.coder == coder }) {
      throw ProjectError.unknown(
        "\(coder) has read no transcript to the end",
        hint: known.isEmpty
          ? "nobody has yet: zicht code import reads coded transcripts"
          : "who has: " + known.map(\.coder).joined(separator: ", "))
    }
    var readings = Readings(coders: query.coders)
    try connection.forEach(
      """
      SELECT v.id, t.name, r.coder, c.codebook, c.path FROM reading r
      JOIN version v ON v.id = r.version JOIN transcript t ON t.id = v.transcript
      JOIN code c ON c.id = r.code WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { row in
      guard query.transcripts?.contains(row.text(1)) ?? true else { return }
      readings.add(
        row.text(2), .init(codebook: row.text(3), path: row.text(4)),
        version: row.integer(0), name: row.text(1))
    }
    return readings
  }

  private func addCodings(to scorer: inout Scorer) throws {
    for (coder, name) in scorer.query.coders.enumerated() {
      let codings = try connection.all(
        """
        SELECT h.version, h.start, h.end, c.codebook, c.path FROM coding h
        JOIN code c ON c.id = h.code WHERE h.coder = \(name) AND h.retracted IS NULL AND h.misfit IS NULL
        """
      ) { row in
        (
          version: row.integer(0), range: row.integer(1)..<row.integer(2),
          code: CodeName(codebook: row.text(3), path: row.text(4))
        )
      }
      for coding in codings {
        scorer.add(coding.code, of: coder, coding.range, in: coding.version)
      }
    }
  }

  private func addFindings(to scorer: inout Scorer, _ check: () throws -> Void) throws {
    var set = RuleSet()
    var codes: [CodeName] = []
    for codebook in scorer.query.codebooks {
      let context = codebook.ruleContext
      for (path, _, code) in codebook.allCodes {
        for rule in code.rules {
          try set.add(rule.rule, in: context)
          codes.append(CodeName(codebook: codebook.id, path: path))
        }
      }
    }
    guard !codes.isEmpty else { return }
    let matcher = Matcher(set, vocabulary: try vocabulary())
    let versions = scorer.versions.sorted()
    try match(matcher, set, versions: versions) { version, findings, _ in
      try check()
      for item in findings.items {
        let range = Int(item.start)..<Int(item.end)
        let places = findings.places[item.places].map { Int($0.lowerBound)..<Int($0.upperBound) }
        scorer.add(
          codes[Int(item.rule)], found: range, places.isEmpty ? [range] : places, in: version)
      }
    }
  }
}

private struct CodeName: Hashable {
  var codebook: String
  var path: String
}

/// Who read what, looking for which codes.
private struct Readings {
  let coders: [String]
  private var names: [(version: Int, name: String)] = []
  private var codes: [Int: [String: Set<CodeName>]] = [:]

  init(coders: [String]) { self.coders = coders }

  mutating func add(_ coder: String, _ code: CodeName, version: Int, name: String) {
    if codes[version] == nil { names.append((version, name)) }
    codes[version, default: [:]][coder, default: []].insert(code)
  }

  /// Those that every coder has read.
  var versions: [(version: Int, name: String)] {
    names.filter { pair in coders.allSatisfy { codes[pair.version]?[$0] != nil } }
  }

  /// Whether every coder looked for a code in a version.
  func isConsidered(_ code: CodeName, in version: Int) -> Bool {
    coders.allSatisfy { codes[version]?[$0]?.contains(code) ?? false }
  }

  func isConsidered(_ code: CodeName) -> Bool {
    versions.contains { isConsidered(code, in: $0.version) }
  }
}

/// Turns passages into sentences, transcript by transcript.
private struct Scorer {
  struct Speaker: Hashable {
    var version: Int
    var number: Int
  }

  let query: ScoreQuery
  private let readings: Readings
  private let codes: [ScoreMaterial.Code]
  private let leftOut: [ScoreMaterial.Code]
  private var numbers: [CodeName: Int] = [:]
  private var transcripts: [CodedSentences] = []
  private var streams: [WordStream] = []
  /// By transcript: the number of each sentence of the stream among the respondents'; nil of others.
  private var places: [[Int?]] = []
  private var index: [Int: Int] = [:]

  init(_ query: ScoreQuery, readings: Readings) {
    (self.query, self.readings) = (query, readings)
    let all = query.codebooks.flatMap { book in
      book.allCodes.map { ScoreMaterial.Code(codebook: book.id, path: $0.path, depth: $0.depth) }
    }
    func isRead(_ code: ScoreMaterial.Code) -> Bool {
      readings.isConsidered(CodeName(codebook: code.codebook, path: code.path))
    }
    (codes, leftOut) = (all.filter(isRead), all.filter { !isRead($0) })
    for (number, code) in codes.enumerated() {
      numbers[CodeName(codebook: code.codebook, path: code.path)] = number
    }
  }

  var material: ScoreMaterial {
    ScoreMaterial(codes: codes, leftOut: leftOut, transcripts: transcripts)
  }

  var versions: [Int] { Array(index.keys) }

  mutating func add(
    _ version: Int, _ name: String, _ stream: WordStream, _ speakers: [Int], _ voices: Set<Speaker>
  ) {
    var sentences: [CodedSentences.Sentence] = []
    let places = stream.sentences.map { sentence -> Int? in
      let speaker = speakers[Int(sentence.turn)]
      guard voices.contains(Speaker(version: version, number: speaker)) else { return nil }
      sentences.append(.init(range: Int(sentence.start)..<Int(sentence.end), speaker: speaker))
      return sentences.count - 1
    }
    let considered = codes.map {
      readings.isConsidered(CodeName(codebook: $0.codebook, path: $0.path), in: version)
    }
    let none = Array(repeating: Set<Int>(), count: codes.count)
    index[version] = transcripts.count
    streams.append(stream)
    self.places.append(places)
    transcripts.append(
      CodedSentences(
        version: version, transcript: name, sentences: sentences, considered: considered,
        coded: Array(repeating: none, count: query.coders.count),
        found: Array(repeating: [:], count: codes.count)))
  }

  mutating func add(_ code: CodeName, of coder: Int, _ range: Range<Int>, in version: Int) {
    guard let transcript = index[version] else { return }
    for code in scored(code) {
      transcripts[transcript].coded[coder][code].formUnion(sentences(range, of: transcript))
    }
  }

  mutating func add(
    _ code: CodeName, found range: Range<Int>, _ words: [Range<Int>], in version: Int
  ) {
    guard let transcript = index[version] else { return }
    for code in scored(code) {
      for sentence in sentences(range, of: transcript) {
        let all = transcripts[transcript].sentences[sentence].range
        let inside = words.filter { $0.overlaps(all) }
        transcripts[transcript].found[code][sentence, default: []] += inside
      }
    }
  }

  /// A code and those above it that are scored.
  private func scored(_ code: CodeName) -> [Int] {
    guard query.withChildren else { return numbers[code].map { [$0] } ?? [] }
    let parts = code.path.split(separator: "/")
    return (1...max(1, parts.count)).compactMap { count in
      numbers[
        CodeName(
          codebook: code.codebook, path: parts.prefix(count).joined(separator: "/"))]
    }
  }

  private func sentences(_ range: Range<Int>, of transcript: Int) -> [Int] {
    streams[transcript].sentences(in: UInt32(range.lowerBound)..<UInt32(range.upperBound))
      .compactMap { places[transcript][$0] }
  }
}
