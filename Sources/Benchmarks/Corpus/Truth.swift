/// How often each rule must find something, counted without `zicht`: planted items as they were
/// planted, the other rules by trying them letter by letter on every word of the lexicon.
struct Truth: Equatable {
  struct Count: Equatable {
    var code: String
    /// In anybody's words.
    var everyone: Int
    /// In respondents' words, by neighbourhood.
    var neighbourhoods: [Int]
  }

  var counts: [Count] = []
  /// What the changed rule finds.
  var edited = 0
  /// What all rules find in the interview added later, with the changed rule among them.
  var added = 0

  var total: Int { counts.reduce(0) { $0 + $1.everyone } }
}

/// How often words and planted items occur, while a corpus is written.
struct UseCounts {
  private(set) var everyone: [Int]
  private(set) var respondents: [[Int]]
  private let items: Int

  init(lexicon: Lexicon) {
    items = PlantedItems.standard.phrases.count + PlantedItems.standard.pairs.count
    everyone = Array(repeating: 0, count: items + lexicon.words.count)
    respondents = Array(repeating: everyone, count: Person.neighbourhoods.count)
  }

  mutating func add(_ interview: Interview) {
    let neighbourhood = interview.person.neighbourhood
    for use in interview.respondentsItems + interview.respondentsWords.map({ $0 + items }) {
      everyone[use] += 1
      respondents[neighbourhood][use] += 1
    }
    for use in interview.interviewersItems + interview.interviewersWords.map({ $0 + items }) {
      everyone[use] += 1
    }
  }

  /// What a rule finds, by slot of `everyone`: so many times in each use of it.
  func finds(of rule: PlainRule, parts: [[[UInt8]]]) -> [(use: Int, times: Int)] {
    if let item = rule.item { return [(item, 1)] }
    let core = SlowMatch.folded(rule.core)
    return parts.enumerated().compactMap { number, parts in
      let times = parts.count { SlowMatch.isFound(core, in: $0, as: rule.kind) }
      return times > 0 ? (items + number, times) : nil
    }
  }
}

/// Words compared letter by letter, with nothing taken from the engine that is measured.
enum SlowMatch {
  /// Hyphens and apostrophes part words.
  static func parts(_ word: String) -> [[UInt8]] {
    folded(word).split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "'") }.map(Array.init)
  }

  static func folded(_ word: String) -> [UInt8] {
    Array(String(word.lowercased().map { plain[$0] ?? $0 }).utf8)
  }

  static func isFound(_ core: [UInt8], in word: [UInt8], as kind: PlainRule.Kind) -> Bool {
    guard core.count <= word.count else { return false }
    return switch kind {
    case .word: core == word
    case .prefix: word.starts(with: core)
    case .suffix: word.suffix(core.count).elementsEqual(core)
    case .infix: (0...word.count - core.count).contains { word[$0...].starts(with: core) }
    case .phrase, .near: false
    }
  }

  private static let plain: [Character: Character] = [
    "é": "e", "ë": "e", "è": "e", "ê": "e", "ï": "i", "ö": "o", "ó": "o", "ü": "u",
  ]
}

extension Truth {
  /// O(rules × types).
  init(_ uses: UseCounts, added: UseCounts, lexicon: Lexicon) {
    let parts = lexicon.words.map(SlowMatch.parts)
    let book = RuleBook.standard
    for (number, rule) in book.rules.enumerated() {
      let finds = uses.finds(of: rule, parts: parts)
      let sum = { (counts: [Int]) in finds.reduce(0) { $0 + counts[$1.use] * $1.times } }
      counts.append(
        Count(
          code: book.codes[number], everyone: sum(uses.everyone),
          neighbourhoods: uses.respondents.map(sum)))
    }
    for (number, rule) in RuleBook.edited.rules.enumerated() {
      let finds = uses.finds(of: rule, parts: parts)
      self.added += finds.reduce(0) { $0 + added.everyone[$1.use] * $1.times }
      if number == RuleBook.changed {
        edited = finds.reduce(0) { $0 + uses.everyone[$1.use] * $1.times }
      }
    }
  }
}

extension Truth {
  /// Lines of tab-separated values: a code, everyone's count, and one for each neighbourhood.
  var text: String {
    let rows = counts.map { ([$0.everyone] + $0.neighbourhoods).map(String.init) }
    return zip(counts, rows).map { ([$0.code] + $1).joined(separator: "\t") + "\n" }.joined()
      + "edited\t\(edited)\nadded\t\(added)\n"
  }

  init(text: String) {
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t")
      let numbers = cells.dropFirst().compactMap { Int($0) }
      switch cells.first {
      case "edited": edited = numbers.first ?? 0
      case "added": added = numbers.first ?? 0
      default:
        counts.append(
          Count(
            code: String(cells.first ?? ""), everyone: numbers.first ?? 0,
            neighbourhoods: Array(numbers.dropFirst())))
      }
    }
  }
}
