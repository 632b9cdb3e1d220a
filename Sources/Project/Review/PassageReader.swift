import Coding
import SQLite

/// Reads passages one after another; the text at hand stays in memory.
package final class PassageReader {
  let project: Project
  private let voices: VoiceIndex
  private let allVoices: [Voice]
  private var text: (version: Int, quotes: QuoteReader, length: Int)?
  private var turns: [(range: Range<Int>, speaker: Int)] = []
  private var times: [TimeSpan?] = []
  let codes: [Int: String]
  let layer: String

  package init(_ project: Project, layer: String) throws {
    (self.project, self.layer) = (project, layer)
    allVoices = try project.voices()
    voices = VoiceIndex(allVoices)
    codes = Dictionary(
      uniqueKeysWithValues: try project.codes(includingRetired: true).map { ($0.id, $0.path) })
  }

  /// Characters shown before and after, where nothing is widened.
  private static let reach = 280

  /// A passage in its turn, or with more around it: each step shows a turn more on both sides.
  package func context(of item: ReviewItem, steps: Int = 0) throws -> PassageContext {
    let quotes = try read(item.version)
    let range = item.range
    let turn = turns.firstIndex { $0.range.overlaps(range) }
    let bounds = clipped(extent(around: range, steps: steps), around: range, steps: steps, quotes)
    return PassageContext(
      voice: voices[item.version, turn.map { turns[$0].speaker } ?? item.speaker]
        .map { allVoices[$0] },
      turn: turn.map { $0 + 1 }, time: turn.flatMap { $0 < times.count ? times[$0] : nil },
      before: quotes.quote(bounds.range.lowerBound..<range.lowerBound),
      passage: quotes.quote(range),
      after: quotes.quote(range.upperBound..<bounds.range.upperBound),
      isCutBefore: bounds.isCutBefore, isCutAfter: bounds.isCutAfter,
      rules: try rules(of: item, quotes), remarks: try remarks(on: item))
  }

  /// The words of a version at some places.
  package func quote(_ range: Range<Int>, of version: Int) throws -> String {
    try read(version).quote(range)
  }

  /// Characters of a version's text.
  package func length(of version: Int) throws -> Int {
    _ = try read(version)
    return text?.length ?? 0
  }

  /// The words around a passage, each with its place: those of the turns it stands in.
  package func words(around range: Range<Int>, of version: Int) throws -> [Range<Int>] {
    let quotes = try read(version)
    let extent = extent(around: range, steps: 0)
    var words: [Range<Int>] = []
    var start: Int?
    var offset = extent.lowerBound
    for scalar in quotes.quote(extent).unicodeScalars {
      if scalar.properties.isWhitespace {
        if let first = start { words.append(first..<offset) }
        start = nil
      } else if start == nil {
        start = offset
      }
      offset += 1
    }
    if let first = start { words.append(first..<offset) }
    return words
  }

  private func read(_ version: Int) throws -> QuoteReader {
    if let text, text.version == version { return text.quotes }
    let bytes = try project.text(ofVersion: version)
    let quotes = QuoteReader(bytes)
    text = (version, quotes, bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) })
    turns = try project.turns(of: version)
    times = try project.turnTimes(of: version)
    return quotes
  }

  /// The turns that a passage stands in, with some around them; all of the text where it has none.
  private func extent(around range: Range<Int>, steps: Int) -> Range<Int> {
    let length = max(text?.length ?? 0, range.upperBound)
    guard let first = turns.firstIndex(where: { $0.range.overlaps(range) }),
      let last = turns.lastIndex(where: { $0.range.overlaps(range) })
    else { return 0..<length }
    // With more than its own turn the labels of the others are shown, as the text has them.
    let start = first - steps > 0 || steps == 0 ? turns[max(0, first - steps)].range.lowerBound : 0
    let end =
      last + steps < turns.count - 1 || steps == 0
      ? turns[min(turns.count - 1, last + steps)].range.upperBound : length
    return min(start, range.lowerBound)..<max(end, range.upperBound)
  }

  /// No more than a reader wants to see at once, cut between words.
  private func clipped(
    _ extent: Range<Int>, around range: Range<Int>, steps: Int, _ quotes: QuoteReader
  ) -> (range: Range<Int>, isCutBefore: Bool, isCutAfter: Bool) {
    let reach = Self.reach << min(2 * steps, 20)
    var (start, end) = (extent.lowerBound, extent.upperBound)
    if range.lowerBound - start > reach {
      let words = quotes.quote(range.lowerBound - reach..<range.lowerBound).unicodeScalars
      let skipped = words.prefix { !$0.properties.isWhitespace }.count
      start = range.lowerBound - reach + (skipped < words.count ? skipped + 1 : 0)
    }
    if end - range.upperBound > reach {
      let words = quotes.quote(range.upperBound..<range.upperBound + reach).unicodeScalars
      let skipped = words.reversed().prefix { !$0.properties.isWhitespace }.count
      end = range.upperBound + reach - (skipped < words.count ? skipped + 1 : 0)
    }
    return (start..<end, start > extent.lowerBound, end < extent.upperBound)
  }
}
