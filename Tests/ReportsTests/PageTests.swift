import Testing

@testable import Reports

/// Pages say what the text says, whatever is in it and however passages lie.
@Suite struct PageTests {
  private static func transcript(
    _ text: String, _ passages: [(Range<Int>, Int)], codes: Int = 3
  ) -> MarkedTranscript {
    let scalars = Array(text.unicodeScalars)
    return MarkedTranscript(
      title: "a<b>.txt", facts: ["R: \"r\""], text: scalars,
      blocks: scalars.isEmpty
        ? []
        : [
          MarkedTranscript.Block(
            .turn(speaker: "<R>", isInterviewer: false, time: 3_723_000), 0..<scalars.count)
        ],
      codes: (0..<codes).map { .init(path: "c\($0)&", colour: $0 == 1 ? "#ffff00" : "") },
      passages: passages.map { range, code in
        .init(
          range: range, code: code, words: 1, isProposed: code == 0, coders: "anna",
          history: ["proposed by the rule \"<a>\"", "accepted by anna"])
      }, words: 10)
  }

  private static func page(_ transcript: MarkedTranscript) -> String {
    var page = ""
    TranscriptPage(transcript, provenance: ["event 1"]).write { page += $0 }
    return page
  }

  @Test func passagesThatCrossHaveLinesOfTheirOwn() {
    let marked = MarkedText(
      Self.transcript("ab cd ef", [(0..<5, 0), (3..<8, 1)]), block: 0..<8, candidates: 0..<2)
    #expect(marked.lanes == 2)
    #expect(marked.starting == [0, 1])
    let history = "&#10;  proposed by the rule &quot;&lt;a&gt;&quot;&#10;  accepted by anna"
    let (first, second) = ("c0&amp;\(history)", "c1&amp;\(history)")
    #expect(
      marked.html == """
        <mark title="\(first)"><span id="p1" class="l0 c0 q">ab </span></mark>\
        <mark title="\(first)&#10;\(second)"><span id="p2" class="l1 c1">\
        <span class="l0 c0 q">cd</span></span></mark>\
        <mark title="\(second)"><span class="l1 c1"> ef</span></mark>
        """)
  }

  @Test(arguments: 0..<200) func textIsTheTextAndTagsAreWhole(seed: Int) {
    var random = Seeded(state: UInt64(seed))
    let text = (0..<8).map { _ in random.text() }.joined(separator: "<i>")
    let length = text.unicodeScalars.count
    let passages = (0..<Int.random(in: 0...9, using: &random)).map { _ in
      let start = Int.random(in: 0..<length, using: &random)
      return (
        start..<Int.random(in: (start + 1)...length, using: &random),
        Int.random(in: 0..<3, using: &random)
      )
    }.sorted { ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound) }
    let transcript = Self.transcript(text, passages)
    let marked = MarkedText(
      transcript, block: 0..<length, candidates: transcript.passages.indices)
    let (plain, isWhole) = Self.withoutTags(marked.html)
    #expect(isWhole, "seed \(seed)")
    // A piece ends where a passage does; only a CRLF parted there looks otherwise.
    if !text.unicodeScalars.contains("\r") { #expect(plain == HTML.text(text), "seed \(seed)") }
    for number in passages.indices {
      #expect(marked.html.split(separator: "id=\"p\(number + 1)\"").count == 2, "seed \(seed)")
    }
    let page = Self.page(transcript)
    let isWholePage = Self.withoutTags(page).isWhole
    #expect(isWholePage, "seed \(seed)")
    let isEscaped = !["<i>", "<b>.txt", "<R>"].contains { page.contains($0) }
    #expect(isEscaped, "seed \(seed)")
  }

  /// The text between tags, and whether each tag that opens closes in its turn.
  ///
  /// By scalars: an accent of the text must not hide the end of a tag.
  private static func withoutTags(_ html: String) -> (text: String, isWhole: Bool) {
    var text = String.UnicodeScalarView()
    var tag: String.UnicodeScalarView?
    var open: [String] = []
    for scalar in html.unicodeScalars {
      switch (scalar, tag) {
      case ("<", _?), (">", nil): return (String(text), false)
      case ("<", nil): tag = String.UnicodeScalarView()
      case (">", let whole?):
        tag = nil
        let name = String(String(whole).prefix { $0 != " " && $0 != "\n" })
        if name.hasPrefix("!") || name == "meta" { continue }
        if !name.hasPrefix("/") {
          open.append(name)
        } else if open.popLast() != String(name.dropFirst()) {
          return (String(text), false)
        }
      case (_, nil): text.append(scalar)
      case (_, _?): tag?.append(scalar)
      }
    }
    return (String(text), open.isEmpty)
  }

  @Test func nothingIsFetchedOrRun() {
    let page = Self.page(Self.transcript("hallo", [(0..<5, 1)]))
    #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'"))
    #expect(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"))
    #expect(page.contains("<time>1:02:03</time>"))
    #expect(page.contains("1 passage with 1 of 3 codes"))
    #expect(Self.page(Self.transcript("", [])).contains("Nothing in it is coded."))
  }

  @Test(arguments: ["#ffffff", "#ffff00", "#e0a526", "#000000", "#0072b2", "red", "#12", "#gggggg"])
  func coloursCanBeSeen(colour: String) throws {
    let css = CodeColour.css(colour, index: 2)
    let value = try #require(Int(css.dropFirst(), radix: 16))
    let luminance = CodeColour.luminance([value >> 16, value >> 8 & 0xFF, value & 0xFF])
    #expect(1.05 / (luminance + 0.05) >= 3)
    if colour == "#0072b2" { #expect(css == colour) }
  }
}
