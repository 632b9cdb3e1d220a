import Coding
import SQLite

/// Records what another program's file holds, inside one `change`.
///
/// What is known already, by its identity or by place, code and coder, is not recorded again.
package final class ExchangeRecorder {
  package enum Outcome: Sendable, Equatable {
    case added
    case known
    /// It was taken back here after an earlier import, and stays so.
    case takenBack
    /// Who said the words withdrew.
    case withdrawn
  }

  private struct Key: Hashable {
    var start: Int
    var end: Int
    var code: Int
    var coder: String
  }

  /// What is coded in a version, and what rules found there and somebody accepted.
  private struct Layer {
    var keys: Set<Key>
    var turns: [(range: Range<Int>, speaker: Int)]
    var stream: WordStream
    var respondents: Set<Int>
    var erased: Set<Int>
    var place: (transcript: String, number: Int)
  }

  private let project: Project
  private let file: ImportedFile
  private let firstEvent: Int
  private let names: [Int: (codebook: String, path: String)]
  private let references: Set<String>
  /// The codings that stand, and those that a person took back.
  private var standing: Set<String> = []
  private var takenBack: Set<String> = []
  private var retired: Set<String> = []
  private var memos: Set<String>
  private var layers: [Int: Layer] = [:]
  private var touched: Set<Int> = []
  private var firstVersion = Int.max

  /// `firstEvent`: the number of the last event before the import began.
  ///
  /// - Precondition: inside `Project.change`; codes and transcripts of the file are recorded.
  package init(_ project: Project, _ file: ImportedFile, after firstEvent: Int) throws {
    (self.project, self.file, self.firstEvent) = (project, file, firstEvent)
    references = Set(try project.referenceCoders())
    names = Dictionary(
      uniqueKeysWithValues: try project.codes(includingRetired: true).map {
        ($0.id, ($0.codebook, $0.path))
      })
    memos = Set(try project.connection.all("SELECT uid FROM memo") { $0.text(0) })
    let codings = try project.connection.all(
      """
      SELECT c.uid, e.kind FROM coding c LEFT JOIN event e ON e.number = c.retracted
      """
    ) { ($0.text(0), $0.optionalText(1)) }
    for (uid, retracting) in codings {
      switch retracting {
      case nil: standing.insert(uid)
      case LedgerEvent.Kind.codingRetracted.rawValue?: takenBack.insert(uid)
      default: retired.insert(uid)
      }
    }
  }

  /// Where a coding comes from, for its event.
  private func origin(_ made: String) -> [(String, JSON)] {
    var fields: [(String, JSON)] = []
    if !file.origin.isEmpty { fields.append(("origin", .string(file.origin))) }
    if !made.isEmpty { fields.append(("made", .string(made))) }
    return fields
  }

  /// Records a coding.
  ///
  /// Of a passage with the words of several people it is the respondent's who says most of them, and
  /// only that person's words count.
  package func record(_ coding: ImportedCoding) throws -> Outcome {
    if standing.contains(coding.uid) { return .known }
    if takenBack.contains(coding.uid) { return .takenBack }
    var layer = try layer(of: coding.version)
    let key = Key(
      start: coding.range.lowerBound, end: coding.range.upperBound, code: coding.code,
      coder: coding.coder)
    if coding.misfit == nil, layer.keys.contains(key) { return .known }
    let (speaker, words) = voice(in: coding.range, layer)
    guard !layer.erased.contains(speaker) else { return .withdrawn }
    guard let code = names[coding.code] else {
      throw ProjectError.damaged(project.path, "a coding's code is missing")
    }
    let uid = retired.contains(coding.uid) ? try project.newUID() : coding.uid
    var body = Project.fields(of: coding.range, in: layer.place, code: code)
    body += [
      ("speaker", .integer(speaker)), ("words", .integer(words)), ("uid", .string(uid)),
      ("coder", .string(coding.coder)),
    ]
    if let misfit = coding.misfit { body.append(("misfit", .string(misfit))) }
    if let memo = coding.memo { body.append(("memo", try project.commit(.string(memo)))) }
    try project.append(.segmentCoded, .object(body + origin(coding.made)))
    standing.insert(uid)
    if coding.misfit == nil { layer.keys.insert(key) }
    layers[coding.version] = layer
    if coding.misfit == nil, !references.contains(coding.coder) {
      touched.insert(coding.code)
      firstVersion = min(firstVersion, coding.version)
    }
    return .added
  }

  /// Whose words a passage holds, and how many of them.
  private func voice(in range: Range<Int>, _ layer: Layer) -> (speaker: Int, words: Int) {
    var words: [Int: Int] = [:]
    var low = 0
    var high = layer.turns.count
    while low < high {
      let middle = (low + high) / 2
      if layer.turns[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    for turn in layer.turns[low...] {
      guard turn.range.lowerBound < range.upperBound else { break }
      let part = turn.range.clamped(to: range)
      words[turn.speaker, default: 0] += layer.stream.words(
        in: UInt32(part.lowerBound)..<UInt32(part.upperBound))
    }
    guard !words.isEmpty else {
      return (0, layer.stream.words(in: UInt32(range.lowerBound)..<UInt32(range.upperBound)))
    }
    let most = words.max { one, other in
      let (first, second) = (rank(one.key, layer), rank(other.key, layer))
      return (first, one.value, -one.key) < (second, other.value, -other.key)
    }
    return most.map { ($0.key, $0.value) } ?? (0, 0)
  }

  /// Respondents before interviewers before nobody.
  private func rank(_ speaker: Int, _ layer: Layer) -> Int {
    layer.respondents.contains(speaker) ? 2 : speaker > 0 ? 1 : 0
  }

  /// Whether a passage holds the words of more than one respondent.
  package func hasSeveralRespondents(_ range: Range<Int>, of version: Int) throws -> Bool {
    let layer = try layer(of: version)
    let speakers = layer.turns.filter { $0.range.overlaps(range) }.map(\.speaker)
    return Set(speakers).intersection(layer.respondents).count > 1
  }

  private func layer(of version: Int) throws -> Layer {
    if let known = layers[version] { return known }
    let keys = try project.connection.all(
      """
      SELECT start, end, code, coder FROM coding
      WHERE version = \(version) AND retracted IS NULL AND misfit IS NULL
      UNION ALL SELECT start, end, code, coder FROM decision
      WHERE version = \(version) AND verdict = 'accepted'
      """
    ) { row in
      Key(start: row.integer(0), end: row.integer(1), code: row.integer(2), coder: row.text(3))
    }
    let respondents = try project.connection.all(
      "SELECT number FROM speaker WHERE version = \(version) AND part = 'respondent'"
    ) { $0.integer(0) }
    let erased = try project.connection.all(
      "SELECT speaker FROM redaction WHERE version = \(version) AND commitment IS NULL"
    ) { $0.integer(0) }
    let layer = Layer(
      keys: Set(keys), turns: try project.turns(of: version),
      stream: try project.wordStream(of: version), respondents: Set(respondents),
      erased: Set(erased), place: try project.place(ofVersion: version))
    layers[version] = layer
    return layer
  }

  /// Writes a memo, unless it is known.
  package func write(
    memo text: String, title: String, on subject: Memo.Subject, uid: String, coder: String,
    made: String
  ) throws -> Bool {
    guard memos.insert(uid).inserted else { return false }
    try project.write(
      memo: text, title: title, on: subject, uid: uid, coder: coder, origin: origin(made))
    return true
  }

  /// Records a set, where it is new or has changed.
  package func record(
    set uid: String, name: String, description: String, members: [(kind: String, name: String)]
  ) throws -> Bool {
    let list = JSON.array(members.map { .strings([$0.kind, $0.name]) })
    let known = try project.connection.first(
      "SELECT content, members FROM collection WHERE uid = \(uid)"
    ) { (Digest(hex: $0.text(0)), $0.text(1)) }
    let content: JSON = ["name": .string(name), "description": .string(description)]
    if let known, known.1 == list.canonical,
      try known.0.flatMap({ try project.content($0) })?.canonical == content.canonical
    {
      return false
    }
    try project.append(
      .collectionRecorded,
      ["uid": .string(uid), "content": try project.commit(content), "members": list])
    return true
  }

  /// Says where all of it came from, if anything was recorded, and brings the counts up to date.
  ///
  /// Call it once, at the end. Returns whether anything was recorded.
  package func finish() throws -> Bool {
    guard try project.head().number > firstEvent else { return false }
    let content = try project.commit(.string(file.name))
    try project.append(
      .projectImported,
      [
        "content": content, "sha256": .string(file.sha256), "format": .string(file.format),
        "origin": .string(file.origin),
        "guids": .array(file.guids.map { .strings([$0.kind, $0.name, $0.guid]) }),
      ])
    if !touched.isEmpty { try project.updateTally(touched.sorted(), after: firstVersion - 1) }
    return true
  }
}
