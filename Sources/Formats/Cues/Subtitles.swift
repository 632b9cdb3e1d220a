import Coding

/// The reader of WebVTT files: cues of one speaker joined into turns, times beside the words.
///
/// A `NOTE` before the first cue may hold the header's `key: value` lines.
package enum WebVTT {
  package static let reader = "vtt/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      try Subtitles(bytes, file: file, isWebVTT: true).read(reader: reader)
    }
  }
}

/// The reader of SubRip files, as that of WebVTT; a subtitle's number is no text.
package enum SubRip {
  package static let reader = "srt/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      try Subtitles(bytes, file: file, isWebVTT: false).read(reader: reader)
    }
  }

  /// Whether a text starts as a SubRip file does: a number, a line of times.
  static func starts(_ bytes: [UInt8]) -> Bool {
    let lines = String(decoding: bytes.prefix(256), as: UTF8.self).split { $0.isNewline }
    guard lines.count >= 2 else { return false }
    let number = lines[0].drop { $0 == "\u{FEFF}" }.filter { !$0.isWhitespace }
    let times = Array(lines[1].utf8)
    return !number.isEmpty && number.allSatisfy(\.isNumber)
      && CueTimes.read(times, 0..<times.count) != nil
  }
}

/// Finds the cues of a file of subtitles by their lines of times.
private struct Subtitles {
  private let decoded: Decoded
  private let lines: Lines
  private let isWebVTT: Bool
  private var cues: [Cue] = []
  private var header = Header()
  private var notes = 0

  init(_ bytes: [UInt8], file: String, isWebVTT: Bool) throws(Rejected) {
    decoded = try decode(bytes, file: file)
    lines = Lines(decoded.text, file: file)
    self.isWebVTT = isWebVTT
    findCues()
  }

  func read(reader: String) -> ReadResult {
    var diagnostics = decoded.notes
    if notes > 0 {
      diagnostics.append(Diagnostic(.note, .notes(notes), at: Place(file: lines.file)))
    }
    return Dialogue(cues: cues, header: header, file: lines.file)
      .read(reader: reader, encoding: decoded.encoding, notes: diagnostics)
  }

  private mutating func findCues() {
    var line = isWebVTT ? lineAfterSignature() : 0
    while line < lines.count {
      if isWebVTT, isBlock(line, "NOTE") {
        line = readNote(line)
      } else if isWebVTT, isBlock(line, "STYLE") || isBlock(line, "REGION") {
        line = endOfBlock(line)
      } else if let times = times(line) {
        line = readCue(line, times)
      } else {
        line += 1
      }
    }
  }

  /// What follows `WEBVTT` up to an empty line is about the file.
  private func lineAfterSignature() -> Int {
    var line = 0
    while line < lines.count, !lines[line].isBlank, times(line) == nil { line += 1 }
    return line
  }

  private func times(_ line: Int) -> TimeSpan? { CueTimes.read(lines.bytes, lines[line].words) }

  private func isBlock(_ line: Int, _ name: StaticString) -> Bool {
    let words = lines[line].words
    let length = name.utf8CodeUnitCount
    guard line == 0 || lines[line - 1].isBlank, words.count >= length else { return false }
    let isNamed = (0..<length).allSatisfy {
      lines.bytes[words.lowerBound + $0] == name.utf8Start[$0]
    }
    return isNamed && (words.count == length || lines.bytes[words.lowerBound + length] <= .space)
  }

  private func endOfBlock(_ line: Int) -> Int {
    (line..<lines.count).first { lines[$0].isBlank } ?? lines.count
  }

  /// Adds the cue whose times stand on a line; returns the line where the next may start.
  private mutating func readCue(_ line: Int, _ time: TimeSpan) -> Int {
    var end = line + 1
    while end < lines.count, !startsCue(end), !(isWebVTT && isBlock(end, "NOTE")) { end += 1 }
    var text: [UInt8] = []
    for words in (line + 1..<end).map({ lines[$0].words }) where !words.isEmpty {
      if !text.isEmpty { text.append(.lineFeed) }
      text.append(contentsOf: lines.bytes[words])
    }
    for piece in CueMarkup.read(text) {
      cues.append(Cue(speaker: piece.voice, text: piece.text, time: time, line: line + 2))
    }
    return end
  }

  /// Whether a line holds times, or the number or name of a cue whose times follow.
  ///
  /// An empty line is missing before some cues: then only a number is no text.
  private func startsCue(_ line: Int) -> Bool {
    if times(line) != nil { return true }
    guard line + 1 < lines.count, !lines[line].isBlank, times(line + 1) != nil else { return false }
    let isNumber = lines.bytes[lines[line].words].allSatisfy(\.isDigit)
    return isNumber || (isWebVTT && lines[line - 1].isBlank)
  }

  /// A note is the header, or left out; returns the line after it.
  private mutating func readNote(_ line: Int) -> Int {
    let end = endOfBlock(line)
    if cues.isEmpty, header.fields.isEmpty, let found = header(line, end) {
      header = found
    } else {
      notes += 1
    }
    return end
  }

  /// The fields of a note that holds nothing else.
  private func header(_ start: Int, _ end: Int) -> Header? {
    let name = lines[start].words.lowerBound + 4
    let text = lines.bytes[name..<(end < lines.count ? lines[end].start : lines.bytes.count)]
    // A header stands before a talk: two turns stand for that.
    let talk = Array("\n\nA: -\nB: -".utf8)
    let note = Lines(SourceText(validUTF8: text + talk), file: lines.file)
    let (found, table) = LabelTable.collect(note)
    var header = LeadingHeader.find(note, found, table)
    let words = note.all.indices.dropLast(2).filter { !note[$0].isBlank }
    guard !words.isEmpty, words.allSatisfy(header.lines.contains) else { return nil }
    for index in header.fields.indices { header.fields[index].place.line += start }
    for index in header.diagnostics.indices { header.diagnostics[index].place.line += start }
    return header
  }
}

/// `00:01:02.500 --> 00:01:04.000 align:start`, hours and settings or not, `.` or `,`.
enum CueTimes {
  static func read(_ bytes: [UInt8], _ words: Range<Int>) -> TimeSpan? {
    guard let first = words.first, bytes[first].isDigit,
      let start = TimeStamp.clock(bytes, at: first, limit: words.upperBound)
    else { return nil }
    let arrow = bytes.skippingWhiteSpace(from: start, end: words.upperBound)
    guard arrow + 3 <= words.upperBound, bytes[arrow..<arrow + 3].elementsEqual("-->".utf8) else {
      return nil
    }
    let second = bytes.skippingWhiteSpace(from: arrow + 3, end: words.upperBound)
    guard let end = TimeStamp.clock(bytes, at: second, limit: words.upperBound) else { return nil }
    return TimeSpan(
      start: TimeStamp.milliseconds(bytes[first..<start]),
      end: TimeStamp.milliseconds(bytes[second..<end]))
  }
}

extension Diagnostic.Message {
  fileprivate static func notes(_ count: Int) -> Self { "left out: \(counted(count, "note"))" }
}
