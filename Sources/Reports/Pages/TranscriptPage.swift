import Coding

/// A transcript as a web page of its own: no script, nothing fetched, fit for a phone and for print.
package struct TranscriptPage {
  private let transcript: MarkedTranscript
  /// Statements on what the page was made of, a line each.
  private let provenance: [String]

  package init(_ transcript: MarkedTranscript, provenance: [String]) {
    (self.transcript, self.provenance) = (transcript, provenance)
  }

  /// Hands over the page in pieces, in order.
  ///
  /// O(text + passages × those of their turn).
  package func write(to sink: (String) throws -> Void) rethrows {
    try sink(PageFrame.head(transcript.title, style: PageStyle.transcript + colours))
    try sink("<header><p class=\"up\"><a href=\"index.html\">All transcripts</a></p>\n")
    try sink("<h1>\(HTML.text(transcript.title))</h1>\n")
    for fact in transcript.facts { try sink("<p>\(HTML.text(fact))</p>\n") }
    try sink(legend + "</header>\n<main lang=\"\">\n")
    var first = 0
    let ends = ends
    for block in transcript.blocks {
      // Passages that ended before this block are in no later one.
      while first < transcript.passages.count, ends[first] <= block.range.lowerBound { first += 1 }
      let candidates = (first..<transcript.passages.count).prefix {
        transcript.passages[$0].range.lowerBound < block.range.upperBound
      }
      try sink(html(block, candidates))
    }
    try sink("</main>\n" + PageFrame.foot(provenance))
  }

  /// The furthest end of each passage and those before it.
  private var ends: [Int] {
    var furthest = 0
    return transcript.passages.map { passage in
      furthest = max(furthest, passage.range.upperBound)
      return furthest
    }
  }

  // MARK: Blocks

  private func html(_ block: MarkedTranscript.Block, _ candidates: some Sequence<Int>) -> String {
    let marked = MarkedText(transcript, block: block.range, candidates: candidates)
    let style = marked.lanes > 1 ? " style=\"--n:\(marked.lanes)\"" : ""
    let text = "<p\(style)>\(marked.html)</p>"
    let labels = margin(marked.starting)
    switch block.kind {
    case .aside: return "<div class=\"turn aside\"><span></span>\(text)\(labels)</div>\n"
    case .paragraph: return "<div class=\"turn\"><span></span>\(text)\(labels)</div>\n"
    case .turn(let speaker, let isInterviewer, let time):
      let stamp = time.map { "<time>\(clock($0))</time>" } ?? ""
      return "<div class=\"turn\(isInterviewer ? " interviewer" : "")\">"
        + "<span class=\"who\"><b>\(HTML.text(speaker))</b>\(stamp)</span>\(text)\(labels)</div>\n"
    }
  }

  /// Names of the codes beside the turn, each leading to its words; passages of the turn that are
  /// alike share one, with further numbers to follow.
  private func margin(_ passages: [Int]) -> String {
    if passages.isEmpty { return "" }
    var labels: [[Int]] = []
    for number in passages {
      if let known = labels.firstIndex(where: { areAlike($0[0], number) }) {
        labels[known].append(number)
      } else {
        labels.append([number])
      }
    }
    return "<ul>\(labels.map(label).joined())</ul>"
  }

  private func areAlike(_ a: Int, _ b: Int) -> Bool {
    let (a, b) = (transcript.passages[a], transcript.passages[b])
    return a.code == b.code && a.isProposed == b.isProposed && a.coders == b.coders
  }

  private func label(_ numbers: [Int]) -> String {
    let passage = transcript.passages[numbers[0]]
    let name = HTML.text(transcript.codes[passage.code].path)
    let links = numbers.enumerated().map { index, number in
      "<a href=\"#p\(number + 1)\">\(index == 0 ? name : "\(index + 1)")</a>"
    }
    return "<li class=\"c\(passage.code)\(passage.isProposed ? " q" : "")\">"
      + "\(links.joined(separator: " ")) <small>\(HTML.text(passage.coders))</small></li>"
  }

  private func clock(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return seconds < 3600 ? minutes : "\(seconds / 3600):\(minutes)"
  }

  // MARK: Legend

  private var legend: String {
    let used = Dictionary(grouping: transcript.passages, by: \.code).sorted { $0.key < $1.key }
    guard !used.isEmpty else { return "<p>Nothing in it is coded.</p>" }
    let rows = used.map { code, passages in
      "<tr><td class=\"c\(code)\">\(HTML.text(transcript.codes[code].path))</td>"
        + "<td>\(passages.count)</td><td>\(passages.count(where: \.isProposed))</td>"
        + "<td>\(grouped(passages.reduce(0) { $0 + $1.words }))</td></tr>\n"
    }
    let total = counted(transcript.passages.count, "passage")
    return
      "<table><caption>\(total) with \(used.count) of \(counted(transcript.codes.count, "code")). "
      + "Words are of \(grouped(transcript.words)) that can be coded; a passage counts for each of its "
      + "codes, and a code without those below it. Rejected passages are not shown.</caption>\n"
      + "<thead><tr><th>code</th><th>passages</th><th>proposed</th><th>words</th></tr></thead>"
      + "<tbody>\n\(rows.joined())</tbody></table>\n"
      + "<p class=\"key\"><span class=\"sign\">accepted, or coded by hand</span> "
      + "<span class=\"sign q\">proposed by a rule, undecided</span></p>\n"
  }

  private var colours: String {
    Set(transcript.passages.map(\.code)).sorted().map { code in
      ".c\(code){--c:\(CodeColour.css(transcript.codes[code].colour, index: code))}"
    }.joined(separator: "\n") + "\n" + lanes
  }

  /// A lane's line is three pixels below that of the lane before.
  private var lanes: String {
    // Lanes deeper than these are drawn on the last: no turn can be read with so many.
    (1..<24).map { ".l\($0){padding-bottom:\($0 * 4)px}" }.joined()
  }
}

/// A page that lists the transcripts.
package struct TranscriptIndex {
  package struct Entry: Sendable {
    package var file: String
    package var title: String
    package var passages: Int
    package var codes: Int
    package var words: Int

    package init(file: String, title: String, passages: Int, codes: Int, words: Int) {
      (self.file, self.title, self.passages) = (file, title, passages)
      (self.codes, self.words) = (codes, words)
    }
  }

  /// `codes` are all there are.
  package static func page(_ entries: [Entry], codes: Int, provenance: [String]) -> String {
    let rows = entries.map { entry in
      "<tr><td><a href=\"\(HTML.text(entry.file))\">\(HTML.text(entry.title))</a></td>"
        + "<td>\(grouped(entry.passages))</td><td>\(entry.codes)</td>"
        + "<td>\(grouped(entry.words))</td></tr>\n"
    }
    let passages = entries.reduce(0) { $0 + $1.passages }
    return PageFrame.head("Transcripts", style: "")
      + "<header><h1>Transcripts</h1></header>\n<main><table><caption>"
      + "\(counted(passages, "passage")) in \(counted(entries.count, "transcript")); codes are of "
      + "\(grouped(codes)), words are those that can be coded</caption>\n<thead><tr>"
      + "<th>transcript</th><th>passages</th><th>codes</th><th>words</th></tr></thead><tbody>\n"
      + rows.joined() + "</tbody></table></main>\n" + PageFrame.foot(provenance)
  }
}
