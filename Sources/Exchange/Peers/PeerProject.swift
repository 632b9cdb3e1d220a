import Coding
import SQLite

/// The reader of projects as their programs keep them: Taguette's database and QualCoder's.
package enum PeerProject {
  /// A project's file or folder as an exchange project; which program's it is, its tables tell.
  ///
  /// Nothing is written, not even beside it. `project` is the name of one of the projects of a file
  /// that holds several. O(file); at most one source's text is held twice.
  /// - Throws: `Rejected` where it is no project of these programs, or one that is damaged.
  package static func read(
    path: String, project: String? = nil
  ) throws(Rejected) -> ExchangeProject {
    let inside = path + "/data.qda"
    let database = try PeerDatabase(path: Connection.exists(path: inside) ? inside : path)
    if database.has("highlights"), database.has("highlight_tags") {
      return try Taguette(database).read(project)
    }
    if database.has("code_text"), database.has("source") { return try QualCoder(database).read() }
    if database.has("freecode"), database.has("coding") {
      throw Rejected(.rqda, in: path, hint: "import it into QualCoder, and give its .qda here")
    }
    throw Rejected(
      .unknown, in: path, hint: "known are Taguette's .sqlite3 and QualCoder's .qda")
  }
}

extension Diagnostic.Message {
  fileprivate static var rqda: Self { "this is a project of RQDA" }
  fileprivate static var unknown: Self { "this database is no project that we can read" }
}
