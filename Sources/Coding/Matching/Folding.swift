/// What makes two spellings the same word for a rule: letter case, diacritics and the invisible
/// characters that word processors leave inside words are folded away.
package enum Folding {
  /// Appends the folded form of a word's UTF-8 bytes.
  ///
  /// O(bytes).
  package static func fold(_ word: some Sequence<UInt8>, into folded: inout [UInt8]) {
    var decoder = UTF8()
    var iterator = word.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        folded.append((65...90).contains(byte) ? byte + 32 : byte)
      } else if !isInvisible(scalar), !(0x300...0x36F).contains(scalar.value) {
        folded.append(contentsOf: base(of: scalar))
      }
    }
  }

  package static func fold(_ word: String) -> [UInt8] {
    var folded: [UInt8] = []
    fold(word.utf8, into: &folded)
    return folded
  }

  /// Soft hyphen, zero-width space and joiners, word joiner, byte order mark.
  package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: true
    default: false
    }
  }

  private static func base(of scalar: Unicode.Scalar) -> [UInt8] {
    if let letters = bases[scalar] { return letters }
    return Array(scalar.properties.lowercaseMapping.utf8)
  }

  /// Base letters of the precomposed Latin letters (U+00C0–U+017F, Unicode's decompositions, and
  /// the letters that have none but a usual transcription).
  private static let bases: [Unicode.Scalar: [UInt8]] = {
    let groups = [
      "a": "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎ", "ae": "ÆæǼǽ", "c": "ÇçĆćĈĉĊċČč", "d": "ÐðĎďĐđ",
      "e": "ÈÉÊËèéêëĒēĔĕĖėĘęĚě", "g": "ĜĝĞğĠġĢģǦǧ", "h": "ĤĥĦħ",
      "i": "ÌÍÎÏìíîïĨĩĪīĬĭĮįİıǏǐ", "ij": "Ĳĳ", "j": "Ĵĵ", "k": "ĶķĸǨǩ", "l": "ĹĺĻļĽľĿŀŁł",
      "n": "ÑñŃńŅņŇňŉ", "o": "ÒÓÔÕÖØòóôõöøŌōŎŏŐőǑǒ", "oe": "Œœ", "r": "ŔŕŖŗŘř",
      "s": "ŚśŜŝŞşŠšȘșſ", "ss": "ß", "t": "ŢţŤťŦŧȚț", "th": "Þþ",
      "u": "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųǓǔ", "w": "Ŵŵ", "y": "ÝýÿŶŷŸ", "z": "ŹźŻżŽž",
    ]
    var bases: [Unicode.Scalar: [UInt8]] = [:]
    for (base, letters) in groups {
      for letter in letters.unicodeScalars { bases[letter] = Array(base.utf8) }
    }
    return bases
  }()
}

/// Which scalars make words: letters, digits, combining marks and the underscore.
///
/// Apostrophes and hyphens part words, in texts and in rules alike, so that all their spellings
/// match.
enum WordCharacters {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    if Folding.isInvisible(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    default: return scalar == "_"
    }
  }

  /// Of the word characters: whether a word can begin with it, as with a mark it can't.
  static func starts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: false
    default: !Folding.isInvisible(scalar)
    }
  }

  /// A bit for every scalar of the basic plane; asked for each non-ASCII scalar of a corpus.
  static let basicPlane: [Bool] = (0..<0x1_0000).map { value in
    Unicode.Scalar(value as Int).map(contains) ?? false
  }
}

extension Unicode.Scalar {
  fileprivate init?(_ value: Int) { self.init(UInt32(value)) }
}
