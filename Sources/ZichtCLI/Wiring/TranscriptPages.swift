import Coding
import CommandLineKit
import Project
import Reports

/// Every transcript as a web page, and a page that lists them.
struct TranscriptPages {
  private let project: Project
  private let codes: [CodeRow]
  /// Codes of several codebooks are told apart by its name.
  private let hasSeveralCodebooks: Bool

  init(_ project: Project) throws {
    self.project = project
    codes = try project.codes(includingRetired: true)
    hasSeveralCodebooks = Set(codes.map(\.codebook)).count > 1
  }

  /// Writes them into a folder; how many transcripts there are, and the files in it that are not of
  /// this time.
  ///
  /// Pages are called by numbers: a transcript's name is no path. One transcript is in memory at a
  /// time.
  func write(to folder: String) throws -> (count: Int, strangers: [String]) {
    try FileSystem.makeDirectory(folder)
    let transcripts = Dictionary(grouping: try project.voices(), by: \.transcript)
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let provenance = try provenance()
    var entries: [TranscriptIndex.Entry] = []
    for (number, (name, voices)) in transcripts.enumerated() {
      try Interrupt.check()
      let page = try transcript(name, voices)
      let file = Self.file(number, of: transcripts.count)
      try write(page, provenance, to: FileSystem.join(folder, file))
      entries.append(
        TranscriptIndex.Entry(
          file: file, title: name, passages: page.passages.count,
          codes: Set(page.passages.map(\.code)).count, words: page.words))
    }
    let index = TranscriptIndex.page(entries, codes: codes.count, provenance: provenance)
    try FileSystem.write(Array(index.utf8), to: FileSystem.join(folder, "index.html"))
    let own = Set(entries.map(\.file) + ["index.html"])
    return (entries.count, try FileSystem.names(in: folder).filter { !own.contains($0) }.sorted())
  }

  private func write(
    _ transcript: MarkedTranscript, _ provenance: [String], to path: String
  ) throws {
    let file = try OutputFile(path)
    try TranscriptPage(transcript, provenance: provenance).write { try file.write(Array($0.utf8)) }
    try file.commit()
  }

  /// `001.html` of 120.
  private static func file(_ number: Int, of count: Int) -> String {
    let digits = String(number + 1)
    return String(repeating: "0", count: max(0, String(count).count - digits.count)) + digits
      + ".html"
  }

  private func provenance() throws -> [String] {
    let state = try project.ledgerState()
    return [
      "\(FileSystem.name(of: project.path)) as of event \(state.size) (\(state.time))",
      "head of the ledger \(state.head)", "zicht \(Zicht.version)",
    ]
  }

  // MARK: A transcript

  private func transcript(_ name: String, _ voices: [Voice]) throws -> MarkedTranscript {
    let version = voices[0].version
    let bytes = try project.text(ofVersion: version)
    let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let spoken = voices.filter { $0.part == .respondent || $0.part == .document }
    let turns = try TranscriptBlocks(
      text: text, turns: project.turns(of: version),
      voices: Dictionary(uniqueKeysWithValues: voices.map { ($0.speaker, $0) }),
      times: project.turnTimes(of: version))
    return MarkedTranscript(
      title: name, facts: facts(voices), text: text, blocks: turns.blocks,
      codes: codes.map {
        MarkedTranscript.Code(
          path: hasSeveralCodebooks ? "\($0.codebook): \($0.path)" : $0.path, colour: $0.colour)
      }, passages: try passages(version, voices), words: spoken.reduce(0) { $0 + $1.words })
  }

  private func facts(_ voices: [Voice]) -> [String] {
    voices.filter { $0.words > 0 && $0.part != .nobody }.map { voice in
      let words = counted(voice.words, "word")
      switch voice.part {
      case .document: return "document, \(words)"
      case .interviewer: return "\(voice.label): interviewer, \(words)"
      default: return "\(voice.label): \(voice.respondent ?? "respondent"), \(words)"
      }
    }
  }

  /// What counts, the same words with the same code taken together.
  private func passages(_ version: Int, _ voices: [Voice]) throws -> [MarkedTranscript.Passage] {
    let index = VoiceIndex(voices)
    let rules = try SegmentRules(project, version: version)
    let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1.id, $0) })
    var query = SegmentQuery()
    query.versions = [version]
    var groups: [[SegmentRow]] = []
    try project.forEachSegment(query) { segment in
      guard index[segment.version, segment.speaker] != nil else { return }
      if let last = groups.last?[0], last.start == segment.start, last.end == segment.end,
        last.code == segment.code
      {
        groups[groups.count - 1].append(segment)
      } else {
        groups.append([segment])
      }
    }
    return groups.map { segments in
      let first = segments[0]
      return MarkedTranscript.Passage(
        range: first.start..<first.end, code: places[first.code] ?? 0, words: first.words,
        isProposed: segments.allSatisfy { $0.status == .proposed },
        coders: segments.map(Self.coder).joined(separator: ", "),
        history: segments.flatMap { Self.history(of: $0, rules) })
    }
  }

  private static func coder(_ segment: SegmentRow) -> String {
    segment.coder == SegmentRow.nobody ? "by rule" : segment.coder
  }

  private static func history(of segment: SegmentRow, _ rules: SegmentRules) -> [String] {
    if segment.origin == .hand { return ["coded by \(segment.coder)"] }
    let proposed = rules.rules(of: segment).map { "proposed by the rule \($0)" }
    return segment.status == .proposed
      ? proposed + ["undecided"] : proposed + ["\(segment.status.rawValue) by \(segment.coder)"]
  }
}
