/// How cells look, each look with a number that cells refer to.
struct SheetStyles {
  struct Style: Equatable {
    /// Nil for text.
    var format: WorkbookWriter.NumberFormat?
    var isBold = false
    /// Over as many lines as it takes.
    var isWrapped = false
    /// A text that starts as a formula does: it stays text also where it is edited.
    var isQuoted = false
    var isHeader = false
  }

  /// The first is what cells without a style have.
  private var all = [Style()]
  /// Cells of a column mostly look alike.
  private var last = (style: Style(), index: 0)

  /// The number of a style; O(styles), which are few.
  mutating func index(_ style: Style) -> Int {
    if last.style == style { return last.index }
    let index = all.firstIndex(of: style) ?? all.count
    if index == all.count { all.append(style) }
    last = (style, index)
    return index
  }

  var xml: String {
    xmlDeclaration + "<styleSheet xmlns=\"\(sheetNamespace)\">" + numberFormats
      + "<fonts count=\"2\"><font>\(Self.font)</font><font><b/>\(Self.font)</font></fonts>"
      + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
      + "<fill><patternFill patternType=\"gray125\"/></fill><fill>"
      + "<patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EDF2\"/></patternFill></fill></fills>"
      + "<borders count=\"1\"><border/></borders>"
      + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
      + "</cellStyleXfs>"
      + "<cellXfs count=\"\(all.count)\">\(all.map(element).joined())</cellXfs>"
      + "</styleSheet>"
  }

  private static let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>"

  /// Formats that have no number of their own: 2 is `0.00`, 9 is `0%`.
  private var numberFormats: String {
    let decimals = Set(
      all.compactMap { style -> Int? in
        if case .decimals(let places) = style.format { return places }
        return nil
      })
    if decimals.isEmpty { return "" }
    let formats = decimals.sorted().map { places in
      let code = "0" + (places > 0 ? "." + String(repeating: "0", count: places) : "")
      return "<numFmt numFmtId=\"\(Self.firstOwn + places)\" formatCode=\"\(code)\"/>"
    }
    return "<numFmts count=\"\(formats.count)\">\(formats.joined())</numFmts>"
  }

  private static let firstOwn = 170

  private func element(_ style: Style) -> String {
    let format =
      switch style.format {
      case nil: 0
      case .integer?: 1
      case .percent?: 9
      case .decimals(let places)?: Self.firstOwn + places
      }
    let isBold = style.isBold || style.isHeader
    return "<xf numFmtId=\"\(format)\" fontId=\"\(isBold ? 1 : 0)\" "
      + "fillId=\"\(style.isHeader ? 2 : 0)\" borderId=\"0\" xfId=\"0\" "
      + "applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\""
      + (style.isQuoted ? " quotePrefix=\"1\"" : "")
      + "><alignment vertical=\"top\"\(style.isWrapped || style.isHeader ? " wrapText=\"1\"" : "")/>"
      + "</xf>"
  }
}
