import Coding
import SQLite

/// Whether a project still has a segment as a receipt tells of it.
package enum ReceiptStanding: Sendable, Equatable {
  case same
  /// The transcript was corrected since: its version now.
  case corrected(Int)
  /// The status it has now, and by whom.
  case decided(SegmentStatus, coder: String)
  case gone
  /// These differ.
  case different([String])

  package var isSame: Bool { self == .same }

  package var line: String {
    switch self {
    case .same: "the project has the segment just so now; zicht verify checks the project itself"
    case .corrected(let version):
      "the transcript has been corrected since: version \(version) holds now"
    case .decided(let status, let coder): "the segment now is \(status.rawValue) (\(coder))"
    case .gone: "the project has no such segment now"
    case .different(let fields):
      "the project has the segment otherwise now: " + fields.joined(separator: ", ")
    }
  }
}

extension Project {
  /// Looks up what became of a receipt's segment.
  package func standing(of receipt: SegmentReceipt) throws -> ReceiptStanding {
    let told = receipt.segment
    let current = try connection.first(
      """
      SELECT v.id, v.number FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE t.uid = \(told.transcript) AND v.superseded IS NULL
      """
    ) { (id: $0.integer(0), number: $0.integer(1)) }
    let code = try codes(of: told.codebook, includingRetired: true).first { $0.path == told.code }
    guard let current, let code else { return .gone }
    guard current.number == told.version else { return .corrected(current.number) }
    var query = SegmentQuery()
    query.versions = [current.id]
    query.codes = [code.id]
    query.statuses = Set(SegmentStatus.allCases)
    var found: SegmentRow?
    try forEachSegment(query) { row in
      if row.start..<row.end == told.start..<told.end, row.origin == told.origin,
        row.uid == told.uid
      {
        found = row
      }
    }
    guard let found else { return .gone }
    if found.status != told.status { return .decided(found.status, coder: found.coder) }
    return compare(try receiptSegment(found), receipt, row: current.id)
  }

  /// What the ledger alone tells is compared too: the file's name, and the version that the findings
  /// mean.
  private func compare(
    _ now: ReceiptSegment, _ receipt: SegmentReceipt, row: Int
  ) -> ReceiptStanding {
    let old = (receipt.segment.json.members ?? []).map { ($0.key, $0.value) }
    let new = now.json
    var fields = old.compactMap { key, value in new[key] == value ? nil : key }
    if receipt.findings.contains(where: { $0.row != row }) { fields.append("version_row") }
    return fields.isEmpty ? .same : .different(fields)
  }
}
