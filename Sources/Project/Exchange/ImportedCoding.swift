/// A coding that another program's file holds, in terms of this project.
package struct ImportedCoding: Sendable, Equatable {
  /// The file's own identity of it, 32 hexadecimal digits.
  package var uid: String
  package var version: Int
  package var range: Range<Int>
  package var code: Int
  package var coder: String
  package var memo: String?
  /// When it was made, as the file says; empty where it does not.
  package var made: String
  /// Why the text has no place for it; it then waits for a person at the nearest place there is.
  package var misfit: String?

  package init(
    uid: String, version: Int, range: Range<Int>, code: Int, coder: String, memo: String? = nil,
    made: String = "", misfit: String? = nil
  ) {
    (self.uid, self.version, self.range, self.code) = (uid, version, range, code)
    (self.coder, self.memo, self.made, self.misfit) = (coder, memo, made, misfit)
  }
}

/// What is known of a file that was imported.
package struct ImportedFile: Sendable, Equatable {
  package var name: String
  /// SHA-256 of its bytes, in hexadecimal.
  package var sha256: String
  /// Such as `REFI-QDA project`.
  package var format: String
  /// The program that wrote it, as it says.
  package var origin: String
  /// Kind (`code`, `coder`, `variable`), name here, and GUID there.
  package var guids: [(kind: String, name: String, guid: String)] = []

  package init(name: String, sha256: String, format: String, origin: String) {
    (self.name, self.sha256) = (name, sha256)
    (self.format, self.origin) = (format, origin)
  }

  package static func == (one: Self, other: Self) -> Bool {
    one.name == other.name && one.sha256 == other.sha256 && one.format == other.format
      && one.origin == other.origin && one.guids.elementsEqual(other.guids, by: ==)
  }
}
