import Coding
import CommandLineKit
import Project
import Reports

/// `zicht kit`: a project file for one coder.
struct Kit: ZichtCommand {
  static let name = "kit"
  static let summary = "Make a project file for a coder, with the transcripts to be coded alone."
  static let discussion = """
    The file holds the transcripts that are named, or else those assigned to the coder (zicht assign), in \
    the version in force; their respondents, and the codebooks in force. Of what was coded it holds what the \
    coder did alone, so that coding is blind; --with-codings takes all along. Findings of rules are not in \
    it: a coder who applies the rules there makes them anew, and so does the project when the kit is \
    merged.

    The coder works in it as in any project, under the same name, and sends it back: zicht merge brings \
    everything home, as often as one likes. Attributes of respondents are in it, since rules and tables ask for \
    them; --without-attributes leaves them out, and takes none away when the kit comes back. The file is \
    readable by its owner alone and never written over; it holds whole transcripts: send it as you \
    would send these.
    """
  static let examples = [
    Example("zicht kit lotte --output lotte.zicht", "What is assigned to lotte."),
    Example("zicht kit lotte --output lotte.zicht moerwijk/mw-01.txt", "One transcript."),
  ]

  var common = CommonOptions()
  var coder = ""
  var transcripts: [String] = []
  var output: String?
  var withCodings = false
  var withoutAttributes = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("coder", \.coder, "Who will work with it."),
      .optionalRest(
        "transcript", \.transcripts, "Transcripts (otherwise those assigned to the coder)."),
      .option(
        "output", \.output, "The file to make; it ends in .zicht.", short: "o",
        placeholder: "FILE", values: .file),
      .flag("with-codings", \.withCodings, "Take along what everybody coded."),
      .flag("without-attributes", \.withoutAttributes, "Leave attributes of respondents out."),
    ]
  }

  func run(_ io: IO) throws {
    guard let output, output.hasSuffix(".zicht"), output != ".zicht" else {
      throw UsageError(
        output == nil ? "no file to make" : "'\(output ?? "")' does not end in .zicht",
        hint: "for example: zicht kit \(coder) --output \(coder).zicht")
    }
    let project = try openProject(io)
    let made = try project.read {
      let names = try chosen(project)
      return (
        names,
        try project.makeKit(
          at: output, for: coder, transcripts: names, withOthers: withCodings,
          withAttributes: !withoutAttributes, surroundings: surroundings(io)
        ).report
      )
    }
    report(made.0, made.1, output, io)
  }

  private func chosen(_ project: Project) throws -> [String] {
    guard transcripts.isEmpty else {
      return Set(try transcripts.map { try project.version(named: $0).name }).sorted()
    }
    let assigned = try project.assignments(of: coder).map(\.transcript)
    guard !assigned.isEmpty else {
      throw UsageError(
        "nothing is assigned to \(coder)",
        hint: "name transcripts, or assign some with: zicht assign")
    }
    return assigned
  }

  private func report(_ names: [String], _ report: MergeReport, _ output: String, _ io: IO) {
    let codings = report.counts[.codings] ?? 0
    if common.json {
      writeJSON(
        [
          "kit": .string(output), "coder": .string(coder), "transcripts": .strings(names),
          "codings": .integer(codings), "project": .string(report.project),
          "size": .integer(report.size), "left_out": .strings(report.erasedThere),
        ], io)
    }
    let left = names.count - report.erasedThere.count
    say(
      "made \(output) for \(coder): \(counted(left, "transcript")), \(counted(codings, "coding"))",
      io)
    for name in report.erasedThere {
      say("left out: \(name), which holds words of somebody who withdrew", io)
    }
    say("to work in it: zicht --project \(output) --coder \(coder) …", io)
    say("to bring it back: zicht merge \(output)", io)
  }
}
