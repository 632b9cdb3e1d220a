import Coding
import CommandLineKit
import Project

/// Puts the pseudonyms of a list into transcripts.
struct Replacement {
  let project: Project
  /// The transcripts that are meant; nil for all.
  let selected: Set<String>?
  /// The file of the list that a person wrote.
  let listPath: String?
  private let names: NameReplacer

  init(
    project: Project, list: PseudonymList, selected: Set<String>?, _ options: PseudonymOptions
  ) {
    (self.project, self.selected, listPath) = (project, selected, options.list)
    names = NameReplacer(list.entries, ignoringCase: options.ignoreCase)
  }

  private func isMeant(_ transcript: String) -> Bool { selected?.contains(transcript) ?? true }

  /// Every place, and what stands elsewhere; changes nothing.
  func plan(_ progress: Progress) throws -> ReplacementPlan {
    var plan = ReplacementPlan()
    try project.forEachTranscript { read in
      progress.advance()
      try Interrupt.check()
      let text = read.transcript.text
      let hits = names.edits(in: text, stretches: read.surveyed().stretches)
      guard isMeant(read.name) else {
        if !hits.isEmpty { plan.others.append(read.name) }
        return
      }
      plan.add(hits, in: read, names.entries)
    }
    if let listPath {
      plan.noteAbsent(of: names.entries, from: listPath, among: try project.knownWords())
    }
    plan.noteRules(try project.studyTerms(), names.entries)
    if selected != nil { plan.respondents = try respondentsNamed() }
    plan.mentions = try project.mentions(of: names)
    plan.redacted = try project.redactedTranscripts().filter(isMeant)
    return plan
  }

  /// How many respondents have a name of the list.
  private func respondentsNamed() throws -> Int {
    try project.knownRespondents().count { !names.ignoringCase.names(in: $0.id).isEmpty }
  }

  /// - Precondition: inside `Project.change`.
  func run(key: String, _ progress: Progress) throws -> ReplacedNames {
    let recorder = try PseudonymRecorder(project, names, key: key)
    try project.forEachTranscript { read in
      progress.advance()
      try Interrupt.check()
      if isMeant(read.name) { try recorder.record(read) }
    }
    // Respondents speak in transcripts that are left as they are, too.
    if selected == nil { try recorder.recordRespondents() }
    return try recorder.finish()
  }
}

/// Where pseudonyms would stand, and what a person must know of the rest.
struct ReplacementPlan {
  struct Spot {
    var place: Place
    var before: String
    var text: String
    var pseudonym: String
    var after: String
  }

  private(set) var spots: [Spot] = []
  private(set) var transcripts = 0
  private var found: Set<Int> = []
  /// Transcripts that were not meant and hold names of the list.
  var others: [String] = []
  var redacted: [String] = []
  var mentions: [NameMention] = []
  /// Respondents who keep their names until all transcripts are done.
  var respondents = 0
  /// Rules that will find pseudonyms.
  private(set) var ruleWarnings: [Diagnostic] = []
  /// Words of the list that stand in no transcript as whole words, each with words that hold them.
  private(set) var absent: [(text: String, within: [String])] = []

  /// Notes which words of a file's list stood nowhere.
  mutating func noteAbsent(of entries: [Pseudonym], from list: String, among words: Vocabulary) {
    let absent = entries.indices.filter {
      entries[$0].replacement != nil && entries[$0].place.file == list && !found.contains($0)
    }
    guard !absent.isEmpty else { return }
    let folded = FoldedWords(words)
    self.absent = absent.map { index in
      let text = entries[index].text
      let isWord = text.allSatisfy { $0.isLetter }
      let within =
        isWord ? folded.matches(WordPattern("*\(text)*")).prefix(3).map { words[Int($0)] } : []
      return (text, within)
    }
  }

  /// Notes the codes whose rules look for a word of a pseudonym: they would find what nobody said.
  mutating func noteRules(_ terms: StudyTerms, _ entries: [Pseudonym]) {
    var seen: Set<String> = []
    for index in found.sorted() {
      guard let pseudonym = entries[index].replacement,
        let code = terms.code(lookingFor: pseudonym),
        seen.insert(code).inserted
      else { continue }
      ruleWarnings.append(
        Diagnostic(
          .warning, .foundByRule(pseudonym, code), at: entries[index].place,
          hint: "choose other words with --form and --language, or in the list"))
    }
  }

  mutating func add(
    _ hits: [NameReplacer.Hit], in read: ReadTranscript, _ entries: [Pseudonym]
  ) {
    let text = read.transcript.text
    found.formUnion(hits.map(\.entry))
    guard !hits.isEmpty else { return }
    transcripts += 1
    let lines = LineIndex(text)
    for hit in hits {
      let (line, column) = lines.lineAndColumn(at: hit.range.lowerBound)
      spots.append(
        Spot(
          place: Place(file: read.name, line: line, column: column),
          before: text.words(before: hit.range.lowerBound), text: text[hit.range],
          pseudonym: entries[hit.entry].replacement ?? "",
          after: text.words(after: hit.range.upperBound)))
    }
  }
}

extension SourceText {
  /// Some twenty bytes of the same line.
  fileprivate func words(before end: Int) -> String {
    var start = end
    while start > max(0, end - 24), utf8[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    while start < end, utf8[start] & 0xC0 == 0x80 { start += 1 }
    return self[start..<end]
  }

  fileprivate func words(after start: Int) -> String {
    var end = start
    while end < min(utf8.count, start + 24), utf8[end] != UInt8(ascii: "\n") { end += 1 }
    while end > start, end < utf8.count, utf8[end] & 0xC0 == 0x80 { end -= 1 }
    return self[start..<end]
  }
}

extension Diagnostic.Message {
  fileprivate static func foundByRule(_ pseudonym: String, _ code: String) -> Self {
    "a rule of \(code) looks for a word of '\(pseudonym)', and will find it where nobody said it"
  }
}
