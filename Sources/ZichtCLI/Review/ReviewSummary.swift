import Coding
import Project
import Reports

/// What can be done to a passage in a review, for counting.
enum ReviewCount: String, CaseIterable {
  case accepted, rejected, recoded, resized, settled, put, retracted, skipped, memos
}

/// How fast a person decides, for what is left.
struct ReviewPace {
  private let now: () -> Int
  private var shown: Int
  private var done = 0
  private var spent = 0
  /// Who is away for longer is not deciding.
  private static let pause = 300_000

  init(now: @escaping () -> Int) { (self.now, shown) = (now, now()) }

  /// A page is shown.
  mutating func start() { shown = now() }

  /// It is decided on.
  mutating func finish() {
    let time = now()
    spent += max(0, min(time - shown, Self.pause))
    shown = time
    done += 1
  }

  /// `3 min left`; nothing while nothing is known.
  func estimate(_ open: Int) -> [String] {
    guard done > 0, spent > 0 else { return [] }
    let minutes = (Double(spent) / Double(done) * Double(open) / 60_000).rounded(.up)
    guard minutes < 6000 else { return [] }
    let whole = Int(minutes)
    return whole < 60
      ? ["\(max(1, whole)) min left"]
      : ["\(whole / 60) h \(whole % 60 < 10 ? "0" : "")\(whole % 60) min left"]
  }
}

/// What is told at the end of a review.
struct ReviewSummary {
  var counts: [ReviewCount: Int]
  var left: Int
  var sample: Sample?

  /// How far a random sample of proposals holds what the rules promise.
  struct Sample {
    var size: Int
    var total: Int
    var accepted: Int
    var rejected: Int

    var decided: Int { accepted + rejected }

    /// Wilson's, 95 %; nil while nothing is decided.
    var interval: ClosedRange<Double>? {
      Proportion(accepted, of: decided).interval(confidence: 0.95)
    }
  }

  var lines: [String] {
    let told = ReviewCount.allCases.compactMap { what -> String? in
      guard let count = counts[what], count > 0 else { return nil }
      return what == .memos ? counted(count, "memo") : "\(grouped(count)) \(what.rawValue)"
    }
    let done = told.isEmpty ? "nothing decided" : told.joined(separator: ", ")
    return ["\(done); \(grouped(left)) left"] + (sample?.lines ?? [])
  }

  var json: JSON {
    var members = ReviewCount.allCases.map { ($0.rawValue, JSON.integer(counts[$0] ?? 0)) }
    members.append(("left", .integer(left)))
    if let sample { members.append(("sample", sample.json)) }
    return .object(members)
  }
}

extension ReviewSummary.Sample {
  init(_ items: [ReviewItem], of total: Int) {
    self.init(size: items.count, total: total, accepted: 0, rejected: 0)
    for item in items {
      switch item.state {
      case .accepted: accepted += 1
      case .rejected: rejected += 1
      case .open, .settled, .gone: break
      }
    }
  }

  fileprivate var lines: [String] {
    let drawn = "a sample of \(grouped(size)) of \(counted(total, "proposal"))"
    guard let percent = percent(accepted, of: decided), let interval else {
      return [drawn + ", none decided yet"]
    }
    let ends = [interval.lowerBound, interval.upperBound].map {
      decimal($0 * 100, decimals: 0) ?? ""
    }
    return [
      drawn + ", \(grouped(decided)) decided",
      "precision: accepted \(grouped(accepted)) of \(grouped(decided)) decided = \(percent) % "
        + "[95 %: \(ends[0])–\(ends[1])]",
      "what was recoded or resized counts as not accepted",
    ]
  }

  fileprivate var json: JSON {
    func number(_ value: Double?) -> JSON {
      value.map { JSON(.real(($0 * 10_000).rounded() / 10_000)) } ?? .null
    }
    return [
      "size": .integer(size), "of": .integer(total), "decided": .integer(decided),
      "accepted": .integer(accepted),
      "precision": number(decided == 0 ? nil : Double(accepted) / Double(decided)),
      "low": number(interval?.lowerBound), "high": number(interval?.upperBound),
    ]
  }
}
