/// How often a code was given in one voice: distinct segments, and the words in them.
package struct CodeCount: Sendable, Equatable {
  /// Index of the code among those asked for.
  package var code: Int
  /// Index of the voice.
  package var voice: Int
  package var segments: Int
  package var words: Int

  package init(code: Int, voice: Int, segments: Int, words: Int) {
    (self.code, self.voice, self.segments, self.words) = (code, voice, segments, words)
  }
}

/// Code frequencies, in all and by groups of attributes.
///
/// A group holds the voices that have its attributes. Denominators are the group's own: its
/// respondents, its transcripts, its words; a group may have none of them, which is shown.
package struct Frequencies: Sendable, Equatable {
  /// Voices that share the values of the attributes asked for.
  package struct Group: Sendable, Equatable {
    /// One value per attribute; empty where the voices have none.
    package var values: [String]
    package var respondents = 0
    package var transcripts = 0
    package var words = 0

    package init(values: [String]) { self.values = values }
  }

  /// One code in one group.
  package struct Cell: Sendable, Equatable {
    package var segments = 0
    /// Words in the segments.
    package var words = 0
    /// Respondents with at least one segment.
    package var respondents = 0
    /// Transcripts with at least one segment.
    package var transcripts = 0
    package init() {}
  }

  /// Names of the attributes that groups are made by; none for one group of all.
  package let attributes: [String]
  package private(set) var groups: [Group] = []
  /// By code and group.
  package private(set) var cells: [[Cell]] = []
  /// All voices together.
  package private(set) var total: Group
  /// By code, over all groups.
  package private(set) var totals: [Cell] = []
  /// Respondents that stand in more than one group, whose counts therefore don't add up.
  package private(set) var respondentsInSeveral = 0

  /// O(voices + counts) with a logarithm for sorting the groups.
  ///
  /// - Parameters:
  ///   - codes: how many codes there are.
  ///   - voices: those that count, filtered before.
  ///   - counts: at most one for each code and voice; others' voices are ignored.
  ///   - attributes: names to group by, outermost first.
  ///   - crossing: whether every combination of values becomes a group, also without voices.
  package init(
    codes: Int, voices: [Voice], counts: [CodeCount], by attributes: [String],
    crossing: Bool = true
  ) {
    self.attributes = attributes
    total = Group(values: [])
    let numbers = VoiceNumbers(voices, groups: makeGroups(voices, crossing: crossing))
    count(voices, numbers)
    count(codes: codes, counts, numbers)
  }

  /// Sets the groups up and says which each voice belongs to.
  private mutating func makeGroups(_ voices: [Voice], crossing: Bool) -> [Int] {
    let keys = voices.map { voice in attributes.map { voice.attributes[$0] ?? "" } }
    // Without attributes there is one group, be it of nobody.
    var values = attributes.isEmpty ? [[]] : Set(keys)
    if crossing, !attributes.isEmpty {
      let lists = attributes.indices.map { index in Array(Set(keys.map { $0[index] })) }
      // Stop short of multiplying what would be too many anyway.
      if lists.reduce(1, { $0 > 20_000 ? $0 : $0 * max(1, $1.count) }) <= 20_000 {
        values = Set(
          lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } })
      }
    }
    let sorted = values.sorted { $0.isOrderedBefore($1) }
    groups = sorted.map(Group.init)
    var index: [[String]: Int] = [:]
    for (number, key) in sorted.enumerated() { index[key] = number }
    return keys.map { index[$0] ?? 0 }
  }

  private mutating func count(_ voices: [Voice], _ numbers: VoiceNumbers) {
    var seen = Stamps(numbers)
    for (index, voice) in voices.enumerated() {
      let group = numbers.group[index]
      groups[group].words += voice.words
      total.words += voice.words
      if seen.isNew(.transcriptInGroup, index) { groups[group].transcripts += 1 }
      if seen.isNew(.transcript, index) { total.transcripts += 1 }
      guard numbers.respondent[index] != nil, voice.words > 0 else { continue }
      guard seen.isNew(.respondentInGroup, index) else { continue }
      groups[group].respondents += 1
      if seen.isNew(.respondent, index) {
        total.respondents += 1
      } else {
        respondentsInSeveral += 1
      }
    }
  }

  private mutating func count(codes: Int, _ counts: [CodeCount], _ numbers: VoiceNumbers) {
    cells = Array(repeating: Array(repeating: Cell(), count: groups.count), count: codes)
    totals = Array(repeating: Cell(), count: codes)
    let isSorted = zip(counts, counts.dropFirst()).allSatisfy { $0.code <= $1.code }
    let byCode = isSorted ? counts : counts.sorted { $0.code < $1.code }
    var seen = Stamps(numbers)
    var index = 0
    while index < byCode.count {
      let code = byCode[index].code
      var row = cells[code]
      seen.forget()
      while index < byCode.count, byCode[index].code == code {
        add(byCode[index], to: &row, numbers, &seen)
        index += 1
      }
      cells[code] = row
    }
  }

  private mutating func add(
    _ count: CodeCount, to row: inout [Cell], _ numbers: VoiceNumbers, _ seen: inout Stamps
  ) {
    let (code, voice) = (count.code, count.voice)
    let group = numbers.group[voice]
    row[group].segments += count.segments
    row[group].words += count.words
    totals[code].segments += count.segments
    totals[code].words += count.words
    if seen.isNew(.transcriptInGroup, voice) { row[group].transcripts += 1 }
    if seen.isNew(.transcript, voice) { totals[code].transcripts += 1 }
    guard numbers.respondent[voice] != nil else { return }
    if seen.isNew(.respondentInGroup, voice) { row[group].respondents += 1 }
    if seen.isNew(.respondent, voice) { totals[code].respondents += 1 }
  }
}

/// For each voice its group, respondent and transcript as small numbers, and the pairs of them.
private struct VoiceNumbers {
  let group: [Int]
  private(set) var respondent: [Int?] = []
  private(set) var transcript: [Int] = []
  private(set) var respondentInGroup: [Int?] = []
  private(set) var transcriptInGroup: [Int] = []

  private struct Pair: Hashable {
    var name: Int
    var group: Int
  }

  init(_ voices: [Voice], groups: [Int]) {
    group = groups
    var respondents: [String: Int] = [:]
    var transcripts: [String: Int] = [:]
    var pairs: [Pair: Int] = [:]
    var transcriptPairs: [Pair: Int] = [:]
    for (voice, group) in zip(voices, groups) {
      let place = Self.number(voice.transcript, in: &transcripts)
      transcript.append(place)
      transcriptInGroup.append(
        Self.number(Pair(name: place, group: group), in: &transcriptPairs))
      let who = voice.respondent.map { Self.number($0, in: &respondents) }
      respondent.append(who)
      respondentInGroup.append(
        who.map { Self.number(Pair(name: $0, group: group), in: &pairs) })
    }
  }

  private static func number<Key: Hashable>(_ key: Key, in numbers: inout [Key: Int]) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = numbers.count
    return numbers.count - 1
  }
}

/// What has been counted, so that it counts once: a stamp per thing, forgotten by raising the stamp.
private struct Stamps {
  enum Unit { case respondent, transcript, respondentInGroup, transcriptInGroup }
  private let numbers: VoiceNumbers
  private var respondents: [Int32]
  private var transcripts: [Int32]
  private var respondentPairs: [Int32]
  private var transcriptPairs: [Int32]
  private var stamp: Int32 = 1

  init(_ numbers: VoiceNumbers) {
    self.numbers = numbers
    // There are at most as many of each as voices.
    let none = [Int32](repeating: 0, count: numbers.group.count)
    (respondents, transcripts, respondentPairs, transcriptPairs) = (none, none, none, none)
  }

  mutating func forget() { stamp += 1 }

  mutating func isNew(_ unit: Unit, _ voice: Int) -> Bool {
    switch unit {
    case .respondent:
      Self.mark(&respondents, numbers.respondent[voice] ?? 0, stamp)
    case .transcript: Self.mark(&transcripts, numbers.transcript[voice], stamp)
    case .respondentInGroup:
      Self.mark(&respondentPairs, numbers.respondentInGroup[voice] ?? 0, stamp)
    case .transcriptInGroup:
      Self.mark(&transcriptPairs, numbers.transcriptInGroup[voice], stamp)
    }
  }

  private static func mark(_ marks: inout [Int32], _ index: Int, _ stamp: Int32) -> Bool {
    if marks[index] == stamp { return false }
    marks[index] = stamp
    return true
  }
}

extension [String] {
  /// Value by value: numbers by size, texts by their code points, and what is missing last.
  fileprivate func isOrderedBefore(_ other: [String]) -> Bool {
    for (a, b) in zip(self, other) where a != b {
      if a.isEmpty || b.isEmpty { return b.isEmpty }
      if let x = Int(a), let y = Int(b), x != y { return x < y }
      return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
    }
    return false
  }
}
