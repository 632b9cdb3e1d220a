import Harness

/// Compares what `zicht` says with what is known: speed counts only where results are right.
struct Check {
  let workload: Workload
  /// That apply says it proposed.
  let segments: Int

  private var truth: Truth? { workload.material.truth }

  func faults(_ name: Work.Name) throws -> [String] {
    switch name {
    case .apply: differing("segments", segments, workload.material.expectedSegments)
    case .segments: try checkSegments()
    case .crosstab: try checkCrosstab()
    case .applyChanged:
      differing("segments of the changed rule", try proposed(workload.file(name)), truth?.edited)
    case .applyAdded:
      differing("segments of the added interview", try proposed(workload.file(name)), truth?.added)
    default: []
    }
  }

  private func differing(_ what: String, _ found: Int, _ known: Int?) -> [String] {
    guard let known, known != found else { return [] }
    return ["\(workload.material.name): \(found) \(what), must be \(known)"]
  }

  /// Every row of the export, by code.
  private func checkSegments() throws -> [String] {
    var reader = DelimitedReader()
    var counts: [String: Int] = [:]
    var rows = -1
    var column = -1
    try Files.forEachPiece(of: workload.output("segments.csv")) { piece in
      reader.read(piece) { cells in
        if rows < 0 { column = cells.firstIndex(of: "code") ?? -1 }
        rows += 1
        if rows > 0, cells.indices.contains(column) { counts[cells[column], default: 0] += 1 }
      }
    }
    return differing("rows in the export", rows, segments)
      + (truth?.counts ?? []).flatMap {
        differing("rows of \($0.code)", counts[$0.code] ?? 0, $0.everyone)
      }
  }

  /// Every cell of the crosstable: respondents' segments by code and neighbourhood.
  private func checkCrosstab() throws -> [String] {
    guard let truth else { return [] }
    var rows: [[String]] = []
    var reader = DelimitedReader()
    try Files.forEachPiece(of: workload.output("crosstab.csv")) { piece in
      reader.read(piece) { rows.append($0) }
    }
    let names = rows.first ?? []
    let cells = Dictionary(rows.map { ($0[0], $0) }, uniquingKeysWith: { first, _ in first })
    return truth.counts.flatMap { count in
      zip(Person.neighbourhoods, count.neighbourhoods).flatMap { neighbourhood, known in
        let column = names.firstIndex(of: neighbourhood.0)
        let found = column.flatMap { cells[count.code]?[$0] }.flatMap { Int($0) } ?? 0
        return differing("segments of \(count.code) in \(neighbourhood.0)", found, known)
      }
    }
  }
}

/// CSV, piece by piece, so that an export of any size can be checked in little memory.
struct DelimitedReader {
  private var cells: [String] = []
  private var cell: [UInt8] = []
  private var isQuoted = false

  mutating func read(_ piece: UnsafeBufferPointer<UInt8>, _ row: ([String]) -> Void) {
    for byte in piece {
      switch byte {
      // A doubled quote closes and opens again: cells lose it, their borders stay right.
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endCell()
      case UInt8(ascii: "\n") where !isQuoted:
        endCell()
        row(cells)
        cells.removeAll(keepingCapacity: true)
      case UInt8(ascii: "\r") where !isQuoted: break
      default: cell.append(byte)
      }
    }
  }

  private mutating func endCell() {
    cells.append(String(decoding: cell, as: UTF8.self))
    cell.removeAll(keepingCapacity: true)
  }
}
