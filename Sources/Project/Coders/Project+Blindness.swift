import Coding
import SQLite

extension Project {
  /// Versions in force that a coder is to read without seeing others' codings, and has not read to
  /// the end.
  package func blindVersions(for coder: String) throws -> Set<Int> {
    Set(
      try connection.all(
        """
        SELECT v.id FROM assignment a JOIN version v ON v.transcript = a.transcript
        WHERE a.coder = \(coder) AND a.blind AND v.superseded IS NULL AND NOT EXISTS (
          SELECT 1 FROM reading r WHERE r.version = v.id AND r.coder = a.coder)
        """
      ) { $0.integer(0) })
  }

  /// Whoever works with this project here.
  package var reader: String { surroundings.coder }

  /// Names of the transcripts that whoever reads here is to read blind.
  package func blindTranscripts() throws -> [String] {
    try blindVersions(for: surroundings.coder).map(name(ofVersion:)).sorted()
  }

  /// Refuses whoever is to read a version blind.
  func requireSight(ofVersion version: Int) throws {
    guard try blindVersions(for: surroundings.coder).contains(version) else { return }
    throw ProjectError.unknown(
      "\(surroundings.coder) is to code \(try name(ofVersion: version)) blind, and has not read it to the end",
      hint: "code it first: zicht code TRANSCRIPT")
  }

  /// Hides from this reader what others coded and rules propose in transcripts to be read blind.
  ///
  /// Temporary views stand before the file's own tables: SQLite looks for a name there first. The file
  /// is not touched. For a project opened to read, once, after any `rewind`.
  package func blindfold() throws {
    let coder = surroundings.coder
    let unseen = try blindVersions(for: coder)
    guard !unseen.isEmpty else { return }
    isBlindfolded = true
    try Self.translating(path) {
      try connection.execute("PRAGMA query_only = OFF")
      try connection.execute("CREATE TEMP TABLE unseen (version INTEGER PRIMARY KEY)")
      for version in unseen.sorted() {
        try connection.run("INSERT INTO unseen VALUES (\(version))")
      }
      try connection.execute("CREATE TEMP TABLE beholder (coder TEXT PRIMARY KEY)")
      try connection.run("INSERT INTO beholder VALUES (\(coder))")
      for (table, isOwn) in Self.hidden { try hide(table, keepingOwn: isOwn) }
      if !isInThePast { try shadowViews() }
      try connection.execute("PRAGMA query_only = ON")
      connection.forgetStatements()
    }
  }

  /// What is hidden, and whether one's own of it is not.
  private static let hidden = [
    ("coding", true), ("decision", true), ("skipped", true), ("settlement", true),
    ("memo", true), ("proposal", false),
  ]

  private func hide(_ table: String, keepingOwn: Bool) throws {
    let condition =
      "coalesce(version, 0) IN (SELECT version FROM unseen)"
      + (keepingOwn ? " AND coder NOT IN (SELECT coder FROM beholder)" : "")
    guard isInThePast else {
      return try connection.execute(
        "CREATE TEMP VIEW \(table) AS SELECT * FROM main.\(table) WHERE NOT (\(condition))")
    }
    guard table != "proposal" else {
      // As of then it is a view already.
      return try connection.execute(
        """
        DROP VIEW temp.proposal;
        CREATE TEMP VIEW proposal AS SELECT p.* FROM main.proposal p JOIN applied x
          ON x.rule = p.rule
          WHERE p.version <= x.through AND p.version NOT IN (SELECT version FROM unseen)
        """)
    }
    try connection.execute("DELETE FROM temp.\(table) WHERE \(condition)")
  }

  /// The file's views see the file's tables: these see what is left.
  private func shadowViews() throws {
    let views = try connection.all(
      "SELECT sql FROM main.sqlite_schema WHERE type = 'view' AND name <> 'frequencies' ORDER BY rowid"
    ) { $0.text(0) }
    for sql in views {
      try connection.execute("CREATE TEMP VIEW " + sql.dropFirst("CREATE VIEW ".count))
    }
  }
}
