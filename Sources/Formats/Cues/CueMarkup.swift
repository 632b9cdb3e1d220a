/// The markup within a cue: voices, emphasis, times of words, and characters written by name.
struct CueMarkup {
  /// Words of one voice; nil before the first.
  struct Piece {
    var voice: String?
    var text: [UInt8]
  }

  private let bytes: [UInt8]
  private var offset = 0
  private var pieces = [Piece(voice: nil, text: [])]
  private var text: [UInt8] = []

  /// The pieces with words in them, in order.
  ///
  /// O(bytes).
  static func read(_ text: [UInt8]) -> [Piece] {
    var markup = CueMarkup(text)
    markup.read()
    return markup.pieces.filter { !$0.text.isEmpty }
  }

  private init(_ text: [UInt8]) { bytes = text }

  private mutating func read() {
    while offset < bytes.count {
      switch bytes[offset] {
      case .less: readTag()
      case 0x26: readReference()
      case 0x7B where offset + 1 < bytes.count && bytes[offset + 1] == 0x5C: skipOverride()
      default:
        text.append(bytes[offset])
        offset += 1
      }
    }
    endPiece()
  }

  private mutating func endPiece() {
    pieces[pieces.count - 1].text = text.trimmed()
    text.removeAll()
  }

  /// `<v Name>` starts a voice; other tags are left out; a `<` before anything else is a character.
  private mutating func readTag() {
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : .space
    guard next.isASCIILetter || next.isDigit || next == .slash,
      let close = bytes[offset...].firstIndex(of: .greater),
      !bytes[offset + 1..<close].contains(.less)
    else {
      text.append(.less)
      offset += 1
      return
    }
    let tag = bytes[offset + 1..<close]
    offset = close + 1
    if tag.elementsEqual("/v".utf8) || tag.elementsEqual("/V".utf8) {
      startPiece(nil)
    } else if let voice = voice(tag) {
      startPiece(voice)
    }
  }

  private mutating func startPiece(_ voice: String?) {
    endPiece()
    pieces.append(Piece(voice: voice, text: []))
  }

  /// The name in `v Name` or `v.class Name`.
  private func voice(_ tag: ArraySlice<UInt8>) -> String? {
    guard let first = tag.first, first | 0x20 == 0x76 else { return nil }
    let rest = tag.dropFirst()
    guard let second = rest.first, second <= .space || second == 0x2E else { return nil }
    guard let space = rest.firstIndex(where: { $0 <= .space }) else { return nil }
    let name = bytes.trimmed(space..<tag.endIndex)
    guard !name.isEmpty else { return nil }
    return Characters.decoded(String(decoding: bytes[name].map { $0 <= .space ? .space : $0 }, as: UTF8.self))
  }

  private mutating func readReference() {
    let (scalar, end) = Characters.reference(in: bytes, at: offset)
    text.append(contentsOf: Character(scalar).utf8)
    offset = end
  }

  /// `{\an8}`, which places a subtitle on the screen.
  private mutating func skipOverride() {
    let close = bytes[offset...].prefix(40).firstIndex(of: 0x7D)
    if close == nil { text.append(bytes[offset]) }
    offset = (close ?? offset) + 1
  }
}

/// Characters written by name or number: `&amp;`, `&nbsp;`, `&#233;`.
enum Characters {
  private static let names: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "lrm": "\u{200E}", "rlm": "\u{200F}",
  ]

  /// The character at an `&`, and where it ends; `&` itself where it is no reference.
  static func reference(in bytes: [UInt8], at start: Int) -> (Unicode.Scalar, end: Int) {
    let end = min(start + 12, bytes.count)
    guard let stop = bytes[start..<end].firstIndex(of: .semicolon) else { return ("&", start + 1) }
    let name = bytes[start + 1..<stop]
    if let scalar = names[String(decoding: name, as: UTF8.self)] { return (scalar, stop + 1) }
    guard name.first == .hash, let scalar = numbered(name.dropFirst()) else {
      return ("&", start + 1)
    }
    return (scalar, stop + 1)
  }

  private static func numbered(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let isHex = digits.first.map { $0 | 0x20 == 0x78 } ?? false
    let text = String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self)
    guard let value = UInt32(text, radix: isHex ? 16 : 10), value >= 0x20 || value == 0x09 else {
      return nil
    }
    return Unicode.Scalar(value)
  }

  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(0x26) else { return text }
    var result: [UInt8] = []
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == 0x26 {
        let (scalar, end) = reference(in: bytes, at: offset)
        result.append(contentsOf: Character(scalar).utf8)
        offset = end
      } else {
        result.append(bytes[offset])
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
