import Coding

/// What a person says about labels: which are one speaker, what a speaker is called, who asks.
///
/// A line a label, `label = name`, `label = interviewer` (or `respondent`, `nobody`), or both:
/// `label = name, interviewer`. Lines hold for all files, and below `[file]` or `[folder/*]` for
/// those; the later line wins. `#` starts a comment.
package struct SpeakerMap: Sendable, Equatable {
  package enum Part: String, Sendable { case interviewer, respondent, nobody }

  package struct Rule: Sendable, Equatable {
    package var label: String
    /// Nil keeps the label.
    package var name: String?
    /// Nil keeps the part.
    package var part: Part?
    /// The files it holds for; nil for all.
    package var files: String?
    package var place: Place
  }

  package private(set) var rules: [Rule] = []
  /// SHA-256 of the file, by which a ledger knows the map.
  package let digest: Digest

  /// O(bytes).
  /// - Throws: every line that says nothing, with its place.
  package init(_ bytes: [UInt8], file: String) throws(Rejected) {
    digest = SHA256.digest(bytes)
    let lines = Lines(try decode(bytes, file: file).text, file: file)
    var files: String?
    var faults: [Diagnostic] = []
    for index in 0..<lines.count where !lines[index].isBlank {
      let line = MapLine(lines.bytes.string(lines[index].words))
      let place = lines.place(of: lines[index].words.lowerBound, line: index)
      switch line {
      case .comment: break
      case .files(let pattern): files = pattern == "*" ? nil : pattern
      case .rule(let label, let name, let part):
        rules.append(Rule(label: label, name: name, part: part, files: files, place: place))
      case .fault(let message): faults.append(Diagnostic(.error, message, at: place, hint: hint))
      }
    }
    if !faults.isEmpty { throw Rejected(faults) }
  }

  /// The rule for a label in a file (its name in the project): the last that holds.
  func rule(for label: String, in file: String) -> Rule? {
    let key = SpeakerWords.key(label)
    return rules.last { SpeakerWords.key($0.label) == key && $0.holds(for: file) }
  }
}

extension SpeakerMap.Rule {
  /// Whether it holds for a file: `jol/jo-04.txt`, or by the end of it, `jo-04.txt`, or `jol/*`.
  func holds(for file: String) -> Bool {
    guard let files else { return true }
    let pattern = ValuePattern(files)
    return pattern.matches(file) || ValuePattern("*/" + files).matches(file)
  }
}

private let hint =
  "write 'label = name' or 'label = interviewer', and '[file]' above lines of one file"

/// One line of a map.
private enum MapLine {
  case comment
  case files(String)
  case rule(label: String, name: String?, part: SpeakerMap.Part?)
  case fault(Diagnostic.Message)

  init(_ line: String) {
    if line.hasPrefix("#") {
      self = .comment
    } else if line.hasPrefix("["), line.hasSuffix("]") {
      let files = Self.trimmed(line.dropFirst().dropLast())
      self = files.isEmpty ? .fault(.noFiles) : .files(files)
    } else if let sign = line.firstIndex(of: "=") {
      self = Self.rule(Self.trimmed(line[..<sign]), Self.trimmed(line[line.index(after: sign)...]))
    } else {
      self = .fault(.noRule(line))
    }
  }

  private static func rule(_ label: String, _ value: String) -> MapLine {
    guard !SpeakerWords.key(label).isEmpty else { return .fault(.noLabel) }
    guard !value.isEmpty else { return .fault(.noName(label)) }
    if let part = SpeakerMap.Part(rawValue: value.lowercased()) {
      return .rule(label: label, name: nil, part: part)
    }
    guard let comma = value.lastIndex(of: ","),
      let part = SpeakerMap.Part(
        rawValue: trimmed(value[value.index(after: comma)...]).lowercased()),
      part != .nobody
    else {
      return isName(value) ? .rule(label: label, name: value, part: nil) : .fault(.badName(value))
    }
    let name = trimmed(value[..<comma])
    return isName(name) ? .rule(label: label, name: name, part: part) : .fault(.badName(name))
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.unicodeScalars.count <= 80
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private static func trimmed(_ text: Substring) -> String {
    let bytes = Array(text.utf8).trimmed()
    return bytes.string(0..<bytes.count)
  }
}

extension Diagnostic.Message {
  fileprivate static var noFiles: Self { "'[]' names no file" }
  fileprivate static var noLabel: Self { "no label stands before the '='" }
  fileprivate static func noRule(_ line: String) -> Self {
    "\(shown(line)) says nothing of a label"
  }
  fileprivate static func noName(_ label: String) -> Self {
    "nothing stands after the '=' of \(shown(label))"
  }
  fileprivate static func badName(_ name: String) -> Self { "\(shown(name)) is no name" }
}
