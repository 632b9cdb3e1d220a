/// What the family of u-alphas needs, in sums that texts add to: of lengths of passages, and of gaps
/// between them, that coders have in common.
///
/// Krippendorff, Mathet, Bouvry & Widlöcher, Quality & Quantity 50, 2016, 2347–2364; Krippendorff,
/// Content Analysis, 4th ed., 2019, §12.6. A passage's length counts squared in what is expected, so
/// that where passages begin and end matters; gaps count by the character.
package struct UnitizingSums: Sendable, Equatable {
  /// A code's own sums.
  package struct Code: Sendable, Equatable {
    /// l_c.: characters with the code, of all coders.
    package var marginal = 0.0
    /// l_cc: met by the same code of another coder.
    package var same = 0.0
    /// l_cφ: met by another coder's gap.
    package var gap = 0.0
    /// s_c: squared lengths of passages.
    package var squares = 0.0
    /// s*_c: squared lengths of what another coder's passages meet of each; of two coders.
    package var metSquares = 0.0
    package init() {}

    fileprivate mutating func add(_ other: Self, times: Double) {
      marginal += times * other.marginal
      same += times * other.same
      gap += times * other.gap
      squares += times * other.squares
      metSquares += times * other.metSquares
    }
  }

  /// l..: characters times coders.
  package var total = 0.0
  package var codes: [Code]
  package var coders = 0

  package init(codes: Int) { self.codes = Array(repeating: Code(), count: codes) }

  /// Passages of a code, and of which.
  package typealias Coded = (range: Range<Int>, code: Int)

  /// Nil where a coder's passages overlap: the text then has more than one value.
  ///
  /// By coder and code. O(passages × coders × log).
  package init?(_ coders: [[Spans]], codes: Int, length: Int) {
    self.init(codes: codes)
    guard coders.count > 1, length > 0 else { return }
    self.coders = coders.count
    total = Double(coders.count * length)
    var lines: [[Coded]] = []
    for spans in coders {
      guard let line = Self.line(spans) else { return nil }
      lines.append(line)
    }
    for (number, line) in lines.enumerated() {
      for passage in line {
        let size = Double(passage.range.count)
        self.codes[passage.code].marginal += size
        self.codes[passage.code].squares += size * size
      }
      for (other, others) in lines.enumerated() where other != number {
        addMeetings(of: line, with: others, weight: 1 / Double(coders.count - 1))
      }
    }
  }

  /// A coder's passages in order, if none overlap.
  private static func line(_ spans: [Spans]) -> [Coded]? {
    let line = spans.enumerated().flatMap { code, spans in
      spans.ranges.map { (range: $0, code: code) }
    }.sorted { ($0.range.lowerBound, $0.code) < ($1.range.lowerBound, $1.code) }
    let isExclusive = zip(line, line.dropFirst()).allSatisfy {
      $0.range.upperBound <= $1.range.lowerBound
    }
    return isExclusive ? line : nil
  }

  private mutating func addMeetings(of line: [Coded], with others: [Coded], weight: Double) {
    var next = 0
    for passage in line {
      var (met, same) = (0, 0)
      while next < others.count, others[next].range.upperBound <= passage.range.lowerBound {
        next += 1
      }
      var place = next
      while place < others.count, others[place].range.lowerBound < passage.range.upperBound {
        let shared = passage.range.clamped(to: others[place].range).count
        met += shared
        if others[place].code == passage.code { same += shared }
        place += 1
      }
      codes[passage.code].same += Double(same) * weight
      codes[passage.code].gap += Double(passage.range.count - met) * weight
      codes[passage.code].metSquares += Double(met) * Double(met)
    }
  }

  /// - Precondition: of as many codes.
  package mutating func add(_ other: Self, times: Int) {
    total += Double(times) * other.total
    coders = max(coders, other.coders)
    for code in codes.indices { codes[code].add(other.codes[code], times: Double(times)) }
  }

  package static func += (sum: inout Self, other: Self) { sum.add(other, times: 1) }
}
