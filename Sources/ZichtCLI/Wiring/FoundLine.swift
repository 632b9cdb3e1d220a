import Coding
import CommandLineKit
import Project
import Reports

/// A place found, with its words and those around it.
struct FoundLine {
  let found: FoundPassage
  let voice: Voice
  let before: String
  let quote: String
  let after: String
  private let reader: QuoteReader

  /// Voices by version and speaker.
  struct Voices {
    private var voices: [Int: [Int: Voice]] = [:]
    init(_ all: [Voice]) {
      for voice in all { voices[voice.version, default: [:]][voice.speaker] = voice }
    }
    subscript(version: Int, speaker: Int) -> Voice? { voices[version]?[speaker] }
  }

  init(_ found: FoundPassage, _ voice: Voice, _ reader: QuoteReader) {
    (self.found, self.voice, self.reader) = (found, voice, reader)
    quote = reader.quote(found.start..<found.end)
    before = Self.lastLine(reader.quote(max(0, found.start - 60)..<found.start))
    after = Self.firstLine(reader.quote(found.end..<found.end + 60))
  }

  private static func lastLine(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }
  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
  }

  /// One line with the match in the middle; a long passage below its place.
  func write(width: Int, style: Style, to out: (String) -> Void) {
    let who = [voice.respondent ?? voice.label, voice.attributes["role"] ?? ""]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    let place = "\(voice.transcript):\(found.start)-\(found.end)"
    if displayWidth(quote) > 40 {
      out(style(.heading, sanitized(place)) + "  " + style(.faint, sanitized(who)) + "\n")
      return out("  " + marked(style) + "\n")
    }
    let columns = max(34, displayWidth(place))
    let head = padded(sanitized(place), to: columns)
    let room = max(16, (width - columns - 2 - displayWidth(quote)) / 2)
    let left = padded(lastColumns(sanitized(before), room), to: room, .right)
    let right = truncated(sanitized(after), to: room)
    out(style(.faint, head) + " " + left + style(.match, sanitized(quote)) + right + "\n")
  }

  private func lastColumns(_ text: String, _ width: Int) -> String {
    var text = text[...]
    while displayWidth(String(text)) > width { text.removeFirst() }
    return String(text)
  }

  /// The passage with the words that matched set apart.
  private func marked(_ style: Style) -> String {
    var text = ""
    var position = found.start
    for place in found.places where place.lowerBound >= position {
      text += sanitized(reader.quote(position..<place.lowerBound))
      text += style(.match, sanitized(reader.quote(place)))
      position = place.upperBound
    }
    return text + sanitized(reader.quote(position..<max(position, found.end)))
  }
}

enum FoundTable {
  static func table(_ found: [FoundLine], query: String) -> Table {
    var table = Table(
      title: "Places of \(query)",
      columns: [
        .init("file"), .init("start", .integer), .init("end", .integer), .init("respondent"),
        .init("before"), .init("match"), .init("after"),
      ])
    table.rows = found.map { line in
      [
        .text(line.voice.transcript), .integer(line.found.start), .integer(line.found.end),
        .text(line.voice.respondent ?? ""), .text(line.before), .text(line.quote),
        .text(line.after),
      ]
    }
    return table
  }
}
