/// Text of a transcript made safe for a terminal.
///
/// What could steer the terminal or reorder what is read is shown as an escape such as `\u{1B}`.
/// A tab becomes one space, and so does a newline unless `keepingNewlines`. O(length).
package func sanitized(_ text: String, keepingNewlines: Bool = false) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  let newline: Unicode.Scalar = keepingNewlines ? "\n" : " "
  var result = String.UnicodeScalarView()
  var previous: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    // The carriage return of a CRLF was written as an escape too early.
    if scalar == "\n", previous == "\r" { result.removeLast(escape("\r").unicodeScalars.count) }
    switch scalar {
    case "\n": result.append(newline)
    case "\t": result.append(" ")
    case _ where isHostile(scalar): result.append(contentsOf: escape(scalar).unicodeScalars)
    default: result.append(scalar)
    }
    previous = scalar
  }
  return String(result)
}

/// Controls, marks and overrides of direction, and separators of lines and paragraphs.
func isHostile(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
}
