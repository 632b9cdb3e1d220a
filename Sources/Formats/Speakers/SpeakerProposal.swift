import Coding

/// What might be said of a label in a map; a person decides.
package struct SpeakerProposal: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The label is another's in a slip of the pen, or an alias: `Particpant`, `Speaker 01`.
    case same(as: String)
    /// The speaker asks most of the questions, and nobody is an interviewer.
    case interviewer
  }
  package enum Certainty: String, Sendable { case likely, possible }

  package var label: String
  package var kind: Kind
  package var certainty: Certainty
  /// Completes "since …".
  package var reason: String
}

extension Transcript {
  /// What to consider about its speakers, in their order.
  ///
  /// O(speakers² + turns).
  package func proposals() -> [SpeakerProposal] {
    let shares = speakers.indices.map { speaker in
      Share(number: speaker, label: speakers[speaker].label, part: speakers[speaker].part)
    }
    var counted = shares
    for turns in spokenTurns {
      guard let speaker = self.turns[turns.lowerBound].speaker else { continue }
      counted[speaker].turns += 1
      let asks = text.utf8[self.turns[turns.upperBound - 1].range].last == UInt8(ascii: "?")
      if asks { counted[speaker].questions += 1 }
    }
    let merges = counted.prefix(200).compactMap { $0.merge(among: counted.prefix(200)) }
    return merges + [interviewer(counted)].compactMap { $0 }
  }

  private func interviewer(_ shares: [Share]) -> SpeakerProposal? {
    guard shares.count >= 2, !shares.contains(where: { $0.part == .interviewer }) else {
      return nil
    }
    let ranked = shares.filter { $0.turns >= 2 }.sorted { $0.asking > $1.asking }
    guard ranked.count >= 2, ranked[0].questions >= 2, ranked[0].asking >= 1.5 * ranked[1].asking
    else { return nil }
    let isSure = ranked[0].asking >= 0.5 && ranked[0].asking >= 3 * ranked[1].asking
    return SpeakerProposal(
      label: ranked[0].label, kind: .interviewer, certainty: isSure ? .likely : .possible,
      reason: "\(ranked[0].questions) of \(ranked[0].turns) turns end in a question")
  }
}

/// A label and how much it says.
private struct Share {
  var number: Int
  var label: String
  var part: Speaker.Part
  var turns = 0
  var questions = 0

  /// The share of turns that end in a question.
  var asking: Double { turns == 0 ? 0 : Double(questions) / Double(turns) }

  /// The likeliest other label of the same speaker.
  func merge(among others: ArraySlice<Share>) -> SpeakerProposal? {
    let candidates = others.filter { $0.number != number && isRarer(than: $0) }
      .sorted { ($1.turns, $0.number) < ($0.turns, $1.number) }
    for other in candidates {
      let (mine, theirs) = (SpeakerWords.key(label), SpeakerWords.key(other.label))
      if Typos.model(for: mine, among: [theirs]) != nil {
        return same(as: other, other.turns >= 8 * turns ? .likely : .possible, "it is spelt alike")
      }
      if part == other.part, let reason = Aliases.reason(mine, theirs) {
        return same(as: other, .possible, reason)
      }
    }
    return nil
  }

  private func isRarer(than other: Share) -> Bool {
    turns < other.turns || (turns == other.turns && number > other.number)
  }

  private func same(
    as other: Share, _ certainty: SpeakerProposal.Certainty, _ reason: String
  ) -> SpeakerProposal {
    SpeakerProposal(
      label: label, kind: .same(as: other.label), certainty: certainty, reason: reason)
  }
}

/// Two ways of writing one label.
private enum Aliases {
  static func reason(_ a: String, _ b: String) -> String? {
    if squeezed(a) == squeezed(b) { return "only signs, spaces or zeros differ" }
    let (short, long) = a.count <= b.count ? (a, b) : (b, a)
    let words = long.split { $0 == " " || $0 == "-" }.map(String.init)
    if words.count > 1, let first = words.first, let last = words.last {
      if short == first || short == last || last.hasPrefix(short) && short.count >= 4 {
        return "one is a part of the other"
      }
      if short.filter({ $0 != "." }) == String(words.compactMap(\.first)) {
        return "one is the other's initials"
      }
    }
    // `R` and `Respondent`, but not `R1` and `R2`.
    let isWord = SpeakerWords.part(of: long) != nil && long.last?.isNumber == false
    return isWord && short.count <= 4 && short.last?.isNumber == false && long.hasPrefix(short)
      ? "one starts the other" : nil
  }

  /// Letters and digits alone, numbers without zeros before them.
  private static func squeezed(_ key: String) -> String {
    var result = ""
    for character in key where character.isLetter || character.isNumber {
      if character == "0", result.last?.isNumber != true { continue }
      result.append(character)
    }
    return result
  }
}
