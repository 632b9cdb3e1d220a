import Coding
import Formats

/// Walks through XML of REFI-QDA, element by element, and keeps account of what is left out.
///
/// Whoever takes an element from `child` reads it to its end: by asking for its children in turn, by
/// `text`, `finish` or `leaveOut`. Depth is bounded by the XML reader, so that following it by
/// recursion is safe.
final class REFIParser {
  private let xml: XMLReader<REFIElement>
  var report: REFIReport
  /// Where the element that was last taken stands.
  private(set) var mark = REFIReport.Mark()

  /// Opens the XML of a part of an archive; nil for a file that is no archive.
  init(_ bytes: [UInt8], part: String?, file: String) throws(Diagnostic) {
    // Nothing may stand before an XML declaration, though programs put marks and blank lines there.
    let padding = bytes.prefix { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }.count
    xml = try XMLReader(
      padding == 0 ? bytes : Array(bytes[padding...]), namespaces: [:], part: part, file: file)
    report = REFIReport(part: part ?? file)
  }

  /// The element that the file consists of; nil for one of another kind.
  func root() throws(Diagnostic) -> REFIElement? {
    while let node = try xml.next() {
      guard case .start(let element) = node else { continue }
      advance()
      return element
    }
    return nil
  }

  /// The next child of the element that is open; nil at its end.
  ///
  /// Elements that REFI-QDA doesn't know are left out.
  func child() throws(Diagnostic) -> REFIElement? {
    while let node = try xml.next() {
      switch node {
      case .start(let element):
        advance()
        if let element { return element }
        try leaveOut("it isn't taken")
      case .end: return nil
      case .text: continue
      }
    }
    return nil
  }

  private func advance() { mark = REFIReport.Mark(order: mark.order + 1, line: xml.line) }

  /// The attributes of the element that was just taken.
  func attributes() -> REFIAttributes {
    let attributes = REFIAttributes(xml.attributes)
    for name in attributes.unknown {
      report.count("\(xml.localName)/@\(name)", "this attribute isn't taken", at: mark)
    }
    return attributes
  }

  /// The text in the element that was just taken, to the letter.
  func text() throws(Diagnostic) -> [UInt8] {
    var text: [UInt8] = []
    while let node = try xml.next() {
      switch node {
      case .start:
        advance()
        try leaveOut("it stands in a text")
      case .text: xml.appendText(to: &text)
      case .end: return text
      }
    }
    return text
  }

  func string() throws(Diagnostic) -> String { String(decoding: try text(), as: UTF8.self) }

  /// Reads an element that has no children to its end.
  func finish() throws(Diagnostic) { while try child() != nil { try leaveOut("it isn't taken") } }

  /// What a reference points to.
  ///
  /// A codebook's sets say `guid` for it.
  func target() throws(Diagnostic) -> String {
    let attributes = attributes()
    try finish()
    return GUID.normal(attributes["targetGUID"] ?? attributes["guid"] ?? "")
  }

  /// Leaves out the element that was just taken, with all in it.
  func leaveOut(_ reason: String) throws(Diagnostic) {
    let (mark, name) = (mark, describe(xml.localName, REFIAttributes(xml.attributes)))
    var codings = 0
    try xml.descend { element, _ in if element == .coding { codings += 1 } }
    report.leaveOut(name, reason + Self.with(codings: codings), at: mark)
  }

  /// `, with 3 codings`, or nothing.
  static func with(codings: Int) -> String {
    codings == 0 ? "" : codings == 1 ? ", with a coding" : ", with \(codings) codings"
  }
}

/// What to call an element: by its name, else by its GUID.
func describe(_ element: String, _ attributes: REFIAttributes) -> String {
  describe(element, name: attributes.name, guid: attributes["guid"] ?? "")
}

func describe(_ element: String, name: String, guid: String) -> String {
  let name = name.isEmpty ? guid : name
  return name.isEmpty ? element : "\(element) \(shown(name))"
}

/// The attributes of one element.
struct REFIAttributes {
  private let pairs: [(name: String, value: String)]

  init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  var guid: String { GUID.normal(self["guid"] ?? "") }
  var name: String { self["name"] ?? "" }

  /// Who made the element, or last changed it where that is all the file says.
  var user: String {
    GUID.normal(
      self["creatingUser"] ?? self["creatingUserGUID"] ?? self["modifyingUser"]
        ?? self["modifyingUserGUID"] ?? "")
  }
  var time: String { self["creationDateTime"] ?? self["modifiedDateTime"] ?? "" }

  /// Names that nobody asks for; who changed an element last is one where it says who made it.
  var unknown: [String] {
    pairs.map(\.name).filter { name in
      switch name {
      case "modifiedDateTime": self[name] != time
      case "modifyingUser", "modifyingUserGUID":
        GUID.normal(self[name] ?? "") != user
      default: !Self.known.contains(name)
      }
    }
  }

  private static let known: Set<String> = [
    "guid", "name", "origin", "creatingUserGUID", "creatingUser", "creationDateTime", "basePath",
    "id", "isCodable", "color", "typeOfVariable", "targetGUID", "plainTextPath", "richTextPath",
    "path", "currentPath", "startPosition", "endPosition", "fromSyncPoint", "toSyncPoint",
    "timeStamp", "position", "firstX", "firstY", "secondX", "secondY", "page", "begin", "end",
  ]
}
