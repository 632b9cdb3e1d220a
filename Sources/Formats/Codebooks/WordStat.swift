import Coding

/// WordStat's categories (`.cat`): a line each, indented by tabs, words with their weight in brackets.
///
///     SOUTH
///     	ZA
///     		SOUTH_AFRICA (1)
enum WordStat {
  private struct Line {
    var source: ForeignText.Line
    var indent: Int
    /// Without weight.
    var text: String
    /// Nil for a category.
    var weight: String?
  }

  static func fits(_ text: ForeignText) -> Bool {
    let lines = text.lines.prefix(200).map(line)
    return lines.contains { $0.weight != nil && $0.indent > 0 } && lines.first?.weight == nil
  }

  static func read(_ text: ForeignText) -> ForeignBook {
    var book = ForeignBook()
    var open: [(indent: Int, code: ForeignCode)] = []
    func close(to indent: Int) {
      while let last = open.last, last.indent >= indent {
        open.removeLast()
        if open.isEmpty {
          book.codes.append(last.code)
        } else {
          open[open.count - 1].code.codes.append(last.code)
        }
      }
    }
    for line in text.lines.map(line) {
      let place = text.place(line.source)
      guard let weight = line.weight else {
        close(to: line.indent)
        open.append((line.indent, ForeignCode(line.text, at: place)))
        continue
      }
      close(to: max(line.indent, 1))
      if let fault = fault(line.text) {
        book.diagnostics.append(Diagnostic(.warning, .notCarried(line.text, fault), at: place))
      } else if open.isEmpty {
        book.diagnostics.append(Diagnostic(.warning, .noCategory(line.text), at: place))
      } else {
        open[open.count - 1].code.entries.append(ForeignEntry(text: line.text, place: place))
        if Double(weight) != 1 {
          book.diagnostics.append(Diagnostic(.warning, .weight(line.text, weight), at: place))
        }
      }
    }
    close(to: 0)
    return book
  }

  private static func line(_ line: ForeignText.Line) -> Line {
    let margin = line.text.prefix { $0.isWhitespace }
    let tabs = margin.count { $0 == "\t" }
    var found = Line(source: line, indent: tabs > 0 ? tabs : margin.count, text: trimmed(line.text))
    guard found.text.hasSuffix(")"), let open = found.text.lastIndex(of: "("),
      case let weight = String(found.text[found.text.index(after: open)...].dropLast()),
      Double(weight) != nil
    else { return found }
    (found.weight, found.text) = (weight, trimmed(found.text[..<open]))
    return found
  }

  private static func fault(_ text: String) -> String? {
    let isRule =
      text.hasPrefix("@") || text.contains("[")
      || text.split(separator: " ").contains {
        ["NEAR", "BEFORE", "AFTER", "AND", "NOT"].contains($0)
      }
        && text.contains("/")
    return isRule ? "a rule of proximity; write it as a rule" : nil
  }
}

extension Diagnostic.Message {
  fileprivate static func notCarried(_ entry: String, _ reason: String) -> Self {
    "not carried over: \(shown(entry)): \(reason)"
  }
  fileprivate static func noCategory(_ entry: String) -> Self {
    "not carried over: \(shown(entry)): it stands in no category"
  }
  fileprivate static func weight(_ entry: String, _ weight: String) -> Self {
    "the weight \(weight) of \(shown(entry)) is not carried over: it counts once"
  }
}
