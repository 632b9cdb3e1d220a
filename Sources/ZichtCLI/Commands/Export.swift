import Coding
import CommandLineKit
import Project
import Reports

/// `zicht export`: the study in the words of two standards.
struct Export: ZichtCommand {
  static let name = "export"
  static let summary = "Write the history as W3C PROV, the segments as W3C Web Annotations."
  static let discussion = """
    --prov writes PROV-JSON: texts, codebooks, runs of rules, codings by hand as entities; events as \
    activities; coders and the program as agents. --annotations writes JSON-LD: each segment with its \
    quote, the words around it, and its place in code points, tagged with its code.

    Both are views for other programs, made from what zicht verify checks; neither is read back. Both \
    name people, and the second quotes them.
    """
  static let examples = [
    Example("zicht export --prov prov.json", "Who made what from what."),
    Example("zicht export --annotations segments.jsonld", "All segments that count."),
  ]

  var common = CommonOptions()
  var prov: String?
  var annotations: String?

  static var parameters: [Parameter<Self>] {
    [
      .option("prov", \.prov, "Write the history here.", placeholder: "FILE", values: .file),
      .option(
        "annotations", \.annotations, "Write the segments here.", placeholder: "FILE",
        values: .file),
    ]
  }

  func run(_ io: IO) throws {
    guard prov != nil || annotations != nil else {
      throw UsageError("nothing to write", hint: "add --prov FILE or --annotations FILE")
    }
    let project = try openProject(io)
    try project.read {
      if let prov {
        let json = try Provenance(project).json
        try FileSystem.write(Array((json.text(indented: true) + "\n").utf8), to: prov)
        say("wrote the history to \(prov)", io)
      }
      if let annotations {
        let count = try Annotations(project).write(to: annotations)
        say("wrote \(counted(count, "annotation")) to \(annotations)", io)
      }
    }
  }
}
