/// Reads words and phrases: what stands between quotes, or between two blanks of a rule.
package enum PhraseParser {
  /// A word; one with an apostrophe or hyphen inside is the phrase of its parts.
  static func word(
    _ text: String, isExact: Bool, column: Int
  ) throws(RuleFault) -> RuleExpression {
    let patterns = pieces(of: text).map { WordPattern($0, isExact: isExact) }
    guard !patterns.isEmpty else {
      throw RuleFault(
        "'\(text)' has no letters or digits", column: column, hint: "write a word, such as sloop*")
    }
    if let bare = patterns.first(where: { $0.isBare }) {
      throw RuleFault(
        "'\(bare.text)' matches every word", column: column, hint: "give it at least one letter")
    }
    if patterns.count == 1 { return .word(patterns[0]) }
    return .phrase(patterns.map { .words([$0]) })
  }

  /// The parts of a phrase, separated by blanks.
  static func phrase(
    _ text: String, isExact: Bool, column: Int
  ) throws(RuleFault) -> RuleExpression {
    var parts: [PhrasePart] = []
    var offset = column + (isExact ? 2 : 1)  // behind =" or "
    for piece in text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: \.properties.isWhitespace)
    {
      if !piece.isEmpty {
        parts += try self.parts(String(piece), isExact: isExact, column: offset)
      }
      offset += piece.count + 1
    }
    guard parts.contains(where: { !$0.isGap }) else {
      throw RuleFault(
        "a phrase without a word", column: column, hint: "write for example \"te weinig\"")
    }
    guard parts.count <= 100 else {
      throw RuleFault(
        "a phrase of more than 100 parts", column: column, hint: "a part of it will do")
    }
    if parts.first?.isGap == true || parts.last?.isGap == true {
      throw RuleFault(
        "a phrase can't begin or end with a gap", column: column,
        hint: "start and end it with a word")
    }
    if parts.count == 1, case .words(let patterns) = parts[0] {
      return patterns.count == 1 ? .word(patterns[0]) : .or(patterns.map { .word($0) })
    }
    return .phrase(parts)
  }

  private static func parts(
    _ piece: String, isExact: Bool, column: Int
  ) throws(RuleFault) -> [PhrasePart] {
    if piece == "*" { return [.gap(1...1)] }
    if piece == "…" || piece == "..." { return [.gap(0...8)] }
    if piece.hasPrefix("[") { return [.gap(try gap(piece, column: column))] }
    if piece.hasPrefix("@") { return [.list(String(piece.dropFirst()), column: column)] }
    if piece.hasPrefix("(") { return [.words(try alternatives(piece, isExact, column))] }
    let patterns = pieces(of: piece).map { WordPattern($0, isExact: isExact) }
    guard !patterns.contains(where: \.isBare) else {
      throw RuleFault(
        "'\(piece)' has a part without a letter", column: column,
        hint: "a lone * stands for one word")
    }
    return patterns.map { .words([$0]) }
  }

  private static func alternatives(
    _ piece: String, _ isExact: Bool, _ column: Int
  ) throws(RuleFault) -> [WordPattern] {
    guard piece.hasSuffix(")") else {
      throw RuleFault(
        "'\(piece)' is not closed", column: column, hint: "write (goede|sterke) without blanks")
    }
    var patterns: [WordPattern] = []
    for choice in piece.dropFirst().dropLast().split(
      separator: "|", omittingEmptySubsequences: false)
    {
      let words = pieces(of: String(choice)).map { WordPattern($0, isExact: isExact) }
      guard words.count == 1, !words[0].isBare else {
        throw RuleFault(
          "'\(choice)' is not one word", column: column,
          hint: "each choice in brackets is one word; write longer ones as phrases of their own")
      }
      patterns += words
    }
    return patterns
  }

  private static func gap(_ piece: String, column: Int) throws(RuleFault) -> ClosedRange<Int> {
    let inside = piece.dropFirst().dropLast()
    let bounds = inside.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard piece.hasSuffix("]"), (1...2).contains(bounds.count), let last = bounds.last ?? nil,
      let first = bounds.count == 2 ? bounds[0] : 0, first <= last, last <= 99, first >= 0
    else {
      throw RuleFault(
        "'\(piece)' is no gap", column: column,
        hint: "write [3] for up to three words or [1-3] for one to three")
    }
    return first...last
  }

  /// Splits at what is neither a word character nor a wildcard, as texts are split.
  package static func pieces(of text: String) -> [String] {
    text.unicodeScalars.split {
      !($0 == "*" || $0 == "?" || WordCharacters.contains($0))
    }.map { String($0) }
  }
}

extension WordPattern {
  /// Wildcards and what folding takes away, only.
  fileprivate var isBare: Bool {
    Folding.fold(text).allSatisfy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }
}

extension PhrasePart {
  fileprivate var isGap: Bool { if case .gap = self { true } else { false } }
}
