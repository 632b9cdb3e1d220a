import Formats
import Testing

@Suite struct WebPageTests {
  /// What is read after a question, or a label would be no talk.
  private func page(_ body: String) -> String {
    let text =
      "<!DOCTYPE html><head><title>I: x</title></head><body><p>I: ?</p>\(body)</body></html>"
    return answer(readTranscript(Array(text.utf8), file: "a.html"))
  }

  @Test(arguments: [
    (
      "<p>I: A?</p><p>R: B &eacute;&nbsp;&amp;&#33; <b>vet</b>ter\n  <br>c</p>",
      "*I| A?\nR| B é\u{A0}&! vetter /c"
    ),
    ("<P>I: A?<P>R: B", "*I| A?\nR| B"),
    (
      "<div><p><b>I:</b> A?</p></div><script>R: \"<p>\"</script><!-- R: c --><p>R: B</p>",
      "*I| A?\nR| B"
    ),
    (
      "<table><tr><td>I<td>A?<tr><td>Ria</td><td><p>B</p><p>c</p></td></tr></table>Ria: D",
      "*I| A?\nRia| B/c\nRia| D"
    ),
    ("<h1>Kop</h1><p>R: a</p><h2>Kop</h2>b", "-| Kop\nR| a\n-| Kop\n-| b"),
    ("<p>R: 3 < 4 <img src='a>b' alt=\"x\"> & 5", "R| 3 < 4 & 5"),
    ("<ul><li>R: a</li><li>b</li></ul>", "R| a//b"),
    ("<p title=\"unclosed>R: a</p><p>R: b</p>", "R| a\nR| b"),
  ])
  func reads(body: String, expected: String) { #expect(page(body) == expected) }

  @Test func windowsBytesAreRead() {
    let bytes = Array("<html><meta charset=iso-8859-1><p>I: ?<p>R: caf".utf8) + [0xE9, 0x85]
    #expect(answer(readTranscript(bytes, file: "a.html")) == "R| café…")
  }

  @Test(arguments: 0..<100) func damaged(seed: Int) {
    var random = Seeded(seed)
    let pieces = [
      "<", ">", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<!--", "-->", "<script>",
      "&", "&amp;",
      "R: a", "I: b", "\"", "'", "=", "<a href=\"", "</", "<h1>", "<br>", "<pre>", " ", "\n", "é",
    ]
    let text = (0..<40).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    HostileTests.check(readTranscript(Array(text.utf8), file: "a.html"), Array(text.utf8))
  }

  @Test(arguments: ["<", "<p", "<a b=\"", "&", "<!--", "<table>", "<script>", "<td>"])
  func trapsAreReadInTime(piece: String) {
    let bytes = Array(String(repeating: piece, count: 300_000 / piece.utf8.count).utf8)
    let time = ContinuousClock().measure {
      HostileTests.check(readTranscript(bytes, file: "a.html"), [])
    }
    #expect(time < .seconds(60))
  }
}
