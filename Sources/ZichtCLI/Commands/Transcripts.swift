import Coding
import CommandLineKit
import Project
import Reports

/// `zicht transcripts`: what was read.
struct Transcripts: TableCommand {
  static let name = "transcripts"
  static let summary = "List the transcripts: kind, speakers, turns, words."

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let voices = try project.voices()
    let withdrawn = try project.withdrawals().transcripts
    var result = Table(
      title: "Transcripts",
      columns: [
        .init("file"), .init("kind"), .init("respondents"), .init("turns", .integer),
        .init("respondent_words", .integer), .init("words", .integer),
      ])
    for (file, voices) in Dictionary(grouping: voices, by: \.transcript).sorted(by: {
      $0.key < $1.key
    }) {
      let said = voices.filter { $0.part == .respondent }
      result.rows.append([
        .text(file), .text(voices[0].kind.rawValue),
        .text(said.compactMap(\.respondent).joined(separator: ", ")),
        .integer(voices.reduce(0) { $0 + $1.turns }), .integer(said.reduce(0) { $0 + $1.words }),
        .integer(voices.reduce(0) { $0 + $1.words }),
      ])
    }
    result.notes = [counted(result.rows.count, "transcript")]
    if withdrawn > 0 { result.notes.append(counted(withdrawn, "transcript") + " erased") }
    return result
  }
}
