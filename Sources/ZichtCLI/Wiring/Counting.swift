import Coding
import CommandLineKit
import Project

/// Options that say what is counted: shared by frequencies, crosstab and matrix.
struct CountOptions: ParameterSet {
  var codes: [String] = []
  var codebook: String?
  var status = StatusChoice.counted
  var coder: String?
  var noChildren = false
  var voices = VoiceFilter()

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "code", \.codes, "Only this code and those below it; may be given again.", short: "c"),
      .option("codebook", \.codebook, "Only the codes of one codebook.", placeholder: "NAME"),
      .option("status", \.status, "Which segments count: counted is all but rejected."),
      .option(
        "by-coder", \.coder, "Only what one coder coded or decided (rule: undecided).",
        placeholder: "CODER"),
      .flag("no-children", \.noChildren, "A code's own segments, without its children's."),
    ] + Parameter.group(\.voices)
  }

  /// What the options ask for.
  struct Selection {
    var codes: [CodeRow]
    var voices: [Voice]
    var counts: [CodeCount]
    var notes: [String]
  }

  func select(_ project: Project) throws -> Selection {
    let codes = try selectedCodes(project)
    let voices = try self.voices.voices(project)
    var query = CountQuery(codes: codes)
    query.statuses = status.statuses
    query.withChildren = !noChildren
    query.coder = coder
    return Selection(
      codes: codes, voices: voices, counts: try project.counts(query, voices: voices),
      notes: try notes(project))
  }

  private func selectedCodes(_ project: Project) throws -> [CodeRow] {
    if let codebook {
      _ = try project.codebook(codebook)
      let codes = try project.codes(of: codebook)
      if self.codes.isEmpty { return codes }
    }
    guard !codes.isEmpty else { return try project.codes() }
    var seen: Set<Int> = []
    return try codes.flatMap { try project.subtree(try project.code(named: $0)) }
      .filter { seen.insert($0.id).inserted }
  }

  private func notes(_ project: Project) throws -> [String] {
    var notes = ["segments: distinct passages, " + status.words]
    notes.append(
      noChildren ? "a code's own segments only" : "a code's count includes the codes below it")
    if let coder { notes.append("coder: \(coder)") }
    let condition = try voices.condition(project)
    if !condition.comparisons.isEmpty { notes.append("where: " + condition.text) }
    if voices.documents { notes.append("the texts of documents; nobody's speech") }
    return notes + (try project.caveats())
  }
}

extension Table.Cell {
  /// So many per thousand words, with one decimal; not applicable without words.
  static func perThousand(_ count: Int, words: Int) -> Self {
    words == 0 ? .empty : .real(Double(count) * 1000 / Double(words), decimals: 2)
  }
}

extension [String] {
  /// `a,b` and `a b` and repeated options alike; a name given twice counts once.
  var attributeNames: [String] {
    var seen: Set<String> = []
    return flatMap { $0.split(whereSeparator: { ", ".contains($0) }).map { $0.lowercased() } }
      .filter { seen.insert($0).inserted }
  }
}
