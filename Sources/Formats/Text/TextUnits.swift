/// The lines that start a paragraph: after an empty line, the header or nothing; where hardly any line
/// is empty, all lines with words.
struct TextUnits {
  /// For each line, whether a paragraph starts there.
  private var startsParagraph: [Bool]
  /// For each line, whether it is a unit.
  private var isUnit: [Bool]
  private(set) var count = 0
  /// The number of paragraphs.
  private(set) var paragraphs = 0

  init(_ lines: Lines, after header: Range<Int>) {
    startsParagraph = Array(repeating: false, count: lines.count)
    var isFilled = startsParagraph
    var filled = 0
    var isOpen = false
    for line in 0..<lines.count {
      isFilled[line] = !lines[line].isBlank && !header.contains(line)
      startsParagraph[line] = isFilled[line] && !isOpen
      isOpen = isFilled[line]
      filled += isOpen ? 1 : 0
      paragraphs += startsParagraph[line] ? 1 : 0
    }
    let isUnbroken = paragraphs == 1 && filled >= 4
    let areLines = isUnbroken || paragraphs * 8 < filled
    isUnit = areLines ? isFilled : startsParagraph
    count = areLines ? filled : paragraphs
  }

  func contains(_ line: Int) -> Bool { isUnit[line] }
  func startsParagraph(_ line: Int) -> Bool { startsParagraph[line] }
}

/// How much written words look like somebody's name.
enum NameLikeness {
  /// `Ria`, `Jan de Vries`, `SPEAKER 1`.
  case name
  /// One word in lower case.
  case word
  /// `De vraag is`.
  case phrase
  /// `hij zei`.
  case none

  init(_ written: String) {
    let words = written.split { $0 == " " || $0 == "\u{A0}" }
    guard let first = words.first else {
      self = .none
      return
    }
    let isSmall = first.first?.isLowercase == true
    if words.count == 1 {
      self = isSmall && first.count > 2 ? .word : .name
    } else if isSmall, !Self.particles.contains(first.lowercased()) {
      self = .none
    } else {
      let others = words.filter { !Self.particles.contains($0.lowercased()) }
      let isName = !others.isEmpty && others.allSatisfy { $0.first?.isLowercase == false }
      self = isName ? .name : isSmall ? .none : .phrase
    }
  }

  private static let particles: Set<String> = [
    "de", "den", "der", "van", "von", "vom", "zu", "zur", "ten", "ter", "te", "'t", "’t", "la",
    "le", "les", "du", "des", "di", "da", "dos", "el", "al", "bin", "ben", "en", "and", "und",
    "et", "op", "in", "y", "mw.", "mevr.", "dhr.", "mw", "dhr",
  ]
}

extension Lines {
  /// Whether one of the first lines says that questions and answers follow.
  var isQuestionList: Bool {
    all.prefix(12).contains { line in
      let text = bytes.string(line.words.prefix(120)).lowercased()
      return FieldNames.questionLists.contains { name in
        text.split { !$0.isLetter && $0 != "&" && $0 != " " }.contains { part in
          " \(part) ".contains(" \(name) ") || (name.contains(" ") && part.contains(name))
        }
      }
    }
  }
}
