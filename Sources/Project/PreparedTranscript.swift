import Coding

/// All of a transcript's recording that needs no project: hashes, words, offsets.
///
/// Made side by side on all cores; O(bytes).
package struct PreparedTranscript: Sendable {
  package var name: String
  /// The file it was read from, for messages.
  package var path: String
  package var transcript: Transcript
  /// SHA-256 of the file's own bytes.
  package var sha256: Digest
  /// The file's bytes where they are not the text's.
  package var original: [UInt8]?
  /// Code points of the text.
  var length: Int
  /// Of `transcript.turns`, in code points, with the speaker's number.
  var turns: [(range: Range<Int>, speaker: Int)]
  var turnDigest: Digest
  var vocabulary: Vocabulary
  /// Numbered by `vocabulary`.
  var stream: WordStream
  /// By speaker number: 0 nobody, then `transcript.speakers`.
  var speakers: [SpokenShare]

  /// What one speaker says in a transcript.
  struct SpokenShare: Sendable {
    var turns = 0
    var words = 0
    var salt: [UInt8]
    var commitment: Digest
  }

  package init(
    name: String, path: String, bytes: [UInt8], transcript: Transcript,
    surroundings: Surroundings
  ) {
    (self.name, self.path) = (name, path)
    self.transcript = transcript
    sha256 = SHA256.digest(bytes)
    original = bytes == transcript.text.utf8 ? nil : bytes
    (turns, length) = Self.codePoints(of: transcript)
    turnDigest = SpokenWords.digest(of: turns, times: transcript.turns.map(\.time))
    var vocabulary = Vocabulary(capacity: 4096)
    stream = WordScanner.scan(
      transcript.text, turns: transcript.turns, vocabulary: &vocabulary)
    self.vocabulary = vocabulary
    speakers = Self.shares(of: transcript, stream, surroundings)
  }

  /// Whether nobody says or writes a word.
  package var isEmpty: Bool { stream.types.isEmpty }

  /// Turns and words, by speaker number: 0 nobody.
  package var shares: [(turns: Int, words: Int)] { speakers.map { ($0.turns, $0.words) } }

  /// Words that respondents say.
  package var respondentWords: Int {
    zip(transcript.speakers, speakers.dropFirst()).reduce(0) { sum, pair in
      sum + (pair.0.part == .respondent ? pair.1.words : 0)
    }
  }

  private static func codePoints(
    of transcript: Transcript
  ) -> (turns: [(range: Range<Int>, speaker: Int)], length: Int) {
    var counter = CodePoints(transcript.text)
    let turns = transcript.turns.map { turn in
      let start = counter.offset(ofByte: turn.range.lowerBound)
      return (
        range: start..<counter.offset(ofByte: turn.range.upperBound), speaker: turn.number
      )
    }
    return (turns, counter.offset(ofByte: transcript.text.utf8.count))
  }

  /// Commits to each speaker's words apart, so that one person's can be erased and the rest still
  /// be proved; nobody's share is all that stands outside the others' turns.
  private static func shares(
    of transcript: Transcript, _ stream: WordStream, _ surroundings: Surroundings
  ) -> [SpokenShare] {
    let salts = (0...transcript.speakers.count).map { _ in surroundings.random(32) }
    var shares: [SpokenShare] = []
    for (number, salt) in salts.enumerated() {
      let hash = SpokenWords.commitment(
        text: transcript.text.utf8, turns: transcript.turns.map { ($0.range, $0.number) },
        speaker: number, salt: salt)
      shares.append(SpokenShare(salt: salt, commitment: hash))
    }
    var last: Int?
    for (turn, words) in zip(transcript.turns, stream.wordsPerTurn) {
      // Stretches of one speaker in a row are one turn; the paragraphs of a document are each one.
      if turn.number != last || turn.speaker == nil { shares[turn.number].turns += 1 }
      shares[turn.number].words += words
      last = turn.number
    }
    return shares
  }
}

extension Turn {
  /// The speaker's number in a project: 0 nobody.
  package var number: Int { speaker.map { $0 + 1 } ?? 0 }
}

extension TimeSpan {
  /// As it follows the speaker in a turn's line.
  fileprivate var fields: String { " \(start)" + (end.map { " \($0)" } ?? "") }
}

/// The bytes that stand for one speaker's share of a text.
enum SpokenWords {
  /// SHA256(2 | salt | words of the speaker's turns, each ended by LF); for nobody (0) all bytes
  /// outside the turns of others.
  static func commitment(
    text: [UInt8], turns: [(range: Range<Int>, speaker: Int)], speaker: Int, salt: [UInt8]
  ) -> Digest {
    var hash = SHA256()
    Commitment.begin(&hash, salt: salt)
    forEachPiece(of: speaker, text, turns) { piece in
      hash.update(piece)
      if speaker != 0 { hash.update([UInt8(ascii: "\n")]) }
    }
    return hash.finish()
  }

  /// Whether only fillers are left of a speaker's share.
  static func isErased(
    text: [UInt8], turns: [(range: Range<Int>, speaker: Int)], speaker: Int
  ) -> Bool {
    var isErased = true
    forEachPiece(of: speaker, text, turns) { isErased = isErased && Erasure.isErased($0) }
    return isErased
  }

  /// SHA-256 over some speakers' shares, one after another: of fillers and line feeds alone it tells
  /// nothing that the turns don't.
  static func digest(
    ofErased speakers: [Int], text: [UInt8], turns: [(range: Range<Int>, speaker: Int)]
  ) -> Digest {
    var hash = SHA256()
    for speaker in speakers { forEachPiece(of: speaker, text, turns) { hash.update($0) } }
    return hash.finish()
  }

  private static func forEachPiece(
    of speaker: Int, _ text: [UInt8], _ turns: [(range: Range<Int>, speaker: Int)],
    _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    text.withUnsafeBytes { text in
      for range in ranges(of: speaker, length: text.count, turns) {
        body(UnsafeRawBufferPointer(rebasing: text[range]))
      }
    }
  }

  /// Where a speaker's share stands: the turns, or for nobody all between the turns of others.
  static func ranges(
    of speaker: Int, length: Int, _ turns: [(range: Range<Int>, speaker: Int)]
  ) -> [Range<Int>] {
    if speaker != 0 { return turns.filter { $0.speaker == speaker }.map(\.range) }
    var ranges: [Range<Int>] = []
    var end = 0
    for turn in turns where turn.speaker != 0 {
      ranges.append(end..<turn.range.lowerBound)
      end = turn.range.upperBound
    }
    return ranges + [end..<length]
  }

  /// The bytes that `commitment` hashes after the salt, as text, of turns in code points.
  ///
  /// `quote` gives the words of a range; a range may reach beyond the text.
  static func share(
    of speaker: Int, _ turns: [(range: Range<Int>, speaker: Int)], quote: (Range<Int>) -> String
  ) -> String {
    ranges(of: speaker, length: .max, turns)
      .map { quote($0) + (speaker == 0 ? "" : "\n") }.joined()
  }

  /// `number start end speaker` of each turn, a line each, in code points, and where they are known
  /// the milliseconds of its start and of its end.
  static func lines(
    of turns: [(range: Range<Int>, speaker: Int)], times: [TimeSpan?] = []
  ) -> String {
    turns.enumerated().map { number, turn in
      let time = number < times.count ? times[number]?.fields ?? "" : ""
      return
        "\(number) \(turn.range.lowerBound) \(turn.range.upperBound) \(turn.speaker)\(time)\n"
    }.joined()
  }

  /// SHA-256 over those lines.
  static func digest(
    of turns: [(range: Range<Int>, speaker: Int)], times: [TimeSpan?]
  ) -> Digest {
    SHA256.digest(Array(lines(of: turns, times: times).utf8))
  }
}
