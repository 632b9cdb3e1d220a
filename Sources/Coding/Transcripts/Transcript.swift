/// What a reader makes of one file: its text, who speaks where, and what was said about it.
package struct Transcript: Sendable, Equatable {
  /// An interview has speakers; a document (a policy text, field notes) has none.
  package enum Kind: String, Sendable, CaseIterable { case interview, document }

  package var text: SourceText
  package var kind: Kind
  /// The header's fields in file order, keys in lower case as written otherwise.
  package var header: [HeaderField]
  /// In order of first appearance.
  ///
  /// A document has none.
  package var speakers: [Speaker]
  /// In text order, disjoint.
  ///
  /// Of a document: its paragraphs.
  package var turns: [Turn]
  /// The encoding the bytes were read as, such as `utf-8`, `utf-16le`, `windows-1252`.
  package var encoding: String
  /// Reader and version, recorded in the ledger, such as `plain-text/1`.
  package var reader: String
  /// How a person had the labels read, where a map did.
  package var mapping: SpeakerMapping?
  /// The pattern that gave header fields from the file's name, where one did.
  package var namePattern: String?

  package init(
    text: SourceText, kind: Kind, header: [HeaderField] = [], speakers: [Speaker] = [],
    turns: [Turn] = [], encoding: String = "utf-8", reader: String
  ) {
    self.text = text
    self.kind = kind
    self.header = header
    self.speakers = speakers
    self.turns = turns
    self.encoding = encoding
    self.reader = reader
  }

  /// Turns as people count them: the stretches of one speaker in a row are one.
  ///
  /// Indices in `turns`; those of nobody are left out, but part a speaker's.
  package var spokenTurns: [Range<Int>] {
    var spoken: [Range<Int>] = []
    for (index, turn) in turns.enumerated() where turn.speaker != nil {
      if index > 0, turns[index - 1].speaker == turn.speaker, let last = spoken.popLast() {
        spoken.append(last.lowerBound..<index + 1)
      } else {
        spoken.append(index..<index + 1)
      }
    }
    return spoken
  }

  /// The header's value for a key (lower case), the first where it stands twice.
  package func field(_ key: String) -> HeaderField? { header.first { $0.key == key } }
}

/// One `key: value` of a transcript's header.
package struct HeaderField: Sendable, Equatable {
  package var key: String
  package var value: String
  package var place: Place

  package init(key: String, value: String, place: Place) {
    (self.key, self.value, self.place) = (key, value, place)
  }
}

/// Someone who speaks in one transcript, known by the label in front of the words.
package struct Speaker: Sendable, Equatable {
  package enum Part: String, Sendable, CaseIterable {
    case interviewer
    case respondent
  }

  /// As first written, without colon, time stamp or markup: `Ria`, `R1`, `Interviewer`.
  package var label: String
  package var part: Part
  /// Where the label first stands.
  package var place: Place

  package init(label: String, part: Part, place: Place) {
    (self.label, self.part, self.place) = (label, part, place)
  }
}

/// What a map of speakers did to a transcript: recorded beside the labels.
package struct SpeakerMapping: Sendable, Equatable {
  /// SHA-256 of the map's file.
  package var map: Digest
  /// For each speaker, the labels as written in the text.
  package var written: [[String]]
  /// Labels that are nobody's by the map.
  package var dropped: [String]

  package init(map: Digest, written: [[String]], dropped: [String] = []) {
    (self.map, self.written, self.dropped) = (map, written, dropped)
  }
}

/// A stretch of one speaker's words, without a label or a time in between.
package struct Turn: Sendable, Equatable {
  /// Index in `Transcript.speakers`; nil where nobody is known to speak.
  package var speaker: Int?
  /// Bytes of the words, without label, surrounding white space and line ends.
  package var range: Range<Int>
  /// When it was said; nil where the file doesn't say.
  package var time: TimeSpan?

  package init(speaker: Int?, range: Range<Int>, time: TimeSpan? = nil) {
    (self.speaker, self.range, self.time) = (speaker, range, time)
  }
}

/// Milliseconds from the start of a recording.
package struct TimeSpan: Sendable, Equatable {
  package var start: Int
  /// Nil where only the start is known.
  package var end: Int?

  package init(start: Int, end: Int? = nil) { (self.start, self.end) = (start, end) }
}
