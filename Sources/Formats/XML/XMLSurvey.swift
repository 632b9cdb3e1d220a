import Coding

/// A look at XML before it is parsed, which refuses what a parser would spend its day on.
///
/// No document that people write has a document type (with the entities it defines), a tag of more
/// than 256 attributes, or elements nested more than 200 deep. O(bytes), some 1 GB a second.
struct XMLSurvey {
  static let mostAttributes = 256
  static let deepest = 200

  enum Fault: Error { case documentType, attributes, depth }
  struct Refusal: Error {
    var fault: Fault
    var offset: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// What must not be parsed; nil where nothing speaks against it.
  static func refusal(_ bytes: [UInt8]) -> Refusal? {
    bytes.withUnsafeBufferPointer { bytes in
      var survey = XMLSurvey(bytes)
      do throws(Refusal) {
        try survey.run()
        return nil
      } catch {
        return error
      }
    }
  }

  private mutating func run() throws(Refusal) {
    while true {
      while offset < bytes.count, bytes[offset] != .less { offset += 1 }
      guard offset + 1 < bytes.count else { return }
      let start = offset
      switch bytes[offset + 1] {
      case 0x3F: skip(past: "?>")
      case 0x21: try declaration()
      case 0x2F:
        depth -= 1
        skip(past: ">")
      default: try tag()
      }
      if depth > Self.deepest { throw Refusal(fault: .depth, offset: start) }
    }
  }

  /// A comment or CDATA; anything else that starts with `<!` belongs to a document type.
  private mutating func declaration() throws(Refusal) {
    if starts(with: "<!--") {
      offset += 4
      skip(past: "-->")
    } else if starts(with: "<![CDATA[") {
      skip(past: "]]>")
    } else {
      throw Refusal(fault: .documentType, offset: offset)
    }
  }

  private mutating func tag() throws(Refusal) {
    let start = offset
    var attributes = 0
    while offset < bytes.count, bytes[offset] != .greater {
      let byte = bytes[offset]
      offset += 1
      guard byte == .quote || byte == .apostrophe else { continue }
      attributes += 1
      while offset < bytes.count, bytes[offset] != byte { offset += 1 }
      offset += 1
    }
    if attributes > Self.mostAttributes { throw Refusal(fault: .attributes, offset: start) }
    if offset < bytes.count, bytes[offset - 1] != .slash { depth += 1 }
  }

  private func starts(with text: StaticString) -> Bool {
    guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  private mutating func skip(past text: StaticString) {
    while offset < bytes.count, !starts(with: text) { offset += 1 }
    offset = min(offset + text.utf8CodeUnitCount, bytes.count)
  }
}
