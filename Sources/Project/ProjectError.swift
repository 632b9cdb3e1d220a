import SQLite

/// Why a project file can't be used, in the user's terms.
package enum ProjectError: Error, Equatable {
  case missing(String)
  case exists(String)
  case foreign(String)
  /// Whoever made the file got no further.
  case empty(String)
  case newer(String, found: Int, known: Int)
  case older(String)
  case altered(String)
  case damaged(String, String)
  case locked(String)
  case readOnly(String)
  case full(String)
  case unreachable(String)
  case disk(String, isReading: Bool)
  /// The disk failed after the change had landed: the last event it recorded.
  case recorded(String, event: Int)
  case unusable(String, String)
  /// Something asked for that the project does not hold.
  case unknown(String, hint: String?)

  package var hint: String? {
    switch self {
    case .missing: "check the name, or make a project with: zicht init"
    case .exists: "it may hold a study: choose another name"
    case .foreign: "a project file is one that 'zicht init' made"
    case .empty: "zicht init may have been cut short: remove the file, and run it again"
    case .newer: "install the newer version of zicht that wrote it"
    case .older: "any command that writes brings it up to date and keeps a copy: zicht apply"
    case .altered: "restore a copy of the file; this command wrote nothing"
    case .damaged: "restore a copy of the file; 'sqlite3 FILE .recover' may save what is left"
    case .locked: "wait until the other command is done, and run this again"
    case .readOnly: "check the permissions of the file and of its folder"
    case .full: "free some space, and run the command again; nothing was changed"
    case .unreachable: "check that its folder exists, and the permissions of both"
    case .disk: "copy the file to another disk, and see with zicht log whether the change is there"
    case .recorded: "do not repeat the command; copy the file to another disk, and run zicht verify"
    case .unusable: nil
    case .unknown(_, let hint): hint
    }
  }
}

extension ProjectError: CustomStringConvertible {
  /// What is wrong, and a hint on a line of its own.
  package var description: String { message + (hint.map { "\n  hint: \($0)" } ?? "") }

  package var message: String {
    switch self {
    case .missing(let path): "no project file '\(path)'"
    case .exists(let path): "'\(path)' exists already"
    case .foreign(let path): "'\(path)' is not a Zicht project file"
    case .empty(let path): "'\(path)' is empty"
    case .newer(let path, let found, let known):
      "'\(path)' has schema version \(found), and this zicht knows up to \(known)"
    case .older(let path): "'\(path)' is of an earlier schema version"
    case .altered(let path): "the tables of '\(path)' are not those of its schema version"
    case .damaged(let path, let reason): "'\(path)' is damaged: \(reason)"
    case .locked(let path): "another program is writing to '\(path)'"
    case .readOnly(let path): "'\(path)' can't be written to"
    case .full(let path): "there is no space left for '\(path)'"
    case .unreachable(let path): "'\(path)' can't be opened or made"
    case .disk(let path, let isReading):
      "the disk failed while '\(path)' was being \(isReading ? "read" : "written")"
    case .recorded(let path, let event):
      "the change was recorded in '\(path)' as event \(event), but the disk failed right after it"
    case .unusable(let path, let reason): "'\(path)' can't be used: \(reason)"
    case .unknown(let what, _): what
    }
  }
}

extension ProjectError {
  /// What an error of SQLite's means for the file it happened on.
  init(_ error: SQLiteError, path: String) {
    if error.isBusy {
      self = .locked(path)
    } else if error.isReadOnly {
      self = .readOnly(path)
    } else if error.isFull {
      self = .full(path)
    } else if error.isNotADatabase {
      self = .foreign(path)
    } else if error.isCantOpen {
      self = .unreachable(path)
    } else if error.isOfDisk {
      self = .disk(path, isReading: error.isOfReading)
    } else if error.isCorrupt {
      self = .damaged(path, error.message)
    } else {
      self = .unusable(path, error.description)
    }
  }
}
