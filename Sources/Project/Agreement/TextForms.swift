import Coding
import SQLite

/// What of a transcript counts, and which units it has.
struct TextForm {
  var counted: CountedText
  var scale: UnitScale
}

/// Makes the forms of texts.
struct TextForms {
  private struct Speaker: Hashable {
    var version: Int
    var number: Int
  }

  private let project: Project
  private let query: AgreementQuery
  /// Those whose words count.
  private let counted: Set<Speaker>
  private let redactions: Redactions
  private let documents: Set<Int>

  init(_ project: Project, _ query: AgreementQuery) throws {
    (self.project, self.query) = (project, query)
    let voices = try project.voices()
    counted = Set(
      voices.filter { $0.part == .respondent || $0.part == .document }.map {
        Speaker(version: $0.version, number: $0.speaker)
      })
    documents = Set(voices.filter { $0.kind == .document }.map(\.version))
    redactions = try Redactions(project)
  }

  func form(of version: Int) throws -> TextForm {
    let turns = try project.turns(of: version)
    let counted = CountedText(try stretches(of: version, turns))
    let units: [Range<Int>]
    switch query.unit {
    case .character: return TextForm(counted: counted, scale: .characters)
    case .segment: return TextForm(counted: counted, scale: .segments)
    case .sentence: units = try sentences(of: version)
    case .turn: units = spoken(turns, in: version)
    case .paragraph:
      let text = String(decoding: try project.text(ofVersion: version), as: UTF8.self)
      units = Paragraphs.split(spoken(turns, in: version), of: Array(text.unicodeScalars))
    }
    // What lies in a unit and does not count is no part of it.
    let placed = units.map { counted.place($0) }.filter { !$0.isEmpty }
    return TextForm(counted: counted, scale: .stretches(placed))
  }

  private func counts(_ speaker: Int, in version: Int) -> Bool {
    query.countsAnyone
      ? !redactions.covers(version: version, speaker: speaker)
      : counted.contains(Speaker(version: version, number: speaker))
  }

  /// Turns of those who count, or all of the text but what was erased.
  private func stretches(
    of version: Int, _ turns: [(range: Range<Int>, speaker: Int)]
  ) throws -> [Range<Int>] {
    guard query.countsAnyone else {
      return turns.filter { counts($0.speaker, in: version) }.map(\.range)
    }
    let length =
      try project.connection.integer("SELECT length FROM version WHERE id = \(version)") ?? 0
    var (stretches, start) = ([Range<Int>](), 0)
    for turn in turns where !counts(turn.speaker, in: version) {
      if start < turn.range.lowerBound { stretches.append(start..<turn.range.lowerBound) }
      start = turn.range.upperBound
    }
    return start < length ? stretches + [start..<length] : stretches
  }

  private func sentences(of version: Int) throws -> [Range<Int>] {
    let speakers = try project.turns(of: version).map(\.speaker)
    return try project.wordStream(of: version).sentences.filter {
      counts(speakers[Int($0.turn)], in: version)
    }.map { Int($0.start)..<Int($0.end) }
  }

  /// Stretches of one speaker in a row are one turn, as people count them; those of a document stand
  /// alone.
  private func spoken(
    _ turns: [(range: Range<Int>, speaker: Int)], in version: Int
  ) -> [Range<Int>] {
    var spoken: [Range<Int>] = []
    for (number, turn) in turns.enumerated() where counts(turn.speaker, in: version) {
      let follows = number > 0 && turns[number - 1].speaker == turn.speaker
      if follows, !documents.contains(version), let last = spoken.popLast() {
        spoken.append(last.lowerBound..<turn.range.upperBound)
      } else {
        spoken.append(turn.range)
      }
    }
    return spoken
  }
}
