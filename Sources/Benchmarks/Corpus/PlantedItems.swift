/// Phrases and pairs of words that are put into the text on purpose.
///
/// Each has words found nowhere else, so that the number planted is the number that is there.
struct PlantedItems {
  let phrases: [[String]]
  let pairs: [(head: String, tail: String)]

  static let standard = PlantedItems()

  private init() {
    let openers = ["gedwongen", "sociale", "het oude", "verlies van", "tijdelijke", "weg met"]
    let stems = DutchWords.stems
    phrases = (0..<40).map { index in
      openers[index % openers.count].split(separator: " ").map(String.init)
        + [stems[index] + "spook"]
    }
    pairs = (0..<20).map { (stems[$0] + "droom", stems[$0] + "dreun") }
  }

  /// The words that only planting brings into a text.
  var words: [String] {
    phrases.compactMap(\.last) + pairs.flatMap { [$0.head, $0.tail] }
  }

  /// Words of phrases that must have a number, though they occur elsewhere too.
  var openers: [String] { phrases.flatMap { $0.dropLast() } }
}
