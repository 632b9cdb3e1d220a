import Foundation
import Project
import SQLite
import TestSupport
import Testing

@Suite struct MigrationTests {
  @Test func `a step runs once, after a copy of the file as it was`() throws {
    let study = try Study()
    try study.respondents([("A", [("role", "bewoner")])])
    let connection = study.project.connection
    let known = try connection.integer("PRAGMA user_version") ?? 0
    let none = Array(repeating: "", count: known)
    let steps = none + ["CREATE TABLE extra (name TEXT) STRICT"]

    let copy = try Migration.run(on: connection, path: study.path, steps: steps)
    #expect(copy == study.path + ".v\(known)")
    #expect(try connection.integer("PRAGMA user_version") == known + 1)
    #expect(try connection.integer("SELECT count(*) FROM extra") == 0)
    #expect(try Migration.run(on: connection, path: study.path, steps: steps) == nil)

    let before = try Connection(path: study.path + ".v\(known)")
    #expect(try before.integer("PRAGMA user_version") == known)
    #expect(try before.text("SELECT name FROM respondent") == "A")
    let mode = try FileManager.default.attributesOfItem(atPath: study.path + ".v\(known)")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a step that fails changes nothing`() throws {
    let study = try Study()
    let connection = study.project.connection
    let known = try connection.integer("PRAGMA user_version") ?? 0
    let steps =
      Array(repeating: "", count: known) + ["CREATE TABLE extra (name TEXT) STRICT; NONSENSE"]
    #expect(throws: SQLiteError.self) {
      try Migration.run(on: connection, path: study.path, steps: steps)
    }
    #expect(try connection.integer("PRAGMA user_version") == known)
    #expect(
      try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0)
    #expect(try study.project.verify().isSound)
  }
}
