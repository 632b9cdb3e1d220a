/// The words of raw bytes as hashes of their folded forms, whatever stands between the words.
///
/// Made to search files for text that should not be there: it takes any bytes, in the encodings that
/// transcripts come in, and is coarser than `WordScanner`, whose words rules are matched on.
package enum RawWords {
  package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
  }

  /// Calls back for each word with the hash of its folded form and its bytes.
  ///
  /// O(bytes).
  @inline(__always)
  package static func forEach(
    in bytes: UnsafeRawBufferPointer, as encoding: Encoding = .utf8, from first: Int = 0,
    _ body: (_ hash: UInt64, _ range: Range<Int>) -> Void
  ) {
    var reader = ScalarReader(bytes, encoding, from: first)
    var word = WordHash()
    var start = first
    while true {
      let before = reader.position
      guard let scalar = reader.next() else { break }
      if isInWord(scalar) {
        if word.isEmpty { start = before }
        word.add(scalar)
      } else if !isInvisible(scalar), !word.isEmpty {
        body(word.hash, start..<before)
        word = WordHash()
      }
    }
    if !word.isEmpty { body(word.hash, start..<reader.position) }
  }

  /// Hashes of the words of a text.
  package static func hashes(of text: String) -> [UInt64] {
    var hashes: [UInt64] = []
    Array(text.utf8).withUnsafeBytes { bytes in
      forEach(in: bytes) { hash, _ in hashes.append(hash) }
    }
    return hashes
  }

  /// Letters and digits of all words of a text.
  package static func letters(of text: String) -> Int {
    text.unicodeScalars.count { isInWord($0.value) }
  }

  /// Letters and digits by ranges of code points; what binary data happens to decode to is not
  /// worth asking Unicode's tables for.
  @inline(__always) private static func isInWord(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      return scalar >= 0x61 && scalar <= 0x7A || scalar >= 0x41 && scalar <= 0x5A
        || scalar >= 0x30 && scalar <= 0x39 || scalar == 0x5F
    }
    if scalar < 0xC0 || scalar == 0xD7 || scalar == 0xF7 { return false }
    if scalar < 0x2000 { return !(0x300...0x36F).contains(scalar) }
    return scalar >= 0x3040 && scalar < 0xFE00 || scalar >= 0xFF10 && scalar < 0xFFF0
      || scalar >= 0x1_0000 && scalar < 0x1_F000 || scalar >= 0x2_0000
  }

  /// What stands inside a word without being seen: combining marks, soft hyphens, joiners.
  @inline(__always) private static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x300...0x36F, 0x200B...0x200D, 0x2060, 0xFEFF: true
    default: false
    }
  }
}

/// FNV-1a over a word's scalars in lower case, without diacritics.
private struct WordHash {
  private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var isEmpty = true

  @inline(__always) mutating func add(_ scalar: UInt32) {
    isEmpty = false
    if scalar < 0x80 {
      mix(scalar >= 0x41 && scalar <= 0x5A ? scalar + 32 : scalar)
    } else if scalar < 0x180 {
      for letter in Self.letters[Int(scalar)] { mix(UInt32(letter)) }
    } else {
      mix(scalar)
    }
  }

  @inline(__always) private mutating func mix(_ letter: UInt32) {
    hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3
  }

  /// What rules fold the Latin letters to.
  private static let letters: [[UInt8]] = (0..<0x180).map { value in
    Unicode.Scalar(UInt32(value)).map { Folding.fold(String($0)) } ?? []
  }
}

/// Decodes bytes; what is no valid text gives zeros, which part words.
private struct ScalarReader {
  private let bytes: UnsafeRawBufferPointer
  private let encoding: RawWords.Encoding
  private(set) var position: Int

  init(_ bytes: UnsafeRawBufferPointer, _ encoding: RawWords.Encoding, from first: Int) {
    (self.bytes, self.encoding, position) = (bytes, encoding, first)
  }

  @inline(__always) mutating func next() -> UInt32? {
    switch encoding {
    case .utf8: return utf8()
    case .windows1252: return single()
    case .utf16LittleEndian, .utf16BigEndian: return utf16()
    }
  }

  @inline(__always) private mutating func utf8() -> UInt32? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    position += 1
    if first < 0x80 { return UInt32(first) }
    let length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0
    guard length > 0, first < 0xF5, position + length <= bytes.count else { return 0 }
    var scalar = UInt32(first) & (0x3F >> UInt32(length))
    for index in position..<position + length {
      guard bytes[index] & 0xC0 == 0x80 else { return 0 }
      scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
    }
    position += length
    return scalar
  }

  private mutating func single() -> UInt32? {
    guard position < bytes.count else { return nil }
    let byte = UInt32(bytes[position])
    position += 1
    // Of the code page's own signs only these make words.
    switch byte {
    case 0x8A: return 0x160
    case 0x8C: return 0x152
    case 0x8E: return 0x17D
    case 0x9A: return 0x161
    case 0x9C: return 0x153
    case 0x9E: return 0x17E
    case 0x9F: return 0x178
    default: return byte
    }
  }

  private mutating func utf16() -> UInt32? {
    guard let unit = unit() else { return nil }
    guard unit & 0xF800 == 0xD800 else { return unit }
    guard unit < 0xDC00, position + 1 < bytes.count else { return 0 }
    let start = position
    guard let low = self.unit(), low & 0xFC00 == 0xDC00 else {
      position = start
      return 0
    }
    return 0x1_0000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
  }

  private mutating func unit() -> UInt32? {
    guard position + 1 < bytes.count else { return nil }
    let (a, b) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
    position += 2
    return encoding == .utf16LittleEndian ? a | b << 8 : a << 8 | b
  }
}
