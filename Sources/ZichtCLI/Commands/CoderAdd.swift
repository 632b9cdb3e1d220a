import Coding
import CommandLineKit
import Project
import Reports

/// `zicht coders add`: says who somebody is.
struct CoderAdd: ZichtCommand {
  static let name = "coders add"
  static let summary = "Name a coder, and say what the coder is."
  static let discussion = """
    Whoever codes is listed without this; it is for saying beforehand who will, and for names that are \
    no person's. A reference is there to compare with: it counts only where it is asked for.
    """
  static let examples = [Example("zicht coders add lotte", "A person who is going to code.")]

  /// Rules are no coder that anybody adds.
  private static let kinds = Coder.Kind.allCases.filter { $0 != .rule }.map(\.rawValue)

  var common = CommonOptions()
  var coder = ""
  var kind = Coder.Kind.human.rawValue
  var reference = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("coder", \.coder, "The name."),
      .option("kind", \.kind, "What the coder is.", values: .list(kinds)),
      .flag("reference", \.reference, "Keep the codings apart, as something to compare with."),
    ]
  }

  func run(_ io: IO) throws {
    guard coder.contains(where: { !$0.isWhitespace }) else {
      throw UsageError("a coder needs a name", hint: "write for example: zicht coders add lotte")
    }
    guard let kind = Coder.Kind(rawValue: kind), Self.kinds.contains(kind.rawValue) else {
      throw UsageError(
        "'\(kind)' is no kind of coder", hint: "one of: " + Self.kinds.joined(separator: ", "))
    }
    let project = try openProject(io, for: .write)
    let isNew = try project.change {
      let isReference = try reference && project.registerReference(coder)
      return try project.register(coder, as: kind) || isReference
    }
    say(isNew ? "\(coder): \(kind.rawValue)" : "nothing changed", io)
  }
}
