/// One speaker in one transcript (or all of a document): the unit that attributes hang on and that
/// words and segments are counted for.
package struct Voice: Sendable, Equatable {
  package enum Part: String, Sendable {
    case respondent
    case interviewer
    /// The text of a document: nobody's speech.
    case document
    /// Of an interview, what stands before the first label.
    case nobody
  }

  package var version: Int
  package var speaker: Int
  package var transcript: String
  package var kind: Transcript.Kind
  package var part: Part
  package var label: String
  package var respondent: String?
  package var words: Int
  package var turns: Int
  package var attributes: [String: String]

  package init(
    version: Int, speaker: Int, transcript: String, kind: Transcript.Kind, part: Part,
    label: String, respondent: String?, words: Int, turns: Int, attributes: [String: String]
  ) {
    self.version = version
    self.speaker = speaker
    self.transcript = transcript
    self.kind = kind
    self.part = part
    self.label = label
    self.respondent = respondent
    self.words = words
    self.turns = turns
    self.attributes = attributes
  }
}

/// A value to compare attributes with: folded, `*` for any letters and `?` for one.
package struct ValuePattern: Sendable, Equatable {
  private let pattern: [Unicode.Scalar]

  package init(_ text: String) { pattern = Self.fold(text) }

  private static func fold(_ text: String) -> [Unicode.Scalar] {
    String(decoding: Folding.fold(text), as: UTF8.self).unicodeScalars.map { $0 }
  }

  /// O(value × pattern) at worst.
  package func matches(_ value: String) -> Bool {
    let value = Self.fold(value)
    var (v, p) = (0, 0)
    var (starAt, resume) = (-1, 0)
    while v < value.count {
      if p < pattern.count, pattern[p] == "*" {
        (starAt, resume) = (p, v)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == value[v] {
        (v, p) = (v + 1, p + 1)
      } else if starAt >= 0 {
        resume += 1
        (v, p) = (resume, starAt + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
