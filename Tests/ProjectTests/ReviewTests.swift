import Coding
import Project
import SQLite
import TestSupport
import Testing

/// The queue of a review, and what a reviewer's acts leave in the ledger.
@Suite struct ReviewTests {
  private func study() throws -> Study {
    let study = try Study()
    try study.ingest(
      (1...4).map { number in
        (
          "\(number).txt",
          interview("R\(number)", "De lamp brandt. De deur niet.", "Een lamp is een lamp.")
        )
      })
    try study.add(
      Books.book(
        Books.code("lamp", [Books.rule("lamp")]), Books.code("deur", [Books.rule("deur")])))
    try study.apply()
    return study
  }

  private func queue(
    _ project: Project, _ kind: ReviewKind = .proposals, sample: ReviewQuery.Sample? = nil
  ) throws -> ReviewQueue {
    var query = ReviewQuery(kind)
    query.sample = sample
    return try project.reviewQueue(query)
  }

  private func review(
    _ project: Project, _ item: ReviewItem, _ body: (ReviewItem) throws -> Void
  ) throws -> Int? {
    try project.review(item, layer: Project.consensus) { try body(item) }
  }

  @Test func whatIsDecidedIsGoneAndWhatWasSkippedComesLast() throws {
    let study = try study()
    let project = study.project
    let all = try queue(project)
    #expect(all.items.count == 12 && all.total == 12)
    _ = try review(project, all.items[0]) { try project.decide($0, .accepted) }
    _ = try review(project, all.items[1]) { item in
      try project.skip(item.range, of: item.version, code: item.code)
    }
    let rest = try queue(project)
    #expect(rest.items.count == 11 && rest.total == 12)
    #expect(rest.items.last?.isSamePassage(as: all.items[1]) == true)
    #expect(rest.items.map(\.isSkipped) == Array(repeating: false, count: 10) + [true])
    // Another reviewer skipped nothing.
    let other = try queue(try study.reopen(coder: "ben"))
    #expect(other.items.first?.isSamePassage(as: all.items[1]) == true)
    try Recount(study: study).check("reviewed")
  }

  @Test func nothingIsDecidedTwice() throws {
    let study = try study()
    let (anna, ben) = (study.project, try study.reopen(coder: "ben"))
    let item = try #require(try queue(anna).items.first)
    _ = try review(anna, item) { try anna.decide($0, .accepted) }
    let events = try study.events()
    #expect(throws: Changed.self) { try review(ben, item) { try ben.decide($0, .rejected) } }
    #expect(try study.events() == events)
    #expect(try ben.state(of: item, layer: "consensus") == .accepted(by: "anna"))
    // A correction takes the passage away.
    let next = try #require(try queue(ben).items.first)
    try study.ingest([("1.txt", interview("R1", "Heel iets anders."))])
    #expect(try ben.state(of: next, layer: "consensus") == .gone)
    #expect(throws: Changed.self) { try review(ben, next) { try ben.decide($0, .accepted) } }
  }

  @Test func anotherCodeAndOtherWordsAreOneActEach() throws {
    let study = try study()
    let project = study.project
    let items = try queue(project).items
    let door = try project.code(named: "deur")
    let before = try study.events()
    let act = try review(project, items[0]) { item in
      try project.replace(item, with: door, at: item.range, reason: "recoded as wins:deur")
    }
    #expect(act == before + 1)
    #expect(try study.events() == before + 2)
    let range = items[0].range
    #expect(
      try study.segments(Set(SegmentStatus.allCases)).filter { $0.start == range.lowerBound }
        .prefix(3).map { "\($0.origin) \($0.status)" }.contains("hand accepted"))
    #expect(throws: ProjectError.self) {
      // More words than the speaker's own.
      _ = try review(project, items[1]) { item in
        try project.replace(item, with: door, at: 0..<item.range.upperBound, reason: "resized")
      }
    }
    #expect(try study.events() == before + 2)
    try project.undoReview(try #require(act))
    #expect(try project.state(of: items[0], layer: "consensus") == .open)
    #expect(try queue(project).items.first?.isSamePassage(as: items[0]) == true)
    try Recount(study: study).check("taken back")
  }

  @Test func onlyOnesOwnLastActIsTakenBack() throws {
    let study = try study()
    let (anna, ben) = (study.project, try study.reopen(coder: "ben"))
    let items = try queue(anna).items
    let act = try #require(try review(anna, items[0]) { try anna.decide($0, .accepted) })
    _ = try review(ben, items[1]) { try ben.decide($0, .accepted) }
    let events = try study.events()
    #expect(throws: Changed.self) { try anna.undoReview(act) }
    #expect(try study.events() == events)
  }

  @Test func aSampleStaysWhatItIs() throws {
    let study = try study()
    let project = study.project
    func sample(_ count: Int, _ seed: Int) throws -> [ReviewItem] {
      try queue(project, sample: .init(count: count, seed: seed)).items
    }
    let five = try sample(5, 7)
    #expect(five.count == 5)
    #expect(Array(try sample(9, 7).prefix(5)) == five)
    #expect(try sample(5, 8) != five)
    #expect(try sample(100, 7).count == 12)
    for item in five.prefix(3) {
      _ = try review(project, item) { try project.decide($0, .rejected) }
    }
    let again = try sample(5, 7)
    #expect(zip(again, five).allSatisfy { $0.isSamePassage(as: $1) })
    #expect(again.map { $0.state == .open } == [false, false, false, true, true])
  }

  /// Every passage is as likely as any other to be drawn.
  @Test func aSampleIsDrawnFairly() throws {
    let study = try study()
    var counts: [String: Int] = [:]
    for seed in 1...400 {
      for item in try queue(study.project, sample: .init(count: 3, seed: seed)).items {
        counts["\(item.version) \(item.range) \(item.code)", default: 0] += 1
      }
    }
    // Of 1200 draws 100 are expected of each of the 12, with a deviation of 9.
    #expect(counts.count == 12)
    #expect(counts.values.allSatisfy { (65...135).contains($0) }, "\(counts)")
  }

  @Test func whoReadsBlindReviewsNothingThere() throws {
    let study = try study()
    try study.project.change { try study.project.assign(["2.txt"], to: "ben", isBlind: true) }
    let ben = try study.reopen(coder: "ben")
    let all = try queue(study.project)
    #expect(try queue(ben).items.count == all.items.count * 3 / 4)
    let hidden = try #require(all.items.first { $0.version == 2 })
    #expect(throws: ProjectError.self) { try review(ben, hidden) { try ben.decide($0, .accepted) } }
  }

  @Test func aCodersCodingsAreSettledBesideThem() throws {
    let study = try study()
    let ben = try study.reopen(coder: "ben")
    let turn = try #require(try ben.turns(of: 1).last).range
    let door = try ben.code(named: "deur")
    for start in [0, 10] {
      try ben.change {
        _ = try ben.code(turn.lowerBound + start..<turn.lowerBound + start + 5, of: 1, with: door)
      }
    }
    let project = study.project
    let items = try queue(project, .codings(by: "ben")).items
    #expect(items.count == 2)
    guard case .coding(let first) = items[0].subject, case .coding(let second) = items[1].subject
    else { throw ProjectError.unknown("no codings", hint: nil) }
    _ = try review(project, items[0]) { item in
      try project.settle(coding: first, code: item.code, of: item.version, at: [first.range])
    }
    _ = try review(project, items[1]) { item in
      try project.settle(
        coding: second, code: item.code, of: item.version, at: [],
        recodedAs: try project.code(named: "lamp").id)
    }
    #expect(try queue(project, .codings(by: "ben")).items.isEmpty)
    #expect(try project.handCodings(of: 1, by: "ben").count == 2)
    let layer = try project.handCodings(of: 1, by: "consensus").map(\.coding)
    #expect(layer.map(\.range) == [first.range, second.range])
    #expect(try layer.map(\.code) == [door.id, project.code(named: "lamp").id])
    try Recount(study: study).check("settled")
  }

  @Test func orphansArePutInTheirPlaceOrTakenBack() throws {
    let study = try study()
    let project = study.project
    let items = try queue(project).items
    for item in items where item.version == 1 {
      _ = try review(project, item) { try project.decide($0, .accepted) }
    }
    try study.ingest([("1.txt", interview("R1", "De lamp brant. De deur nat.", "Een kamp."))])
    let lost = try queue(project, .orphans).items
    #expect(!lost.isEmpty)
    for item in lost {
      guard case .orphan(let orphan) = item.subject else { continue }
      #expect(try project.state(of: item, layer: "consensus") == .open)
      let address = SegmentAddress(
        file: orphan.file, range: item.range, code: "\(orphan.codebook):\(orphan.path)")
      let act = try review(project, item) { _ in
        if orphan.likely == nil {
          _ = try project.retractOrphans(at: address)
        } else {
          _ = try project.reattach(address, to: nil)
        }
      }
      #expect(act != nil)
      #expect(try project.state(of: item, layer: "consensus") == .gone)
    }
    #expect(try queue(project, .orphans).items.isEmpty)
    try Recount(study: study).check("put in place")
  }
}
