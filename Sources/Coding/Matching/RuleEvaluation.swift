/// A run of words that an expression matched; `last` is the index of its last word.
struct Hit: Equatable {
  var first: Int32
  var last: Int32
  /// Where its places start in the evaluation's pool; negative when the hit itself is the place.
  var places: Int32

  init(_ first: Int32, _ last: Int32, places: Int32 = -1) {
    (self.first, self.last, self.places) = (first, last, places)
  }

  var words: Range<Int32> { first..<last + 1 }
}

/// A place and where more places of the same hit stand in the pool (negative: none).
///
/// Hits share what they have in common, so joining the places of two takes no time.
private struct PlaceLink {
  /// Empty in a link that only joins two others.
  var place: Range<Int32>
  var rest: Int32
  var other: Int32 = -1
}

/// Evaluates the rules of a `Matcher` on one transcript.
///
/// Every operator takes lists of hits in ascending order of their first word and gives such a list,
/// in time linear in their lengths but for sorting and binary searches. No operator gives more hits
/// than it takes.
struct RuleEvaluation {
  private let matcher: Matcher
  private let stream: WordStream
  private let voices: TurnVoices
  /// For each word set, the indices of its words in the transcript.
  private var positions: [[Int32]]
  private let sentenceOf: [Int32]
  private var pool: [PlaceLink] = []
  /// What the rule set's first names (lists, codes) find here, as far as asked for.
  private var named: [[Hit]] = []

  init(_ matcher: Matcher, _ stream: WordStream, _ voices: TurnVoices) {
    self.matcher = matcher
    self.stream = stream
    self.voices = voices
    positions = Self.positions(matcher, stream, voices)
    sentenceOf = Self.sentences(of: stream)
  }

  private static func positions(
    _ matcher: Matcher, _ stream: WordStream, _ voices: TurnVoices
  ) -> [[Int32]] {
    var positions = [[Int32]](repeating: [], count: matcher.rules.wordSets.count)
    let admitted = voices.voices.map { voice in matcher.anyScope.contains { $0.admits(voice) } }
    matcher.isWanted.withUnsafeBufferPointer { isWanted in
      stream.types.withUnsafeBufferPointer { types in
        for (number, sentence) in stream.sentences.enumerated()
        where admitted[Int(sentence.turn)] {
          for index in Int(sentence.firstWord)..<stream.endWord(ofSentence: number)
          where isWanted[Int(types[index])] {
            let word = Int(types[index])
            for set in matcher.firstSet[word]..<matcher.firstSet[word + 1] {
              positions[Int(matcher.sets[Int(set)])].append(Int32(index))
            }
          }
        }
      }
    }
    return positions
  }

  private static func sentences(of stream: WordStream) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: stream.types.count) { buffer, count in
      for number in stream.sentences.indices {
        for index in Int(stream.sentences[number].firstWord)..<stream.endWord(ofSentence: number) {
          buffer[index] = Int32(number)
        }
      }
      count = stream.types.count
    }
  }

  // MARK: From hits to findings

  mutating func run(_ number: Int, into findings: inout Findings) {
    let rule = matcher.rules.rules[number]
    if case .words(let set) = rule.node, positions[set].isEmpty { return }
    let hits = evaluate(rule.node).filter { rule.speaker.admits(voices.voices[turn(of: $0.first)]) }
    guard !hits.isEmpty else { return }
    emit(hits, rule: number, unit: rule.unit, into: &findings)
  }

  private func emit(_ hits: [Hit], rule: Int, unit: CodedUnit, into findings: inout Findings) {
    var passages: [(extent: Range<UInt32>, hit: Hit)] = hits.map { (extent(of: $0, unit), $0) }
    passages.sort { a, b in
      (a.extent.lowerBound, a.extent.upperBound, a.hit.first, a.hit.last)
        < (b.extent.lowerBound, b.extent.upperBound, b.hit.first, b.hit.last)
    }
    var index = 0
    while index < passages.count {
      let extent = passages[index].extent
      let from = index
      while index < passages.count, passages[index].extent == extent { index += 1 }
      let places = self.places(of: passages[from..<index].map(\.hit))
      let first = findings.places.count
      if places != [extent] { findings.places += places }
      findings.items.append(
        Findings.Item(
          rule: UInt32(rule), start: extent.lowerBound, end: extent.upperBound,
          turn: UInt32(turn(of: passages[from].hit.first)),
          words: UInt32(stream.words(in: extent)), places: first..<findings.places.count))
    }
  }

  private func extent(of hit: Hit, _ unit: CodedUnit) -> Range<UInt32> {
    switch unit {
    case .match: return codePoints(hit.first, hit.last)
    case .sentence:
      let first = stream.sentences[Int(sentenceOf[Int(hit.first)])]
      return first.start..<stream.sentences[Int(sentenceOf[Int(hit.last)])].end
    case .turn:
      let sentences = stream.sentences(ofTurnAround: Int(sentenceOf[Int(hit.first)]))
      return stream.sentences[sentences.lowerBound]
        .start..<stream.sentences[sentences.upperBound - 1].end
    }
  }

  private func codePoints(_ first: Int32, _ last: Int32) -> Range<UInt32> {
    let end = Int(last)
    return stream.starts[Int(first)]..<stream.starts[end]
      + UInt32(matcher.lengths[Int(stream.types[end])])
  }

  /// The distinct places of hits, ascending.
  ///
  /// O(places × log places).
  private func places(of hits: [Hit]) -> [Range<UInt32>] {
    if hits.count == 1, hits[0].places < 0 { return [codePoints(hits[0].first, hits[0].last)] }
    var places =
      hits.lazy.filter { $0.places < 0 }.map(\.words)
      + self.places(in: hits.map(\.places).filter { $0 >= 0 })
    places.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var distinct: [Range<Int32>] = []
    for place in places where place != distinct.last { distinct.append(place) }
    return distinct.map { codePoints($0.lowerBound, $0.upperBound - 1) }
  }

  /// All places that links lead to; a link that several share is followed once.
  private func places(in links: [Int32]) -> [Range<Int32>] {
    var places: [Range<Int32>] = []
    var open = links
    var seen: Set<Int32> = []
    while let next = open.popLast() {
      guard next >= 0, seen.insert(next).inserted else { continue }
      let link = pool[Int(next)]
      if !link.place.isEmpty { places.append(link.place) }
      open.append(link.rest)
      open.append(link.other)
    }
    return places
  }

  private func turn(of word: Int32) -> Int {
    Int(stream.sentences[Int(sentenceOf[Int(word)])].turn)
  }

  // MARK: Expressions

  private mutating func evaluate(_ node: RuleSet.Node) -> [Hit] {
    switch node {
    case .words(let set): return positions[set].map { Hit($0, $0) }
    case .phrase(let parts): return phrase(parts)
    case .or(let terms):
      var hits: [Hit] = []
      for term in terms { hits += evaluate(term) }
      return inOrder(hits)
    case .and(let a, let b, let scope):
      let (left, right) = (evaluate(a), evaluate(b))
      if left.isEmpty || right.isEmpty { return [] }
      return inOrder(
        sharing(left, with: right, scope, wanted: true)
          + sharing(right, with: left, scope, wanted: true))
    case .not(let a, let b, let scope):
      let left = evaluate(a)
      return left.isEmpty ? [] : sharing(left, with: evaluate(b), scope, wanted: false)
    case .near(let a, let b, let words, let ordered):
      let left = evaluate(a)
      let right = left.isEmpty ? [] : evaluate(b)
      return ordered
        ? before(left, right, words: words) : near(left, right, words: words)
    case .negated(let a, let negators, let breaks, let words, let wanted):
      let left = evaluate(a)
      if left.isEmpty { return [] }
      return negated(
        left, by: evaluate(negators), breaks: evaluate(breaks), words: words, wanted: wanted)
    case .filtered(let a, let test):
      return evaluate(a).filter { voices.tests[test][turn(of: $0.first)] }
    case .spoken(let a, let speaker):
      return evaluate(a).filter { speaker.admits(voices.voices[turn(of: $0.first)]) }
    case .named(let number):
      // A name refers to names before it alone, so this never goes deeper than one expression.
      while named.count <= number { named.append(evaluate(matcher.rules.named[named.count])) }
      return named[number]
    }
  }

  /// Hits of consecutive parts within one sentence; for each end the shortest stretch.
  private mutating func phrase(_ parts: [RuleSet.Part]) -> [Hit] {
    let isTight = parts.allSatisfy { if case .gap = $0 { false } else { true } }
    var partial: [Hit]?
    var gap = 0...0
    for part in parts {
      switch part {
      case .gap(let words):
        gap = gap.lowerBound + words.lowerBound...gap.upperBound + words.upperBound
      case .words(let set):
        if let before = partial {
          partial = extended(before, by: positions[set], gap: gap, keepsPlaces: !isTight)
        } else {
          partial = positions[set].map { Hit($0, $0) }
        }
        if partial?.isEmpty == true { return [] }
        gap = 0...0
      }
    }
    return inOrder(partial ?? [])
  }

  /// Each position that a partial hit's end reaches across the gap, with the latest such hit.
  private mutating func extended(
    _ partial: [Hit], by positions: [Int32], gap: ClosedRange<Int>, keepsPlaces: Bool
  ) -> [Hit] {
    var hits: [Hit] = []
    var next = 0
    for position in positions {
      // Ends ascend with starts, so the nearest end in reach has the latest start.
      while next < partial.count, Int(position - partial[next].last) - 1 >= gap.lowerBound {
        next += 1
      }
      guard next > 0 else { continue }
      let before = partial[next - 1]
      guard Int(position - before.last) - 1 <= gap.upperBound,
        sentenceOf[Int(before.first)] == sentenceOf[Int(position)]
      else { continue }
      let places = keepsPlaces ? extended(before, by: position, isAdjacent: gap == 0...0) : -1
      hits.append(Hit(before.first, position, places: places))
    }
    return hits
  }

  /// The places of a growing phrase: words without a gap between them make one place.
  private mutating func extended(
    _ hit: Hit, by position: Int32, isAdjacent: Bool
  ) -> Int32 {
    guard isAdjacent else {
      return add(PlaceLink(place: position..<position + 1, rest: places(of: hit)))
    }
    if hit.places < 0 { return -1 }
    var link = pool[Int(hit.places)]
    link.place = link.place.lowerBound..<position + 1
    return add(link)
  }

  private mutating func add(_ link: PlaceLink) -> Int32 {
    pool.append(link)
    return Int32(pool.count - 1)
  }

  private mutating func places(of hit: Hit) -> Int32 {
    hit.places < 0 ? add(PlaceLink(place: hit.words, rest: -1)) : hit.places
  }

  private mutating func merged(_ a: Hit, _ b: Hit) -> Hit {
    let places = PlaceLink(place: 0..<0, rest: places(of: a), other: places(of: b))
    return Hit(min(a.first, b.first), max(a.last, b.last), places: add(places))
  }

  /// Ascending by first and last word, each stretch once and with all its places.
  private mutating func inOrder(_ hits: [Hit]) -> [Hit] {
    let sorted = hits.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
    var distinct: [Hit] = []
    distinct.reserveCapacity(hits.count)
    for hit in sorted {
      if let last = distinct.last, last.words == hit.words {
        if last.places != hit.places { distinct[distinct.count - 1] = merged(last, hit) }
      } else {
        distinct.append(hit)
      }
    }
    return distinct
  }

  // MARK: Operators

  /// The sentences within which a scope looks around a hit; never beyond its turn.
  private func reach(of hit: Hit, _ scope: Scope) -> ClosedRange<Int32> {
    let (first, last) = (sentenceOf[Int(hit.first)], sentenceOf[Int(hit.last)])
    switch scope {
    case .passage: return first...last
    case .sentences(let count):
      if count == 1 { return first...last }
      let turn = stream.sentences(ofTurnAround: Int(first))
      return max(
        Int32(turn.lowerBound), first - Int32(count - 1))...min(
          Int32(turn.upperBound - 1), last + Int32(count - 1))
    case .turn:
      let turn = stream.sentences(ofTurnAround: Int(first))
      return Int32(turn.lowerBound)...Int32(turn.upperBound - 1)
    }
  }

  /// The hits whose reach some other hit touches, or (not `wanted`) none does.
  private func sharing(
    _ hits: [Hit], with others: [Hit], _ scope: Scope, wanted: Bool
  ) -> [Hit] {
    var furthest: [Int32] = []  // the last sentence that the others up to here touch
    for other in others {
      furthest.append(max(furthest.last ?? -1, sentenceOf[Int(other.last)]))
    }
    return hits.filter { hit in
      let reach = reach(of: hit, scope)
      let count = others.partition { sentenceOf[Int($0.first)] > reach.upperBound }
      let isShared = count > 0 && furthest[count - 1] >= reach.lowerBound
      return isShared == wanted
    }
  }

  /// Each hit of either side with its nearest of the other, within one turn and not overlapping.
  private mutating func near(_ left: [Hit], _ right: [Hit], words: Int) -> [Hit] {
    inOrder(nearest(of: left, in: right, words: words) + nearest(of: right, in: left, words: words))
  }

  private mutating func nearest(of hits: [Hit], in others: [Hit], words: Int) -> [Hit] {
    let byEnd = others.byEnd
    var merged: [Hit] = []
    for a in hits {
      let before = before(a, in: byEnd, words: words)
      guard let b = nearer(a, before: before, after: after(a, in: others, words: words))
      else { continue }
      merged.append(self.merged(a, b))
    }
    return merged
  }

  /// Each hit of the left with the next of the right.
  private mutating func before(_ left: [Hit], _ right: [Hit], words: Int) -> [Hit] {
    var hits: [Hit] = []
    for a in left {
      if let b = after(a, in: right, words: words) { hits.append(merged(a, b)) }
    }
    return inOrder(hits)
  }

  private func nearer(_ a: Hit, before: Hit?, after: Hit?) -> Hit? {
    guard let before, let after else { return before ?? after }
    return a.first - before.last <= after.first - a.last ? before : after
  }

  private func after(_ a: Hit, in others: [Hit], words: Int) -> Hit? {
    let index = others.partition { $0.first > a.last }
    guard index < others.count else { return nil }
    let b = others[index]
    return Int(b.first - a.last) - 1 <= words && turn(of: b.first) == turn(of: a.last) ? b : nil
  }

  /// The nearest hit that ends before another starts; `others` ascend by their last word.
  private func before(_ a: Hit, in others: [Hit], words: Int) -> Hit? {
    let index = others.partition { $0.last >= a.first } - 1
    guard index >= 0 else { return nil }
    let b = others[index]
    return Int(a.first - b.last) - 1 <= words && turn(of: b.first) == turn(of: a.first) ? b : nil
  }

  /// Splits hits by whether a negation stands in the same sentence, so many words away at most,
  /// with neither punctuation nor a word that opens a clause between.
  private mutating func negated(
    _ hits: [Hit], by negators: [Hit], breaks: [Hit], words: Int, wanted: Bool
  ) -> [Hit] {
    let byEnd = negators.byEnd
    var result: [Hit] = []
    for hit in hits {
      let candidates = [
        before(hit, in: byEnd, words: words), after(hit, in: negators, words: words),
      ]
      let negator = candidates.lazy.compactMap { $0 }.first { isInClause(hit, $0, breaks) }
      switch (negator, wanted) {
      case (let negator?, true): result.append(merged(hit, negator))
      case (nil, false): result.append(hit)
      default: break
      }
    }
    return inOrder(result)
  }

  private func isInClause(_ a: Hit, _ b: Hit, _ breaks: [Hit]) -> Bool {
    let (left, right) = a.first < b.first ? (a, b) : (b, a)
    guard sentenceOf[Int(left.last)] == sentenceOf[Int(right.first)] else { return false }
    let clause = stream.clauseStarts.partition { Int32($0) > left.last }
    if clause < stream.clauseStarts.count, Int32(stream.clauseStarts[clause]) <= right.first {
      return false
    }
    let opener = breaks.partition { $0.first > left.last }
    return opener == breaks.count || breaks[opener].first >= right.first
  }
}

extension [Hit] {
  /// Ascending by last and first word.
  fileprivate var byEnd: [Hit] { sorted { ($0.last, $0.first) < ($1.last, $1.first) } }
}
