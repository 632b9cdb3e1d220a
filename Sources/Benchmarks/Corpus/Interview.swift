import Harness

/// Someone who is interviewed, as header and table tell.
struct Person {
  static let neighbourhoods = [
    ("Duindorp", "Den Haag"), ("Transvaal", "Den Haag"), ("Laakkwartier", "Den Haag"),
    ("Spangen", "Rotterdam"), ("Pendrecht", "Rotterdam"), ("Hoogvliet", "Rotterdam"),
    ("Bijlmermeer", "Amsterdam"), ("Slotermeer", "Amsterdam"), ("Kanaleneiland", "Utrecht"),
    ("Overvecht", "Utrecht"), ("Vreewijk", "Rotterdam"), ("De Hoogte", "Groningen"),
  ]
  static let roles = [
    "bewoner", "bewoner", "bewoner", "oud-bewoner", "corporatiemedewerker", "ambtenaar",
    "wethouder", "opbouwwerker", "winkelier",
  ]
  static let attributeNames = ["neighbourhood", "city", "role", "date"]

  let id: String
  /// Number of the neighbourhood.
  let neighbourhood: Int
  let role: String
  let date: String

  init(number: Int, _ random: inout SplitMix64) {
    id = "R" + padded(number, to: 5)
    neighbourhood = random.below(Self.neighbourhoods.count)
    role = random.pick(Self.roles)
    date = [2003 + random.below(7), 1 + random.below(12), 1 + random.below(28)]
      .map { padded($0, to: 2) }.joined(separator: "-")
  }

  /// In the order of `attributeNames`.
  var attributes: [String] {
    let (name, city) = Self.neighbourhoods[neighbourhood]
    return [name, city, role, date]
  }
}

/// A transcript, and what was said in it by number of the word.
struct Interview {
  var person: Person
  var text: String
  var respondentsWords: [Int] = []
  var interviewersWords: [Int] = []
  /// Numbers of the planted items, phrases first, then pairs.
  var respondentsItems: [Int] = []
  var interviewersItems: [Int] = []
}

/// Writes interviews: turns by turns, in sentences.
struct InterviewWriter {
  let lexicon: Lexicon
  let sampler: ZipfSampler
  private let connectives: Set<Int>
  private let plantedPhrases: [[Int]]
  private let plantedPairs: [(head: Int, tail: Int)]

  init(lexicon: Lexicon) {
    self.lexicon = lexicon
    sampler = ZipfSampler(types: lexicon.firstPlanted)
    connectives = Set(["maar", "en", "want", "dus", "ja", "nou"].map { lexicon.number(of: $0) })
    plantedPhrases = PlantedItems.standard.phrases.map { $0.map { lexicon.number(of: $0) } }
    plantedPairs = PlantedItems.standard.pairs.map {
      (lexicon.number(of: $0.head), lexicon.number(of: $0.tail))
    }
  }

  /// Depends on seed, number and words alone, in O(words).
  func interview(number: Int, words: Int, seed: UInt64) -> Interview {
    var random = SplitMix64(seed: seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    let person = Person(number: number, &random)
    var interview = Interview(person: person, text: header(person))
    var isRespondent = false
    while interview.respondentsWords.count + interview.interviewersWords.count < words {
      turn(isRespondent, in: &interview, &random)
      isRespondent.toggle()
    }
    return interview
  }

  private func header(_ person: Person) -> String {
    let lines = zip(Person.attributeNames, person.attributes).map { "\($0): \($1)\n" }
    return "respondent: \(person.id)\n" + lines.joined() + "\n"
  }

  private func turn(
    _ isRespondent: Bool, in interview: inout Interview, _ random: inout SplitMix64
  ) {
    interview.text += isRespondent ? "Respondent:" : "Interviewer:"
    for _ in 0..<(isRespondent ? 3 + random.below(17) : 1 + random.below(3)) {
      let sentence = sentence(&random)
      write(sentence, to: &interview.text, &random)
      if isRespondent {
        interview.respondentsWords += sentence.words
        if let item = sentence.item { interview.respondentsItems.append(item) }
      } else {
        interview.interviewersWords += sentence.words
        if let item = sentence.item { interview.interviewersItems.append(item) }
      }
    }
    interview.text += "\n\n"
  }

  private struct Sentence {
    var words: [Int]
    /// Number of the planted item in it.
    var item: Int?
  }

  /// One in forty has a phrase, one in a hundred and fifty a pair with up to four words between.
  private func sentence(_ random: inout SplitMix64) -> Sentence {
    var sentence = Sentence(words: (0..<5 + random.below(17)).map { _ in sampler.draw(&random) })
    let place = 1 + random.below(sentence.words.count)
    if random.chance(in: 40) {
      let number = random.below(plantedPhrases.count)
      sentence.words.insert(contentsOf: plantedPhrases[number], at: place)
      sentence.item = number
    } else if random.chance(in: 150) {
      let number = random.below(plantedPairs.count)
      let between = (0..<random.below(5)).map { _ in sampler.draw(&random) }
      let pair = plantedPairs[number]
      sentence.words.insert(contentsOf: [pair.head] + between + [pair.tail], at: place)
      sentence.item = plantedPhrases.count + number
    }
    return sentence
  }

  private func write(
    _ sentence: Sentence, to text: inout String, _ random: inout SplitMix64
  ) {
    for (place, number) in sentence.words.enumerated() {
      let word = lexicon.words[number]
      text += " "
      text += place == 0 ? capitalized(word) : word
      // No comma parts what was planted.
      if sentence.item == nil, place > 2, place < sentence.words.count - 2,
        connectives.contains(number)
      {
        text += ","
      }
    }
    text += random.pick([".", ".", ".", ".", ".", ".", ".", ".", "?", "…"])
    if random.chance(in: 500) { text += random.pick([" 🙂", " 🏠", " 👍🏽"]) }
  }
}
