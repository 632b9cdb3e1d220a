import Coding
import CommandLineKit
import Project
import Reports

/// `zicht code add`: one passage by hand.
struct CodeAdd: ZichtCommand {
  static let name = "code add"
  static let summary = "Code a passage by hand: by its words, its place or its turn."
  static let discussion = """
    The words of --quote must stand in the transcript once, or once in the turn that --turn names. \
    With --new the code is coined: in the codebook in-vivo, or below the code or in the codebook that \
    its name starts with (parent/name, codebook:name), as a proposal in a new version of the codebook.
    """
  static let examples = [
    Example(
      "zicht code add small-wins moerwijk/mw-01.txt --quote 'toen heb ik zelf een peertje gekocht'",
      "Code these words."),
    Example("zicht code add small-wins moerwijk/mw-01.txt --at 367-422", "These characters."),
    Example("zicht code add small-wins moerwijk/mw-01.txt --turn 4", "The whole turn."),
    Example(
      "zicht code add peertje mw-01.txt --new --at 367-422 --memo 'Haar eigen woord.'",
      "With a code of its own."),
  ]

  var common = CommonOptions()
  var code = ""
  var transcript = ""
  var quote: String?
  var at: String?
  var turn: Int?
  var memo: String?
  var new = false
  var label: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("code", \.code, "A code, by its path."),
      .argument("transcript", \.transcript, "A transcript, by its name."),
      .option("quote", \.quote, "The words, exactly as they stand there once."),
      .option(
        "at", \.at, "START-END: characters (code points) of the text, from 0.",
        placeholder: "START-END"),
      .option("turn", \.turn, "The turn, from 1, as zicht audit has it.", placeholder: "NUMBER"),
      .option("memo", \.memo, "Why; kept with the coding.", placeholder: "TEXT"),
      .flag("new", \.new, "Coin the code, where there is none of this name."),
      .option("label", \.label, "What a coined code is called.", placeholder: "TEXT"),
    ]
  }

  func run(_ io: IO) throws {
    guard at == nil || (quote == nil && turn == nil), at != nil || quote != nil || turn != nil
    else {
      throw UsageError(
        "say which words: with --quote, with --at or with --turn",
        hint: "one of them, or --quote within --turn")
    }
    guard new || label == nil else {
      throw UsageError("--label is for a code that is coined", hint: "add --new")
    }
    let project = try openProject(io, for: .write)
    let (segment, name) = try project.change {
      let version = try project.version(named: transcript)
      let range = try self.range(in: project, version.id, version.name)
      let code = try self.code(in: project)
      let segment = try project.code(range, of: version.id, with: code, memo: memo)
      return (segment, version.name)
    }
    let address = "\(name):\(segment.start)-\(segment.end)"
    if common.json { writeJSON(["segment": .string(address)], io) }
    say("coded \(address) as \(code)", io)
  }

  private func code(in project: Project) throws -> CodeRow {
    guard new else { return try project.code(named: self.code) }
    let label = label.map { Label(nl: $0, en: $0) }
    let id = try project.coin(self.code, label: label)
    guard let row = try project.codes().first(where: { $0.id == id }) else {
      throw ProjectError.unknown("no code '\(self.code)'", hint: nil)
    }
    return row
  }

  private func range(in project: Project, _ version: Int, _ name: String) throws -> Range<Int> {
    if let at { return try SegmentAddress.place(at) }
    let whole = try project.text(ofVersion: version)
    guard let turn else { return try Quotation.find(quote ?? "", in: whole, of: name) }
    let range = try project.range(ofTurn: turn, in: version)
    guard let quote else { return range }
    let words = QuoteReader(whole).quote(range)
    let place = try Quotation.find(quote, in: Array(words.utf8), of: "turn \(turn) of \(name)")
    return range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound
  }
}
