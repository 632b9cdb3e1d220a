/// What a piece of output is for; the terminal's palette decides how it looks.
package enum Role: Sendable, CaseIterable {
  case heading
  case faint
  case match
  case good
  case warning
  case error

  fileprivate var code: String {
    switch self {
    case .heading: "1"
    case .faint: "2"
    case .match: "1;33"
    case .good: "32"
    case .warning: "33"
    case .error: "1;31"
    }
  }
}

/// Puts colours around text, or nothing at all.
package struct Style: Sendable, Equatable {
  package let color: Bool
  package init(color: Bool) { self.color = color }

  /// The text must be free of escapes of its own.
  package func callAsFunction(_ role: Role, _ text: String) -> String {
    color && !text.isEmpty ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }
}

extension IO {
  package var style: Style { Style(color: color) }
}
