import Coding

extension Peers {
  static func table(_ figures: [Figure]) -> Table {
    Table(
      title: "Other programs",
      columns: [.init("work"), .init("ms", .real), .init("× wc -w", .real)],
      rows: figures.map { figure in
        [
          .text(figure.work), .text(milliseconds(figure.seconds)), .text(fixed(figure.ratio, 2)),
        ]
      })
  }

  static func json(_ figures: [Figure]) -> JSON {
    .array(
      figures.map {
        [
          "work": .string($0.work), "median": JSON(.real($0.seconds)),
          "ratio_to_wc": JSON(.real($0.ratio)),
        ]
      })
  }
}

extension Target {
  static func json(_ targets: [Target]) -> JSON {
    .array(
      targets.map {
        [
          "figure": .string($0.name), "must": JSON(.real($0.must)), "aim": JSON(.real($0.aim)),
          "measured": JSON(.real($0.measured)), "verdict": .string($0.verdict),
        ]
      })
  }
}
