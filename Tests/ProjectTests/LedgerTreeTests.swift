import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// The tree over the events of a project: its stored parts, and checkpoints that left the file.
@Suite struct LedgerTreeTests {
  /// Two tiles and a part of a third.
  private func longStudy() throws -> Study {
    let study = try Study()
    try study.project.change {
      for number in 2...600 {
        _ = try study.project.record(neighbourhoods: [
          AttributeRow(
            id: "Noord", attributes: [Attribute(name: "city", value: "\(number)")],
            place: Place(file: "table"))
        ])
      }
    }
    #expect(try study.events() == 600)
    #expect(try study.count("tile") == 2)
    return study
  }

  @Test func tilesGiveTheRootsOfTheEvents() throws {
    let study = try longStudy()
    for size in [1, 2, 255, 256, 257, 400, 511, 512, 513, 600] {
      #expect(try study.project.treeHead(of: size).root == study.project.checkpoint(of: size).root)
    }
    #expect(try study.project.treeHead().size == 600)
  }

  @Test func anyChangedTileIsFound() throws {
    let study = try longStudy()
    #expect(try TamperTests.verdict(on: study) { _ in } == nil)
    for change in [
      "UPDATE tile SET root = zeroblob(32) WHERE number = 2", "UPDATE tile SET root = x''",
      "UPDATE tile SET number = 3 WHERE number = 2", "DELETE FROM tile WHERE number = 1",
      "DELETE FROM tile WHERE number = 2", "DELETE FROM tile",
      "INSERT INTO tile SELECT 3, root FROM tile WHERE number = 1",
      "INSERT INTO tile SELECT -1, root FROM tile WHERE number = 1",
    ] {
      #expect(try TamperTests.verdict(on: study) { try $0.execute(change) } != nil, "\(change)")
    }
  }

  /// A file of the schema before has none.
  @Test func missingTilesAreMadeAnew() throws {
    let study = try longStudy()
    let root = try study.project.treeHead().root
    try Connection(path: study.path).execute("DELETE FROM tile")
    #expect(try study.reopen(.read).treeHead().root == root)
    #expect(try study.reopen().treeHead().root == root)
    #expect(try study.count("tile") == 2)
    #expect(try study.project.verify().isSound)
  }

  // MARK: Checkpoints

  private func name(_ study: Study, _ name: String, of size: Int? = nil) throws -> Checkpoint {
    try study.project.change { try study.project.name(study.project.checkpoint(of: size), name) }
  }

  @Test func aNamedCheckpointIsWrittenTheSameAgain() throws {
    let study = try TamperTests.sample()
    let size = try study.events()
    let first = try name(study, "ingediend")
    #expect(first.size == size)
    #expect(try study.events() == size + 1)
    #expect(try study.project.checkpoint(at: "ingediend") == first)
    #expect(try study.project.checkpoints().map(\.name) == ["rapport", "ingediend"])
    #expect(try study.project.checkpoint(at: "\(size)").root == first.root)
    #expect(try study.project.moment("ingediend").event == size)
    #expect(try study.project.verify().isSound)
    #expect(throws: ProjectError.self) { try name(study, "ingediend") }
    #expect(throws: ProjectError.self) { try study.project.checkpoint(at: "geen") }
    for size in [0, -1, size + 2, .max] {
      #expect(throws: ProjectError.self) { try study.project.checkpoint(of: size) }
    }
  }

  @Test func namesAreNeitherNumbersNorDates() throws {
    for name in ["a", "Rapport 2020", "v1.0-b_c", "één", "e\u{301}e\u{301}n"] {
      #expect(CheckpointName.isValid(name), "\(name)")
    }
    for name in [
      "", "now", " a", "a ", "1", "2020-01-01", "-a", ".a", "a\nb", "a\u{202E}b", "a/b", "a:b",
      "a'b",
      "🙂", String(repeating: "a", count: 81),
    ] {
      #expect(!CheckpointName.isValid(name), "\(name)")
      let study = try Study()
      #expect(throws: ProjectError.self) { try self.name(study, name) }
    }
  }

  @Test func tellsHowAProjectStandsToACheckpoint() throws {
    let study = try TamperTests.sample()
    let before = try study.project.checkpoint()
    #expect(try study.project.compare(with: before).verdict == .extended(by: 0))
    try study.respondents([("C", [("role", "x")])])
    try study.respondents([("C", [("role", "y")])])
    let after = try study.project.compare(with: before)
    #expect(after.verdict == .extended(by: 2))
    #expect(
      MerkleProof.verifies(
        after.proof, from: (before.size, before.root), to: (after.size, after.root)))
    var other = before
    other.size += 3
    #expect(try study.project.compare(with: other).verdict == .older)
    other.size = .max
    #expect(try study.project.compare(with: other).verdict == .older)
    other = before
    other.root = after.root
    #expect(try study.project.compare(with: other).verdict == .rewritten(root: before.root))
    other.origin = Checkpoint.origin(ofProject: "another")
    #expect(try study.project.compare(with: other).verdict == .foreign(origin: before.origin))
  }

  // MARK: Rewriting history

  /// Has another person do all that was done: every event, hash, root and table is written anew, as
  /// whoever may write the file can.
  ///
  /// The roots of named checkpoints only where that is asked for.
  private func rewrite(_ raw: Connection, withNames: Bool = true) throws {
    let rows = try raw.all("SELECT number, time, actor, program, kind, body FROM event") { row in
      (LedgerEvent(
        number: row.integer(0), time: row.text(1), actor: "mallory", program: row.text(3),
        kind: LedgerEvent.Kind(rawValue: row.text(4)) ?? .projectCreated,
        body: row.text(5).replacing(#""coder":"anna""#, with: #""coder":"mallory""#)))
    }
    var tree = MerkleTree()
    var (leaves, previous): ([Digest], Digest) = ([], LedgerEvent.genesis)
    for var event in rows {
      if withNames, event.kind == .checkpointNamed {
        let body = try JSONReader.read(SourceText(event.body), file: "event")
        let size = body["size"]?.integer ?? 0
        let root = leaves[..<size].reduce(into: MerkleTree()) { $0.append($1) }.root.hex
        event.body = event.body.replacing(body["root"]?.string ?? "", with: root)
        try raw.run("UPDATE checkpoint SET root = \(root) WHERE event = \(event.number)")
      }
      leaves.append(event.leaf)
      tree.append(event.leaf)
      previous = event.link(after: previous)
      try raw.run(
        """
        UPDATE event SET actor = \(event.actor), body = \(event.body), hash = \(previous.bytes)
        WHERE number = \(event.number)
        """)
    }
    try raw.execute(
      """
      UPDATE decision SET coder = 'mallory' WHERE coder = 'anna';
      UPDATE coding SET coder = 'mallory' WHERE coder = 'anna';
      UPDATE memo SET coder = 'mallory' WHERE coder = 'anna';
      UPDATE skipped SET coder = 'mallory' WHERE coder = 'anna';
      UPDATE settlement SET coder = 'mallory' WHERE coder = 'anna'
      """)
  }

  @Test func aRewrittenHistoryFailsItsCheckpoint() throws {
    let study = try TamperTests.sample()
    let kept = try study.project.checkpoint()
    try study.respondents([("C", [("role", "x")])])
    #expect(try study.project.compare(with: kept).isExtended)

    // Nothing in the file itself tells.
    #expect(try TamperTests.verdict(on: study) { try rewrite($0) } == nil)

    let rewritten = try Project.open(
      path: study.folder.file("copy.zicht"), for: .read, surroundings: .counting(coder: "auditor"))
    #expect(try rewritten.uid() == study.project.uid())
    #expect(try rewritten.head().number == study.project.head().number)
    let comparison = try rewritten.compare(with: kept)
    #expect(
      comparison.verdict == .rewritten(root: try rewritten.checkpoint(of: kept.size).root))
    #expect(!comparison.isExtended)
  }

  /// Whoever rewrites the events and forgets what a name stands for is found by `verify` alone.
  @Test func aRewrittenHistoryFailsItsNames() throws {
    let study = try TamperTests.sample()
    let verdict = try TamperTests.verdict(on: study) { try rewrite($0, withNames: false) }
    #expect(verdict?.hasPrefix("checkpoint 'rapport': the first") == true, "\(verdict ?? "sound")")
  }
}
