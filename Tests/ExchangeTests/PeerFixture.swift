import Exchange
import Foundation
import SQLite
import TestSupport

/// The golden databases, to change copies of.
enum PeerFixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/Peers").path
  static let taguette = folder + "/taguette.sqlite3"
  static let qualCoder = folder + "/study.qda"

  /// A copy of a database, after some statements.
  static func changed(_ path: String, in folder: TemporaryFolder, _ script: String = "") throws
    -> String
  {
    let copy = folder.file("copy.db")
    try? FileManager.default.removeItem(atPath: copy)
    let original = path.hasSuffix(".qda") ? path + "/data.qda" : path
    try FileManager.default.copyItem(atPath: original, toPath: copy)
    if !script.isEmpty { try Connection(path: copy).execute(script) }
    return copy
  }

  static func bytes(_ path: String) -> [UInt8] {
    Array(FileManager.default.contents(atPath: path) ?? Data())
  }
}

extension ExchangeProject {
  /// The words under each selection of a source, with its codes' names.
  func quotes(_ source: Int) -> [String] {
    let names = names(codes)
    return sources[source].selections.map { selection in
      let codes = selection.codings.map { names[$0.code] ?? "?" }.sorted()
      return sources[source].words(selection.range) + " : " + codes.joined(separator: ", ")
    }
  }

  private func names(_ codes: [Code]) -> [String: String] {
    var names: [String: String] = [:]
    for code in codes {
      names[code.guid] = code.name
      names.merge(self.names(code.codes)) { first, _ in first }
    }
    return names
  }

  /// Codes as an indented list; those that can't be given in brackets.
  func outline(_ codes: [Code], _ depth: Int = 0) -> [String] {
    codes.flatMap { code in
      let name = code.isCodable ? code.name : "[\(code.name)]"
      return [String(repeating: "  ", count: depth) + name] + outline(code.codes, depth + 1)
    }
  }

  func user(_ guid: String) -> String? { users.first { $0.guid == guid }?.name }

  /// Every GUID that names something.
  var guids: [String] {
    func all(_ codes: [Code]) -> [String] { codes.flatMap { [$0.guid] + all($0.codes) } }
    let passages = sources.flatMap { $0.selections + $0.orphans.map(\.selection) }
    return users.map(\.guid) + all(codes) + variables.map(\.guid) + cases.map(\.guid)
      + sources.map(\.guid) + notes.map(\.guid) + passages.map(\.guid)
      + passages.flatMap { $0.codings.map(\.guid) }
  }
}

extension ExchangeProject.Source {
  func words(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
  }
}
