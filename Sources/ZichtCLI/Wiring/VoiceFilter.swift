import Coding
import CommandLineKit
import Project

/// Options that say whose words are meant.
struct VoiceFilter: ParameterSet {
  var conditions: [String] = []
  var documents = false

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "where", \.conditions, "Only voices with these attributes; several must all hold.",
        short: "w", placeholder: "'NAME = VALUE'"),
      .flag("documents", \.documents, "The texts of documents instead of respondents' words."),
    ]
  }

  func condition(_ project: Project) throws -> Condition {
    var whole = Condition.all
    for text in conditions {
      do { whole = whole.and(try Condition(text)) } catch {
        throw UsageError(error.message, hint: error.hint)
      }
    }
    try AttributeNames(project).require(whole.comparisons.map(\.name))
    return whole
  }

  /// The voices that count.
  func voices(_ project: Project) throws -> [Voice] {
    let condition = try condition(project)
    return try project.voices().filter { voice in
      voice.part == (documents ? .document : .respondent) && condition.holds(voice.attributes)
    }
  }

  var unit: String { documents ? "documents" : "respondents" }
}

/// The attributes that a project knows, to catch a mistyped one.
struct AttributeNames {
  let known: [String]

  init(_ project: Project) throws {
    known = try project.attributeNames() + ["transcript", "kind", "respondent"]
  }

  func require(_ names: [String]) throws {
    for name in names where !known.contains(name) {
      throw UsageError(
        "no attribute '\(name)' in this project", hint: "known: " + known.joined(separator: ", "))
    }
  }
}

/// Which statuses count.
enum StatusChoice: String, CaseIterable, ArgumentValue {
  /// Proposed and accepted: all but rejected.
  case counted
  case proposed, accepted, rejected, all

  var statuses: Set<SegmentStatus> {
    switch self {
    case .counted: SegmentStatus.counted
    case .proposed: [.proposed]
    case .accepted: [.accepted]
    case .rejected: [.rejected]
    case .all: Set(SegmentStatus.allCases)
    }
  }

  var words: String {
    switch self {
    case .counted: "proposed and accepted (not rejected)"
    case .all: "proposed, accepted and rejected"
    default: rawValue
    }
  }
}
