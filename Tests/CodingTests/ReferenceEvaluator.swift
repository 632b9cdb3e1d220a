@testable import Coding

/// A text as the reference evaluator sees it: words with their places, nothing shared with the engine.
struct ReferenceText {
  struct Word {
    var text: String
    var start: Int
    var end: Int
    var sentence: Int
    var turn: Int
    /// Punctuation stands between it and the word before.
    var opensClause: Bool
  }
  var words: [Word] = []
  var sentences: [(start: Int, end: Int, turn: Int)] = []
  var voices: [TurnVoices.Voice] = []
  /// Whether `role:bewoner` holds in each turn.
  var isResident: [Bool] = []
}

/// What a rule finds by the book: slow, obvious, quadratic; every operator is its definition.
struct ReferenceEvaluator {
  struct Hit: Hashable {
    var first: Int
    var last: Int
  }
  /// A hit's places as runs of words.
  typealias Hits = [Hit: Set<ClosedRange<Int>>]

  let text: ReferenceText
  let context: RuleContext

  struct Item: Equatable {
    var start: Int
    var end: Int
    var turn: Int
    var places: [ClosedRange<Int>]
  }

  func items(of rule: Rule) -> [Item] {
    let hits = spoken(evaluate(rule.expression, rule.unit), rule.speaker)
    var passages: [Range<Int>: Set<ClosedRange<Int>>] = [:]
    var turns: [Range<Int>: Int] = [:]
    for (hit, places) in hits {
      let extent = extent(of: hit, rule.unit)
      passages[extent, default: []].formUnion(places)
      turns[extent] = text.words[hit.first].turn
    }
    return passages.map { extent, places in
      let spans = Set(
        places.map { text.words[$0.lowerBound].start...text.words[$0.upperBound].end })
      return Item(
        start: extent.lowerBound, end: extent.upperBound, turn: turns[extent] ?? -1,
        places: spans.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  private func extent(of hit: Hit, _ unit: CodedUnit) -> Range<Int> {
    let (first, last) = (text.words[hit.first], text.words[hit.last])
    switch unit {
    case .match: return first.start..<last.end
    case .sentence: return text.sentences[first.sentence].start..<text.sentences[last.sentence].end
    case .turn:
      let all = text.sentences.filter { $0.turn == first.turn }
      return (all.map(\.start).min() ?? 0)..<(all.map(\.end).max() ?? 0)
    }
  }

  private func spoken(_ hits: Hits, _ speaker: SpeakerScope) -> Hits {
    hits.filter { hit, _ in
      switch (speaker, text.voices[text.words[hit.first].turn]) {
      case (.anyone, _), (.respondent, .respondent), (.interviewer, .interviewer): true
      default: false
      }
    }
  }

  func evaluate(_ expression: RuleExpression, _ unit: CodedUnit) -> Hits {
    switch expression {
    case .word(let pattern):
      return whole(
        text.words.indices.filter { matches(pattern, $0) }.map { Hit(first: $0, last: $0) })
    case .phrase(let parts): return phrase(parts)
    case .list(let name, _):
      return evaluate(context.lists[name] ?? builtIn(name), unit)
    case .code(let name, _):
      return union(
        (context.codes[name] ?? []).map { spoken(evaluate($0.expression, $0.unit), $0.speaker) })
    case .or(let terms): return union(terms.map { evaluate($0, unit) })
    case .and(let a, let b, let scope):
      let (left, right) = (evaluate(a, unit), evaluate(b, unit))
      return union([
        left.filter { hit, _ in right.keys.contains { share(hit, $0, scope, unit) } },
        right.filter { hit, _ in left.keys.contains { share(hit, $0, scope, unit) } },
      ])
    case .not(let a, let b, let scope):
      let right = evaluate(b, unit)
      return evaluate(a, unit).filter { hit, _ in
        !right.keys.contains { share(hit, $0, scope, unit) }
      }
    case .near(let a, let b, let words, let ordered):
      let (left, right) = (evaluate(a, unit), evaluate(b, unit))
      let forward = paired(left, right, words, onlyAfter: ordered)
      return ordered ? forward : union([forward, paired(right, left, words, onlyAfter: false)])
    case .negated(let a, let words, let wanted):
      return negated(evaluate(a, unit), unit, words, wanted)
    case .filtered(let a, let test):
      return evaluate(a, unit).filter { hit, _ in
        let holds = test.name == "role" && text.isResident[text.words[hit.first].turn]
        return holds != test.isNegated
      }
    }
  }

  private func builtIn(_ name: String) -> RuleExpression {
    let words = name == "negation" ? ["geen", "niet", "nooit"] : ["maar", "want"]
    return .or(words.map { .word(WordPattern($0)) })
  }

  private func whole(_ hits: [Hit]) -> Hits {
    Dictionary(uniqueKeysWithValues: hits.map { ($0, [$0.first...$0.last]) })
  }

  private func union(_ many: [Hits]) -> Hits {
    many.reduce(into: [:]) { all, hits in all.merge(hits) { $0.union($1) } }
  }

  // MARK: Words and phrases

  private func matches(_ pattern: WordPattern, _ word: Int) -> Bool {
    let (pattern, word) =
      pattern.isExact
      ? (pattern.text, text.words[word].text)
      : (pattern.text.lowercased(), text.words[word].text.lowercased().replacing("é", with: "e"))
    return glob(Array(pattern)[...], Array(word)[...])
  }

  private func glob(_ pattern: ArraySlice<Character>, _ word: ArraySlice<Character>) -> Bool {
    guard let sign = pattern.first else { return word.isEmpty }
    if sign == "*" {
      return glob(pattern.dropFirst(), word) || (!word.isEmpty && glob(pattern, word.dropFirst()))
    }
    guard let letter = word.first, sign == "?" || sign == letter else { return false }
    return glob(pattern.dropFirst(), word.dropFirst())
  }

  /// For each word that can end the phrase, the chain of words that lie nearest before it.
  private func phrase(_ parts: [PhrasePart]) -> Hits {
    let hasGap = parts.contains { if case .gap = $0 { true } else { false } }
    var hits: Hits = [:]
    for end in text.words.indices {
      guard let chain = chain(parts[...], endingAt: end), let first = chain.first else { continue }
      let places = hasGap ? runs(chain, parts) : [first...end]
      hits[Hit(first: first, last: end)] = Set(places)
    }
    return hits
  }

  private func chain(_ parts: ArraySlice<PhrasePart>, endingAt end: Int) -> [Int]? {
    guard let part = parts.last, matches(part, end) else { return nil }
    var rest = parts.dropLast()
    if rest.isEmpty { return [end] }
    var gap = 0...0
    while case .gap(let words)? = rest.last {
      gap = gap.lowerBound + words.lowerBound...gap.upperBound + words.upperBound
      rest = rest.dropLast()
    }
    for between in gap {
      let before = end - between - 1
      guard before >= 0, text.words[before].sentence == text.words[end].sentence else { return nil }
      if let start = chain(rest, endingAt: before) { return start + [end] }
    }
    return nil
  }

  private func matches(_ part: PhrasePart, _ word: Int) -> Bool {
    switch part {
    case .words(let patterns): patterns.contains { matches($0, word) }
    case .list(let name, _):
      evaluate(.list(name, column: 1), .match)[Hit(first: word, last: word)] != nil
    case .gap: false
    }
  }

  /// Words of a chain without a gap between their parts make one run.
  private func runs(_ chain: [Int], _ parts: [PhrasePart]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    var words = chain[...]
    var isAdjacent = false
    for part in parts {
      if case .gap(let range) = part {
        isAdjacent = isAdjacent && range == 0...0
        continue
      }
      guard let word = words.popFirst() else { break }
      if isAdjacent, let last = runs.popLast() {
        runs.append(last.lowerBound...word)
      } else {
        runs.append(word...word)
      }
      isAdjacent = true
    }
    return runs
  }

  // MARK: Operators

  private func share(_ a: Hit, _ b: Hit, _ scope: Scope, _ unit: CodedUnit) -> Bool {
    let (one, other) = (text.words[a.first], text.words[b.first])
    guard one.turn == other.turn else { return false }
    let distance: Int
    switch scope {
    case .turn: return true
    case .passage:
      if unit == .turn { return true }
      distance = 0
    case .sentences(let count): distance = count - 1
    }
    return text.words[a.first].sentence - distance <= text.words[b.last].sentence
      && text.words[b.first].sentence - distance <= text.words[a.last].sentence
  }

  /// Each hit of the left with the nearest of the right: before rather than after, short rather than
  /// long where two are as near.
  private func paired(_ left: Hits, _ right: Hits, _ words: Int, onlyAfter: Bool) -> Hits {
    union(
      left.map { a, places in
        let candidates = right.filter { b, _ in
          isApart(a, b) && text.words[a.first].turn == text.words[b.first].turn
            && between(a, b) <= words && (!onlyAfter || b.first > a.last)
        }
        let nearest = candidates.min { rank($0.key, from: a) < rank($1.key, from: a) }
        return nearest.map { b, more in
          [Hit(first: min(a.first, b.first), last: max(a.last, b.last)): places.union(more)]
        } ?? [:]
      })
  }

  private func rank(_ b: Hit, from a: Hit) -> (Int, Int, Int) {
    (between(a, b), b.first > a.last ? 1 : 0, b.last - b.first)
  }

  private func isApart(_ a: Hit, _ b: Hit) -> Bool { a.last < b.first || b.last < a.first }

  private func between(_ a: Hit, _ b: Hit) -> Int {
    max(a.first, b.first) - min(a.last, b.last) - 1
  }

  private func negated(_ hits: Hits, _ unit: CodedUnit, _ words: Int, _ wanted: Bool) -> Hits {
    let negators = evaluate(.list("negation", column: 1), unit)
    let breaks = evaluate(.list("clause", column: 1), unit).keys
    return union(
      hits.map { a, places in
        let reaching = negators.filter { n, _ in
          isApart(a, n) && between(a, n) <= words && isOneClause(a, n, breaks)
        }
        let before = reaching.filter { $0.key.last < a.first }
        let nearest = (before.isEmpty ? reaching : before).min {
          rank($0.key, from: a) < rank($1.key, from: a)
        }
        guard let (n, more) = nearest else { return wanted ? [:] : [a: places] }
        let both = Hit(first: min(a.first, n.first), last: max(a.last, n.last))
        return wanted ? [both: places.union(more)] : [:]
      })
  }

  private func isOneClause(_ a: Hit, _ b: Hit, _ breaks: some Sequence<Hit>) -> Bool {
    let (left, right) = a.first < b.first ? (a, b) : (b, a)
    return text.words[left.last].sentence == text.words[right.first].sentence
      && !(left.last + 1...right.first).contains { text.words[$0].opensClause }
      && !breaks.contains { left.last < $0.first && $0.first < right.first }
  }
}
