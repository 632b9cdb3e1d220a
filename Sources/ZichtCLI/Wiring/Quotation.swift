import Coding
import CommandLineKit
import Project
import Reports

/// Finds the one place of some words in a text.
enum Quotation {
  static func find(_ quote: String, in text: [UInt8], of name: String) throws -> Range<Int> {
    let needle = Array(quote.utf8)
    guard !needle.isEmpty else { throw UsageError("the quote is empty") }
    var places: [Int] = []
    var start = 0
    while start + needle.count <= text.count {
      if text[start] == needle[0], text[start..<start + needle.count].elementsEqual(needle) {
        places.append(start)
        start += needle.count
      } else {
        start += 1
      }
    }
    var counter = CodePoints(SourceText(validUTF8: text))
    let ranges = places.map { place in
      let first = counter.offset(ofByte: place)
      return first..<counter.offset(ofByte: place + needle.count)
    }
    if ranges.count == 1 { return ranges[0] }
    throw ranges.isEmpty
      ? Failure(
        "these words do not stand in \(name)",
        hint: "copy them exactly, with capitals and punctuation")
      : Failure(
        "these words stand \(ranges.count) times in \(name)",
        hint: "write more of them, or one of: "
          + ranges.prefix(5).map { "--at \($0.lowerBound)-\($0.upperBound)" }.joined(
            separator: ", "))
  }
}
