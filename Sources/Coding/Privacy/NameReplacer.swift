/// Finds the words of a list in texts, as whole words, and replaces them.
///
/// Of names that begin at one place the longest counts; behind it the search goes on. A possessive
/// `s` at the end of a name stays behind its pseudonym, unless the list has the longer word itself.
/// Spelled alike are: accents composed or not, unseen characters within a word, spaces of any kind
/// and number, straight and curly apostrophes.
package struct NameReplacer: Sendable {
  package struct Hit: Sendable, Equatable {
    /// Bytes of the text, without a possessive `s`.
    package var range: Range<Int>
    /// Index in `entries`.
    package var entry: Int
    package var isPossessive: Bool
  }

  private struct Name: Sendable {
    var words: [String]
    /// Between the words.
    var gaps: [String]
    var before: String
    var after: String
    var entry: Int
    var takesPossessive: Bool
    /// Signs around the words: with more of them a name is longer.
    var signs: Int { before.utf8.count + after.utf8.count }
  }

  package let entries: [Pseudonym]
  private let ignoresCase: Bool
  /// By their first word, those of the most words first.
  private var names: [String: [Name]] = [:]

  /// O(entries).
  package init(_ entries: [Pseudonym], ignoringCase: Bool = false) {
    (self.entries, ignoresCase) = (entries, ignoringCase)
    for index in entries.indices {
      guard let name = name(index) else { continue }
      names[name.words[0], default: []].append(name)
    }
    for first in names.keys {
      names[first]?.sort { a, b in
        (a.words.count, a.signs, b.entry) > (b.words.count, b.signs, a.entry)
      }
    }
  }

  private func name(_ index: Int) -> Name? {
    let text = Array(entries[index].text.utf8)
    let spans = WordSpans.ranges(in: text, 0..<text.count)
    guard let first = spans.first, let last = spans.last else { return nil }
    return Name(
      words: spans.map { word(text, $0) },
      gaps: zip(spans, spans.dropFirst()).map { gap(text, $0.upperBound..<$1.lowerBound) },
      before: gap(text, 0..<first.lowerBound), after: gap(text, last.upperBound..<text.count),
      entry: index,
      takesPossessive: last.upperBound == text.count && Ascii.isLetter(text[text.count - 1])
        && text[text.count - 1] != UInt8(ascii: "s"))
  }

  /// Places of names, ascending, none reaching over a border between stretches.
  ///
  /// `stretches` are disjoint and ascending; all of the text where none are given. O(bytes).
  package func hits(in text: SourceText, stretches: [Range<Int>]? = nil) -> [Hit] {
    guard !names.isEmpty else { return [] }
    return (stretches ?? [0..<text.utf8.count]).flatMap { hits(in: text.utf8, $0) }
  }

  private func hits(in text: [UInt8], _ stretch: Range<Int>) -> [Hit] {
    let spans = WordSpans.ranges(in: text, stretch)
    var hits: [Hit] = []
    var index = 0
    var free = stretch.lowerBound
    while index < spans.count {
      guard let (hit, words) = longest(at: index, spans, text, free..<stretch.upperBound) else {
        index += 1
        continue
      }
      hits.append(hit)
      index += words
      free = hit.range.upperBound
    }
    return hits
  }

  /// The name that begins at a word.
  private func longest(
    at index: Int, _ spans: [Range<Int>], _ text: [UInt8], _ free: Range<Int>
  ) -> (Hit, words: Int)? {
    let key = word(text, spans[index])
    if let exact = match(names[key] ?? [], at: index, spans, text, free) { return exact }
    guard key.utf8.count > 2, key.utf8.last == UInt8(ascii: "s") else { return nil }
    let single = (names[String(key.unicodeScalars.dropLast())] ?? []).filter {
      $0.words.count == 1 && $0.takesPossessive && $0.after.isEmpty
    }
    guard let name = single.first(where: { precedes($0, spans[index], text, free) }) else {
      return nil
    }
    let start = spans[index].lowerBound - length(of: name.before, before: spans[index], text)
    return (
      Hit(range: start..<spans[index].upperBound - 1, entry: name.entry, isPossessive: true), 1
    )
  }

  private func match(
    _ candidates: [Name], at index: Int, _ spans: [Range<Int>], _ text: [UInt8], _ free: Range<Int>
  ) -> (Hit, words: Int)? {
    for name in candidates {
      let count = name.words.count
      guard index + count <= spans.count, precedes(name, spans[index], text, free),
        let isPossessive = follows(name, spans[index..<index + count], text, free.upperBound)
      else { continue }
      let last = spans[index + count - 1].upperBound
      let start = spans[index].lowerBound - length(of: name.before, before: spans[index], text)
      let end = isPossessive ? last - 1 : last + length(of: name.after, after: last, text)
      return (Hit(range: start..<end, entry: name.entry, isPossessive: isPossessive), count)
    }
    return nil
  }

  /// Whether the words after the first, and what stands between and behind them, are a name's; the
  /// result says whether a possessive `s` follows.
  private func follows(
    _ name: Name, _ spans: ArraySlice<Range<Int>>, _ text: [UInt8], _ end: Int
  ) -> Bool? {
    let first = spans.startIndex
    var isPossessive = false
    for offset in 1..<max(1, name.words.count) {
      let (before, span) = (spans[first + offset - 1], spans[first + offset])
      guard gap(text, before.upperBound..<span.lowerBound) == name.gaps[offset - 1] else {
        return nil
      }
      let written = word(text, span)
      if written == name.words[offset] { continue }
      guard offset == name.words.count - 1, name.takesPossessive,
        written == name.words[offset] + "s"
      else { return nil }
      isPossessive = true
    }
    guard !name.after.isEmpty, let last = spans.last else { return isPossessive }
    let length = length(of: name.after, after: last.upperBound, text)
    return length > 0 && last.upperBound + length <= end ? isPossessive : nil
  }

  private func precedes(
    _ name: Name, _ first: Range<Int>, _ text: [UInt8], _ free: Range<Int>
  ) -> Bool {
    guard !name.before.isEmpty else { return true }
    let length = length(of: name.before, before: first, text)
    return length > 0 && first.lowerBound - length >= free.lowerBound
  }

  /// Bytes that a name's signs take in a text before its first word; 0 where others stand there.
  private func length(of signs: String, before word: Range<Int>, _ text: [UInt8]) -> Int {
    var start = word.lowerBound
    for _ in signs.unicodeScalars {
      repeat { start -= 1 } while start >= 0 && text[start] & 0xC0 == 0x80
      guard start >= 0 else { return 0 }
    }
    return gap(text, start..<word.lowerBound) == signs ? word.lowerBound - start : 0
  }

  private func length(of signs: String, after end: Int, _ text: [UInt8]) -> Int {
    var position = end
    for _ in signs.unicodeScalars {
      guard position < text.count else { return 0 }
      repeat { position += 1 } while position < text.count && text[position] & 0xC0 == 0x80
    }
    return gap(text, end..<position) == signs ? position - end : 0
  }

  /// What a word is looked up by.
  private func word(_ text: [UInt8], _ range: Range<Int>) -> String {
    var word = String(decoding: text[range], as: UTF8.self)
    if text[range].contains(where: { $0 >= 0x80 }) {
      word.unicodeScalars.removeAll(where: Folding.isInvisible)
    }
    return ignoresCase ? word.lowercased() : word
  }

  /// What stands between two words, in one spelling.
  private func gap(_ text: [UInt8], _ range: Range<Int>) -> String {
    if range.count == 1 {
      switch text[range.lowerBound] {
      case 0x20, 0x0A, 0x09: return " "
      default: break
      }
    }
    var gap = String.UnicodeScalarView()
    for scalar in String(decoding: text[range], as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\u{2019}", "\u{2BC}": gap.append("'")
      case "\u{2010}", "\u{2011}": gap.append("-")
      case _ where scalar.properties.isWhitespace: if gap.last != " " { gap.append(" ") }
      case _ where Folding.isInvisible(scalar): break
      default: gap.append(scalar)
      }
    }
    return String(gap)
  }
}

extension NameReplacer {
  /// The hits that replace something: not those of words that stay.
  package func edits(in text: SourceText, stretches: [Range<Int>]? = nil) -> [Hit] {
    hits(in: text, stretches: stretches).filter { entries[$0.entry].replacement != nil }
  }

  /// A text with some hits replaced, and where everything stands then, in bytes.
  package func applying(_ hits: [Hit], to text: SourceText) -> (text: SourceText, map: EditMap) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var replaced: [(range: Range<Int>, length: Int)] = []
    var position = 0
    for hit in hits {
      guard let replacement = entries[hit.entry].replacement?.utf8 else { continue }
      bytes += text.utf8[position..<hit.range.lowerBound]
      bytes += replacement
      replaced.append((hit.range, replacement.count))
      position = hit.range.upperBound
    }
    bytes += text.utf8[position...]
    return (SourceText(validUTF8: bytes), EditMap(replaced))
  }

  /// The same, taking letters of any case.
  package var ignoringCase: NameReplacer {
    ignoresCase ? self : NameReplacer(entries, ignoringCase: true)
  }

  /// The names to be replaced that a short text holds, each once.
  package func names(in text: String) -> [String] {
    Set(edits(in: SourceText(text)).map(\.entry)).sorted().map { entries[$0].text }
  }

  /// A short text, such as a label, with its names replaced.
  package func replacing(in text: String) -> String {
    let source = SourceText(text)
    let hits = edits(in: source)
    return hits.isEmpty ? text : applying(hits, to: source).text.string
  }
}
