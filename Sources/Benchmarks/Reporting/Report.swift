import Coding
import Reports

/// What was measured, for reading.
struct Report {
  /// By size, the smallest first.
  let results: [Results]
  let rounds: Int

  var peak: Int { results.map { $0.peak() }.max() ?? 0 }

  var table: Table {
    let last = results.last
    var table = Table(
      title: "Speed",
      columns: [.init("work")] + results.map { .init("\($0.material.name), ms", .real) } + [
        .init("least–most", .real), .init("× wc -w", .real), .init("peak MiB", .real),
      ] + (results.count > 1 ? [.init("slope", .real)] : []))
    table.rows = Work.Name.allCases.map { name in
      var row: [Table.Cell] = [.text(name.rawValue)]
      row += results.map { .text(milliseconds($0.median(name) { $0.seconds } ?? .nan)) }
      if let spread = last?.spread(name, { $0.seconds }) {
        row.append(.text("\(milliseconds(spread.least))–\(milliseconds(spread.most))"))
      }
      row.append(.text(fixed(last?.median(name) { $0.ratio } ?? .nan, 2)))
      row.append(.text(mebibytes(last?.peak([name]) ?? 0)))
      if results.count > 1 { row.append(.text(slope(name).map { fixed($0, 2) } ?? "–")) }
      return row
    }
    table.notes = notes
    return table
  }

  /// Of time, freed from the machine's changes of speed, on bytes.
  func slope(_ name: Work.Name) -> Double? {
    Benchmarks.slope(
      sizes: results.map { Double($0.material.bytes) },
      costs: results.compactMap { $0.median(name) { $0.scaled } })
  }

  private var notes: [String] {
    let count = rounds == 1 ? "1 round" : "median of \(rounds) rounds"
    return ["\(count); least–most, × wc -w and peak at the largest size"]
      + results.map { size in
        let rate = Spread(size.anchors)
        let project = Double(size.fileSize) / 1e6
        let ledger = 100 * Double(size.ledgerSize) / Double(max(1, size.fileSize))
        return "\(size.material.name): \(size.material.files.count) interviews, "
          + "\(fixed(size.material.megabytes, 1)) MB, \(size.segments) segments; project "
          + "\(fixed(project, 1)) MB, \(fixed(project / size.material.megabytes, 2)) times the text"
          + (size.ledgerSize > 0 ? ", ledger \(fixed(ledger, 1)) % of it" : "")
          + "; wc -w \(fixed(rate.median / 1e6, 0)) MB/s "
          + "(\(fixed(rate.least / 1e6, 0))–\(fixed(rate.most / 1e6, 0)))"
      }
  }
}

extension Report {
  /// Times in seconds, sizes in bytes.
  var json: JSON {
    [
      "rounds": .integer(rounds),
      "sizes": .array(
        results.map { size in
          [
            "name": .string(size.material.name), "interviews": .integer(size.material.files.count),
            "bytes": .integer(size.material.bytes), "segments": .integer(size.segments),
            "file_bytes": .integer(size.fileSize), "ledger_bytes": .integer(size.ledgerSize),
            "peak_bytes": .integer(size.peak()),
            "wc_bytes_per_second": number(Spread(size.anchors).median),
            "faults": .strings(size.faults),
            "works": .array(Work.Name.allCases.compactMap { work($0, size) }),
          ]
        }),
    ]
  }

  private func work(_ name: Work.Name, _ size: Results) -> JSON? {
    guard let seconds = size.spread(name, { $0.seconds }),
      let cpu = size.median(name, { $0.expense.cpuSeconds }),
      let ratio = size.median(name, { $0.ratio }), let scaled = size.median(name, { $0.scaled })
    else { return nil }
    return [
      "work": .string(name.rawValue), "median": number(seconds.median),
      "least": number(seconds.least), "most": number(seconds.most), "cpu": number(cpu),
      "ratio_to_wc": number(ratio), "scaled": number(scaled),
      "peak_bytes": .integer(size.peak([name])),
    ]
  }

  /// To the microsecond.
  private func number(_ value: Double) -> JSON { JSON(.real((value * 1e6).rounded() / 1e6)) }
}
