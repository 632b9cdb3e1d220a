import Coding
import Formats

/// A reading as text, to stand beside the expected one: a line a turn, `speaker| words`, with `*`
/// before an interviewer's label, `-` for nobody, and `/` for a line end within the words.
func marked(_ text: String, file: String = "a.txt") -> String {
  marked(readTranscript(Array(text.utf8), file: file))
}

func marked(_ result: ReadResult) -> String {
  guard let transcript = result.transcript else { return "refused" }
  return transcript.turns.map { turn in
    let speaker = turn.speaker.map { transcript.speakers[$0] }
    let label = speaker.map { ($0.part == .interviewer ? "*" : "") + $0.label } ?? "-"
    let words = transcript.text[turn.range].split(separator: "\n", omittingEmptySubsequences: false)
    return label + "| " + words.joined(separator: "/")
  }.joined(separator: "\n")
}

/// The same without the first line, `*I| ?`.
func answer(_ result: ReadResult) -> String {
  let text = marked(result)
  return text.hasPrefix("*I| ?\n") ? String(text.dropFirst(6)) : "no question: " + text
}

/// The header as `key=value`, a line a field.
func header(_ text: String, file: String = "a.txt") -> String {
  let fields = readTranscript(Array(text.utf8), file: file).transcript?.header ?? []
  return fields.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
}

/// The diagnostics, without hints.
func findings(_ text: String, file: String = "a.txt") -> String {
  findings(readTranscript(Array(text.utf8), file: file).diagnostics)
}

func findings(_ diagnostics: [Diagnostic]) -> String {
  diagnostics.map { "\($0.place): \($0.severity.rawValue): \($0.message.text)" }
    .joined(separator: "\n")
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
