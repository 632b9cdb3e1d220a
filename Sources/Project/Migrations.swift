/// Schema versions in order; `PRAGMA user_version` is the number applied.
let migrations: [String] = [
  PackageResources.v1_sql
].map { String(decoding: $0, as: UTF8.self) }

/// `Zcht`: what tells a project file from any other SQLite database.
let applicationID = 0x5A63_6874
