import Coding

/// What can be shown of one segment without its project: what it is, the events that make it so, and
/// that a checkpoint covers them.
package struct SegmentReceipt: Sendable, Equatable {
  package var segment: ReceiptSegment
  package var entries: [Entry]
  package var findings: [Findings]
  /// Only where it was asked for: it discloses all that a speaker said.
  package var words: Words?
  package var checkpoint: Checkpoint

  /// An event, as it was hashed, and its way to the checkpoint's root.
  package struct Entry: Sendable, Equatable {
    package var text: String
    package var proof: [Digest]
  }

  /// All that one run of one rule found: its event holds their digest.
  package struct Findings: Sendable, Equatable {
    package var event: Int
    package var rule: String
    /// What the lines call the transcript's version.
    package var row: Int
    /// Nil where they are too many for a receipt.
    package var lines: String?

    static let limit = 256 << 10
  }

  /// What a speaker said in the transcript, with what the event committed to it by.
  package struct Words: Sendable, Equatable {
    package var speaker: Int
    package var salt: [UInt8]
    /// The words of the speaker's turns, each ended by LF; of speaker 0, all outside the turns of
    /// others.
    package var text: String
    /// `number start end speaker` of each turn of the transcript, a line each.
    package var turns: String
  }
}

/// The segment that a receipt is about.
package struct ReceiptSegment: Sendable, Equatable {
  /// The transcript's random name, by which events know it.
  package var transcript: String
  package var file: String
  package var version: Int
  /// Of the file's bytes.
  package var sha256: String
  package var start: Int
  package var end: Int
  package var quote: String
  package var codebook: String
  package var codebookVersion: Int
  package var codebookHash: String
  package var code: String
  package var definition: String
  package var origin: SegmentRow.Origin
  package var status: SegmentStatus
  package var coder: String
  /// Of a coding by hand.
  package var uid: String?
  package var rules: [Rule]

  package struct Rule: Sendable, Equatable {
    package var text: String
    package var hash: String
    /// The words that matched, as `start-end` pairs; nil where they are the whole passage.
    package var places: String?
  }

  package var address: String { "\(file):\(start)-\(end):\(codebook):\(code)" }
}

// MARK: As JSON

extension SegmentReceipt {
  package static let format = "zicht segment receipt 1"

  /// The receipt with what it proves and leaves open, as its check finds them.
  package var json: JSON {
    let check = ReceiptCheck(self)
    return [
      "receipt": .string(Self.format), "segment": segment.json, "proves": .strings(check.proved),
      "leaves_open": .strings(check.open + [ReceiptCheck.unanchored]),
      "checkpoint": .string(checkpoint.text),
      "events": .array(
        entries.map {
          ["entry": .string($0.text), "proof": .strings($0.proof.map { Base64.encode($0.bytes) })]
        }),
      "findings": .array(findings.map(\.json)), "words": words.map(\.json) ?? .null,
    ]
  }
}

extension SegmentReceipt.Findings {
  fileprivate var json: JSON {
    [
      "event": .integer(event), "rule": .string(rule), "version_row": .integer(row),
      "lines": lines.map { .string($0) } ?? .null,
    ]
  }
}

extension SegmentReceipt.Words {
  fileprivate var json: JSON {
    [
      "speaker": .integer(speaker), "salt": .string(salt.hex), "text": .string(text),
      "turns": .string(turns),
    ]
  }
}

extension ReceiptSegment {
  package var json: JSON {
    [
      "transcript": .string(transcript), "file": .string(file), "version": .integer(version),
      "sha256": .string(sha256), "start": .integer(start), "end": .integer(end),
      "quote": .string(quote),
      "quote_sha256": .string(SHA256.digest(Array(quote.utf8)).hex),
      "codebook": .string(codebook), "codebook_version": .integer(codebookVersion),
      "codebook_hash": .string(codebookHash), "code": .string(code),
      "definition": .string(definition), "origin": .string(origin.rawValue),
      "status": .string(status.rawValue), "coder": .string(coder),
      "uid": uid.map { .string($0) } ?? .null,
      "rules": .array(
        rules.map {
          [
            "text": .string($0.text), "hash": .string($0.hash),
            "places": $0.places.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
