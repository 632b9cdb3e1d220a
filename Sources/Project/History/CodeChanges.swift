import Coding
import SQLite

/// What versions of codebooks changed of codes.
enum CodeChanges {
  /// Adds the events that brought, changed or removed some codes (`codebook:path`).
  static func add(
    _ codes: Set<String>, _ project: Project, _ undone: UndoneEvents,
    to builder: inout HistoryBuilder
  ) throws {
    var versions: [String: Standing<Codebook>] = [:]
    for record in try project.records("kind = 'codebook.recorded'") {
      let name = record.body["codebook"]?["id"]?.string ?? ""
      guard codes.contains(where: { $0.hasPrefix(name + ":") }), let json = record.body["codebook"]
      else { continue }
      let codebook = try CodebookReader.read(SourceText(json.canonical), file: name)
      let before = versions[name]?.value(before: record.number, undone)
      versions[name, default: Standing()].set(codebook, by: record.number)
      let changes = CodebookChange.between(before ?? codebook.withoutCodes, codebook)
      let version = record.body["number"]?.integer ?? 0
      for code in codes.sorted() where code.hasPrefix(name + ":") {
        let path = code.dropFirst(name.utf8.count + 1)
        let own = changes.filter { $0.path == path }
        guard !own.isEmpty else { continue }
        let added = own.contains { $0.what == "code added" }
        let removed = own.contains { $0.what == "code removed" }
        builder.add(
          record,
          "\(code) \(added ? "added" : removed ? "removed" : "changed") "
            + "(codebook version \(version))",
          (added ? codebook.definition(of: String(path)) : [])
            + own.filter { $0.what != "code removed" }
            .map { HistoryEntry.Change($0.what, before: $0.old, after: $0.new) })
      }
    }
  }
}

extension Codebook {
  fileprivate var withoutCodes: Codebook {
    var empty = self
    empty.codes = []
    return empty
  }

  fileprivate func definition(of path: String) -> [HistoryEntry.Change] {
    let code = allCodes.first { $0.path == path }?.code
    return code.map { [.init("definition", before: "", after: $0.definition)] } ?? []
  }
}
