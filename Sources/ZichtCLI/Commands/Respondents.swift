import Coding
import CommandLineKit
import Project
import Reports

/// `zicht respondents`: who was interviewed.
struct Respondents: TableCommand {
  static let name = "respondents"
  static let summary = "List the respondents with attributes, transcripts and words."

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var filter = VoiceFilter()

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.filter) + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let voices = try filter.voices(project)
    let names = try project.respondentAttributeNames()
    let withdrawn = try project.withdrawals().respondents
    var result = Table(
      title: "Respondents",
      columns: [.init("respondent")] + names.map { .init($0) } + [
        .init("transcripts", .integer), .init("words", .integer),
      ])
    let byName = Dictionary(grouping: voices.filter { $0.respondent != nil }) {
      $0.respondent ?? ""
    }
    for (name, voices) in byName.sorted(by: { $0.key < $1.key }) {
      result.rows.append(
        [.text(name)] + names.map { .text(voices[0].attributes[$0] ?? "") } + [
          .integer(Set(voices.map(\.transcript)).count),
          .integer(voices.reduce(0) { $0 + $1.words }),
        ])
    }
    result.notes = [counted(result.rows.count, "respondent") + " with words in the project"]
    if withdrawn > 0 { result.notes.append(counted(withdrawn, "respondent") + " withdrew") }
    return result
  }
}
