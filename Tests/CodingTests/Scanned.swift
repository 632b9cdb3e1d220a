@testable import Coding

/// A text cut into words and sentences, for tests: turns are the stretches between form feeds.
enum Scanned {
  static func words(of text: String) -> (stream: WordStream, vocabulary: Vocabulary) {
    words(of: SourceText(text), turns: turns(of: text))
  }

  static func words(of text: SourceText, turns: [Turn]) -> (
    stream: WordStream, vocabulary: Vocabulary
  ) {
    var vocabulary = Vocabulary()
    let stream = WordScanner.scan(text, turns: turns, vocabulary: &vocabulary)
    return (stream, vocabulary)
  }

  static func turns(of text: String) -> [Turn] {
    var turns: [Turn] = []
    var start = 0
    for part in SourceText(text).string.unicodeScalars.split(
      separator: "\u{c}", omittingEmptySubsequences: false)
    {
      let length = String(part).utf8.count
      turns.append(Turn(speaker: nil, range: start..<start + length))
      start += length + 1
    }
    return turns
  }
}
