import Coding
import Project
import Reports

/// A withdrawal in words.
extension Withdrawal {
  private static let mostMentions = 20

  var lines: [String] {
    let what =
      "\(counted(transcripts, "transcript")), \(counted(turns, "turn")), \(counted(words, "word")), "
      + counted(segments, "segment")
    let head =
      event.map { "erased \(respondent) (event \($0)): \(what)" }
      ?? "would erase \(respondent): \(what)"
    return [head] + texts.map { "  \($0.file), version \($0.number): \($0.extent.words)" }
  }

  /// Where names of the respondent's stand in what stays.
  var mentionLines: [String] {
    guard !mentions.isEmpty else { return [] }
    let (verb, noun) = (event == nil ? "would stay" : "stayed", counted(mentions.count, "place"))
    var lines = ["\(noun) \(verb) where a name stands in what others say: look who is meant"]
    lines += mentions.prefix(Self.mostMentions).map { "  \($0.place)  …\($0.oneLine)…" }
    if mentions.count > Self.mostMentions {
      lines.append("  and \(mentions.count - Self.mostMentions) more: zicht withdraw --json")
    }
    return lines
  }

  func json(_ proof: ErasureProof?, copies: [String]) -> JSON {
    [
      "respondent": .string(respondent), "event": event.map { .integer($0) } ?? .null,
      "transcripts": .integer(transcripts), "turns": .integer(turns), "words": .integer(words),
      "segments": .integer(segments),
      "texts": .array(
        texts.map { text in
          [
            "file": .string(text.file), "version": .integer(text.number),
            "in_force": .bool(text.isInForce), "erased": .string(text.extent.words),
          ]
        }),
      "mentions": .array(
        mentions.map { mention in
          [
            "place": .string(mention.place), "before": .string(mention.before),
            "name": .string(mention.name), "after": .string(mention.after),
          ]
        }),
      "proof": proof.map(\.json) ?? .null, "copies": .strings(copies),
    ]
  }
}

extension Withdrawal.Mention {
  fileprivate var oneLine: String {
    String((before + name + after).map { $0 == "\n" ? " " : $0 })
  }
}

extension Withdrawal.Extent {
  fileprivate var words: String {
    switch self {
    case .whole: "all of it"
    case .turns(let turns): counted(turns, "turn") + " and the labels before them"
    case .header: "what the header says"
    }
  }
}

extension ErasureProof {
  var lines: [String] {
    var lines = [
      "searched \(files.joined(separator: ", ")), \(grouped(bytes)) bytes, for "
        + "\(counted(runs, "run")) of five words and \(counted(names, "name or value", "names and values"))"
    ]
    if shared > 0 {
      lines.append(
        "\(counted(shared, "run")) more stand in what others say too, and were not searched for")
    }
    if isClean { return lines + ["none is left"] }
    lines.append(
      "\(counted(traces.count, "trace")) LEFT: "
        + traces.prefix(5).map { "\($0.file) at byte \($0.offset)" }.joined(separator: ", "))
    return lines
  }

  fileprivate var json: JSON {
    [
      "files": .strings(files), "bytes": .integer(bytes), "runs": .integer(runs),
      "shared": .integer(shared), "names": .integer(names), "clean": .bool(isClean),
      "traces": .array(
        traces.map { ["file": .string($0.file), "offset": .integer($0.offset)] }),
    ]
  }
}

extension Verification {
  /// What a reader of a verdict should know of withdrawals.
  var erasureLines: [String] {
    var lines: [String] = []
    if withdrawn > 0 {
      lines.append(
        "\(counted(withdrawn, "respondent")) withdrew: \(counted(redacted, "text")) redacted")
    }
    if isErasureUnfinished {
      lines.append(
        "a withdrawal was interrupted: the next command that writes completes it (zicht apply)")
    }
    return lines
  }
}
