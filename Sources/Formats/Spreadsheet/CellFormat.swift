import Coding

/// What a cell's number means, as far as its number format tells.
///
/// Dates become `2026-03-01`, whatever order of day and month they are shown in; times become
/// `0:34` or `1:02:03`, as they are shown: who types 34 seconds as 0:34 gets, and sees, minutes.
enum CellFormat: Equatable {
  /// The number itself, to the 15 digits that spreadsheets keep.
  case general
  /// A whole number of at least so many digits: `007`.
  case padded(Int)
  case moment(MomentFormat)

  /// The text for a number as XML has it; what is no number stays as it is.
  func text(of number: String) -> String {
    guard let value = Double(number), value.isFinite else { return number }
    switch self {
    case .general: return SheetNumber.text(value)
    case .padded(let places):
      let text = SheetNumber.text(value)
      let isWhole = text.utf8.allSatisfy(\.isDigit)
      return isWhole ? String(repeating: "0", count: max(0, places - text.utf8.count)) + text : text
    case .moment(let format): return format.text(of: value) ?? SheetNumber.text(value)
    }
  }

  // MARK: Reading

  private enum Element: String {
    case format = "s:numFmt"
    case cellFormats = "s:cellXfs"
    case cellFormat = "s:xf"
  }

  /// The formats that cells refer to by number.
  static func read(
    _ package: inout OfficePackage, _ part: String, startsIn1904: Bool
  ) throws(Diagnostic) -> [CellFormat] {
    let xml: XMLReader<Element> = try package.reader(of: part, namespaces: sheetNamespaces)
    var codes: [Int: CellFormat] = [:]
    var formats: [CellFormat] = []
    var isCellFormats = false
    while let node = try xml.next() {
      switch node {
      case .start(.format):
        if let id = xml.attribute("numFmtId").flatMap({ Int($0) }),
          let code = xml.attribute("formatCode")
        {
          codes[id] = CellFormat(code: code, startsIn1904)
        }
      case .start(.cellFormats): isCellFormats = true
      case .end(.cellFormats): isCellFormats = false
      case .start(.cellFormat):
        guard isCellFormats else { continue }
        let id = xml.attribute("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(codes[id] ?? CellFormat(builtIn: id, startsIn1904))
      default: continue
      }
    }
    return formats
  }

  /// Formats that have a number and no code (ISO/IEC 29500-1, 18.8.30).
  init(builtIn id: Int, _ startsIn1904: Bool) {
    let code =
      switch id {
      case 14...17, 27...31, 36, 50...54, 57, 58: "yyyy-mm-dd"
      case 18, 20, 32, 34: "h:mm"
      case 19, 21, 33, 35, 55, 56: "h:mm:ss"
      case 22: "yyyy-mm-dd h:mm"
      case 45: "mm:ss"
      case 46: "[h]:mm:ss"
      case 47: "mm:ss.0"
      default: "General"
      }
    self.init(code: code, startsIn1904)
  }

  init(code: String, _ startsIn1904: Bool) {
    let zeros = code.utf8.prefix { $0 == UInt8(ascii: "0") }.count
    if let format = MomentFormat(code: code, startsIn1904: startsIn1904) {
      self = .moment(format)
    } else if zeros == code.utf8.count, (2...15).contains(zeros) {
      self = .padded(zeros)
    } else {
      self = .general
    }
  }
}

/// Numbers as texts, whoever wrote them.
enum SheetNumber {
  /// At most 15 significant digits, without an exponent where 15 digits do without.
  static func text(_ value: Double) -> String {
    guard value != 0, value.magnitude < 1e15, value.magnitude >= 1e-9 else {
      return value == 0 ? "0" : "\(value)"
    }
    let magnitude = value.magnitude
    // Digits before the decimal point, or fewer than none for zeros behind it.
    var whole = 0
    var power = 1.0
    while magnitude >= power {
      whole += 1
      power *= 10
    }
    let places = 15 - whole
    var text = "\(magnitude)"
    // Swift's own is the shortest that reads back; sums of decimals have two digits too many.
    if text.utf8.count(where: \.isDigit) > 15, places > 0, places <= 15 {
      text = rounded(magnitude, places: places)
    }
    if text.contains("e") { text = rounded(magnitude, places: min(places + 9, 18)) }
    if text.hasSuffix(".0") { text.removeLast(2) }
    return (value < 0 ? "-" : "") + text
  }

  private static func rounded(_ magnitude: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (magnitude * scale).rounded()
    guard scaled < 9e18 else { return "\(magnitude)" }
    var digits = String(Int(scaled))
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var text = digits.dropLast(places) + "." + digits.suffix(places)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return String(text)
  }
}
