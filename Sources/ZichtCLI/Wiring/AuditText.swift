import Coding
import CommandLineKit
import Project
import Reports

/// An audit on one screen: the words in their context, then who, by what, when.
struct AuditText {
  private let audit: SegmentAudit
  private let width: Int
  private let style: Style

  init(_ audit: SegmentAudit, width: Int, style: Style) {
    (self.audit, self.width, self.style) = (audit, width, style)
  }

  func write(to out: (String) -> Void) {
    let segment = audit.segment
    out(style(.heading, sanitized("\(audit.file):\(segment.start)-\(segment.end)")))
    out("  " + sanitized(audit.code.path) + "\n\n")
    out("  " + style(.faint, "…" + sanitized(audit.before)) + words)
    out(style(.faint, sanitized(audit.after) + "…") + "\n\n")
    for (name, value) in facts {
      out(style(.faint, padded(name, to: 12)) + sanitized(value) + "\n")
    }
    for act in audit.acts {
      let when = act.time.prefix(19)
      out(
        style(.faint, padded("event \(act.event)", to: 12))
          + sanitized(
            "\(when)Z  \(act.actor)  \(act.what)  (\(act.program), \(act.hash.prefix(12)))")
          + "\n")
    }
  }

  /// The quote, with the words that a rule matched set apart.
  private var words: String {
    let start = audit.segment.start
    let scalars = Array(audit.quote.unicodeScalars)
    var text = ""
    var position = 0
    for place in mergedPlaces {
      let (low, high) = (place.lowerBound - start, place.upperBound - start)
      guard low >= position, high <= scalars.count else { continue }
      text +=
        sanitized(string(scalars[position..<low])) + style(.match, marked(scalars[low..<high]))
      position = high
    }
    return text + sanitized(string(scalars[position...]))
  }

  /// Without colour the words that matched stand between brackets.
  private func marked(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let text = sanitized(string(scalars))
    return style.color
      || mergedPlaces.count == 1 && mergedPlaces[0].count == audit.quote.unicodeScalars.count
      ? text : "[\(text)]"
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// None where the words are gone.
  private var mergedPlaces: [Range<Int>] {
    guard audit.erasedBy == nil else { return [] }
    return Set(audit.rules.flatMap(\.places)).sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
  }

  private var facts: [(String, String)] {
    let voice = audit.voice
    let who = [
      voice.respondent ?? voice.label, voice.attributes["role"] ?? "",
      voice.attributes["neighbourhood"] ?? "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
    var facts = [
      ("speaker", "\(who) (label '\(voice.label)'), turn \(audit.turn), line \(audit.line)"),
      (
        "text",
        "\(audit.file), version \(audit.version), \(audit.reader), \(audit.encoding), sha256 \(audit.sha256)"
      ),
      ("words", standing),
      ("code", "\(audit.code.label.nl) / \(audit.code.label.en): \(audit.definition)"),
      ("status", status),
    ]
    for rule in audit.rules {
      facts.append(
        (
          "rule",
          "\(rule.text)  (\(rule.hash.prefix(12)), codebook version \(rule.codebookVersion))"
        ))
    }
    if let reason = audit.reason { facts.append(("reason", reason)) }
    if let memo = audit.memo { facts.append(("memo", memo)) }
    return facts
  }

  private var standing: String {
    if let event = audit.erasedBy, audit.isSound {
      return "erased: who said them withdrew (event \(event))"
    }
    return occurrences
      + (audit.isSound ? "; as committed to in the ledger" : "; ALTERED since they were read")
  }

  private var occurrences: String {
    audit.occurrences == 1
      ? "these exact words stand here alone in the text"
      : "these exact words stand \(audit.occurrences) times in the text"
  }

  private var status: String {
    switch audit.segment.origin {
    case .hand: "coded by hand by \(audit.segment.coder)"
    case .rule:
      audit.segment.coder == "rule"
        ? "proposed by a rule; nobody has decided"
        : "proposed by a rule, \(audit.segment.status.rawValue) by \(audit.segment.coder)"
    }
  }
}

extension SegmentAudit {
  var json: JSON {
    [
      "file": .string(file), "start": .integer(segment.start), "end": .integer(segment.end),
      "quote": .string(quote), "before": .string(before), "after": .string(after),
      "code": .string(code.name), "code_path": .string(code.path),
      "codebook": .string(code.codebook), "definition": .string(definition),
      "respondent": voice.respondent.map { .string($0) } ?? .null, "label": .string(voice.label),
      "attributes": .object(
        voice.attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
      "turn": .integer(turn), "line": .integer(line), "version": .integer(version),
      "sha256": .string(sha256), "reader": .string(reader), "encoding": .string(encoding),
      "occurrences": .integer(erasedBy == nil ? occurrences : 0), "sound": .bool(isSound),
      "erased_by": erasedBy.map { .integer($0) } ?? .null,
      "origin": .string(segment.origin.rawValue), "coder": .string(segment.coder),
      "status": .string(segment.status.rawValue), "reason": reason.map { .string($0) } ?? .null,
      "memo": memo.map { .string($0) } ?? .null,
      "rules": .array(
        rules.map { rule in
          [
            "text": .string(rule.text), "unit": .string(rule.unit), "hash": .string(rule.hash),
            "codebook_version": .integer(rule.codebookVersion),
            "places": .array(
              rule.places.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }),
          ]
        }),
      "events": .array(
        acts.map { act in
          [
            "event": .integer(act.event), "time": .string(act.time), "actor": .string(act.actor),
            "program": .string(act.program), "what": .string(act.what), "hash": .string(act.hash),
          ]
        }),
    ]
  }
}
