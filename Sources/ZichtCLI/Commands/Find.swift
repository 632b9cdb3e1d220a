import Coding
import CommandLineKit
import Project
import Reports

/// `zicht find`: words in their context.
struct Find: ZichtCommand {
  static let name = "find"
  static let summary = "Find words in context, with the language of rules."
  static let discussion = """
    The query is a rule as codebooks have them: sloop*, "nieuwe ramen", politie NEAR/5 agent*, \
    NEGATED geld, role:bewoner AND school. Respondents' words and documents are searched; \
    speaker:interviewer or speaker:anyone in the query says otherwise. With --codebook the query may \
    use its lists (@name) and codes (#path). The unit says what is shown: the match in its line, \
    the sentence, the turn. Exit status 1 when nothing is found.
    """
  static let examples = [
    Example("zicht find 'steiger*'", "Every word that starts with steiger."),
    Example("zicht find 'politie NEAR/5 agent*'", "Both, with at most five words between."),
    Example(
      "zicht find 'NEGATED geld' --where 'role = bewoner'",
      "Residents who say that there was no money."),
  ]

  var common = CommonOptions()
  var table = TableOptions()
  var query = ""
  var unit = CodedUnit.match
  var codebook: String?
  var conditions: [String] = []
  var transcript: String?
  var code: String?
  var limit: Int?
  var count = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("query", \.query, "What to look for."),
      .option("unit", \.unit, "What to show: the match, its sentence, its turn."),
      .option(
        "where", \.conditions, "Only voices with these attributes.", short: "w",
        placeholder: "'NAME = VALUE'"),
      .option("transcript", \.transcript, "Only in one transcript.", placeholder: "FILE"),
      .option("code", \.code, "Only in segments with this code (or below it).", short: "c"),
      .option(
        "codebook", \.codebook, "Whose lists and codes the query may name.", placeholder: "NAME"),
      .option("limit", \.limit, "At most so many."),
      .flag("count", \.count, "Only how many, by respondent."),
    ] + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    let rule = try parse()
    let project = try openProject(io)
    let found = try project.read { try search(rule, project) }
    if count { return try writeCounts(found, io) }
    if try table.format(common) == .text, table.output == nil {
      for hit in found {
        hit.write(inLine: unit == .match, width: io.width, style: io.style) { io.out($0) }
      }
      if !io.isQuiet { io.err(summary(found) + "\n") }
    } else {
      try table.write(FoundTable.table(found, query: query), common, io)
    }
    if found.isEmpty { throw Exit(1) }
  }

  private func parse() throws -> Rule {
    do { return try RuleParser.parse(query, unit: unit) } catch { throw misuse(error) }
  }

  /// Points at the column of the query.
  private func misuse(_ fault: RuleFault) -> UsageError {
    let caret = String(repeating: " ", count: fault.column - 1) + "^"
    let isName = "@#".contains { query.dropFirst(fault.column - 1).hasPrefix(String($0)) }
    let hint =
      isName && codebook == nil
      ? "say whose lists and codes are meant: --codebook NAME"
      : fault.hint ?? "see zicht help find"
    return UsageError("\(fault.message)\n  \(query)\n  \(caret)", hint: hint)
  }

  private func search(_ rule: Rule, _ project: Project) throws -> [FoundLine] {
    try AttributeNames(project).require(rule.attributeNames)
    let context =
      try codebook.map { try project.codebook($0).codebook.ruleContext } ?? RuleContext()
    var filter = VoiceFilter()
    filter.conditions = conditions
    let condition = try filter.condition(project)
    let voices = FoundLine.Voices(try project.voices())
    let coded = try self.coded(project)
    let versions = try transcript.map { Set([try project.version(named: $0).id]) }
    var lines: [FoundLine] = []
    var quotes: (version: Int, reader: QuoteReader)?
    do {
      try project.find(rule, in: context, versions: versions) { found in
        guard count || lines.count < limit ?? .max,
          let voice = voices[found.version, found.speaker],
          condition.holds(voice.attributes), coded?.overlaps(found) ?? true
        else { return }
        if quotes?.version != found.version {
          quotes = (found.version, QuoteReader(try project.text(ofVersion: found.version)))
        }
        if let reader = quotes?.reader {
          lines.append(FoundLine(found, voice, reader))
        }
      }
    } catch let fault as RuleFault { throw misuse(fault) }
    return lines
  }

  /// The segments of the code that the search is limited to.
  private func coded(_ project: Project) throws -> CodedPlaces? {
    guard let code else { return nil }
    var query = SegmentQuery()
    query.codes = Set(try project.subtree(try project.code(named: code)).map(\.id))
    var places = CodedPlaces()
    try project.forEachSegment(query) { places.add($0) }
    return places
  }

  private func summary(_ found: [FoundLine]) -> String {
    let who = Set(found.compactMap(\.voice.respondent)).count
    let places = Set(found.map(\.voice.transcript)).count
    return "\(counted(found.count, "place")) in \(counted(places, "transcript")), "
      + "\(counted(who, "respondent"))"
  }

  private func writeCounts(_ found: [FoundLine], _ io: IO) throws {
    var counts: [String: Int] = [:]
    for line in found { counts[line.voice.respondent ?? line.voice.transcript, default: 0] += 1 }
    var result = Table(
      title: "Places of \(query)", columns: [.init("respondent"), .init("places", .integer)])
    for (who, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      result.rows.append([.text(who), .integer(count)])
    }
    if let limit { result.rows = Array(result.rows.prefix(max(0, limit))) }
    result.notes = [summary(found)]
    try table.write(result, common, io, bars: 1)
  }
}

extension CodedUnit: ArgumentValue {}

/// Ranges of segments by version.
private struct CodedPlaces {
  private var ranges: [Int: [Range<Int>]] = [:]
  mutating func add(_ segment: SegmentRow) {
    ranges[segment.version, default: []].append(segment.start..<segment.end)
  }
  func overlaps(_ found: FoundPassage) -> Bool {
    ranges[found.version]?.contains { $0.overlaps(found.start..<found.end) } ?? false
  }
}
