import Coding
import SQLite

extension Project {
  /// Coders whose codings count only where they are asked for, by name.
  package func referenceCoders() throws -> [String] {
    try connection.all("SELECT coder FROM reference_coder ORDER BY coder") { $0.text(0) }
  }

  /// Keeps a coder's codings apart from the team's from now on.
  ///
  /// - Returns: false where that was so already.
  /// - Throws: where the coder has codings that count: tables would lose them unnoticed.
  package func registerReference(_ coder: String) throws -> Bool {
    guard try !referenceCoders().contains(coder) else { return false }
    let counting =
      try connection.integer(
        "SELECT count(*) FROM coding WHERE coder = \(coder) AND retracted IS NULL") ?? 0
    guard counting == 0 else {
      throw ProjectError.unknown(
        "\(coder) can't become a reference: tables count \(counted(counting, "coding")) of this name",
        hint: "give the reference coder another name")
    }
    try append(.coderRegistered, ["coder": .string(coder)])
    return true
  }

  /// Coders who have read transcripts in force to the end, with how many.
  package func readers() throws -> [(coder: String, transcripts: Int)] {
    try connection.all(
      """
      SELECT r.coder, count(DISTINCT r.version) FROM reading r JOIN version v ON v.id = r.version
      WHERE v.superseded IS NULL GROUP BY r.coder ORDER BY r.coder
      """
    ) { (coder: $0.text(0), transcripts: $0.integer(1)) }
  }

  /// The codes that a coder looked for in a version; empty where it was not read to the end.
  package func codesRead(by coder: String, in version: Int) throws -> Set<Int> {
    Set(
      try connection.all(
        "SELECT code FROM reading WHERE coder = \(coder) AND version = \(version)"
      ) { $0.integer(0) })
  }

  /// Transcripts in force that a coder has read or coded something in, by name.
  package func transcripts(codedBy coder: String) throws -> [String] {
    try connection.all(
      """
      SELECT t.name FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL AND (
        EXISTS (SELECT 1 FROM reading r WHERE r.version = v.id AND r.coder = \(coder))
        OR EXISTS (SELECT 1 FROM coding c WHERE c.version = v.id AND c.coder = \(coder)
          AND c.retracted IS NULL))
      ORDER BY t.name
      """
    ) { $0.text(0) }
  }

  /// All versions of a transcript in the order of their numbers, the one in force last.
  package func versions(
    ofTranscript name: String
  ) throws -> [(id: Int, number: Int, event: Int)] {
    try connection.all(
      """
      SELECT v.id, v.number, v.event FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(name) ORDER BY v.number
      """
    ) { (id: $0.integer(0), number: $0.integer(1), event: $0.integer(2)) }
  }
}
