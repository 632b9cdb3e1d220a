import Coding
import Exchange
import Foundation
import SQLite
import TestSupport
import Testing

/// Files that are no project, damaged ones, and those that somebody made to do harm.
@Suite struct HostilePeerTests {
  private func message(_ path: String) -> String {
    do {
      _ = try PeerProject.read(path: path)
      return "read"
    } catch {
      return error.diagnostics.map(\.message.text).joined(separator: "; ")
    }
  }

  private func message(_ original: String, _ script: String) throws -> String {
    let folder = try TemporaryFolder()
    return message(try PeerFixture.changed(original, in: folder, script))
  }

  @Test func whatIsNoProjectIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(message(folder.file("none")) == "no such file, or an empty one")
    try folder.write("Ria: hallo\n", to: "talk.txt")
    #expect(message(folder.file("talk.txt")) == "this is no SQLite database")
    try folder.write([], to: "empty")
    #expect(message(folder.file("empty")) == "no such file, or an empty one")
    try Connection(path: folder.file("rqda"), options: [.readWrite, .create]).execute(
      "CREATE TABLE freecode (id); CREATE TABLE coding (cid)")
    #expect(message(folder.file("rqda")) == "this is a project of RQDA")
    #expect(message(folder.path).hasPrefix("the database can't be read"))
  }

  @Test func changesThatAreNotSettledAreAFault() throws {
    let folder = try TemporaryFolder()
    let path = try PeerFixture.changed(PeerFixture.taguette, in: folder)
    for ending in ["-wal", "-journal"] {
      try folder.write([1], to: "copy.db" + ending)
      #expect(message(path).hasPrefix("the database has changes beside it"))
      try FileManager.default.removeItem(atPath: path + ending)
    }
    #expect(message(path) == "read")
  }

  @Test func whatIsMissingIsNamed() throws {
    #expect(
      try message(
        PeerFixture.taguette, "DROP TABLE tags; ALTER TABLE documents DROP COLUMN contents")
        == "this is no project of Taguette as we know it: without column 'documents.contents', table 'tags'"
    )
    #expect(
      try message(
        PeerFixture.qualCoder, "ALTER TABLE code_name DROP COLUMN color; DROP TABLE code_cat")
        == "this is no project of QualCoder as we know it: without table 'code_cat', column 'code_name.color'"
    )
    #expect(
      try message(PeerFixture.qualCoder, "DELETE FROM project") == "its table 'project' is empty")
    #expect(
      try message(PeerFixture.taguette, "DELETE FROM projects") == "the database holds no project")
  }

  /// Older versions lack them.
  @Test func tablesThatNobodyNeedsMayBeMissing() throws {
    let script = """
      DROP TABLE annotation; DROP TABLE journal; DROP TABLE cases; DROP TABLE case_text;
      DROP TABLE attribute; DROP TABLE attribute_type; DROP TABLE coder_names; DROP TABLE code_image;
      DROP TABLE code_av; DROP TABLE stored_sql
      """
    #expect(try message(PeerFixture.qualCoder, script) == "read")
    #expect(try message(PeerFixture.taguette, "DROP TABLE commands; DROP TABLE users") == "read")
  }

  /// A view would run what its author wrote, and this one never ends.
  @Test(.timeLimit(.minutes(1))) func viewsAndGeneratedColumnsAreNotAsked() throws {
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    let view = """
      DROP TABLE highlight_tags;
      CREATE VIEW highlight_tags AS \(endless) SELECT x AS highlight_id, x AS tag_id FROM n
      """
    #expect(
      try message(PeerFixture.taguette, view) == "this database is no project that we can read")
    let generated = """
      ALTER TABLE tags DROP COLUMN description;
      ALTER TABLE tags ADD COLUMN description TEXT AS (hex(zeroblob(100000000)))
      """
    #expect(
      try message(PeerFixture.taguette, generated)
        == "this is no project of Taguette as we know it: without table 'tags'")
  }

  @Test(.timeLimit(.minutes(1))) func treesThatAreNone() throws {
    let folder = try TemporaryFolder()
    let script = """
      UPDATE code_cat SET supercatid = 2 WHERE catid = 1;
      INSERT INTO code_cat (catid, name, supercatid) VALUES (9, 'zelf', 9), (10, 'wees', 77);
      WITH RECURSIVE n(x) AS (SELECT 1000 UNION ALL SELECT x + 1 FROM n WHERE x < 12000)
      INSERT INTO code_cat (catid, name, supercatid) SELECT x, 'c' || x, x - 1 FROM n
      """
    let project = try PeerProject.read(
      path: PeerFixture.changed(PeerFixture.qualCoder, in: folder, script))
    func depth(_ codes: [ExchangeProject.Code]) -> Int {
      codes.map { 1 + depth($0.codes) }.max() ?? 0
    }
    func count(_ codes: [ExchangeProject.Code]) -> Int {
      codes.reduce(0) { $0 + 1 + count($1.codes) }
    }
    #expect(count(project.codes) == 2 + 3 + 2 + 11_001)
    #expect(depth(project.codes) <= 101)
    #expect(project.leftOut.contains { $0.element == "the place of category 'zelf'" })
    #expect(project.leftOut.contains { $0.element == "the place of category 'Buurt'" })
    #expect(project.leftOut.contains { $0.element == "the place of category 'wees'" })
  }

  @Test func tagsOfDotsAreNames() throws {
    let folder = try TemporaryFolder()
    let script = """
      INSERT INTO tags (project_id, path, description) VALUES
        (1, '...', ''), (1, '.a', ''), (1, '', ''), (1, 'b. ', ''),
        (1, replace(hex(zeroblob(5000)), '00', 'x.') || 'y', '')
      """
    let project = try PeerProject.read(
      path: PeerFixture.changed(PeerFixture.taguette, in: folder, script))
    #expect(project.codes.prefix(6).map(\.name) == ["wonen", "sfeer", "...", ".a", "", "b. "])
    #expect(project.codes.count == 7)
  }

  @Test func positionsThatAreNoneBecomeOrphans() throws {
    let folder = try TemporaryFolder()
    let positions = """
      UPDATE highlights SET start_offset = -5 WHERE id = 1;
      UPDATE highlights SET end_offset = 99999999999999 WHERE id = 2;
      UPDATE highlights SET start_offset = end_offset WHERE id = 3;
      UPDATE highlights SET start_offset = 'x' WHERE id = 4;
      UPDATE highlights SET start_offset = 17 WHERE id = 5
      """
    let project = try PeerProject.read(
      path: PeerFixture.changed(PeerFixture.taguette, in: folder, positions))
    #expect(project.sources[0].orphans.count == 5)
    #expect(
      project.sources[0].orphans.map(\.quote).prefix(2) == [
        "woon hier", "gezellig 🙂 en e\u{301}e\u{301}n",
      ])
    #expect(project.sources[0].selections.count == 4)
    #expect(project.leftOut.count == 2 + 5)
  }

  /// Bytes changed here and there, and a file cut short: a project or a fault, never a crash.
  @Test(.timeLimit(.minutes(2)), arguments: [PeerFixture.taguette, PeerFixture.qualCoder])
  func fuzz(_ original: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("fuzz.db")
    let bytes = PeerFixture.bytes(original.hasSuffix(".qda") ? original + "/data.qda" : original)
    var read = 0
    for seed in 0..<80 {
      var random = Seeded(UInt64(seed))
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      if random.once(in: 5) {
        damaged.removeLast(Int.random(in: 1..<damaged.count, using: &random))
      }
      try folder.write(damaged, to: "fuzz.db")
      guard let project = try? PeerProject.read(path: path) else { continue }
      read += 1
      check(project)
    }
    #expect(read > 5)
  }

  private func check(_ project: ExchangeProject) {
    for source in project.sources {
      let length = source.text.unicodeScalars.count
      for selection in source.selections {
        #expect(selection.range.upperBound <= length && !selection.range.isEmpty)
      }
    }
  }
}
