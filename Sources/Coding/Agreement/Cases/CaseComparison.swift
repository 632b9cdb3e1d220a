/// Computed values held against expected ones: numbers within a tolerance, everything else as it is,
/// and no value only where none is expected.
package struct CaseComparison: Sendable, Equatable {
  package struct Failure: Sendable, Equatable {
    /// Such as `codes.x.pairs.A|B.kappa`.
    package var key: String
    /// As JSON; nil where there is nothing of that name.
    package var computed: String?
    package var expected: String
  }

  /// Values that were held against each other.
  package private(set) var compared = 0
  package private(set) var matched = 0
  /// Of those that matched, the ones that have no value.
  package private(set) var undefined = 0
  package private(set) var failures: [Failure] = []
  private let tolerance: JSON?

  package init(tolerance: JSON?) { self.tolerance = tolerance }

  /// What a case expects against what was computed, and what it has besides against what of that
  /// was computed.
  package init(_ item: JSON, computed: JSON) {
    self.init(tolerance: item["tolerance"])
    if let expected = item["expected"] { compare(expected, computed) }
    for member in item["optional"]?.members ?? [] {
      if let value = computed[member.key] { compare(member.value, value, member.key, member.key) }
    }
  }

  /// Members that are not expected do not count.
  package mutating func compare(
    _ expected: JSON, _ computed: JSON?, _ path: String = "", _ key: String = ""
  ) {
    if let members = expected.members {
      guard computed?.members != nil else { return settle(false, expected, computed, path) }
      for member in members {
        let inner = path.isEmpty ? member.key : path + "." + member.key
        compare(member.value, computed?[member.key], inner, member.key)
      }
    } else if let elements = expected.array {
      guard let others = computed?.array, others.count == elements.count else {
        return settle(false, expected, computed, path)
      }
      for (index, element) in elements.enumerated() {
        compare(element, others[index], "\(path)[\(index)]", key)
      }
    } else {
      settle(isEqual(expected, computed, key), expected, computed, path)
    }
  }

  private func isEqual(_ expected: JSON, _ computed: JSON?, _ key: String) -> Bool {
    guard let computed else { return false }
    guard let number = expected.number, let other = computed.number else {
      return expected == computed
    }
    return abs(other - number) <= tolerance(of: key) * max(1, abs(number))
  }

  /// Of the key, of all others (`*`), or of all.
  private func tolerance(of key: String) -> Double {
    tolerance?.number ?? tolerance?[key]?.number ?? tolerance?["*"]?.number ?? 1e-9
  }

  private mutating func settle(
    _ isMatch: Bool, _ expected: JSON, _ computed: JSON?, _ path: String
  ) {
    compared += 1
    guard isMatch else {
      failures.append(
        Failure(key: path, computed: computed?.text(), expected: expected.text()))
      return
    }
    matched += 1
    if expected.isNull { undefined += 1 }
  }

  package static func += (sum: inout Self, other: Self) {
    sum.compared += other.compared
    sum.matched += other.matched
    sum.undefined += other.undefined
    sum.failures += other.failures
  }
}
