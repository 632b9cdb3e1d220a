import Coding
import CommandLineKit
import Project
import Reports

/// `zicht find`: words in their context.
struct Find: TableCommand {
  static let name = "find"
  static let summary = "Find words in context, with the language of rules."
  static let discussion = """
    The query is a rule as codebooks have them: a word with * and ? (sloop*), a phrase ("nieuwe \
    ramen", "zet … op"), OR, AND, NOT within the sentence (AND/turn, AND/3s), NEAR/5, BEFORE/5, \
    NEGATED geld, AFFIRMED geld, (brackets), =Jol for exact case, role:bewoner. Operators are in \
    capitals. Respondents' words and documents are searched; \
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
  var past = PastOptions()
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
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    try requirePositive(limit)
    if try count || table.format(common) != .text || table.output != nil {
      let result = try write(io, bars: count ? 1 : nil)
      if result.rows.isEmpty { throw Exit(1) }
      return
    }
    let rule = try parse()
    let project = try openProject(io)
    let found = try project.read { try search(rule, project) }
    for hit in found.lines {
      hit.write(inLine: unit == .match, width: io.width, style: io.style) { io.out($0) }
    }
    if !io.isQuiet { io.err(found.summary + "\n") }
    for caveat in project.pastCaveats { io.err(caveat + "\n") }
    if found.places == 0 { throw Exit(1) }
  }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let found = try search(parse(), project)
    return count ? counts(found) : FoundTable.table(found.lines, query: query)
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

  private func search(_ rule: Rule, _ project: Project) throws -> FoundPlaces {
    try AttributeNames(project).require(rule.attributeNames)
    let context =
      try codebook.map { try project.codebook($0).codebook.ruleContext } ?? RuleContext()
    var filter = VoiceFilter()
    filter.conditions = conditions
    let condition = try filter.condition(project)
    let voices = FoundLine.Voices(try project.voices())
    let coded = try self.coded(project)
    let versions = try transcript.map { Set([try project.version(named: $0).id]) }
    var result = FoundPlaces()
    var quotes: (version: Int, reader: QuoteReader)?
    do {
      try project.find(rule, in: context, versions: versions) { found in
        guard let voice = voices[found.version, found.speaker],
          condition.holds(voice.attributes), coded?.overlaps(found) ?? true
        else { return }
        result.count(voice)
        guard !count, result.lines.count < limit ?? .max else { return }
        if quotes?.version != found.version {
          quotes = (found.version, QuoteReader(try project.text(ofVersion: found.version)))
        }
        if let reader = quotes?.reader {
          result.lines.append(FoundLine(found, voice, reader))
        }
      }
    } catch let fault as RuleFault { throw misuse(fault) }
    return result
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

  private func counts(_ found: FoundPlaces) -> Table {
    var result = Table(
      title: "Places of \(query)", columns: [.init("respondent"), .init("places", .integer)])
    for (who, count) in found.byWhom.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      result.rows.append([.text(who), .integer(count)])
    }
    if let limit { result.rows = Array(result.rows.prefix(max(0, limit))) }
    result.notes = [found.summary]
    return result
  }
}

extension CodedUnit: ArgumentValue {}

/// What a search found: the lines to show, and the totals of all, shown or not.
private struct FoundPlaces {
  var lines: [FoundLine] = []
  private(set) var places = 0
  private(set) var byWhom: [String: Int] = [:]
  private var respondents: Set<String> = []
  private var transcripts: Set<String> = []

  mutating func count(_ voice: Voice) {
    places += 1
    byWhom[voice.respondent ?? voice.transcript, default: 0] += 1
    transcripts.insert(voice.transcript)
    if let respondent = voice.respondent { respondents.insert(respondent) }
  }

  var summary: String {
    let shown = lines.isEmpty || lines.count == places ? "" : "; \(lines.count) of them shown"
    return "\(counted(places, "place")) in \(counted(transcripts.count, "transcript")), "
      + "\(counted(respondents.count, "respondent"))" + shown
  }
}

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
