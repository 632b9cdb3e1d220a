import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// A receipt proves what it says, and nothing that was changed in it.
@Suite struct ReceiptTests {
  /// Segments of all kinds: proposed, accepted, rejected, by hand, and moved by a correction.
  private func study() throws -> Study {
    let study = try TamperTests.sample()
    let version = try study.project.version(named: "a.txt").id
    let text = String(decoding: try study.project.text(ofVersion: version), as: UTF8.self)
    let words = try #require(text.range(of: "Een nieuwe deur"))
    let start = text.unicodeScalars.distance(from: text.startIndex, to: words.lowerBound)
    _ = try study.project.change {
      try study.project.code(
        start..<start + 15, of: version, with: study.project.code(named: "repair"))
    }
    try study.ingest([
      ("a.txt", interview("A", "Nou. De lamp brandt. Eén lamp.", "Een nieuwe deur. En een lamp."))
    ])
    try study.apply()
    return study
  }

  private func receipts(_ study: Study, withWords: Bool = false) throws -> [SegmentReceipt] {
    try study.segments(Set(SegmentStatus.allCases)).map {
      try study.project.receipt(of: $0, withWords: withWords)
    }
  }

  private func read(_ text: String) throws -> SegmentReceipt {
    try SegmentReceipt(reading: JSONReader.read(SourceText(text), file: "r"), file: "r")
  }

  @Test(arguments: [false, true]) func provesSegmentsOfAllKinds(withWords: Bool) throws {
    let study = try study()
    let receipts = try receipts(study, withWords: withWords)
    #expect(Set(receipts.map(\.segment.origin)).count == 2)
    #expect(Set(receipts.map(\.segment.status)).count == 3)
    var moved = 0
    for receipt in receipts {
      let again = try read(receipt.json.text(indented: true))
      #expect(again == receipt)
      let check = ReceiptCheck(again)
      #expect(check.faults == [], "\(receipt.segment.address)")
      #expect(check.proved.contains { $0.contains("these words stand at") } == withWords)
      moved += check.proved.contains { $0.contains("it followed its words") } ? 1 : 0
      #expect(try study.project.standing(of: again) == .same)
      #expect(try study.project.compare(with: again.checkpoint).isExtended)
    }
    #expect(moved > 0)
  }

  @Test func holdsUnderAnEarlierCheckpoint() throws {
    let study = try study()
    let size = try study.events()
    let row = try #require(try study.segments().first)
    try study.respondents([("C", [("role", "x")])])
    let receipt = try study.project.receipt(of: row, at: size)
    #expect(receipt.checkpoint.root == (try study.project.checkpoint(of: size).root))
    #expect(ReceiptCheck(receipt).isSound)
    #expect(throws: ProjectError.self) { try study.project.receipt(of: row, at: 3) }
    #expect(throws: ProjectError.self) { try study.project.receipt(of: row, at: size + 2) }
  }

  @Test func tellsWhatBecameOfASegment() throws {
    let study = try study()
    let rows = try study.segments()
    let proposed = try #require(rows.first { $0.status == .proposed })
    let byHand = try #require(rows.first { $0.origin == .hand })
    let receipts = try [proposed, byHand].map { try study.project.receipt(of: $0) }
    try study.decide(proposed, .rejected)
    try study.project.change { try study.project.retract(byHand) }
    #expect(
      try study.project.standing(of: receipts[0]) == .decided(.rejected, coder: "anna"))
    #expect(try study.project.standing(of: receipts[1]) == .gone)
    try study.ingest([("a.txt", interview("A", "Heel anders.")), ("b.txt", interview("B", "Ook."))])
    #expect(try study.project.standing(of: receipts[1]) == .corrected(3))
    for receipt in receipts { #expect(ReceiptCheck(receipt).isSound) }
  }

  /// What was undone made nothing of a segment, be it a correction or a codebook.
  @Test func undoneActsAreLeftOut() throws {
    let study = try study()
    let row = try #require(try study.segments().first { $0.origin == .hand })
    let before = try study.project.receipt(of: row).segment
    try study.ingest([("a.txt", interview("A", "Ook dat nog. Een nieuwe deur."))])
    _ = try study.project.change { try study.project.undo(try study.project.lastAct()) }
    try study.add(Books.one(Books.rule(#""heel anders""#)))
    _ = try study.project.change { try study.project.undo(try study.project.lastAct()) }
    for receipt in try receipts(study) {
      #expect(ReceiptCheck(receipt).isSound)
      #expect(try study.project.standing(of: receipt) == .same)
    }
    let again = try #require(try study.segments().first { $0.origin == .hand })
    #expect(try study.project.receipt(of: again).segment == before)
    try study.decide(try #require(try study.segments([.proposed]).first), .accepted)
    for receipt in try receipts(study) { #expect(ReceiptCheck(receipt).isSound) }
  }

  // MARK: Spoiled receipts

  /// All values of a receipt changed, one at a time, with the way to each.
  private func changes(_ json: JSON, at path: String = "") -> [(path: String, json: JSON)] {
    switch json.content {
    case .string(let text): return spoiled(text).map { (path, .string($0)) }
    case .integer(let number):
      return [(path, .integer(number + 1)), (path, .integer(-1)), (path, .integer(.max))]
    case .null: return [(path, .string("x")), (path, .integer(1))]
    case .array(let elements):
      let without = elements.indices.map { index in
        var rest = elements
        rest.remove(at: index)
        return (path: path, json: JSON.array(rest))
      }
      return without
        + elements.indices.flatMap { index in
          changes(elements[index], at: path + "/\(index)").map { change in
            var changed = elements
            changed[index] = change.json
            return (change.path, JSON.array(changed))
          }
        }
    case .object(let members):
      return members.indices.flatMap { index in
        changes(members[index].value, at: path + "/" + members[index].key).map { change in
          var changed = members
          changed[index].value = change.json
          return (change.path, JSON(.object(changed)))
        }
      }
    default: return []
    }
  }

  private func spoiled(_ text: String) -> [String] {
    var last = Array(text.utf8)
    if let digit = last.indices.last(where: { last[$0] >= 48 && last[$0] < 56 }) {
      last[digit] += 1
    } else {
      last.append(33)
    }
    return [text + "x", String(decoding: last, as: UTF8.self)]
  }

  private enum Noticed { case byReading, byChecking, byTheProject, never }

  private func notice(_ json: JSON, _ project: Project) throws -> Noticed {
    guard let receipt = try? read(json.text()) else { return .byReading }
    if !ReceiptCheck(receipt).isSound { return .byChecking }
    let isCovered = try project.compare(with: receipt.checkpoint).isExtended
    return try isCovered && project.standing(of: receipt) == .same ? .never : .byTheProject
  }

  @Test(arguments: [false, true]) func noticesAnyChange(withWords: Bool) throws {
    let study = try study()
    var left: Set<String> = []
    var seen: Set<String> = []
    for receipt in try receipts(study, withWords: withWords) {
      let kind = "\(receipt.segment.origin) \(receipt.segment.status)"
      guard seen.insert(kind).inserted else { continue }
      for (path, json) in changes(receipt.json) {
        // What a receipt says of itself is not believed, and when it was made proves nothing.
        if path.hasPrefix("/proves") || path.hasPrefix("/leaves_open") { continue }
        switch try notice(json, study.project) {
        case .byReading, .byChecking: break
        case .byTheProject: left.insert(path)
        case .never where path == "/checkpoint": break
        case .never: Issue.record("unnoticed in \(kind): \(path)")
        }
      }
    }
    // Events hold no names, and may say less than there is: a rule that was left out.
    #expect(left == ["/segment/file", "/segment/rules"])
  }

  /// Other words with their hash: only the speaker's words, or the project, show it.
  @Test func otherWordsNeedTheWords() throws {
    let study = try study()
    for withWords in [false, true] {
      for receipt in try receipts(study, withWords: withWords) {
        var forged = receipt
        forged.segment.quote = String(receipt.segment.quote.reversed())
        guard forged.segment.quote != receipt.segment.quote else { continue }
        let again = try read(forged.json.text())
        #expect(ReceiptCheck(again).isSound == !withWords)
        #expect(try study.project.standing(of: again) == .different(["quote", "quote_sha256"]))
      }
    }
  }

  /// A receipt of one segment with the events of another.
  @Test func eventsOfAnotherSegmentProveNothing() throws {
    let study = try study()
    let receipts = try receipts(study)
    for (one, other) in zip(receipts, receipts.dropFirst()) {
      var forged = one
      (forged.entries, forged.findings) = (other.entries, other.findings)
      let isAlike = one.segment.origin == .rule && one.entries == other.entries
      #expect(ReceiptCheck(forged).isSound == (isAlike && one.findings == other.findings))
    }
  }

  @Test func aLongListOfFindingsIsLeftOut() throws {
    let study = try Study()
    let sentences = Array(repeating: "Lamp.", count: 30_000).joined(separator: " ")
    try study.ingest([("a.txt", interview("A", sentences))])
    try study.add(Books.one(Books.rule("lamp", unit: "match")))
    try study.apply()
    let row = try #require(try study.segments().last)
    let receipt = try study.project.receipt(of: row)
    #expect(receipt.findings.count == 1 && receipt.findings[0].lines == nil)
    let check = ReceiptCheck(receipt)
    #expect(check.isSound)
    #expect(check.open.contains { $0.hasSuffix("30,000 findings: their list is not carried") })
    #expect(try study.project.standing(of: receipt) == .same)
  }

  @Test func wordsThatWereAlteredGiveNoReceipt() throws {
    let study = try study()
    let row = try #require(try study.segments().first)
    try Connection(path: study.path).execute(
      "UPDATE source_text SET text = replace(text, 'lamp', 'Lamp')")
    #expect(throws: ProjectError.self) { try study.project.receipt(of: row) }
  }
}
