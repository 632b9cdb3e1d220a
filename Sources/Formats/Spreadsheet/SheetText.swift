/// Text as a spreadsheet's XML has it (ST_Xstring): what XML can't hold is written as `_x0007_`, and
/// what would be read as such starts with `_x005F_`.
enum SheetText {
  static func append(_ text: String, to xml: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      if bytes.allSatisfy(isPlain) { return xml.append(contentsOf: bytes) }
      appendSpecial(bytes, to: &xml)
    }
  }

  @inline(__always) private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= .space && byte != .ampersand && byte != .less && byte != .greater
      && byte != .underscore && byte != 0xEF
  }

  private static func appendSpecial(_ bytes: UnsafeBufferPointer<UInt8>, to xml: inout [UInt8]) {
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case .ampersand: xml.append(contentsOf: "&amp;".utf8)
      case .less: xml.append(contentsOf: "&lt;".utf8)
      case .greater: xml.append(contentsOf: "&gt;".utf8)
      case .underscore where unit(bytes, at: offset) != nil:
        xml.append(contentsOf: "_x005F_".utf8)
      // XML would make a line feed of it.
      case .carriageReturn: escape(UInt32(byte), to: &xml)
      case .tab, .lineFeed: xml.append(byte)
      case 0..<0x20: escape(UInt32(byte), to: &xml)
      default: xml.append(byte)
      }
      // U+FFFE and U+FFFF are no characters of XML.
      let isNoCharacter =
        offset >= 2 && byte >= 0xBE && bytes[offset - 2] == 0xEF && bytes[offset - 1] == 0xBF
      if isNoCharacter {
        xml.removeLast(3)
        escape(0xFF40 + UInt32(byte), to: &xml)
      }
    }
  }

  private static func escape(_ scalar: UInt32, to xml: inout [UInt8]) {
    let digits = String(scalar, radix: 16, uppercase: true)
    xml.append(contentsOf: "_x".utf8)
    xml.append(contentsOf: String(repeating: "0", count: 4 - digits.utf8.count).utf8)
    xml.append(contentsOf: digits.utf8)
    xml.append(.underscore)
  }

  /// The text that was meant.
  ///
  /// Half a surrogate pair becomes U+FFFD. O(length).
  static func unescaped(_ bytes: [UInt8]) -> String {
    guard bytes.contains(.underscore) else { return String(decoding: bytes, as: UTF8.self) }
    return bytes.withUnsafeBufferPointer { bytes in
      var text: [UInt8] = []
      var units: [UInt16] = []
      var offset = 0
      while offset < bytes.count {
        if bytes[offset] == .underscore, let unit = unit(bytes, at: offset) {
          units.append(unit)
          offset += 7
          continue
        }
        text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        units.removeAll(keepingCapacity: true)
        text.append(bytes[offset])
        offset += 1
      }
      text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// What `_xHHHH_` at an offset stands for; nil for anything else.
  private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt16? {
    guard offset + 7 <= bytes.count, bytes[offset + 1] == UInt8(ascii: "x"),
      bytes[offset + 6] == .underscore
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[(offset + 2)..<(offset + 6)] {
      let letter = byte | 0x20
      switch letter {
      case _ where byte.isDigit: unit = unit << 4 | UInt16(byte - 0x30)
      case 0x61...0x66: unit = unit << 4 | UInt16(letter - 0x57)
      default: return nil
      }
    }
    return unit
  }
}
