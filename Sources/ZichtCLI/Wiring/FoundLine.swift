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
  /// The passage in pieces, those that matched marked.
  ///
  /// Not the text itself: there may be thousands of hits.
  private let pieces: [(text: String, isMatch: Bool)]

  /// Voices by version and speaker.
  struct Voices {
    private var voices: [Int: [Int: Voice]] = [:]
    init(_ all: [Voice]) {
      for voice in all { voices[voice.version, default: [:]][voice.speaker] = voice }
    }
    subscript(version: Int, speaker: Int) -> Voice? { voices[version]?[speaker] }
  }

  init(_ found: FoundPassage, _ voice: Voice, _ reader: QuoteReader) {
    (self.found, self.voice) = (found, voice)
    pieces = Self.pieces(of: found, reader)
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

  /// One line with the match in the middle, or the passage below its place.
  func write(inLine: Bool, width: Int, style: Style, to out: (String) -> Void) {
    let who = [voice.respondent ?? voice.label, voice.attributes["role"] ?? ""]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    let place = "\(voice.transcript):\(found.start)-\(found.end)"
    if !inLine || displayWidth(quote) > 40 {
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

  private static func pieces(
    of found: FoundPassage, _ reader: QuoteReader
  ) -> [(text: String, isMatch: Bool)] {
    var pieces: [(text: String, isMatch: Bool)] = []
    var position = found.start
    for place in found.places where place.lowerBound >= position {
      pieces.append((reader.quote(position..<place.lowerBound), false))
      pieces.append((reader.quote(place), true))
      position = place.upperBound
    }
    pieces.append((reader.quote(position..<max(position, found.end)), false))
    return pieces
  }

  /// The passage with the words that matched set apart.
  private func marked(_ style: Style) -> String {
    pieces.reduce(into: "") { text, piece in
      text += piece.isMatch ? style(.match, sanitized(piece.text)) : sanitized(piece.text)
    }
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
