/// Breaks text at spaces into lines of at most `width` characters; a longer word stands alone.
///
/// Lines after the first are indented by `hanging`. Never empty.
func wrap(_ text: String, width: Int, hanging: Int = 0) -> [String] {
  var lines: [String] = []
  var line = ""
  var length = 0
  for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
    let count = word.count
    if length > 0, length + 1 + count > width {
      lines.append(line)
      (line, length) = (String(repeating: " ", count: hanging), hanging)
    } else if length > 0 {
      line += " "
      length += 1
    }
    line += word
    length += count
  }
  return lines + [line]
}

/// The paragraphs of a text, which empty lines part, each wrapped.
///
/// Paragraphs that are indented stay as they are: they show commands or output.
func paragraphs(_ text: String, width: Int) -> [String] {
  splitParagraphs(text).map {
    $0.hasPrefix(" ") ? $0 : wrap($0, width: width).joined(separator: "\n")
  }
}

func splitParagraphs(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .split { $0.allSatisfy { $0 == " " } }
    .map { $0.joined(separator: "\n") }
}
