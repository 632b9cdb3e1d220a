import Coding

/// Lexicoder's dictionary (`.lc3`): a line `+NAME` for each category, then its words, a line each.
enum Lexicoder {
  static func read(_ text: ForeignText) -> ForeignBook {
    var book = ForeignBook()
    for line in text.lines {
      let words = trimmed(line.text)
      if words.hasPrefix("+") {
        book.codes.append(ForeignCode(trimmed(words.dropFirst()), at: text.place(line)))
      } else {
        // The first line opened a category, or this would be no such file.
        book.codes[book.codes.count - 1].entries.append(
          ForeignEntry(text: words, place: text.place(line)))
      }
    }
    return book
  }
}
