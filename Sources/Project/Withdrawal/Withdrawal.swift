import Coding

/// What a withdrawal erases: as planned, and as done.
package struct Withdrawal: Sendable, Equatable {
  /// What goes of one version of a text.
  package enum Extent: Sendable, Equatable {
    /// All of it: nobody else was interviewed there, or nothing tells who speaks.
    case whole
    /// The turns of one of several people, with the labels before them and what the header says.
    case turns(Int)
    /// What the header says of somebody who does not speak there.
    case header
  }

  package struct Text: Sendable, Equatable {
    package var version: Int
    package var transcript: Int
    package var file: String
    package var number: Int
    package var isInForce: Bool
    package var extent: Extent
    /// Numbers of the speakers all of whose words go.
    package var speakers: [Int]
    /// Those of them who are the respondent.
    package var own: [Int] = []
  }

  /// A place in what stays where a name of the respondent's stands.
  package struct Mention: Sendable, Equatable {
    package var place: String
    package var before: String
    package var name: String
    package var after: String
  }

  package var respondent: String
  package var texts: [Text] = []
  /// In the versions in force: turns, words and segments that go.
  package var turns = 0
  package var words = 0
  package var segments = 0
  package var mentions: [Mention] = []
  /// The event that records it; nil for a plan.
  package var event: Int?

  package var transcripts: Int { Set(texts.map(\.transcript)).count }
}

/// Somebody who withdraws, and by what names the texts know them.
struct Withdrawing {
  var id: Int
  var uid: String
  var name: String
  /// What the respondent was called before names were replaced.
  var formerNames: [String]
  /// All names, also one-letter labels.
  var allNames: [String]
  /// Those that are no mere letter or number, to be looked for everywhere.
  var names: [String] { allNames.filter { RawWords.letters(of: $0) > 2 } }
  /// Values of attributes.
  var values: [String]
}
