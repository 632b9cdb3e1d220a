/// Names as sheets may have them: 1 to 31 characters, none of `: \ / ? * [ ]`, no apostrophe at an
/// end, no two alike in any case.
enum SheetNames {
  private static let longest = 31  // UTF-16 code units

  /// The names made fit, the second of the same name as `name (2)`.
  static func fitting(_ names: [String]) -> [String] {
    // Excel keeps this one for itself.
    var taken: Set<String> = ["history"]
    return names.map { name in
      var fitting = cut(plain(name), to: longest)
      var copy = 2
      while !taken.insert(fitting.lowercased()).inserted {
        let suffix = " (\(copy))"
        fitting = cut(plain(name), to: longest - suffix.utf16.count) + suffix
        copy += 1
      }
      return fitting
    }
  }

  private static func plain(_ name: String) -> String {
    let scalars = name.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case ":", "\\", "/", "?", "*", "[", "]": "-"
      case _ where scalar.properties.generalCategory == .control: " "
      case "'": "’"
      default: scalar
      }
    }
    let text = String(String.UnicodeScalarView(scalars)).trimmed
    return text.isEmpty ? "Sheet" : text
  }

  private static func cut(_ name: String, to limit: Int) -> String {
    var kept = name
    while kept.utf16.count > limit { kept.removeLast() }
    return kept.trimmed
  }
}

extension String {
  fileprivate var trimmed: String {
    let bytes = Array(utf8)
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }
}
