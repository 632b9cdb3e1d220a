import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// Opening what other programs, crashes and permissions left.
@Suite struct OpeningTests {
  private func sample() throws -> Study {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    return study
  }

  /// A program died while it wrote, and the journal says how to take back what it did.
  ///
  /// A reader must do so as well as a writer.
  @Test(arguments: [Project.Access.read, .write])
  func anUnfinishedChangeIsTakenBack(_ access: Project.Access) throws {
    let study = try sample()
    let raw = try Connection(path: study.path)
    try raw.execute(
      """
      PRAGMA cache_size = 2;
      BEGIN IMMEDIATE;
      UPDATE word_stream SET stream = zeroblob(9000);
      WITH RECURSIVE n(x) AS (SELECT 1000 UNION ALL SELECT x + 1 FROM n WHERE x < 1300)
      INSERT INTO vocabulary SELECT x, randomblob(5000) FROM n;
      """)
    for ending in ["", "-journal"] {
      try FileManager.default.copyItem(
        atPath: study.path + ending, toPath: study.folder.file("left.zicht" + ending))
    }
    try raw.execute("ROLLBACK")
    let project = try Project.open(
      path: study.folder.file("left.zicht"), for: access, surroundings: .counting(coder: "anna"))
    let verification = try project.verify()
    #expect(verification.isSound, "\(verification.problems)")
  }

  @Test func aReadingProjectWritesNothing() throws {
    let study = try sample()
    let before = try Data(contentsOf: URL(fileURLWithPath: study.path))
    let project = try study.reopen(.read)
    #expect(throws: ProjectError.readOnly(study.path)) {
      try project.change { try project.record(respondents: []) }
      try project.change { try project.connection.execute("DELETE FROM tally") }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: study.path)) == before)
  }

  @Test func anotherProgramsDatabaseStaysAsItIs() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("other.db")
    do {
      let other = try Connection(path: path, options: [.readWrite, .create])
      try other.execute("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)")
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    for access in [Project.Access.read, .write] {
      #expect(throws: ProjectError.foreign(path)) {
        try Project.open(path: path, for: access, surroundings: .counting(coder: "anna"))
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  /// What `init` leaves when it is cut short, after its journal was played back.
  @Test func anEmptyFileIsNoStudyAndIsNotTakenForOne() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "study.zicht")
    let path = folder.file("study.zicht")
    #expect(throws: ProjectError.empty(path)) {
      try Project.open(path: path, for: .read, surroundings: .counting(coder: "anna"))
    }
    #expect(throws: ProjectError.exists(path)) {
      try Project.create(path: path, surroundings: .counting(coder: "anna"))
    }
  }

  /// The one that comes too late must not touch what the other has made.
  @Test func ofManyThatMakeAFileAtOnceOneDoes() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("study.zicht")
    let made = await withTaskGroup(of: Bool.self) { group in
      for number in 1...8 {
        group.addTask {
          (try? Project.create(path: path, surroundings: .counting(coder: "coder-\(number)")))
            != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(made == 1)
    let project = try Project.open(
      path: path, for: .read, surroundings: .counting(coder: "anna"))
    #expect(try project.verify().isSound)
  }

  @Test func filesAreForTheirOwnerAlone() throws {
    let study = try sample()
    let attributes = try FileManager.default.attributesOfItem(atPath: study.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func aFullDiskIsToldAndChangesNothing() throws {
    let study = try sample()
    let events = try study.events()
    let pages = try study.project.connection.integer("PRAGMA page_count") ?? 0
    _ = try study.project.connection.first("PRAGMA max_page_count = \(fragment: "\(pages: pages)")")
    {
      $0.integer(0)
    }
    let long = interview("B", String(repeating: "lamp en deur ", count: 20_000))
    #expect(throws: ProjectError.full(study.path)) { try study.ingest([("b.txt", long)]) }
    #expect(try study.events() == events)
    try Recount(study: study).check("a full disk")
  }
}

extension SQL.StringInterpolation {
  /// A number that a pragma takes, which can't be bound.
  fileprivate mutating func appendInterpolation(pages: Int) { appendLiteral("\(pages)") }
}
