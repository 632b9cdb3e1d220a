/// Numbers of telephones, citizens, accounts, cars and post districts.
enum NumberForms {
  /// The digits that begin somewhere, with single separators in between.
  private struct Digits {
    var digits: [UInt8] = []
    /// Behind each digit.
    var ends: [Int] = []

    init(
      _ text: ArraySlice<UInt8>, from start: Int, most: Int, gap: Int, separators: String
    ) {
      var position = start
      var waiting = 0
      while position < text.endIndex, digits.count <= most {
        let byte = text[position]
        position += 1
        if Ascii.isDigit(byte) {
          digits.append(byte - 0x30)
          ends.append(position)
          waiting = 0
        } else if separators.utf8.contains(byte), waiting < gap {
          waiting += 1
        } else {
          break
        }
      }
    }
  }

  // MARK: Telephones

  /// `06-12345678`, `(010) 412 34 56`, `+31 (0)6 12345678`, `0031…`, `+32 2 123 45 67`.
  static func telephone(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    let isInternational = text[start] == UInt8(ascii: "+")
    let isBracketed = text[start...].starts(with: "(0".utf8)
    guard isInternational || isBracketed || text[start] == UInt8(ascii: "0") else { return nil }
    let run = Digits(
      text, from: start + (isInternational ? 1 : 0), most: 16, gap: 3, separators: " -./()")
    guard let count = telephoneDigits(run.digits, isInternational) else { return nil }
    // More digits or letters behind it: another number.
    guard run.digits.count == count || hasBreak(text, run.ends[count - 1]),
      IdentifierPatterns.endsWord(text, run.ends[count - 1])
    else { return nil }
    let range = start..<run.ends[count - 1]
    // A bracket around all of it is no part of the number.
    guard !isBracketed || text[range].contains(UInt8(ascii: ")")) else {
      return nil
    }
    return range
  }

  private static func hasBreak(_ text: ArraySlice<UInt8>, _ end: Int) -> Bool {
    end < text.endIndex && !Ascii.isDigit(text[end]) && text[end] != UInt8(ascii: "-")
  }

  /// How many of the digits are a telephone number.
  private static func telephoneDigits(_ digits: [UInt8], _ isInternational: Bool) -> Int? {
    if isInternational {
      guard digits.count > 7, digits[0] != 0 else { return nil }
      return digits.starts(with: [3, 1]) ? dutch(digits, after: 2) : min(digits.count, 15)
    }
    if digits.starts(with: [0, 0]) {
      guard digits.count > 10, digits[2] != 0 else { return nil }
      return digits.starts(with: [0, 0, 3, 1]) ? dutch(digits, after: 4) : min(digits.count, 15)
    }
    return dutch(digits, after: 0)
  }

  /// Nine digits that do not begin with 0, behind a 0 that only the form within the country needs.
  private static func dutch(_ digits: [UInt8], after prefix: Int) -> Int? {
    let hasZero = digits.count > prefix && digits[prefix] == 0
    let first = prefix + (hasZero ? 1 : 0)
    guard hasZero || prefix > 0, digits.count >= first + 9, digits[first] != 0 else { return nil }
    return first + 9
  }

  // MARK: Citizens

  /// Nine digits, alone or in groups, that pass the test of eleven.
  static func bsn(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    let run = Digits(text, from: start, most: 9, gap: 1, separators: " .")
    guard run.digits.count >= 9, Ascii.isDigit(text[start]), isCitizen(run.digits.prefix(9)),
      IdentifierPatterns.endsWord(text, run.ends[8]),
      run.digits.count == 9 || hasBreak(text, run.ends[8])
    else { return nil }
    return start..<run.ends[8]
  }

  private static func isCitizen(_ digits: ArraySlice<UInt8>) -> Bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
    return sum > 0 && sum.isMultiple(of: 11)
  }

  // MARK: Accounts

  /// `NL91 ABNA 0417 1643 00`: the check digits must be right.
  static func iban(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    var signs: [UInt8] = []
    var end: Int?
    var position = start
    while position < text.endIndex, signs.count < 34 {
      let byte = text[position]
      position += 1
      if byte == 0x20, position < text.endIndex, Ascii.isAlphanumeric(text[position]) { continue }
      guard Ascii.isDigit(byte) || Ascii.isUpper(byte) else { break }
      signs.append(byte)
      if signs.count == 4, !isCountry(signs) { return nil }
      if signs.count > 14, IdentifierPatterns.endsWord(text, position), hasRightChecks(signs),
        signs[0] != UInt8(ascii: "N") || signs[1] != UInt8(ascii: "L") || signs.count == 18
      {
        end = position
      }
    }
    return end.map { start..<$0 }
  }

  private static func isCountry(_ signs: [UInt8]) -> Bool {
    Ascii.isUpper(signs[0]) && Ascii.isUpper(signs[1]) && Ascii.isDigit(signs[2])
      && Ascii.isDigit(signs[3])
  }

  /// ISO 7064, MOD 97-10, over the signs with the first four last.
  private static func hasRightChecks(_ signs: [UInt8]) -> Bool {
    (signs[4...] + signs[..<4]).reduce(0) { rest, sign in
      Ascii.isDigit(sign) ? (rest * 10 + Int(sign - 0x30)) % 97 : (rest * 100 + Int(sign) - 55) % 97
    } == 1
  }

  // MARK: Cars and post

  /// Six letters and digits in three groups, as Dutch plates have had them since 1951.
  static func plate(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    let signs = text[start...].prefix(8)
    guard signs.count == 8, IdentifierPatterns.endsWord(text, start + 8),
      start + 8 >= text.endIndex || text[start + 8] != UInt8(ascii: "-"),
      start == text.startIndex || text[start - 1] != UInt8(ascii: "-")
    else { return nil }
    let form = signs.map { byte -> Character in
      Ascii.isDigit(byte) ? "9" : Ascii.isUpper(byte) ? "X" : byte == UInt8(ascii: "-") ? "-" : " "
    }
    return plateForms.contains(String(form)) ? start..<start + 8 : nil
  }

  private static let plateForms: Set<String> = [
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99",
    "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
  ]

  /// `1234 AB`; the letters SA, SD and SS are never given.
  static func postcode(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    var end = start
    while end < text.endIndex, Ascii.isDigit(text[end]) { end += 1 }
    guard end - start == 4, text[start] != UInt8(ascii: "0"), end < text.endIndex else {
      return nil
    }
    if text[end] == 0x20 { end += 1 }
    let letters = text[end...].prefix(2)
    guard letters.count == 2, letters.allSatisfy(Ascii.isUpper),
      !["SA", "SD", "SS"].contains(String(decoding: letters, as: UTF8.self)),
      IdentifierPatterns.endsWord(text, end + 2)
    else { return nil }
    return start..<end + 2
  }
}
