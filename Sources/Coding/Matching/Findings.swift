/// What rules found in one transcript, by rule and then in text order.
package struct Findings: Sendable, Equatable {
  /// A passage for a code.
  ///
  /// Offsets are code points.
  package struct Item: Sendable, Equatable {
    /// The rule's number in its `RuleSet`.
    package var rule: UInt32
    package var start: UInt32
    package var end: UInt32
    /// Index of the turn it starts in.
    package var turn: UInt32
    /// Words of the passage, as people count them.
    package var words: UInt32
    /// Its places in `Findings.places`; empty when the place is the whole passage.
    package var places: Range<Int>
  }

  package var items: [Item] = []
  /// Where the words that matched stand, ascending and distinct within an item.
  package var places: [Range<UInt32>] = []

  package init() {}

  /// The places of an item as the database keeps them: `12-18 30-35`; nil for the whole passage.
  package func placesText(of item: Item) -> String? {
    guard !item.places.isEmpty else { return nil }
    var text = ""
    for place in places[item.places] {
      if !text.isEmpty { text += " " }
      text += "\(place.lowerBound)-\(place.upperBound)"
    }
    return text
  }
}

/// Who speaks in the turns of one transcript, as far as rules can ask.
package struct TurnVoices: Sendable {
  package enum Voice: UInt8, Sendable {
    /// A respondent's turn, or a paragraph of a document.
    case respondent
    case interviewer
    /// Words before the first label of an interview.
    case nobody
  }

  package var voices: [Voice]
  /// For each test of the rule set: whether it holds in each turn.
  package var tests: [[Bool]]

  package init(voices: [Voice], tests: [[Bool]] = []) {
    (self.voices, self.tests) = (voices, tests)
  }
}

extension SpeakerScope {
  package func admits(_ voice: TurnVoices.Voice) -> Bool {
    switch self {
    case .respondent: voice == .respondent
    case .interviewer: voice == .interviewer
    case .anyone: true
    }
  }
}
