import Coding
import CommandLineKit
import Harness
import Reports

/// `Benchmarks agreement`: how long it takes to compare coders, with intervals.
struct AgreementTimes: Command {
  static let name = "agreement"
  static let summary = "Measure the comparison of coders at the level of characters."
  static let discussion = """
    Coders' passages are drawn by a seed, the second's near the first's: overlapping codes, most of \
    the text uncoded. Measured is all from passages to statistics and intervals; the median of the \
    rounds.
    """
  static let examples = [
    Example("swift run -c release Benchmarks agreement", "40 transcripts, 2 coders, 30 codes.")
  ]

  var transcripts = 40
  var coders = 2
  var codes = 30
  var passages = 12
  var characters = 60_000
  var samples = 1000
  var rounds = 5
  var seed = 1

  static var parameters: [Parameter<Self>] {
    [
      .option("transcripts", \.transcripts, "How many."), .option("coders", \.coders, "Of each."),
      .option("codes", \.codes, "In the codebook."),
      .option("passages", \.passages, "Of each coder, code and transcript."),
      .option("characters", \.characters, "Of each transcript."),
      .option("samples", \.samples, "Of the bootstrap."),
      .option("rounds", \.rounds, "Of which the median."),
      .option("seed", \.seed, "Of the passages."),
    ]
  }

  func run(_ io: IO) throws {
    guard transcripts > 1, coders > 1, codes > 0, passages >= 0, characters > 1000, samples > 0,
      rounds > 0, seed >= 0
    else { throw UsageError("these numbers make no comparison") }
    var table = Table(
      title: "Agreement",
      columns: [.init("unit"), .init("seconds", .real), .init("mean alpha", .real)])
    for (name, scale) in [("character", UnitScale.characters), ("stretch of 60", stretches)] {
      let material = material(scale)
      var bootstrap = ClusterBootstrap(seed: 1)
      bootstrap.replicates = samples
      var times: [Double] = []
      var alpha: Double?
      for _ in 0..<rounds {
        let start = ChildProcess.now()
        let agreement = Agreement(material, bootstrap: bootstrap)
        times.append(ChildProcess.now() - start)
        alpha = agreement.meanAlpha.statistic.value
      }
      times.sort()
      table.rows.append([
        .text(name), .real(times[times.count / 2], decimals: 3),
        alpha.map { .real($0, decimals: 3) } ?? .empty,
      ])
    }
    table.notes = [
      "\(transcripts) transcripts of \(grouped(characters)) characters, \(coders) coders, \(codes) "
        + "codes, \(grouped(transcripts * coders * codes * passages)) passages, \(grouped(samples)) "
        + "bootstrap samples; median of \(rounds)"
    ]
    TextTable(width: io.width).write(table) { io.out($0) }
  }

  private var stretches: UnitScale {
    .stretches((0..<characters / 60).map { 60 * $0..<60 * $0 + 60 })
  }

  private func material(_ scale: UnitScale) -> AgreementMaterial {
    var random = SplitMix64(seed: UInt64(seed))
    let texts = (0..<transcripts).map { number -> AgreementMaterial.Text in
      let spans = (0..<codes).map { _ -> [Spans?] in
        let first = (0..<passages).map { _ -> Range<Int> in
          let start = random.below(characters - 400)
          return start..<start + 20 + random.below(300)
        }
        return (0..<coders).map { _ in
          Spans(
            first.filter { _ in random.below(5) > 0 }.map { passage in
              let start = max(0, passage.lowerBound + random.below(21) - 10)
              return start..<max(start + 1, passage.upperBound + random.below(21) - 10)
            })
        }
      }
      return AgreementMaterial.Text(
        name: "\(number)", length: characters, scale: scale, own: spans, whole: spans)
    }
    return AgreementMaterial(
      coders: (0..<coders).map { "coder-\($0)" },
      codes: (0..<codes).map { .init(codebook: "book", path: "code-\($0)", depth: 0) },
      texts: texts)
  }
}
