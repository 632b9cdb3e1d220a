/// A number format that shows a date, a time or both.
struct MomentFormat: Equatable {
  private var hasDate = false
  private var hasHours = false
  private var hasSeconds = false
  /// Digits of a second.
  private var places = 0
  /// Whether hours go on past 24.
  private var isElapsed = false
  private var startsIn1904: Bool

  /// Nil for a format of numbers or texts.
  init?(code: String, startsIn1904: Bool) {
    self.startsIn1904 = startsIn1904
    var letters: [UInt8] = []
    var hasMonth = false
    for token in FormatTokens.read(code) {
      switch token {
      case .elapsed(let letter):
        isElapsed = true
        letters.append(letter)
      case .letter(let letter): letters.append(letter)
      case .fraction(let count):
        if letters.last == UInt8(ascii: "s") { places = min(3, count) }
      case .number: return nil
      }
    }
    for (index, letter) in letters.enumerated() {
      switch letter {
      case UInt8(ascii: "y"), UInt8(ascii: "d"): hasDate = true
      case UInt8(ascii: "h"): hasHours = true
      case UInt8(ascii: "s"): hasSeconds = true
      default:
        // An m is minutes beside hours or seconds.
        let before = index > 0 ? letters[index - 1] : 0
        let after = index + 1 < letters.count ? letters[index + 1] : 0
        if before != UInt8(ascii: "h"), after != UInt8(ascii: "s"), !isElapsed { hasMonth = true }
      }
    }
    hasDate = hasDate || hasMonth
    guard hasDate || hasHours || hasSeconds || isElapsed else { return nil }
  }

  /// Nil for a number that is no moment: before the first day, or after the year 9999.
  func text(of value: Double) -> String? {
    guard value >= 0, value < 2_958_466 else { return nil }
    let units = [1.0, 10, 100, 1000][places]
    let total = Int((value * 86_400 * units).rounded())
    let (seconds, fraction) = total.quotientAndRemainder(dividingBy: Int(units))
    let (day, time) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let hasTime = hasHours || hasSeconds
    guard hasDate else { return clock(isElapsed ? seconds : time, fraction) }
    guard let date = date(day) else { return nil }
    return hasTime ? "\(date) \(clock(time, fraction, isPadded: true))" : date
  }

  private func clock(_ time: Int, _ fraction: Int, isPadded: Bool = false) -> String {
    let (hours, minutes, seconds) = (time / 3600, time / 60 % 60, time % 60)
    let hasHours = hasHours || hours > 0 || isPadded || !hasSeconds
    var text = hasHours ? (isPadded ? two(hours) : "\(hours)") + ":" : ""
    text += two(minutes)
    guard hasSeconds || seconds > 0 || !self.hasHours else { return text }
    text += ":" + two(seconds)
    let digits = String(fraction)
    return places == 0
      ? text : text + "." + String(repeating: "0", count: places - digits.count) + digits
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Days from 31 December 1899, of a calendar that has a 29 February 1900, or from 1904.
  private func date(_ day: Int) -> String? {
    if startsIn1904 { return Self.date(daysSince1970: day - 24_107) }
    if day == 0 { return nil }
    if day == 60 { return "1900-02-29" }
    return Self.date(daysSince1970: day - (day < 60 ? 25_568 : 25_569))
  }

  /// The civil date, by eras of 400 years that start in March.
  private static func date(daysSince1970 days: Int) -> String {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civil = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (civil <= 2 ? 1 : 0)
    func padded(_ number: Int, _ places: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, places - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(civil, 2))-\(padded(day, 2))"
  }
}

/// What matters of a number format's code: not its quotes, colours, currencies and paddings.
private enum FormatTokens {
  enum Token {
    /// y, m, d, h or s; a run of one letter is one token.
    case letter(UInt8)
    /// A letter in brackets: time that goes on past 24 hours or 60 minutes.
    case elapsed(UInt8)
    /// Zeros behind a point.
    case fraction(Int)
    /// A digit's place, as numbers have.
    case number
  }

  /// Of the first section, for positive numbers.
  static func read(_ code: String) -> [Token] {
    let bytes = Array(code.replacing("AM/PM", with: "").replacing("A/P", with: "").utf8)
    if code.hasPrefix("General") { return [] }
    var tokens: [Token] = []
    var offset = 0
    var last: UInt8 = 0
    while offset < bytes.count, bytes[offset] != .semicolon {
      let byte = bytes[offset]
      let letter = byte | 0x20
      switch byte {
      case .quote:
        offset = bytes[(offset + 1)...].firstIndex(of: .quote) ?? bytes.count
      // The sign behind these is shown, skipped or repeated.
      case UInt8(ascii: "\\"), .underscore, .asterisk: offset += 1
      case UInt8(ascii: "["):
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
        let inner = bytes[(offset + 1)..<max(offset + 1, end)]
        let first = inner.first.map { $0 | 0x20 } ?? 0
        if "hms".utf8.contains(first), inner.allSatisfy({ $0 | 0x20 == first }) {
          tokens.append(.elapsed(first))
        }
        offset = end
      case UInt8(ascii: "."):
        let zeros = bytes[(offset + 1)...].prefix { $0 == UInt8(ascii: "0") }.count
        if zeros > 0 { tokens.append(tokens.isEmpty ? .number : .fraction(zeros)) }
        offset += zeros
      case UInt8(ascii: "0"), .hash, UInt8(ascii: "?"), UInt8(ascii: "@"): tokens.append(.number)
      case _ where "ymdhs".utf8.contains(letter):
        if last != letter { tokens.append(.letter(letter)) }
      default: break
      }
      last = letter
      offset += 1
    }
    return tokens
  }
}
