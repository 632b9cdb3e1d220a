/// Characters written by name or number: `&amp;`, `&nbsp;`, `&#233;`.
enum Characters {
  /// The characters U+00A0 to U+00FF, in order.
  private static let latin = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
    plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 \
    iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
    Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde \
    ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
    """

  private static let names: [String: Unicode.Scalar] = {
    var names: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "lrm": "\u{200E}",
      "rlm": "\u{200F}", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚",
      "ldquo": "“", "rdquo": "”", "bdquo": "„", "hellip": "…", "bull": "•", "euro": "€",
      "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}", "zwnj": "\u{200C}",
      "zwj": "\u{200D}", "oelig": "œ", "OElig": "Œ", "Yuml": "Ÿ", "dagger": "†", "permil": "‰",
      "lsaquo": "‹", "rsaquo": "›", "trade": "™", "minus": "−", "rarr": "→", "larr": "←",
    ]
    for (number, name) in latin.split(separator: " ").enumerated() {
      names[String(name)] = Unicode.Scalar(UInt8(0xA0 + number))
    }
    return names
  }()

  /// The character at an `&`, and where it ends; `&` itself where it is no reference.
  static func reference(in bytes: [UInt8], at start: Int) -> (Unicode.Scalar, end: Int) {
    let end = min(start + 12, bytes.count)
    guard let stop = bytes[start..<end].firstIndex(of: .semicolon) else { return ("&", start + 1) }
    let name = bytes[start + 1..<stop]
    if let scalar = names[String(decoding: name, as: UTF8.self)] { return (scalar, stop + 1) }
    guard name.first == .hash, let scalar = numbered(name.dropFirst()) else {
      return ("&", start + 1)
    }
    return (scalar, stop + 1)
  }

  private static func numbered(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let isHex = digits.first.map { $0 | 0x20 == 0x78 } ?? false
    let text = String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self)
    guard let value = UInt32(text, radix: isHex ? 16 : 10), value >= 0x20 || value == 0x09 else {
      return nil
    }
    return Unicode.Scalar(value)
  }

  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(.ampersand) else { return text }
    var result: [UInt8] = []
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == .ampersand {
        let (scalar, end) = reference(in: bytes, at: offset)
        result.append(contentsOf: Character(scalar).utf8)
        offset = end
      } else {
        result.append(bytes[offset])
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
