/// Which voices count: `role = bewoner and city != 'Den Haag'`.
///
///     condition  = comparison { "and" comparison }
///     comparison = name ("=" | "!=") value { "|" value }
///
/// Values are folded, may hold `*` and `?`, and stand in quotes where they have blanks. A voice
/// without the attribute fails `=` and passes `!=`.
package struct Condition: Sendable, Equatable {
  package struct Comparison: Sendable, Equatable {
    package var name: String
    package var isNegated: Bool
    package var values: [String]
  }

  package var comparisons: [Comparison]

  package static let all = Condition(comparisons: [])

  package init(comparisons: [Comparison]) { self.comparisons = comparisons }

  /// Both conditions.
  package func and(_ other: Condition) -> Condition {
    Condition(comparisons: comparisons + other.comparisons)
  }

  package func holds(_ attributes: [String: String]) -> Bool {
    comparisons.allSatisfy { comparison in
      let value = attributes[comparison.name] ?? ""
      let isMatch =
        !value.isEmpty && comparison.values.contains { ValuePattern($0).matches(value) }
      return isMatch != comparison.isNegated
    }
  }

  /// As it can be read again.
  package var text: String {
    comparisons.map { comparison in
      let values = comparison.values.map { $0.contains(where: \.isWhitespace) ? "'\($0)'" : $0 }
      return "\(comparison.name) \(comparison.isNegated ? "!=" : "=") "
        + values.joined(separator: "|")
    }.joined(separator: " and ")
  }
}

/// A condition that can't be read.
package struct ConditionFault: Error, Sendable, Equatable {
  package var message: String
  package var hint: String
}

extension Condition {
  /// Reads a condition; O(length).
  ///
  /// - Throws: `ConditionFault` that says what is wrong and how to write it.
  package init(_ text: String) throws(ConditionFault) {
    var words = Self.words(of: text)[...]
    comparisons = []
    repeat {
      guard let name = words.popFirst(), let sign = words.popFirst(), sign == "=" || sign == "!=",
        let first = words.popFirst(), first != "and"
      else {
        throw ConditionFault(
          message: "'\(text)' is no condition",
          hint: "write for example: role = bewoner and city != 'Den Haag'")
      }
      var values = [first]
      while words.first == "|" {
        words.removeFirst()
        guard let next = words.popFirst() else {
          throw ConditionFault(
            message: "no value after '|'", hint: "write: role = bewoner|beleidsmaker")
        }
        values.append(next)
      }
      comparisons.append(
        Comparison(name: name.lowercased(), isNegated: sign == "!=", values: values))
      if let next = words.first, next.lowercased() != "and" {
        throw ConditionFault(
          message: "'\(next)' stands where 'and' should",
          hint: "put a value with blanks in quotes: city = 'Den Haag'")
      }
    } while words.popFirst() != nil
  }

  /// Names, signs and values; a quoted value is one.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    func isSign(_ character: Character) -> Bool { "=|!".contains(character) }
    for character in text {
      if let open = quote {
        if character == open {
          words.append(word)
          (word, quote) = ("", nil)
        } else {
          word.append(character)
        }
      } else if character == "'" || character == "\"", word.isEmpty {
        quote = character
      } else if character.isWhitespace {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else if isSign(character) != word.last.map(isSign) ?? isSign(character) {
        words.append(word)
        word = String(character)
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
