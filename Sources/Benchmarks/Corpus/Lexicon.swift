import Harness

/// The words of a corpus by number: the frequent ones first, planted ones last.
struct Lexicon {
  let words: [String]
  /// Words from this number on come from planting alone.
  let firstPlanted: Int
  private let numbers: [String: Int]

  /// O(types).
  init(types: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let planted = PlantedItems.standard
    var maker = WordMaker(avoiding: planted.words)
    var words = maker.take(DutchWords.function + DutchWords.content + planted.openers)
    let compounds = maker.take(WordMaker.compounds(&random), atMost: types * 16 / 100)
    var invented = maker.invent(types - words.count - compounds.count, &random)
    Self.shortFirst(&invented, &random)
    // The most frequent words are short; compounds are rare.
    words += invented.prefix(1500)
    var rare = compounds + invented.dropFirst(1500)
    random.shuffle(&rare)
    words += rare
    firstPlanted = words.count
    self.words = words + planted.words
    numbers = Dictionary(
      self.words.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of a word that the lexicon has.
  func number(of word: String) -> Int {
    guard let number = numbers[word] else { preconditionFailure("'\(word)' is in the lexicon") }
    return number
  }

  private static func shortFirst(_ words: inout [String], _ random: inout SplitMix64) {
    let keyed = words.map { ($0.utf8.count * 4 + random.below(16), $0) }
    words = keyed.sorted { $0 < $1 }.map(\.1)
  }
}

/// Makes words, each once.
struct WordMaker {
  private var seen: Set<String>

  init(avoiding words: [String]) { seen = Set(words) }

  mutating func take(_ words: [String], atMost limit: Int = .max) -> [String] {
    var taken: [String] = []
    for word in words where taken.count < limit && seen.insert(word).inserted {
      taken.append(word)
    }
    return taken
  }

  /// Two or three stems in one word, some with a plural or a hyphen, in a random order.
  static func compounds(_ random: inout SplitMix64) -> [String] {
    var compounds: [String] = []
    for first in DutchWords.stems {
      for second in DutchWords.stems where second != first {
        let word = compound(first, second)
        compounds.append(word)
        if random.chance(in: 2) { compounds.append(word + "en") }
        if random.chance(in: 2) { compounds.append(compound(word, random.pick(DutchWords.stems))) }
        if random.chance(in: 16) { compounds.append(first + "-" + second) }
      }
    }
    random.shuffle(&compounds)
    return compounds
  }

  static func compound(_ first: String, _ second: String) -> String {
    let isLinked = DutchWords.linked.contains { first.hasSuffix($0) }
    return first + (isLinked ? "s" : "") + second
  }

  /// Words that sound Dutch; a few are names.
  mutating func invent(_ count: Int, _ random: inout SplitMix64) -> [String] {
    var invented: [String] = []
    while invented.count < count {
      let word = Self.invent(&random)
      if seen.insert(word).inserted { invented.append(word) }
    }
    return invented
  }

  private static func invent(_ random: inout SplitMix64) -> String {
    var word = random.pick(DutchWords.prefixes)
    for _ in 0..<random.pick([1, 1, 1, 2, 2, 2, 3]) {
      word += random.pick(DutchWords.onsets) + vowel(&random) + random.pick(DutchWords.codas)
    }
    word += random.pick(DutchWords.suffixes)
    return random.chance(in: 30) ? capitalized(word) : word
  }

  /// Accents are rare.
  private static func vowel(_ random: inout SplitMix64) -> String {
    let plain = DutchWords.nuclei.count - 3
    return DutchWords.nuclei[
      random.chance(in: 60) ? plain + random.below(3) : random.below(plain)]
  }
}

/// With a capital first letter.
func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
