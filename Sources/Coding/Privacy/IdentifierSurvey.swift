/// A transcript as a survey reads it.
package struct SurveyedText: Sendable {
  package var name: String
  package var text: SourceText
  /// Bytes, ascending.
  package var turns: [Range<Int>]
  /// Labels and names in the header that are somebody's, not a role's.
  package var people: [String]

  package init(name: String, text: SourceText, turns: [Range<Int>], people: [String]) {
    (self.name, self.text, self.turns, self.people) = (name, text, turns, people)
  }

  /// The turns and all that stands between them: no name reaches from one into the other.
  package var stretches: [Range<Int>] {
    var stretches: [Range<Int>] = []
    var end = 0
    for turn in turns {
      if turn.lowerBound > end { stretches.append(end..<turn.lowerBound) }
      stretches.append(turn)
      end = turn.upperBound
    }
    return end < text.utf8.count ? stretches + [end..<text.utf8.count] : stretches
  }
}

/// What a study is about and must not lose with the names.
package struct StudyTerms: Sendable {
  /// What is known as a value of an attribute, by its folded letters: `neighbourhood`.
  private var attributes: [String: String] = [:]
  private var pseudonyms: Set<String> = []
  /// The code whose rule looks for a word, by the folded word.
  private var rules: [String: String] = [:]

  package init() {}

  package mutating func add(attribute: String, value: String) {
    let key = Identity.key(value, .name)
    if !key.isEmpty, attributes[key] == nil { attributes[key] = attribute }
  }

  /// Names that are none any more, by the table of respondents.
  package mutating func add(pseudonym: String) { pseudonyms.insert(Identity.key(pseudonym, .name)) }

  package mutating func add(rule: String, of code: String) {
    let text = Array(rule.utf8)
    for span in WordSpans.ranges(in: text, 0..<text.count) where span.count > 2 {
      let word = String(decoding: text[span], as: UTF8.self)
      rules[Identity.key(word, .name)] = code
    }
  }

  /// Why words are not to be replaced without a thought; nil where nothing speaks against it.
  func reason(against text: String) -> String? {
    let key = Identity.key(text, .name)
    if pseudonyms.contains(key) { return "a pseudonym by the table of respondents" }
    return attributes[key].map { "a value of \($0), by which the study is analysed" }
  }

  /// The code of a rule that looks for one of the words.
  package func code(lookingFor text: String) -> String? {
    let bytes = Array(text.utf8)
    return WordSpans.ranges(in: bytes, 0..<bytes.count).lazy.compactMap {
      rules[Identity.key(String(decoding: bytes[$0], as: UTF8.self), .name)]
    }.first
  }
}

/// Words that may have to be replaced, for a person to decide.
package struct PseudonymProposal: Sendable, Equatable {
  package enum Verdict: String, Sendable {
    case yes, no
    /// Nobody can tell but a person.
    case ask = "?"
  }

  package var text: String
  package var kind: IdentifierKind
  package var replacement: String
  package var verdict: Verdict
  package var times = 0
  package var transcripts = 0
  /// The first place, and its words.
  package var first: Place?
  package var context = ""
  package var notes: [String] = []
}

/// Reads transcripts for what gives people away, and proposes pseudonyms in the order of the first
/// places.
package struct IdentifierSurvey: Sendable {
  private struct Candidate: Sendable {
    var votes: [IdentifierKind: Int] = [:]
    var isSure = false

    var kind: IdentifierKind {
      votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .name
    }
  }

  /// What one text has, in its order.
  package struct Reading: Sendable {
    fileprivate var found: [(text: String, kind: IdentifierKind, isSure: Bool)]
  }

  private var names: NameCandidates
  private var order: [String] = []
  private var candidates: [String: Candidate] = [:]
  /// Names of several words, by the first and by the last.
  private var wholeNames: [String: Set<String>] = [:]

  package init(_ vocabulary: Vocabulary) { names = NameCandidates(vocabulary) }

  /// Before anything is read, for each text: which names stand in links too.
  ///
  /// O(bytes).
  package mutating func learn(from text: SurveyedText) {
    for found in IdentifierPatterns.find(in: text.text, stretches: text.turns)
    where found.kind == .email || found.kind == .web {
      names.learn(fromLink: text.text[found.range])
    }
  }

  /// What one text has.
  ///
  /// O(bytes).
  package func read(_ text: SurveyedText) -> Reading {
    var found = IdentifierPatterns.find(in: text.text, stretches: text.stretches).map {
      (range: $0.range, kind: $0.kind, isSure: true)
    }
    let taken = found.map(\.range)
    found += names.find(in: text.text, stretches: text.turns).filter { name in
      !taken.contains { $0.overlaps(name.range) }
    }.map { (range: $0.range, kind: $0.kind, isSure: $0.isSure) }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    return Reading(
      found: text.people.map { ($0, .person, true) }
        + found.map { (text.text[$0.range].onOneLine, $0.kind, $0.isSure) })
  }

  package mutating func add(_ reading: Reading) {
    for (text, kind, isSure) in reading.found {
      if candidates[text] == nil {
        order.append(text)
        if kind == .person { note(wholeName: text) }
      }
      // What its form or surroundings say outweighs what a word before it suggests.
      candidates[text, default: Candidate()].votes[kind, default: 0] += isSure ? 1000 : 1
      if isSure { candidates[text]?.isSure = true }
    }
  }

  private mutating func note(wholeName: String) {
    let words = wholeName.split(separator: " ").map(String.init)
    guard words.count > 1, let first = words.first, let last = words.last else { return }
    for word in [first, last] { wholeNames[word, default: []].insert(wholeName) }
  }

  /// What is listed already, then what was found, each with its pseudonym.
  ///
  /// What stands in the file of the key is told as that.
  package func proposals(
    beside list: PseudonymList, _ terms: StudyTerms, key: String? = nil
  ) -> [PseudonymProposal] {
    var list = list
    var proposals = list.entries.map { entry in
      PseudonymProposal(
        text: entry.text, kind: entry.kind, replacement: entry.replacement ?? "",
        verdict: entry.replacement == nil ? .no : .yes,
        notes: [entry.place.file == key ? "in the key" : "listed"])
    }
    let listed = Set(proposals.map(\.text))
    for text in order where !listed.contains(text) && !list.isPseudonym(text) {
      guard let candidate = candidates[text] else { continue }
      proposals.append(proposal(text, candidate, &list, terms))
    }
    return proposals
  }

  private func proposal(
    _ text: String, _ candidate: Candidate, _ list: inout PseudonymList, _ terms: StudyTerms
  ) -> PseudonymProposal {
    guard let stem = possessor(in: text, list) else {
      if let whole = wholeName(of: text, candidate) {
        return part(of: whole, text, candidate, &list, terms)
      }
      return simple(text, candidate, &list, terms)
    }
    let kind = candidates[stem]?.kind ?? list[stem]?.kind ?? .name
    let pseudonym =
      terms.reason(against: stem) == nil ? list.give(stem, kind, at: Place(file: "")) : nil
    return PseudonymProposal(
      text: text, kind: kind, replacement: pseudonym.map { $0 + "s" } ?? "", verdict: .ask,
      notes: ["'\(stem)' with a possessive s, or a name of its own"])
  }

  /// The name that words are a possessive of, where that was found or listed too.
  private func possessor(in text: String, _ list: PseudonymList) -> String? {
    guard text.hasSuffix("s") else { return nil }
    let stem = String(text.dropLast())
    return candidates[stem] != nil || list[stem] != nil ? stem : nil
  }

  /// The one longer name of somebody that a word begins or ends.
  private func wholeName(of text: String, _ candidate: Candidate) -> String? {
    guard candidate.kind == .name || candidate.kind == .person, !text.contains(" "),
      let names = wholeNames[text], names.count == 1
    else { return nil }
    return names.first
  }

  private func part(
    of whole: String, _ text: String, _ candidate: Candidate, _ list: inout PseudonymList,
    _ terms: StudyTerms
  ) -> PseudonymProposal {
    guard terms.reason(against: whole) == nil, terms.reason(against: text) == nil else {
      return simple(text, candidate, &list, terms)
    }
    return PseudonymProposal(
      text: text, kind: .person,
      replacement: list.give(whole, .person, at: Place(file: "")) ?? "",
      verdict: candidate.isSure ? .yes : .ask, notes: ["perhaps '\(whole)'"])
  }

  private func simple(
    _ text: String, _ candidate: Candidate, _ list: inout PseudonymList, _ terms: StudyTerms
  ) -> PseudonymProposal {
    var proposal = PseudonymProposal(
      text: text, kind: candidate.kind, replacement: "", verdict: candidate.isSure ? .yes : .ask)
    if let reason = terms.reason(against: text) {
      proposal.verdict = .no
      proposal.notes.append(reason)
    } else {
      proposal.replacement = list.give(text, candidate.kind, at: Place(file: "")) ?? ""
    }
    if let code = terms.code(lookingFor: text) {
      proposal.notes.append("a rule of \(code) looks for it")
    }
    return proposal
  }
}

extension String {
  /// White space of any kind and number as one space.
  fileprivate var onOneLine: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
