import Coding

/// An event that a receipt shows to be covered by its checkpoint.
struct ProvenEvent {
  let number: Int
  let time: String
  let actor: String
  let kind: LedgerEvent.Kind?
  let body: JSON

  /// Nil unless the entry's hash leads to the checkpoint's root.
  init?(_ entry: SegmentReceipt.Entry, under checkpoint: Checkpoint) {
    guard let json = try? JSONReader.read(SourceText(entry.text), file: "entry"),
      let number = json["number"]?.integer, number > 0, let body = json["body"],
      let time = json["time"]?.string, let actor = json["actor"]?.string,
      let kind = json["kind"]?.string,
      MerkleProof.verifies(
        entry.proof, leaf: LedgerEvent.leaf(ofEntry: entry.text), at: number - 1,
        size: checkpoint.size, root: checkpoint.root)
    else { return nil }
    (self.number, self.time, self.actor, self.body) = (number, time, actor, body)
    self.kind = LedgerEvent.Kind(rawValue: kind)
  }

  /// `event 7, 2020-01-01T00:00:07.000Z, anna`.
  var when: String { "event \(number), \(time), \(actor)" }

  /// What it decides on passages: by a person now, or by one before whose verdict still holds.
  var decisions: [JSON] {
    switch kind {
    case .segmentDecided: [body]
    case .rulesApplied: body["carried"]?.array ?? []
    default: []
    }
  }
}

/// Where a passage stands in a transcript.
struct PassagePlace: Equatable {
  var version: Int
  var start: Int
  var end: Int

  init(version: Int, start: Int, end: Int) {
    (self.version, self.start, self.end) = (version, start, end)
  }

  init?(_ body: JSON) {
    guard let version = body["version"]?.integer, let start = body["start"]?.integer,
      let end = body["end"]?.integer
    else { return nil }
    self.init(version: version, start: start, end: end)
  }
}

/// A receipt's segment and its proven events, in the order of the ledger.
struct Evidence {
  let segment: ReceiptSegment
  let events: [ProvenEvent]

  init(segment: ReceiptSegment, events: [ProvenEvent]) {
    self.segment = segment
    self.events = events.sorted { $0.number < $1.number }
  }

  /// The event that recorded the segment's version of the transcript.
  var transcript: ProvenEvent? {
    events.first {
      $0.kind == .transcriptRecorded && $0.body["transcript"]?.string == segment.transcript
        && $0.body["version"]?.integer == segment.version
        && $0.body["sha256"]?.string == segment.sha256
    }
  }

  /// The event that recorded the segment's version of the codebook.
  var codebook: ProvenEvent? {
    events.first {
      $0.kind == .codebookRecorded && $0.body["codebook"]?["id"]?.string == segment.codebook
        && $0.body["number"]?.integer == segment.codebookVersion
        && $0.body["hash"]?.string == segment.codebookHash
    }
  }

  func codebookHas(_ rule: ReceiptSegment.Rule) -> Bool {
    codebook?.body["rules"]?.array?.contains {
      $0["code"]?.string == segment.code && $0["hash"]?.string == rule.hash
        && $0["text"]?.string == rule.text
    } ?? false
  }

  /// What an event says of applying a rule.
  func run(of rule: ReceiptSegment.Rule, in event: ProvenEvent) -> JSON? {
    guard event.kind == .rulesApplied else { return nil }
    return event.body["rules"]?.array?.first {
      $0["codebook"]?.string == segment.codebook && $0["code"]?.string == segment.code
        && $0["hash"]?.string == rule.hash
    }
  }

  /// Whether a coding or decision is about the segment's transcript and code, wherever its place.
  func names(_ body: JSON) -> Bool {
    body["transcript"]?.string == segment.transcript
      && body["codebook"]?.string == segment.codebook && body["code"]?.string == segment.code
  }
}

extension JSON {
  /// The code at a path of a codebook.
  func code(at path: String) -> JSON? {
    path.split(separator: "/").reduce(self) { level, name in
      level?["codes"]?.array?.first { $0["id"]?.string == String(name) }
    }
  }
}

extension SegmentReceipt.Findings {
  /// Whether the lines, of which those after a lone number are of that version, have the passage.
  func holds(_ segment: ReceiptSegment, _ rule: ReceiptSegment.Rule) -> Bool {
    var version = ""
    let places = rule.places.map { " " + $0 } ?? ""
    for line in (lines ?? "").split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 4)
      if fields.count == 1 {
        version = String(line)
      } else if version == String(row), fields.count >= 4, fields[0] == "\(segment.start)",
        fields[1] == "\(segment.end)"
      {
        return line == fields[..<4].joined(separator: " ") + places
      }
    }
    return false
  }
}

extension SegmentReceipt.Words {
  private struct Span {
    var range: Range<Int>
    var speaker: Int
  }

  /// Nil where a line is no turn, or they are not in order.
  private var spans: [Span]? {
    var spans: [Span] = []
    var end = 0
    for line in turns.split(separator: "\n") {
      let numbers = line.split(separator: " ").map { Int($0) }
      guard (4...6).contains(numbers.count), let start = numbers[1], let stop = numbers[2],
        let speaker = numbers[3], start >= end, stop > start
      else { return nil }
      spans.append(Span(range: start..<stop, speaker: speaker))
      end = stop
    }
    return spans
  }

  /// Whether words and turns are those that the event of a transcript commits to.
  func areCommitted(in body: JSON) -> Bool {
    guard let speakers = body["speakers"]?.array, speakers.indices.contains(speaker) else {
      return false
    }
    return SHA256.digest(Array(turns.utf8)).hex == body["turns"]?.string
      && Commitment(to: Array(text.utf8), salt: salt).hash.hex
        == speakers[speaker]["commitment"]?.string
  }

  /// Where a range of the transcript stands in the speaker's words; nil where it is not all theirs.
  func place(of range: Range<Int>) -> Range<Int>? {
    guard let spans else { return nil }
    let length = text.unicodeScalars.count
    var position = 0
    for piece in pieces(spans) {
      if range.lowerBound >= piece.lowerBound, range.upperBound <= piece.upperBound {
        let start = position + range.lowerBound - piece.lowerBound
        return start + range.count <= length ? start..<start + range.count : nil
      }
      // The last piece of nobody's words has no end of its own.
      guard piece.upperBound < .max else { return nil }
      position += piece.count + (speaker == 0 ? 0 : 1)
    }
    return nil
  }

  /// The parts of the transcript that are the speaker's, as their commitment takes them.
  private func pieces(_ spans: [Span]) -> [Range<Int>] {
    guard speaker == 0 else { return spans.filter { $0.speaker == speaker }.map(\.range) }
    let others = spans.filter { $0.speaker != 0 }.map(\.range)
    let starts = [0] + others.map(\.upperBound)
    return zip(starts, others.map(\.lowerBound) + [.max]).map { $0..<$1 }
  }
}
