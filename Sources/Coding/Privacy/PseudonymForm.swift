/// How pseudonyms are made up: `[persoon-1]` of the form `[KIND-N]`.
package struct PseudonymForm: Sendable, Equatable {
  package let language: IdentifierKind.Language
  private let before: String
  private let between: String
  private let after: String

  /// - Throws: `Fault` for a form in which not both KIND and N stand, in this order and once.
  package init(
    _ form: String = "[KIND-N]", language: IdentifierKind.Language = .nl
  ) throws(Fault) {
    self.language = language
    let sides = form.split(separator: "KIND", omittingEmptySubsequences: false)
    guard sides.count == 2 else { throw Fault(form: form) }
    let ends = sides[1].split(separator: "N", omittingEmptySubsequences: false)
    guard ends.count == 2, !form.contains(where: \.isNewline) else { throw Fault(form: form) }
    (before, between, after) = (String(sides[0]), String(ends[0]), String(ends[1]))
  }

  package struct Fault: Error, Equatable { package let form: String }

  package func pseudonym(_ kind: IdentifierKind, _ number: Int) -> String {
    before + kind.word(language) + between + String(number) + after
  }

  /// The number of a pseudonym of this form; nil for what is none of that kind.
  package func number(of pseudonym: some StringProtocol, _ kind: IdentifierKind) -> Int? {
    let start = before + kind.word(language) + between
    guard pseudonym.hasPrefix(start), pseudonym.hasSuffix(after) else { return nil }
    let digits = pseudonym.dropFirst(start.count).dropLast(after.count)
    guard digits.utf8.allSatisfy(Ascii.isDigit) else { return nil }
    return Int(digits)
  }

  /// The highest number of each kind that stands in a text already, perhaps given by hand.
  ///
  /// O(bytes × kinds).
  package func highest(
    of kinds: some Sequence<IdentifierKind>, in text: SourceText
  ) -> [IdentifierKind: Int] {
    var highest: [IdentifierKind: Int] = [:]
    for kind in kinds {
      let opening = Array((before + kind.word(language) + between).utf8)
      for end in ends(of: opening, in: text.utf8) {
        let digits = text.utf8[end...].prefix(9).prefix(while: Ascii.isDigit)
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
        highest[kind] = max(highest[kind] ?? 0, number)
      }
    }
    return highest
  }

  private func ends(of opening: [UInt8], in text: [UInt8]) -> [Int] {
    var ends: [Int] = []
    var position = text.startIndex
    while let start = text[position...].firstIndex(of: opening[0]) {
      position = start + 1
      if text[start...].starts(with: opening) { ends.append(start + opening.count) }
    }
    return ends
  }
}

/// Questions about bytes of ASCII.
enum Ascii {
  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
  @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
  @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte)
  }
}
