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
      case .ampersand: readReference()
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
    return Characters.decoded(
      String(decoding: bytes[name].map { $0 <= .space ? .space : $0 }, as: UTF8.self))
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
