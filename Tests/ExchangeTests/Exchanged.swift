import Coding
import Exchange
import Formats
import Foundation
import Testing

/// A `.qdpx` file made of XML and texts, so that it can be made as programs make them.
struct TestProject {
  /// What stands in `Project`, or the whole XML where it starts with `<?` or a `Project` of its own.
  var xml: String
  var parts: [(name: String, bytes: [UInt8])] = []
  var name = "project.qde"

  /// A project with a text, its selections and a codebook of the codes 1 to 3, 3 a folder.
  init(_ text: String? = nil, _ selections: String = "", origin: String = "", inline: Bool = false)
  {
    let path = inline ? "" : " plainTextPath=\"internal://\(guid("50")).txt\""
    let content = inline ? "<PlainTextContent>\(text ?? "")</PlainTextContent>" : ""
    xml = """
      <Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="\(origin)">\
      <Users><User guid="\(guid("a1"))" name="Anna"/><User guid="\(guid("b1"))" name="Ben"/></Users>\
      <CodeBook><Codes><Code guid="\(guid("1"))" name="Thuis" isCodable="true"/>\
      <Code guid="\(guid("2"))" name="Werk" isCodable="true"/>\
      <Code guid="\(guid("3"))" name="Map" isCodable="false"/></Codes></CodeBook>\
      <Sources><TextSource guid="\(guid("50"))" name="I1"\(path)>\(content)\(selections)</TextSource>\
      </Sources></Project>
      """
    if let text, !inline { parts = [("sources/\(guid("50")).txt", Array(text.utf8))] }
  }

  init(xml: String, parts: [(name: String, bytes: [UInt8])] = []) {
    (self.xml, self.parts) = (xml, parts)
  }

  func bytes() throws -> [UInt8] {
    var archive = ArchiveWriter()
    try archive.add(name, Array(xml.utf8))
    for part in parts { try archive.add(part.name, part.bytes) }
    return archive.finish()
  }

  func read() throws -> ExchangeProject { try QDPX.read(bytes(), file: "p.qdpx") }

  /// Why it can't be read.
  func refusal() throws -> String {
    do throws(Diagnostic) {
      _ = try QDPX.read(try bytesOrDiagnostic(), file: "p.qdpx")
      return ""
    } catch {
      return error.description
    }
  }

  private func bytesOrDiagnostic() throws(Diagnostic) -> [UInt8] {
    do { return try bytes() } catch {
      throw (error as? Diagnostic) ?? Diagnostic(.error, "no archive", at: Place(file: ""))
    }
  }
}

/// A GUID that ends in a few digits.
func guid(_ digits: String) -> String {
  let digits = String(repeating: "0", count: 12 - digits.count) + digits
  return "00000000-0000-4000-8000-" + digits
}

/// A selection with a coding by code 1 and user a1.
func selection(
  _ number: Int, _ start: Int, _ end: Int, name: String? = nil, code: String = "1"
) -> String {
  let name = name.map { " name=\"\($0)\"" } ?? ""
  return """
    <PlainTextSelection guid="\(guid("6\(number)"))"\(name) startPosition="\(start)" \
    endPosition="\(end)" creatingUser="\(guid("a1"))"><Coding guid="\(guid("7\(number)"))">\
    <CodeRef targetGUID="\(guid(code))"/></Coding></PlainTextSelection>
    """
}

extension ExchangeProject.Source {
  /// The words of each selection.
  var quotes: [String] {
    let scalars = Array(text.unicodeScalars)
    return selections.map {
      String(String.UnicodeScalarView(scalars[$0.range]))
    }
  }
}

extension ExchangeProject {
  /// `element: reason`, in order.
  var losses: [String] { leftOut.map { "\($0.element): \($0.reason)" } }
}

/// Real and realistic files beside the tests.
enum Golden {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let schema = root.appendingPathComponent("Schema").path
  static let folder = root.appendingPathComponent("Golden").path

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
  }

  static var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".qdpx") || $0.hasSuffix(".qdc") }.sorted()
  }

  static func read(_ name: String) throws -> ExchangeProject {
    let bytes = try bytes(name)
    return name.hasSuffix(".qdc")
      ? try QDC.read(bytes, file: name) : try QDPX.read(bytes, file: name)
  }
}
