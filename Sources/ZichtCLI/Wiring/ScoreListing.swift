import Coding
import CommandLineKit
import Project
import Reports

/// The sentences that rules missed, or found where no coder coded them.
struct ScoreListing {
  enum Kind: String { case missed, wrong }

  struct Line {
    var code: ScoreMaterial.Code
    var kind: Kind
    var file: String
    var range: Range<Int>
    var quote: String
    var respondent: String
    /// Who coded it.
    var coders: [String]
    /// The words that matched, each once.
    var matched: [String]
  }

  private(set) var lines: [Line] = []

  init(_ scored: ScoredRules, _ kinds: [Kind], _ project: Project) throws {
    let voices = try project.voices()
    let index = VoiceIndex(voices)
    for transcript in scored.material.transcripts {
      let quotes = QuoteReader(try project.text(ofVersion: transcript.version))
      for code in scored.material.codes.indices
      where scored.isShown(code) && transcript.considered[code] {
        let found = transcript.found(code)
        let wanted = transcript.wanted(code, scored.reference)
        for kind in kinds {
          let numbers = kind == .missed ? wanted.subtracting(found) : found.subtracting(wanted)
          for number in numbers.sorted() {
            let sentence = transcript.sentences[number]
            let voice = index[transcript.version, sentence.speaker].map { voices[$0] }
            let places = Set(transcript.found[code][number] ?? []).sorted {
              ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
            }
            var seen: Set<String> = []
            lines.append(
              Line(
                code: scored.material.codes[code], kind: kind, file: transcript.transcript,
                range: sentence.range, quote: quotes.quote(sentence.range),
                respondent: voice?.respondent ?? voice?.label ?? "",
                coders: scored.coders.indices.filter {
                  transcript.coded[$0][code].contains(number)
                }.map { scored.coders[$0] },
                matched: places.map { quotes.quote($0) }.filter { seen.insert($0).inserted }))
          }
        }
      }
    }
    let order = Dictionary(
      uniqueKeysWithValues: scored.material.codes.enumerated().map { ($1, $0) })
    // Code by code is how rules are mended.
    lines = lines.enumerated().sorted { a, b in
      let (x, y) = (order[a.element.code] ?? 0, order[b.element.code] ?? 0)
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }

  /// To read: code, place, words.
  func write(limit: Int, style: Style, to out: (String) -> Void) {
    for line in lines.prefix(limit) {
      let place = "\(line.file):\(line.range.lowerBound)-\(line.range.upperBound)"
      let why =
        line.kind == .missed
        ? "coded by \(line.coders.joined(separator: ", "))"
        : "matched: " + line.matched.joined(separator: " … ")
          + (line.coders.isEmpty ? "" : "; coded by \(line.coders.joined(separator: ", "))")
      out(
        style(.heading, sanitized(place)) + "  " + sanitized(line.code.path)
          + style(.faint, sanitized("  \(line.kind.rawValue) · \(why)")) + "\n  "
          + sanitized(line.quote) + "\n")
    }
  }

  var summary: String {
    let missed = lines.count { $0.kind == .missed }
    return "\(grouped(missed)) missed, \(grouped(lines.count - missed)) wrong; a sentence stands "
      + "once for each code"
  }

  func table(limit: Int) -> Table {
    var table = Table(
      title: "Sentences missed and wrongly found",
      columns: [
        .init("code"), .init("kind"), .init("file"), .init("start", .integer),
        .init("end", .integer), .init("sentence"), .init("respondent"), .init("coders"),
        .init("matched"), .init("codebook"),
      ])
    table.rows = lines.prefix(limit).map { line in
      [
        .text(line.code.path), .text(line.kind.rawValue), .text(line.file),
        .integer(line.range.lowerBound), .integer(line.range.upperBound), .text(line.quote),
        .text(line.respondent), .text(line.coders.joined(separator: ", ")),
        .text(line.matched.joined(separator: " … ")), .text(line.code.codebook),
      ]
    }
    table.notes = [summary]
    return table
  }
}
