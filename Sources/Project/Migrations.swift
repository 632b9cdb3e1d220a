import SQLite

/// Schema versions in order; `PRAGMA user_version` is the number applied.
let migrations: [String] = [
  PackageResources.v1_sql, PackageResources.v2_sql, PackageResources.v3_sql,
  PackageResources.v4_sql,
].map { String(decoding: $0, as: UTF8.self) }

/// `Zcht`: what tells a project file from any other SQLite database.
let applicationID = 0x5A63_6874

/// Brings a project file of an earlier schema version up to date.
package enum Migration {
  /// Runs the steps that the file lacks in one transaction, after a whole copy of it was written
  /// beside it: `study.zicht.v1` is what it was at version 1.
  ///
  /// Each step is a script that turns version n of the schema into n + 1. A file that is up to date
  /// is left alone; returns the copy's path otherwise.
  @discardableResult
  package static func run(
    on connection: Connection, path: String, steps: [String]
  ) throws -> String? {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    guard version < steps.count else { return nil }
    let copy = "\(path).v\(version)"
    guard !fileExists(copy) else { throw ProjectError.exists(copy) }
    try connection.backUp(to: copy)
    try connection.transaction {
      for step in steps[version...] { try connection.execute(step) }
      try connection.execute("PRAGMA user_version = \(steps.count)")
    }
    return copy
  }
}
