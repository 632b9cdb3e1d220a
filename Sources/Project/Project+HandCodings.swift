import Coding
import SQLite

/// A passage that a coder marked with a code.
package struct HandCoding: Sendable, Equatable {
  /// Code points of the stored text.
  package var range: Range<Int>
  package var speaker: Int
  package var words: Int
  package var code: Int
  package var memo: String?

  package init(range: Range<Int>, speaker: Int, words: Int, code: Int, memo: String? = nil) {
    (self.range, self.speaker, self.words) = (range, speaker, words)
    (self.code, self.memo) = (code, memo)
  }
}

/// Codings by hand, and how events name what they are about.
extension Project {
  /// What a coder coded by hand in a version and did not take back, by place.
  package func handCodings(
    of version: Int, by coder: String
  ) throws -> [(uid: String, coding: HandCoding, event: Int)] {
    let rows = try connection.all(
      """
      SELECT c.uid, c.start, c.end, c.speaker, c.words, c.code, json_extract(e.body, '$.memo'), c.event
      FROM coding c JOIN event e ON e.number = c.event
      WHERE c.version = \(version) AND c.coder = \(coder) AND c.retracted IS NULL AND c.misfit IS NULL
      ORDER BY c.start, c.end DESC, c.id
      """
    ) { row in
      let coding = HandCoding(
        range: row.integer(1)..<row.integer(2), speaker: row.integer(3), words: row.integer(4),
        code: row.integer(5))
      return (uid: row.text(0), coding: coding, memo: row.optionalText(6), event: row.integer(7))
    }
    return try rows.map { uid, coding, memo, event in
      var coding = coding
      coding.memo = try memo.flatMap(Digest.init(hex:)).flatMap { try content($0)?.string }
      return (uid, coding, event)
    }
  }

  /// How events name a version.
  func place(ofVersion version: Int) throws -> (transcript: String, number: Int) {
    let place = try connection.first(
      """
      SELECT t.uid, v.number FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.id = \(version)
      """
    ) { (transcript: $0.text(0), number: $0.integer(1)) }
    guard let place else {
      throw ProjectError.damaged(path, "a segment's transcript or code is missing")
    }
    return place
  }

  /// How events name a code.
  func name(ofCode id: Int) throws -> (codebook: String, path: String) {
    let name = try connection.first("SELECT codebook, path FROM code WHERE id = \(id)") {
      (codebook: $0.text(0), path: $0.text(1))
    }
    guard let name else { throw ProjectError.damaged(path, "a code is missing") }
    return name
  }

  /// How events name a passage with a code.
  static func fields(
    of range: Range<Int>, in place: (transcript: String, number: Int),
    code: (codebook: String, path: String)
  ) -> [(String, JSON)] {
    [
      ("transcript", .string(place.transcript)), ("version", .integer(place.number)),
      ("start", .integer(range.lowerBound)), ("end", .integer(range.upperBound)),
      ("codebook", .string(code.codebook)), ("code", .string(code.path)),
    ]
  }

  func fields(of range: Range<Int>, in version: Int, code: Int) throws -> [(String, JSON)] {
    Self.fields(of: range, in: try place(ofVersion: version), code: try name(ofCode: code))
  }

  /// Records a coding by hand; its event names the coder only where that is not who acts.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: the coding's uid.
  @discardableResult
  func append(_ coding: HandCoding, to version: Int, by coder: String) throws -> String {
    let uid = try newUID()
    var body = try fields(of: coding.range, in: version, code: coding.code)
    body += [
      ("speaker", .integer(coding.speaker)), ("words", .integer(coding.words)),
      ("uid", .string(uid)),
    ]
    if coder != surroundings.coder { body.append(("coder", .string(coder))) }
    if let memo = coding.memo { body.append(("memo", try commit(.string(memo)))) }
    try append(.segmentCoded, .object(body))
    return uid
  }

  /// Notes that a coder read a version to the end, looking for some codes.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: false where that was known.
  @discardableResult
  package func recordReading(
    of version: Int, by coder: String, _ codes: Set<Int>
  ) throws -> Bool {
    let new = codes.subtracting(try codesRead(by: coder, in: version))
    guard !new.isEmpty else { return false }
    let place = try place(ofVersion: version)
    let names = try new.map(name(ofCode:)).map { "\($0.codebook):\($0.path)" }.sorted()
    try append(
      .transcriptCoded,
      [
        "transcript": .string(place.transcript), "version": .integer(place.number),
        "coder": .string(coder), "codes": .strings(names),
      ])
    return true
  }
}
