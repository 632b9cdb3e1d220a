import SQLite

/// Who of some coders read what to the end, looking for which of the codes.
struct CodersReadings {
  private let coders: Int
  private var names: [(version: Int, name: String)] = []
  /// By version and coder.
  private var codes: [Int: [Int: Set<Int>]] = [:]

  init(_ project: Project, _ query: AgreementQuery) throws {
    coders = query.coders.count
    let numbers = Dictionary(
      uniqueKeysWithValues: query.coders.enumerated().map { ($1, $0) })
    let wanted = Set(query.codes.map(\.id))
    var read: Set<String> = []
    try project.connection.forEach(
      """
      SELECT v.id, t.name, r.coder, r.code FROM reading r
      JOIN version v ON v.id = r.version JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { row in
      guard let coder = numbers[row.text(2)], wanted.contains(row.integer(3)),
        query.transcripts?.contains(row.text(1)) ?? true
      else { return }
      read.insert(row.text(2))
      let version = row.integer(0)
      if codes[version] == nil { names.append((version, row.text(1))) }
      codes[version, default: [:]][coder, default: []].insert(row.integer(3))
    }
    if let coder = query.coders.first(where: { !read.contains($0) }) {
      throw try Self.fault(coder, project, query)
    }
  }

  private static func fault(
    _ coder: String, _ project: Project, _ query: AgreementQuery
  ) throws -> ProjectError {
    let readers = try project.readers().map(\.coder)
    guard readers.contains(coder) else {
      return .unknown(
        "\(coder) has read no transcript to the end",
        hint: readers.isEmpty
          ? "nobody has yet: zicht code done and zicht code import record it"
          : "who has: " + readers.joined(separator: ", "))
    }
    return .unknown(
      "\(coder) has read none of these transcripts to the end for these codes",
      hint: "choose others, or leave \(coder) out: --coders")
  }

  func didRead(_ coder: Int, _ code: Int, in version: Int) -> Bool {
    codes[version]?[coder]?.contains(code) ?? false
  }

  /// Whether somewhere two of them looked for a code.
  func isShared(_ code: Int) -> Bool {
    names.contains { isShared(code, in: $0.version) }
  }

  private func isShared(_ code: Int, in version: Int) -> Bool {
    (0..<coders).count { didRead($0, code, in: version) } > 1
  }

  /// Those in which two of them looked for the same code.
  var shared: [(version: Int, name: String)] {
    names.filter { pair in
      let all = codes[pair.version]?.values.reduce(into: Set()) { $0.formUnion($1) } ?? []
      return all.contains { isShared($0, in: pair.version) }
    }
  }

  var readByOne: Int { names.count - shared.count }
}
