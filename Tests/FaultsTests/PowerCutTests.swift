import Harness
import Testing

@testable import Faults

/// The model of a disk that loses its power: what may be lost is, what may not stays.
@Suite struct PowerCutTests {
  /// Every aftermath that 300 draws give, as text.
  private func aftermaths(
    _ operations: [DiskOperation], isLying: Bool = false
  ) -> Set<String> {
    var disk = PowerCut(isLying: isLying)
    for operation in operations { disk.apply(operation) }
    var random = SplitMix64(seed: 1)
    return Set(
      (0..<300).map { _ in
        disk.aftermath(&random).sorted { $0.key < $1.key }
          .map { "\($0.key)=\(Self.short($0.value))" }.joined(separator: " ")
      })
  }

  /// Runs of equal bytes as letter and length; zeros as `0`.
  private static func short(_ bytes: [UInt8]) -> String {
    var text = ""
    for byte in Set(bytes).sorted() {
      text += (byte == 0 ? "0" : String(UnicodeScalar(byte))) + "\(bytes.count { $0 == byte })"
    }
    return text
  }

  private func letters(_ letter: Unicode.Scalar, _ count: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: letter), count: count)
  }

  @Test func whatWasSyncedStays() {
    let operations: [DiskOperation] = [
      .create(file: 1, name: "f"), .write(file: 1, at: 0, bytes: letters("a", 3)),
      .sync(file: 1), .syncFolder,
    ]
    #expect(aftermaths(operations) == ["f=a3"])
    #expect(aftermaths(operations, isLying: true).contains(""))
  }

  @Test func aNameIsLostUntilItsFolderIsSynced() {
    let made: [DiskOperation] = [
      .create(file: 1, name: "f"), .write(file: 1, at: 0, bytes: letters("a", 3)), .sync(file: 1),
    ]
    #expect(aftermaths(made) == ["", "f=a3"])
    let deleted = made + [.syncFolder, .delete(name: "f")]
    #expect(aftermaths(deleted) == ["", "f=a3"])
    #expect(aftermaths(deleted + [.syncFolder]) == [""])
  }

  @Test func aNameCanStandForAnotherFileLater() {
    let operations: [DiskOperation] = [
      .create(file: 1, name: "f"), .write(file: 1, at: 0, bytes: letters("a", 3)), .sync(file: 1),
      .syncFolder, .delete(name: "f"), .create(file: 2, name: "f"),
      .write(file: 2, at: 0, bytes: letters("b", 2)), .sync(file: 2),
    ]
    #expect(aftermaths(operations) == ["f=a3", "", "f=b2"])
  }

  /// Sectors of 512 bytes are old or new, each for itself, and a length may come before its bytes.
  @Test func aWriteTearsAtSectors() {
    let found = aftermaths([
      .create(file: 1, name: "f"), .write(file: 1, at: 0, bytes: letters("a", 1024)),
      .sync(file: 1), .syncFolder, .write(file: 1, at: 256, bytes: letters("b", 1024)),
    ])
    #expect(found.isSuperset(of: ["f=a1024", "f=a256b1024", "f=a768b256", "f=a512b512"]))
    #expect(found.contains { $0.hasPrefix("f=0") })
    #expect(found.allSatisfy { !Self.isTornElsewhere($0) })
  }

  /// Old and new bytes come in whole pieces: 256 up to the first border, 512, and 256.
  private static func isTornElsewhere(_ state: String) -> Bool {
    let counts = state.split { !$0.isNumber }.compactMap { Int($0) }
    return counts.contains { $0 % 256 != 0 }
  }

  @Test func aCutLengthIsKeptOrLost() {
    let found = aftermaths([
      .create(file: 1, name: "f"), .write(file: 1, at: 0, bytes: letters("a", 9)), .sync(file: 1),
      .syncFolder, .truncate(file: 1, size: 4),
    ])
    #expect(found == ["f=a9", "f=a4"])
  }

  @Test func aPlanFailsOnceOrForGood() {
    var plan = FaultPlan()
    plan.failing = 2
    let once = (1...3).map { _ in Self.passes(plan.verdict(on: .read, growth: 0)) }
    #expect(once == [true, false, true])
    plan = FaultPlan()
    (plan.failing, plan.lasts) = (2, true)
    let lasting = (1...3).map { _ in Self.passes(plan.verdict(on: .write, growth: 0)) }
    #expect(lasting == [true, false, false])
    #expect(plan.failed == .write)
    plan = FaultPlan()
    plan.room = 10
    let full = [6, 5, 4].map { Self.passes(plan.verdict(on: .write, growth: $0)) }
    #expect(full == [true, false, true])
  }

  private static func passes(_ verdict: FaultPlan.Verdict) -> Bool {
    if case .pass = verdict { true } else { false }
  }
}
