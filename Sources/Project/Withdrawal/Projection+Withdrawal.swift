import Coding
import SQLite

extension Projection {
  /// Notes who withdrew, which shares of which texts were erased, and what stands for content that
  /// was; the rows of earlier events say the rest, as their content is what replaced it.
  func withdrawal(_ event: EventFields) throws {
    _ = try content(of: event.body["particulars"], event)
    try connection.run(
      """
      UPDATE respondent SET withdrawn = \(event.number)
      WHERE uid = \(try event.string("respondent"))
      """)
    for item in try event.array("erased") {
      try connection.run(
        """
        INSERT INTO erased VALUES (\(try event.string("hash", in: item)),
          \(item["replacement"]?.string), \(event.number))
        """)
    }
    for item in try event.array("redactions") { try redaction(event, item) }
  }

  private func redaction(_ event: EventFields, _ item: JSON) throws {
    let version = try version(
      event, try event.string("transcript", in: item), try event.integer("version", in: item))
    let whole = try event.array("speakers", in: item).compactMap(\.integer)
    let shares = whole.map { ($0, nil) } + (item["rest"]?.string.map { [(0, $0)] } ?? [])
    for (speaker, commitment) in shares as [(Int, String?)] {
      // Whoever else withdrew from the same interview may have left a share in part.
      try connection.run(
        """
        INSERT INTO redaction VALUES (\(version), \(speaker), \(event.number), \(commitment))
        ON CONFLICT (version, speaker) DO UPDATE SET event = excluded.event,
          commitment = excluded.commitment
        """)
    }
  }
}
