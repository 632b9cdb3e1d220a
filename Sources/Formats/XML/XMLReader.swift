import CXML2
import Coding

/// Reads one XML part node after node, over libxml2's reader: no document type, no network, no
/// entity beyond the five.
///
/// The elements that matter are the cases of an enumeration, named by namespace and local name
/// (`"w:p"`, whichever prefix the file has). O(bytes); of the part only the open elements are in
/// memory.
package final class XMLReader<Element: RawRepresentable> where Element.RawValue == String {
  package enum Node {
    /// Nil for an element that isn't one of the cases.
    case start(Element?)
    case end(Element?)
    /// Characters; `appendText` has them.
    case text
  }

  /// A namespace and the prefix that `Element` has for it.
  package typealias Namespaces = [String: String]

  private struct Name: Hashable {
    var local: UnsafePointer<xmlChar>
    var namespace: UnsafePointer<xmlChar>?
  }

  private let reader: xmlTextReaderPtr
  /// What libxml2 reads from, and so must stay where it is.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let namespaces: Namespaces
  private let part: String?
  private let file: String
  /// libxml2 keeps each name once, so that its address will do for it.
  private var known: [Name: Element?] = [:]
  /// An element without content was started, and ends next.
  private var isEmpty = false

  /// Opens a part, which messages call by its name in the archive; nil where it is the file.
  package init(
    _ content: [UInt8], namespaces: Namespaces, part: String?, file: String
  ) throws(Diagnostic) {
    (self.namespaces, self.part, self.file) = (namespaces, part, file)
    let content = try Self.utf8(content, part, file)
    if let refusal = XMLSurvey.refusal(content) {
      throw Self.fault(refusal, content, part, file)
    }
    prepareLibrary()
    bytes = UnsafeMutableBufferPointer.allocate(capacity: content.count)
    _ = bytes.initialize(from: content)
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let reader = bytes.withMemoryRebound(to: CChar.self) { bytes in
      xmlReaderForMemory(
        bytes.baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
    }
    guard let reader else {
      bytes.deallocate()
      throw Diagnostic(.error, .empty(part), at: Place(file: file), hint: archiveHint)
    }
    // Else some faults are printed whatever the options say; what they are is asked for.
    xmlTextReaderSetStructuredErrorHandler(reader, { _, _ in }, nil)
    self.reader = reader
  }

  deinit {
    xmlFreeTextReader(reader)
    bytes.deallocate()
  }

  /// The next node; nil at the end.
  package func next() throws(Diagnostic) -> Node? {
    if isEmpty {
      isEmpty = false
      return .end(element())
    }
    while true {
      switch xmlTextReaderRead(reader) {
      case 1: if let node = current() { return node }
      case 0: return nil
      default: throw fault()
      }
    }
  }

  private func current() -> Node? {
    switch UInt32(xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT.rawValue:
      isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
      return .start(element())
    case XML_READER_TYPE_END_ELEMENT.rawValue: return .end(element())
    case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue,
      XML_READER_TYPE_WHITESPACE.rawValue, XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
      return .text
    default: return nil
    }
  }

  private func element() -> Element? {
    guard let node = xmlTextReaderCurrentNode(reader), let local = node.pointee.name else {
      return nil
    }
    let name = Name(
      local: local, namespace: node.pointee.ns?.pointee.href.map { UnsafePointer($0) })
    if let element = known[name] { return element }
    let prefix = name.namespace.flatMap { namespaces[String(cString: $0)] }
    let element = Element(rawValue: (prefix.map { $0 + ":" } ?? "") + String(cString: local))
    known[name] = element
    return element
  }

  /// The characters of a text node.
  func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    guard let content = xmlTextReaderCurrentNode(reader)?.pointee.content else { return }
    var end = content
    while end.pointee != 0 { end += 1 }
    body(UnsafeBufferPointer(start: content, count: end - content))
  }

  /// Adds the characters of a text node.
  package func appendText(to text: inout [UInt8]) { withText { text.append(contentsOf: $0) } }

  /// The value of an attribute of the element that was started, in whichever namespace.
  func attribute(_ name: StaticString) -> String? {
    var next = xmlTextReaderCurrentNode(reader)?.pointee.properties
    while let attribute = next {
      if let local = attribute.pointee.name, equal(local, name) {
        return attribute.pointee.children?.pointee.content.map { String(cString: $0) } ?? ""
      }
      next = attribute.pointee.next
    }
    return nil
  }

  /// Names and values of the attributes of the element that was started, but for those of another
  /// namespace than its own.
  package var attributes: [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    var next = xmlTextReaderCurrentNode(reader)?.pointee.properties
    while let attribute = next {
      if attribute.pointee.ns == nil, let name = attribute.pointee.name {
        let value = attribute.pointee.children?.pointee.content.map { String(cString: $0) }
        found.append((String(cString: name), value ?? ""))
      }
      next = attribute.pointee.next
    }
    return found
  }

  /// The local name of the current element.
  package var localName: String {
    xmlTextReaderCurrentNode(reader)?.pointee.name.map { String(cString: $0) } ?? ""
  }

  /// The line of the current node; nil from line 65,535 on, which libxml2 counts no further.
  package var line: Int? {
    guard let node = xmlTextReaderCurrentNode(reader) else { return nil }
    return node.pointee.line == UInt16.max ? nil : Int(node.pointee.line)
  }

  private func equal(_ text: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    for index in 0..<count where text[index] != name.utf8Start[index] { return false }
    return text[count] == 0
  }

  /// Goes on to the end of the element that was started.
  package func skip() throws(Diagnostic) { try descend { _, _ in } }

  /// Hands over the elements that start within the one that was started, with their depth in it: 1
  /// for its children.
  package func descend(_ visit: (Element?, _ depth: Int) -> Void) throws(Diagnostic) {
    var depth = 1
    while let node = try next() {
      switch node {
      case .start(let element):
        visit(element, depth)
        depth += 1
      case .end:
        depth -= 1
        if depth == 0 { return }
      case .text: break
      }
    }
  }
}

/// Faults, by part and line.
extension XMLReader {
  /// UTF-16 made UTF-8; other encodings are a fault.
  private static func utf8(
    _ content: [UInt8], _ part: String?, _ file: String
  ) throws(Diagnostic) -> [UInt8] {
    let order: ByteOrder? =
      content.starts(with: [0xFF, 0xFE])
      ? .little : content.starts(with: [0xFE, 0xFF]) ? .big : nil
    do {
      if let order { return try Formats.utf8(fromUTF16: content, order, from: 2) }
    } catch {
      throw Diagnostic(.error, .noUTF16(part), at: Place(file: file), hint: archiveHint)
    }
    return content
  }

  private static func fault(
    _ refusal: XMLSurvey.Refusal, _ content: [UInt8], _ part: String?, _ file: String
  ) -> Diagnostic {
    let line = content[..<refusal.offset].count { $0 == .lineFeed } + 1
    return Diagnostic(
      .error, .refused(refusal.fault, part, line), at: Place(file: file), hint: archiveHint)
  }

  private func fault() -> Diagnostic {
    let line = Int(xmlTextReaderGetParserLineNumber(reader))
    let reason = xmlGetLastError()?.pointee.message.map { String(cString: $0) } ?? "unknown"
    return Diagnostic(
      .error, .malformed(reason, part, line), at: Place(file: file), hint: archiveHint)
  }
}

/// Once in the process, and before any thread parses.
private let library: Void = xmlInitParser()
private func prepareLibrary() { _ = library }

extension Diagnostic.Message {
  fileprivate static func empty(_ part: String?) -> Self { "\(subject(part)) can't be parsed" }
  fileprivate static func noUTF16(_ part: String?) -> Self {
    "\(subject(part)) is no valid UTF-16"
  }
  fileprivate static func malformed(_ reason: String, _ part: String?, _ line: Int) -> Self {
    let reason = reason.split(separator: "\n").first.map(String.init) ?? "unknown"
    return "\(subject(part)) is damaged on line \(line): \(plain(reason))"
  }
  fileprivate static func refused(_ fault: XMLSurvey.Fault, _ part: String?, _ line: Int) -> Self {
    let what =
      switch fault {
      case .documentType: "a document type, which no document needs"
      case .attributes: "a tag of more than \(XMLSurvey.mostAttributes) attributes"
      case .depth: "elements nested more than \(XMLSurvey.deepest) deep"
      }
    return "\(subject(part)) has \(what), on line \(line)"
  }
}

private func subject(_ part: String?) -> String { part.map { "\(shown($0)) in it" } ?? "the file" }

/// libxml2's words without what a terminal could obey.
private func plain(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
}
