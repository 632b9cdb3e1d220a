import Coding

/// Yoshikoder's dictionary (`.ykd`): XML with a `cnode` for each category and a `pnode` for each word.
enum Yoshikoder {
  private enum Element: String { case dictionary, cnode, pnode }

  static func read(_ text: ForeignText) throws(Rejected) -> ForeignBook {
    do throws(Diagnostic) {
      return try book(text)
    } catch {
      throw Rejected([error])
    }
  }

  private static func book(_ text: ForeignText) throws(Diagnostic) -> ForeignBook {
    let reader = try XMLReader<Element>(
      text.source.utf8, namespaces: [:], part: nil, file: text.file)
    var book = ForeignBook()
    var root = ForeignCode("", at: Place(file: text.file))
    var open: [ForeignCode] = []
    var isPattern = false
    while let node = try reader.next() {
      let place = Place(file: text.file, line: reader.line ?? 0)
      switch node {
      case .start(.dictionary?): isPattern = reader.attribute("patternengine") == "regexp"
      case .start(.cnode?):
        var code = ForeignCode(reader.attribute("name") ?? "", at: place)
        let description = reader.attribute("desc") ?? ""
        code.definition = description == code.name ? "" : description
        open.append(code)
        book.diagnostics += weight(reader, of: code.name, at: place)
      case .start(.pnode?):
        let entry = ForeignEntry(text: reader.attribute("name") ?? "", place: place)
        book.diagnostics += weight(reader, of: entry.text, at: place)
        if isPattern, !entry.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == " " }) {
          book.diagnostics.append(Diagnostic(.warning, .expression(entry.text), at: place))
        } else if open.isEmpty {
          root.entries.append(entry)
        } else {
          open[open.count - 1].entries.append(entry)
        }
      case .end(.cnode?):
        guard let code = open.popLast() else { break }
        if open.isEmpty { root.codes.append(code) } else { open[open.count - 1].codes.append(code) }
      default: break
      }
    }
    finish(&book, root)
    return book
  }

  /// A lone category on top, without words, names the dictionary.
  private static func finish(_ book: inout ForeignBook, _ root: ForeignCode) {
    book.codes = root.codes
    if let only = root.codes.first, root.codes.count == 1, only.entries.isEmpty,
      !only.codes.isEmpty
    {
      (book.name, book.codes) = (only.name, only.codes)
    }
    for entry in root.entries {
      book.diagnostics.append(Diagnostic(.warning, .noCategory(entry.text), at: entry.place))
    }
  }

  private static func weight(
    _ reader: XMLReader<Element>, of name: String, at place: Place
  ) -> [Diagnostic] {
    guard let score = reader.attribute("score"), !score.isEmpty, Double(score) != 1 else {
      return []
    }
    return [Diagnostic(.warning, .score(name, score), at: place)]
  }
}

extension Diagnostic.Message {
  fileprivate static func expression(_ entry: String) -> Self {
    "not carried over: \(shown(entry)): a regular expression"
  }
  fileprivate static func noCategory(_ entry: String) -> Self {
    "not carried over: \(shown(entry)): it stands in no category"
  }
  fileprivate static func score(_ entry: String, _ score: String) -> Self {
    "the score \(shown(score)) of \(shown(entry)) is not carried over"
  }
}
