import Foundation
import Testing

@testable import Coding

/// Values of independent libraries and of the literature, case by case.
///
/// A file holds the cases of a family: `name`, `source`, `input`, `expected`, `tolerance`, `library`.
@Suite struct ReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let family: ReferenceFamily
    let item: JSON
    var name: String { item["name"]?.string ?? "" }
    var testDescription: String { "\(family.rawValue) \(name)" }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Reference").path

  static let families = ReferenceFamily.allCases.filter(\.isComputed)

  static func cases(_ family: ReferenceFamily) throws -> [Case] {
    let file = folder + "/" + family.rawValue + ".json"
    let text = SourceText(try String(contentsOfFile: file, encoding: .utf8))
    let list = try #require(try JSONReader.read(text, file: file).array)
    return list.map { Case(family: family, item: $0) }
  }

  @Test(arguments: families) func valuesAreThoseOfOthers(family: ReferenceFamily) throws {
    let cases = try Self.cases(family)
    #expect(cases.count >= 40)
    for item in cases {
      let input = try #require(item.item["input"])
      let computed = try #require(try family.values(of: input))
      let comparison = CaseComparison(item.item, computed: computed)
      #expect(comparison.compared > 0, "\(item.testDescription)")
      for failure in comparison.failures {
        Issue.record(
          "\(item.testDescription): \(failure.key): \(failure.computed ?? "nothing"), expected \(failure.expected)"
        )
      }
    }
  }

  /// Printed in the literature, to the decimals printed.
  @Test(arguments: families) func valuesAreThosePublished(family: ReferenceFamily) throws {
    for item in try Self.cases(family) {
      guard let published = item.item["published"]?.members,
        let input = item.item["input"], let computed = try family.values(of: input)
      else { continue }
      for member in published {
        guard let printed = member.value.number, let value = computed[member.key]?.number else {
          continue
        }
        let decimals = "\(printed)".split(separator: ".").last?.count ?? 0
        let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
        #expect(
          abs(value - printed) <= 0.51 * unit, "\(item.testDescription): \(member.key)")
      }
    }
  }

  /// A test that can't fail shows nothing: each case fails with a value changed, lost or made up.
  @Test(arguments: families) func aWrongValueFails(family: ReferenceFamily) throws {
    for item in try Self.cases(family) {
      let expected = try #require(item.item["expected"])
      let changes = Spoiler.all(of: expected)
      for number in stride(from: 0, to: changes.count, by: 1 + changes.count / 12) {
        let wrong = changes[number]
        var comparison = CaseComparison(tolerance: item.item["tolerance"])
        comparison.compare(expected, wrong)
        #expect(!comparison.failures.isEmpty, "\(item.testDescription), change \(number)")
      }
      var same = CaseComparison(tolerance: item.item["tolerance"])
      same.compare(expected, expected)
      #expect(same.failures.isEmpty && same.matched == same.compared)
    }
  }

  @Test(arguments: families) func theFamilyShowsInNameOrShape(family: ReferenceFamily) throws {
    #expect(ReferenceFamily(fileName: "hidden_\(family.rawValue)-2.json") == family)
    #expect(ReferenceFamily(of: try Self.cases(family).map(\.item)) == family)
  }
}

/// One value changed at a time: a number moved, a number lost, a value where there is none, a member
/// gone.
private enum Spoiler {
  static func all(of json: JSON) -> [JSON] {
    if let members = json.members {
      return members.indices.flatMap { index -> [JSON] in
        let pairs = members.map { ($0.key, $0.value) }
        var without = pairs
        without.remove(at: index)
        return [.object(without)]
          + all(of: members[index].value).map { value in
            var with = pairs
            with[index].1 = value
            return .object(with)
          }
      }
    }
    if json.isNull { return [.real(0), .real(1), .string("NaN")] }
    if let number = json.number { return [.real(number + 0.1 * max(1, abs(number))), .null] }
    if let bool = json.bool { return [.bool(!bool), .null] }
    return [.null]
  }
}
