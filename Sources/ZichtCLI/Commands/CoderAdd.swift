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

  enum Kind: String, CaseIterable, ArgumentValue {
    case human
    case `import`
    case layer
    var kind: Coder.Kind { Coder.Kind(rawValue: rawValue) ?? .human }
  }

  var common = CommonOptions()
  var coder = ""
  var kind = Kind.human
  var reference = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("coder", \.coder, "The name."),
      .option("kind", \.kind, "What the coder is."),
      .flag("reference", \.reference, "Keep the codings apart, as something to compare with."),
    ]
  }

  func run(_ io: IO) throws {
    guard coder.contains(where: { !$0.isWhitespace }) else {
      throw UsageError("a coder needs a name", hint: "write for example: zicht coders add lotte")
    }
    let project = try openProject(io, for: .write)
    let isNew = try project.change {
      let isReference = try reference && project.registerReference(coder)
      return try project.register(coder, as: kind.kind) || isReference
    }
    say(isNew ? "\(coder): \(kind.rawValue)" : "nothing changed", io)
  }
}
