/// Words of a text and what takes their place.
package struct Pseudonym: Sendable, Equatable {
  /// As it stands in texts.
  package var text: String
  package var kind: IdentifierKind
  /// Nil where the words stay, whatever shorter entry stands in them.
  package var replacement: String?
  /// Where a person wrote it.
  package var place: Place

  package init(text: String, kind: IdentifierKind, replacement: String?, place: Place) {
    (self.text, self.kind) = (text, kind)
    (self.replacement, self.place) = (replacement, place)
  }
}

/// Makes spellings of one name or number alike, so that they get one pseudonym.
package enum Identity {
  /// Letters and digits alone, folded; of telephone numbers the digits from the area on.
  package static func key(_ text: String, _ kind: IdentifierKind) -> String {
    let folded = Folding.fold(text).filter { Ascii.isAlphanumeric($0) || $0 >= 0x80 }
    guard kind == .telephone else { return String(decoding: folded, as: UTF8.self) }
    var digits = folded[...].filter(Ascii.isDigit)[...]
    for country in ["0031", "31"] where digits.starts(with: country.utf8) && digits.count > 10 {
      digits = digits.dropFirst(country.utf8.count)
      break
    }
    digits = digits.drop { $0 == UInt8(ascii: "0") }
    return String(decoding: digits, as: UTF8.self)
  }
}
