import Coding

/// Known words before a space alone, `R1 Nou ja`, in a text that has no other labels.
///
/// They are labels where most lines or paragraphs start with one, and two or more take turns: `I` and
/// `P` are words too.
enum SpacedLabels {
  static func find(
    _ lines: Lines, after header: Range<Int>
  ) -> (candidates: [LabelCandidate], table: LabelTable)? {
    let units = TextUnits(lines, after: header)
    var table = LabelTable()
    var candidates: [LabelCandidate] = []
    for line in 0..<lines.count where units.contains(line) {
      guard let name = name(lines.bytes, lines[line].words) else { continue }
      let end = lines[line].words.upperBound
      let stop = lines.bytes[name.upperBound] == 0x2E ? 1 : 0
      let words = lines.bytes.skippingWhiteSpace(from: name.upperBound + stop, end: end)
      let label = table.index(of: name, line: line, in: lines.bytes)
      guard table.labels[label].part != nil else { continue }
      candidates.append(
        LabelCandidate(line: line, form: .bare, name: name, words: words, label: label))
    }
    let often = Dictionary(grouping: candidates, by: \.label).filter { $0.value.count >= 2 }
    let parts = Set(often.keys.map { table.labels[$0].part })
    guard candidates.count >= 4, candidates.count * 5 >= units.count * 3, parts.count == 2 else {
      return nil
    }
    return (candidates, table)
  }

  /// A word in capitals or with one, and a number after it: `I`, `R1`, `Respondent 2`; `A` only with
  /// a stop.
  private static func name(_ bytes: [UInt8], _ words: Range<Int>) -> Range<Int>? {
    guard let first = words.first, (0x41...0x5A).contains(bytes[first]) || bytes[first] >= 0xC3,
      var end = word(bytes, first, words.upperBound)
    else { return nil }
    if end == first + 1, bytes[first] == 0x41 { return bytes[end] == 0x2E ? first..<end : nil }
    let next = bytes.skippingWhiteSpace(from: end, end: words.upperBound)
    let number = bytes[next..<words.upperBound].prefix { $0.isDigit }
    if (1...2).contains(number.count), number.endIndex < words.upperBound,
      bytes[number.endIndex] == .space
    {
      end = number.endIndex
    }
    return first..<end
  }

  /// Where a word of at most 16 bytes before white space ends; a stop or a dash may follow it.
  private static func word(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int? {
    let word = bytes[start..<min(limit, start + 17)].prefix {
      $0.isASCIILetter || $0.isDigit || $0 >= 0x80
    }
    let end = word.endIndex
    guard end < limit, bytes[end] == .space || bytes[end] == .tab || bytes[end] == 0x2E else {
      return nil
    }
    return end
  }
}
