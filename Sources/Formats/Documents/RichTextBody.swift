import Coding

/// Walks through rich text.
struct RichTextBody {
  /// What a group inherits and its end restores.
  private struct State {
    var isHidden = false
    var isDeleted = false
    /// What the group holds is not the text.
    var isSkipped = false
    /// How many characters stand for one of `\u`, for programs without Unicode.
    var standIns = 1
  }

  var manuscript = Manuscript()
  private let file: String
  private var lexer: RichTextLexer
  private var state = State()
  private var outer: [State] = []
  /// A group has just been opened: its first word, or that behind `\*`, says what it is.
  private var isFirst = false
  /// Characters still to pass over after a `\u`.
  private var passing = 0
  /// The first half of a surrogate pair.
  private var high: UInt16?
  private var codePage = 1252
  /// Bytes that were read as Windows-1252 though the file names another code page.
  private var guessed = 0
  private var isHeading = false
  private var hasTable = false
  private var hasRow = false
  /// Whether this paragraph belongs to the table.
  private var isInTable = false

  init(_ bytes: [UInt8], file: String) {
    (lexer, self.file) = (RichTextLexer(bytes), file)
  }

  mutating func read() throws(Diagnostic) {
    while let token = lexer.next() {
      switch token {
      case .open:
        guard outer.count < XMLSurvey.deepest else { throw fault(.deep) }
        outer.append(state)
        isFirst = true
        passing = 0
        continue
      case .close:
        guard let last = outer.popLast() else { throw fault(.unopened) }
        state = last
        passing = 0
        if outer.isEmpty { return finish() }
      case .word("*", _) where isFirst:
        state.isSkipped = true
        continue
      case .word(let name, let value): control(name, value)
      case .byte(let byte), .character(let byte): add(byte)
      }
      isFirst = false
    }
    throw fault(.cut)
  }

  private mutating func finish() {
    endTable()
    manuscript.endParagraph(isHeading: isHeading)
  }

  private func fault(_ message: Diagnostic.Message) -> Diagnostic {
    Diagnostic(.error, message, at: Place(file: file), hint: archiveHint)
  }

  /// Choices that a person may want to check.
  var notes: [Diagnostic] {
    guard guessed > 0 else { return [] }
    return [
      Diagnostic(
        .warning, .codePage(codePage), at: Place(file: file), hint: "save it as docx, and read that"
      )
    ]
  }

  private mutating func control(_ name: String, _ value: Int?) {
    if isFirst { startGroup(name) }
    switch name {
    case "bin": lexer.skip(value ?? 0)
    case "ansicpg": codePage = value ?? 1252
    case "uc": state.standIns = min(max(0, value ?? 1), 8)
    case "u": addUnit(value ?? 0)
    case "v": state.isHidden = value != 0
    case "deleted": markDeleted(value != 0)
    case "plain": (state.isHidden, state.isDeleted) = (false, false)
    default: if !state.isSkipped { structure(name) }
    }
  }

  private mutating func structure(_ name: String) {
    switch name {
    case "par", "sect", "page":
      if !isInTable { endTable() }
      manuscript.endParagraph(isHeading: isHeading)
    case "pard": (isInTable, isHeading) = (false, false)
    case "outlinelevel": isHeading = true
    case "trowd", "intbl": startRow()
    case "cell": if hasRow { manuscript.endCell() }
    case "row": endRow()
    default: if let text = Self.characters[name] { write(text) }
    }
  }

  private static let characters: [String: StaticString] = [
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "~": "\u{A0}", "_": "\u{2011}",
    "-": "\u{AD}", "emspace": "\u{2003}", "enspace": "\u{2002}",
  ]
}

/// Groups that are no text.
extension RichTextBody {
  private static let skipped: Set<String> = [
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl",
    "headerr", "headerf", "footerl", "footerr", "footerf", "footnote", "annotation", "xe", "tc",
    "fldinst", "listtext", "pntext", "shp", "nonshppict", "generator", "themedata", "listtable",
    "revtbl", "filetbl", "rsidtbl", "do", "atnid", "atnauthor",
  ]

  private mutating func startGroup(_ name: String) {
    // What is left out within something left out isn't counted.
    guard outer.last?.isSkipped == false else { return }
    if Self.skipped.contains(name) { state.isSkipped = true }
    switch name {
    case "footnote": manuscript.leaveOut(.footnote)
    case "annotation": manuscript.leaveOut(.comment)
    case "pict": manuscript.leaveOut(.image)
    case "shp", "do": manuscript.leaveOut(.textBox)
    case _ where name.hasPrefix("header") || name.hasPrefix("footer"):
      if state.isSkipped { manuscript.leaveOut(.pageHeader) }
    default: break
    }
  }

  private mutating func markDeleted(_ isDeleted: Bool) {
    if isDeleted, !state.isDeleted, !state.isSkipped { manuscript.leaveOut(.deletion) }
    state.isDeleted = isDeleted
  }
}

/// Rows: their cells end with `\cell`, and the row with `\row`.
extension RichTextBody {
  private mutating func startRow() {
    if !hasTable { manuscript.startTable() }
    if !hasRow { manuscript.startRow() }
    (hasTable, hasRow, isInTable) = (true, true, true)
  }

  private mutating func endRow() {
    if hasRow { manuscript.endRow() }
    hasRow = false
  }

  private mutating func endTable() {
    guard hasTable else { return }
    endRow()
    manuscript.endTable()
    hasTable = false
  }
}

/// Characters: bytes of the code page, and units of UTF-16.
extension RichTextBody {
  private var isSilent: Bool { state.isSkipped || state.isHidden || state.isDeleted }

  private mutating func add(_ byte: UInt8) {
    if passing > 0 {
      passing -= 1
      return
    }
    guard willWrite() else { return }
    if byte < 0x80 || codePage == 65001 {
      manuscript.write { $0.append(byte) }
    } else {
      manuscript.write { $0 += utf8(fromWindows1252: [byte]) }
      if codePage != 1252 { guessed += 1 }
    }
  }

  private mutating func write(_ text: StaticString) {
    if willWrite() { manuscript.write(text) }
  }

  /// Whether text that comes now is the talk's; the first below a table ends it.
  private mutating func willWrite() -> Bool {
    if state.isHidden, !state.isSkipped { manuscript.leaveOut(.hiddenText) }
    guard !isSilent else { return false }
    if hasTable, !isInTable { endTable() }
    return true
  }

  /// `\u-10179` and the like; the characters behind it stand in for it elsewhere.
  private mutating func addUnit(_ value: Int) {
    passing = state.standIns
    let unit = UInt16(truncatingIfNeeded: value)
    if unit & 0xFC00 == 0xD800 {
      high = unit
      return
    }
    var scalar = Unicode.Scalar(unit)
    if let first = high, unit & 0xFC00 == 0xDC00 {
      scalar = Unicode.Scalar(0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF)))
    }
    high = nil
    guard let scalar, scalar != "\0", willWrite() else { return }
    manuscript.write { $0.append(contentsOf: Character(scalar).utf8) }
  }
}

extension Diagnostic.Message {
  fileprivate static var deep: Self { "groups are nested more than \(XMLSurvey.deepest) deep" }
  fileprivate static var unopened: Self { "the rich text is damaged: a '}' closes nothing" }
  fileprivate static var cut: Self { "the rich text is damaged or cut off: a '{' is never closed" }
  fileprivate static func codePage(_ number: Int) -> Self {
    "letters of code page \(number) are read as windows-1252, a guess"
  }
}
