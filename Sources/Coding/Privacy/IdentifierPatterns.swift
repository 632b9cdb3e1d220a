/// Finds what gives somebody away by its form alone: numbers, addresses, links.
///
/// Dutch forms first; telephone numbers, links and accounts of other countries too.
package enum IdentifierPatterns {
  package struct Found: Sendable, Equatable {
    /// Bytes of the text.
    package var range: Range<Int>
    package var kind: IdentifierKind

    package init(range: Range<Int>, kind: IdentifierKind) {
      (self.range, self.kind) = (range, kind)
    }
  }

  /// Disjoint, ascending; where two forms fit the same signs, the one that says more.
  ///
  /// O(bytes) but for signs that come in long runs.
  package static func find(in text: SourceText, stretches: [Range<Int>]) -> [Found] {
    stretches.flatMap { find(in: text.utf8[$0]) }
  }

  private static func find(in text: ArraySlice<UInt8>) -> [Found] {
    var found: [Found] = []
    var position = text.startIndex
    while position < text.endIndex {
      let byte = text[position]
      let startsWord = position == text.startIndex || !isInWord(text[position - 1])
      if let next = hit(in: text, at: position, byte, startsWord) {
        // An e-mail address begins before the sign it is known by.
        while let last = found.last, last.range.upperBound > next.range.lowerBound {
          found.removeLast()
        }
        found.append(next)
        position = max(next.range.upperBound, position + 1)
      } else {
        position += 1
      }
    }
    return found
  }

  private static func hit(
    in text: ArraySlice<UInt8>, at position: Int, _ byte: UInt8, _ startsWord: Bool
  ) -> Found? {
    func found(_ range: Range<Int>?, _ kind: IdentifierKind) -> Found? {
      range.map { Found(range: $0, kind: kind) }
    }
    if byte == UInt8(ascii: "@") {
      return found(WebForms.email(in: text, at: position), .email)
        ?? found(WebForms.handle(in: text, at: position), .web)
    }
    guard startsWord else { return nil }
    if Ascii.isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") {
      return found(NumberForms.telephone(in: text, at: position), .telephone)
        ?? found(NumberForms.bsn(in: text, at: position), .bsn)
        ?? found(NumberForms.plate(in: text, at: position), .plate)
        ?? found(NumberForms.postcode(in: text, at: position), .postcode)
        ?? found(BirthDates.date(in: text, at: position), .birthdate)
    }
    guard Ascii.isLetter(byte) else { return nil }
    return found(WebForms.link(in: text, at: position), .web)
      ?? found(NumberForms.iban(in: text, at: position), .iban)
      ?? found(NumberForms.plate(in: text, at: position), .plate)
  }

  /// Letters of any alphabet count: only ASCII is told apart here.
  @inline(__always) static func isInWord(_ byte: UInt8) -> Bool {
    Ascii.isAlphanumeric(byte) || byte >= 0x80 || byte == UInt8(ascii: "_")
  }

  /// Whether no word goes on at a position.
  static func endsWord(_ text: ArraySlice<UInt8>, _ position: Int) -> Bool {
    position >= text.endIndex || !isInWord(text[position])
  }
}
