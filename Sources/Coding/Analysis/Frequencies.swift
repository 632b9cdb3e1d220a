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
    let groupOf = makeGroups(voices, crossing: crossing)
    let numbers = VoiceNumbers(voices)
    count(voices, numbers, groupOf)
    count(codes: codes, counts, voices, numbers, groupOf)
  }

  /// Sets the groups up and says which each voice belongs to.
  private mutating func makeGroups(_ voices: [Voice], crossing: Bool) -> [Int] {
    let keys = voices.map { voice in attributes.map { voice.attributes[$0] ?? "" } }
    var values = Set(keys)
    if crossing, !attributes.isEmpty {
      let lists = attributes.indices.map { index in Array(Set(keys.map { $0[index] })) }
      if lists.reduce(1, { $0 * max(1, $1.count) }) <= 20_000 {
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

  private mutating func count(_ voices: [Voice], _ numbers: VoiceNumbers, _ groupOf: [Int]) {
    var seen = Distinct()
    for (index, voice) in voices.enumerated() {
      let group = groupOf[index]
      groups[group].words += voice.words
      total.words += voice.words
      if seen.insert(.transcript, numbers.transcript[index], group) {
        groups[group].transcripts += 1
      }
      if seen.insert(.transcript, numbers.transcript[index], -1) { total.transcripts += 1 }
      guard let respondent = numbers.respondent[index], voice.words > 0 else { continue }
      if seen.insert(.respondent, respondent, group) {
        groups[group].respondents += 1
        if !seen.insert(.respondent, respondent, -1) { respondentsInSeveral += 1 } else {
          total.respondents += 1
        }
      }
    }
  }

  private mutating func count(
    codes: Int, _ counts: [CodeCount], _ voices: [Voice], _ numbers: VoiceNumbers,
    _ groupOf: [Int]
  ) {
    cells = Array(repeating: Array(repeating: Cell(), count: groups.count), count: codes)
    totals = Array(repeating: Cell(), count: codes)
    let byCode = counts.sorted { $0.code < $1.code }
    var index = 0
    while index < byCode.count {
      let code = byCode[index].code
      var seen = Distinct()
      while index < byCode.count, byCode[index].code == code {
        add(byCode[index], numbers, groupOf, &seen)
        index += 1
      }
    }
  }

  private mutating func add(
    _ count: CodeCount, _ numbers: VoiceNumbers, _ groupOf: [Int], _ seen: inout Distinct
  ) {
    let group = groupOf[count.voice]
    cells[count.code][group].segments += count.segments
    cells[count.code][group].words += count.words
    totals[count.code].segments += count.segments
    totals[count.code].words += count.words
    let transcript = numbers.transcript[count.voice]
    if seen.insert(.transcript, transcript, group) { cells[count.code][group].transcripts += 1 }
    if seen.insert(.transcript, transcript, -1) { totals[count.code].transcripts += 1 }
    guard let respondent = numbers.respondent[count.voice] else { return }
    if seen.insert(.respondent, respondent, group) { cells[count.code][group].respondents += 1 }
    if seen.insert(.respondent, respondent, -1) { totals[count.code].respondents += 1 }
  }
}

/// Respondents and transcripts as small numbers.
private struct VoiceNumbers {
  var respondent: [Int?]
  var transcript: [Int]

  init(_ voices: [Voice]) {
    var respondents: [String: Int] = [:]
    var transcripts: [String: Int] = [:]
    func number(_ name: String, in names: inout [String: Int]) -> Int {
      if let known = names[name] { return known }
      names[name] = names.count
      return names.count - 1
    }
    respondent = voices.map { voice in
      voice.respondent.map { number($0, in: &respondents) }
    }
    transcript = voices.map { number($0.transcript, in: &transcripts) }
  }
}

/// What has been counted, so that it counts once per group (-1: in all).
private struct Distinct {
  enum Unit: Int { case respondent, transcript }
  private struct Key: Hashable {
    var unit: Unit
    var number: Int
    var group: Int
  }
  private var seen: Set<Key> = []

  mutating func insert(_ unit: Unit, _ number: Int, _ group: Int) -> Bool {
    seen.insert(Key(unit: unit, number: number, group: group)).inserted
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
