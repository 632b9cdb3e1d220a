extension Codebook {
  /// The codebook as its file has it, without fields that are empty, but for definitions.
  package var json: JSON {
    .object(
      [
        ("id", .string(id)), ("label", label.json), ("description", .string(description)),
        ("source", .string(source)),
        ("lists", .object(lists.map { ($0.name, .strings($0.entries)) })),
        ("codes", .array(codes.map(\.json))),
      ].filter { !$0.1.isVoid })
  }

  /// The version of a codebook: the hash of its canonical content, whatever the file's layout.
  package var version: Digest { SHA256.digest(Array(json.canonical.utf8)) }
}

extension Code {
  fileprivate var json: JSON {
    .object(
      [
        ("id", .string(id)), ("label", label.json), ("definition", .string(definition)),
        ("use", .string(use)), ("avoid", .string(avoid)), ("colour", .string(colour)),
        ("source", .string(source)), ("proposed", .bool(isProposed)), ("examples", examples),
        ("rules", .array(rules.map(\.json))), ("codes", .array(codes.map(\.json))),
      ].filter { !$0.1.isVoid || $0.0 == "definition" })
  }

  private var examples: JSON {
    .object(
      [
        ("match", JSON.strings(matching.map(\.text))),
        ("noMatch", .strings(nonMatching.map(\.text))),
      ].filter { !$0.1.isVoid })
  }
}

extension Label {
  fileprivate var json: JSON { ["nl": .string(nl), "en": .string(en)] }
}

extension CodeRule {
  fileprivate var json: JSON {
    if note.isEmpty, rule.unit == .sentence, rule.speaker == .respondent {
      return .string(rule.text)
    }
    return .object(
      [
        ("find", .string(rule.text)), ("unit", .string(rule.unit.rawValue)),
        ("speaker", .string(rule.speaker.rawValue)), ("note", .string(note)),
      ].filter { !$0.1.isVoid })
  }
}

extension JSON {
  /// An empty text, list or object.
  fileprivate var isVoid: Bool {
    switch content {
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .bool(let isTrue): !isTrue
    case .object(let members): members.isEmpty
    default: false
    }
  }
}
