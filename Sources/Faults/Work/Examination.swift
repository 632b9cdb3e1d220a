import Coding
import Harness
import Project

/// How far a ledger reaches: two files with equal heads have equal histories.
struct Head: Sendable, Hashable, CustomStringConvertible {
  var events: Int
  var hash: String

  static let none = Head(events: 0, hash: "")

  init(events: Int, hash: String) { (self.events, self.hash) = (events, hash) }

  init(of path: String) throws {
    let (number, hash) = try Project.open(
      path: path, for: .read, surroundings: .examiner
    ).head()
    self.init(events: number, hash: hash.hex)
  }

  var description: String { events == 0 ? "no events" : "event \(events) (\(hash.prefix(8)))" }
}

extension Surroundings {
  static let examiner = Surroundings.fixed(seed: 0, coder: "examiner", program: "zicht faults")
}

/// What the project's own code makes of a file: it opens and verifies, or it says why not.
enum Examination {
  case sound(Head)
  case refused(ProjectError)
  case unsound([String])

  /// As the next command would find the file, with whatever journal lies beside it.
  init(of path: String, for access: Project.Access = .write) {
    do {
      let project = try Project.open(path: path, for: access, surroundings: .examiner)
      let result = try project.read { try project.verify() }
      self =
        result.isSound && result.stale == 0
        ? .sound(Head(events: result.events, hash: result.head.hex))
        : .unsound(result.problems + (result.stale > 0 ? ["a text's index is stale"] : []))
    } catch let error as ProjectError {
      self = .refused(error)
    } catch {
      self = .unsound(["\(error)"])
    }
  }

  /// What is wrong, in a line; nil when the file is sound.
  var complaint: String? {
    switch self {
    case .sound: nil
    case .refused(let error): error.message
    case .unsound(let problems): problems.joined(separator: "; ")
    }
  }
}
