import Coding
import SQLite

extension Project {
  /// Erased shares whose fillers and line feeds are not those that the withdrawal left.
  func fillerProblems() throws -> [String] {
    let redactions = try connection.all(
      """
      SELECT v.id, t.name, v.number, j.value FROM event e, json_each(e.body, '$.redactions') j
      JOIN transcript t ON t.uid = json_extract(j.value, '$.transcript')
      JOIN version v ON v.transcript = t.id AND v.number = json_extract(j.value, '$.version')
      WHERE e.number IN (SELECT withdrawn FROM respondent)
      """
    ) { (version: $0.integer(0), name: "\($0.text(1)) (version \($0.integer(2)))", $0.text(3)) }
    return try redactions.compactMap { version, name, text in
      let redaction = try JSONReader.read(SourceText(text), file: name)
      let left = try fillers(of: redaction["speakers"]?.array?.compactMap(\.integer) ?? [], version)
      return left.hex == redaction["fillers"]?.string
        ? nil : "\(name): what stands in the place of erased words was altered"
    }
  }

  private func fillers(of speakers: [Int], _ version: Int) throws -> Digest {
    let text = try text(ofVersion: version)
    var points = CodePoints(SourceText(validUTF8: text))
    return SpokenWords.digest(
      ofErased: speakers, text: text, turns: points.bytes(of: try turns(of: version)))
  }
}
