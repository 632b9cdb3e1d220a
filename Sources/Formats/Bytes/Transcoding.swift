/// The byte order of UTF-16.
enum ByteOrder { case little, big }

/// A code unit of UTF-16 that is no text, and where it starts in the bytes.
struct MalformedUTF16: Error {
  enum Fault { case unpairedSurrogate, halfUnit }
  var fault: Fault
  var offset: Int
  /// The text before it.
  var decoded: [UInt8]
}

/// UTF-8 from the code units of UTF-16, starting at an offset (after a byte order mark).
///
/// O(count).
func utf8(
  fromUTF16 bytes: [UInt8], _ order: ByteOrder, from start: Int
) throws(MalformedUTF16) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  var offset = start
  while offset + 1 < bytes.count {
    let first = codeUnit(bytes, offset, order)
    var scalar = UInt32(first)
    var length = 2
    if first & 0xFC00 == 0xD800, offset + 3 < bytes.count {
      let second = codeUnit(bytes, offset + 2, order)
      if second & 0xFC00 == 0xDC00 {
        scalar = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
        length = 4
      }
    }
    guard let scalar = Unicode.Scalar(scalar) else {
      throw MalformedUTF16(fault: .unpairedSurrogate, offset: offset, decoded: text)
    }
    text.append(contentsOf: Character(scalar).utf8)
    offset += length
  }
  if offset < bytes.count {
    throw MalformedUTF16(fault: .halfUnit, offset: offset, decoded: text)
  }
  return text
}

private func codeUnit(_ bytes: [UInt8], _ offset: Int, _ order: ByteOrder) -> UInt16 {
  let (first, second) = (UInt16(bytes[offset]), UInt16(bytes[offset + 1]))
  return order == .little ? second << 8 | first : first << 8 | second
}

/// UTF-8 from Windows-1252, which gives every byte a character: the five that Microsoft leaves
/// undefined stand for the C1 controls of the same number, as on the web.
///
/// O(count).
func utf8(fromWindows1252 bytes: [UInt8]) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count + bytes.count / 8)
  for byte in bytes {
    if byte < 0x80 {
      text.append(byte)
    } else {
      let value = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : UInt16(byte)
      if let scalar = Unicode.Scalar(value) { text.append(contentsOf: Character(scalar).utf8) }
    }
  }
  return text
}

/// What the bytes 0x80 to 0x9F mean.
private let windows1252: [UInt16] = [
  0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
  0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
]

/// The text with CR and CRLF made LF.
///
/// O(count).
package func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  for (offset, byte) in bytes.enumerated() {
    if byte == .carriageReturn {
      text.append(.lineFeed)
    } else if byte != .lineFeed || offset == 0 || bytes[offset - 1] != .carriageReturn {
      text.append(byte)
    }
  }
  return text
}
