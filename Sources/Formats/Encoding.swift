import Coding

/// A text made of a file's bytes.
package struct Decoded: Sendable, Equatable {
  package var text: SourceText
  /// `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`.
  package var encoding: String
  /// Choices made on the way that a person may want to check.
  package var notes: [Diagnostic]
}

/// Reads bytes as text: by byte order mark, as UTF-16 by its zero bytes, as UTF-8 where valid, and
/// else as Windows-1252, which is a guess and said to be one.
///
/// Line ends become LF.
///
/// Valid UTF-8 with LF and no mark is returned as the same array, not copied. O(count).
/// - Throws: what is no text (another format, NUL bytes, UTF-32, broken UTF-16), by name and place.
package func decode(_ bytes: [UInt8], file: String) throws(Rejected) -> Decoded {
  if let format = FileKind.foreignFormat(bytes), !format.isText {
    throw Rejected([
      Diagnostic(.error, .notText(format.description), at: Place(file: file), hint: format.hint)
    ])
  }
  let raw = try decodeKeepingLineEnds(bytes, file: file)
  let text = raw.hasCarriageReturns ? withLineFeeds(raw.utf8) : raw.utf8
  return Decoded(text: SourceText(validUTF8: text), encoding: raw.encoding, notes: raw.notes)
}

/// A text with the line ends that its bytes have.
package struct DecodedRaw: Sendable, Equatable {
  /// Without a byte order mark.
  package var utf8: [UInt8]
  package var encoding: String
  package var notes: [Diagnostic]
  package var hasCarriageReturns: Bool

  package init(_ utf8: [UInt8], encoding: String, notes: [Diagnostic], hasCarriageReturns: Bool) {
    (self.utf8, self.encoding) = (utf8, encoding)
    (self.notes, self.hasCarriageReturns) = (notes, hasCarriageReturns)
  }
}

/// As `decode` reads them, bytes that are known to be text, whatever they start with.
///
/// O(count).
package func decodeKeepingLineEnds(
  _ bytes: [UInt8], file: String
) throws(Rejected) -> DecodedRaw {
  if bytes.starts(with: [0xFF, 0xFE]) { return try decodeUTF16(bytes, .little, from: 2, file) }
  if bytes.starts(with: [0xFE, 0xFF]) { return try decodeUTF16(bytes, .big, from: 2, file) }
  if let order = unmarkedUTF16(bytes) { return try decodeUTF16(bytes, order, from: 0, file) }
  let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  let survey = ByteSurvey(text)
  guard let invalid = survey.firstInvalid else { return try finish(text, survey, "utf-8", file) }
  return try decodeWindows1252(text, survey, invalid: invalid, file)
}

/// UTF-16 without a mark shows itself by zeros: in the high bytes of most units, in hardly any low.
private func unmarkedUTF16(_ bytes: [UInt8]) -> ByteOrder? {
  var zeros = (even: 0, odd: 0)
  let units = min(bytes.count, 1024) / 2
  for unit in 0..<units {
    if bytes[2 * unit] == 0 { zeros.even += 1 }
    if bytes[2 * unit + 1] == 0 { zeros.odd += 1 }
  }
  if zeros.odd * 2 > units, zeros.even * 20 < zeros.odd { return .little }
  if zeros.even * 2 > units, zeros.odd * 20 < zeros.even { return .big }
  return nil
}

private func decodeUTF16(
  _ bytes: [UInt8], _ order: ByteOrder, from start: Int, _ file: String
) throws(Rejected) -> DecodedRaw {
  let text: [UInt8]
  do throws(MalformedUTF16) {
    text = try utf8(fromUTF16: bytes, order, from: start)
  } catch {
    throw Rejected([malformed(error, file)])
  }
  return try finish(text, ByteSurvey(text), order == .little ? "utf-16le" : "utf-16be", file)
}

private func malformed(_ error: MalformedUTF16, _ file: String) -> Diagnostic {
  let before = withLineFeeds(error.decoded)
  let message: Diagnostic.Message =
    switch error.fault {
    case .unpairedSurrogate: .unpairedSurrogate(error.offset)
    case .halfUnit: .halfUnit(error.offset)
    }
  let start = position(ofByte: before.count, in: before, file)
  return Diagnostic(.error, message, at: start, hint: "save the file again, as UTF-8 text")
}

private func decodeWindows1252(
  _ bytes: [UInt8], _ survey: ByteSurvey, invalid: Int, _ file: String
) throws(Rejected) -> DecodedRaw {
  let text = utf8(fromWindows1252: bytes)
  var decoded = try finish(text, ByteSurvey(text), "windows-1252", file)
  // Accents that read well as UTF-8 before the first that doesn't: damaged UTF-8 is likelier.
  let isDamaged = survey.firstNonASCII != invalid
  let position = position(ofByte: invalid, in: bytes, file)
  decoded.notes.insert(
    isDamaged
      ? Diagnostic(.warning, .damagedUTF8(bytes[invalid]), at: position, hint: saveAsUTF8)
      : Diagnostic(.note, .guessedWindows1252(bytes[invalid]), at: position, hint: saveAsUTF8),
    at: 0)
  return decoded
}

private func finish(
  _ bytes: [UInt8], _ survey: ByteSurvey, _ encoding: String, _ file: String
) throws(Rejected) -> DecodedRaw {
  if let offset = survey.firstNUL {
    let start = position(ofByte: offset, in: bytes, file)
    throw Rejected([Diagnostic(.error, .binary, at: start, hint: "save it as plain text, UTF-8")])
  }
  var notes: [Diagnostic] = []
  if let offset = survey.firstControl {
    let start = position(ofByte: offset, in: bytes, file)
    notes.append(Diagnostic(.note, .controls(survey.controls, first: bytes[offset]), at: start))
  }
  return DecodedRaw(
    bytes, encoding: encoding, notes: notes, hasCarriageReturns: survey.hasCarriageReturn)
}

/// Line and column of a byte, whichever line ends the bytes have.
private func position(ofByte offset: Int, in bytes: [UInt8], _ file: String) -> Place {
  let before = withLineFeeds(Array(bytes.prefix(offset)))
  let (line, column) = SourceText(validUTF8: before).lineAndColumn(at: before.count)
  return Place(file: file, line: line, column: column)
}

private let saveAsUTF8 = "look at its accents and quotes; where they are wrong, save it as UTF-8"

extension Diagnostic.Message {
  fileprivate static func notText(_ format: String) -> Self { "this is \(format), not text" }
  fileprivate static var binary: Self { "a NUL byte: this is a binary file, not text" }
  fileprivate static func unpairedSurrogate(_ offset: Int) -> Self {
    "byte \(offset) starts half a surrogate pair, which is no character of UTF-16"
  }
  fileprivate static func halfUnit(_ offset: Int) -> Self {
    "the file ends in the middle of a character of UTF-16, at byte \(offset)"
  }
  fileprivate static func guessedWindows1252(_ byte: UInt8) -> Self {
    "read as windows-1252, a guess: byte \(hexadecimal(byte)) here is not UTF-8"
  }
  fileprivate static func damagedUTF8(_ byte: UInt8) -> Self {
    "read as windows-1252, though it is UTF-8 up to byte \(hexadecimal(byte)) here"
  }
  fileprivate static func controls(_ count: Int, first: UInt8) -> Self {
    count == 1
      ? "control character \(hexadecimal(first)) is kept as it is"
      : "\(count) control characters are kept as they are, the first \(hexadecimal(first))"
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
