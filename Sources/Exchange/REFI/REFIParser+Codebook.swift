import Coding

/// What projects and codebooks have in common.
extension REFIParser {
  /// Reads the children of `Codes`.
  func codes() throws(Diagnostic) -> [ExchangeProject.Code] {
    var codes: [ExchangeProject.Code] = []
    while let child = try child() {
      if child == .code {
        codes.append(try code(within: ""))
      } else {
        try leaveOut("it isn't taken")
      }
    }
    return codes
  }

  private func code(within path: String) throws(Diagnostic) -> ExchangeProject.Code {
    let attributes = attributes()
    let path = path + "\n" + attributes.name
    var code = ExchangeProject.Code(guid: attributes.guid, name: attributes.name)
    if code.guid.isEmpty { code.guid = GUID.derived(from: "code", path) }
    code.colour = colour(attributes)
    code.isCodable = !["0", "false"].contains(attributes["isCodable"]?.lowercased())
    while let child = try child() {
      switch child {
      case .description: code.description = try string()
      case .noteRef: code.notes.append(try target())
      case .code: code.codes.append(try self.code(within: path))
      default: try leaveOut("it isn't taken")
      }
    }
    return code
  }

  /// `#rrggbb` in lower case; empty for none.
  private func colour(_ attributes: REFIAttributes) -> String {
    guard let raw = attributes["color"], !raw.isEmpty else { return "" }
    if let colour = Colour.normal(raw) { return colour }
    report.leaveOut(
      "color '\(raw)' of \(describe("Code", attributes))", "it is no #RRGGBB", at: mark)
    return ""
  }

  /// Reads the children of `Sets`, and where they stand.
  func sets() throws(Diagnostic) -> ([ExchangeProject.Collection], [REFIReport.Mark]) {
    var sets: [ExchangeProject.Collection] = []
    var marks: [REFIReport.Mark] = []
    while let child = try child() {
      if child == .set {
        marks.append(mark)
        sets.append(try set())
      } else {
        try leaveOut("it isn't taken")
      }
    }
    return (sets, marks)
  }

  private func set() throws(Diagnostic) -> ExchangeProject.Collection {
    let attributes = attributes()
    var set = ExchangeProject.Collection(guid: attributes.guid, name: attributes.name)
    if set.guid.isEmpty { set.guid = GUID.derived(from: "set", attributes.name) }
    while let child = try child() {
      switch child {
      case .description: set.description = try string()
      case .memberCode, .codeRef: set.codes.append(try target())
      case .memberSource, .sourceRef: set.sources.append(try target())
      case .memberNote, .noteRef: set.notes.append(try target())
      default: try leaveOut("it isn't taken")
      }
    }
    return set
  }

  /// Reads a `VariableValue`; `1` and `0` for true and false are made the words.
  func value() throws(Diagnostic) -> ExchangeProject.Value {
    var value = ExchangeProject.Value(variable: "", text: "")
    while let child = try child() {
      switch child {
      case .variableRef: value.variable = try target()
      case .textValue, .integerValue, .floatValue, .dateValue, .dateTimeValue:
        value.text = try string()
      case .booleanValue:
        let word = try string()
        value.text = word == "1" ? "true" : word == "0" ? "false" : word
      default: try leaveOut("it isn't taken")
      }
    }
    return value
  }
}

enum Colour {
  /// `#f00` and `#FF0000` are `#ff0000`; nil for what is no such colour.
  static func normal(_ raw: String) -> String? {
    let digits = raw.lowercased().utf8.dropFirst()
    let isHexadecimal = digits.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    guard raw.utf8.first == UInt8(ascii: "#"), isHexadecimal else { return nil }
    switch digits.count {
    case 6: return raw.lowercased()
    case 3: return "#" + String(decoding: digits.flatMap { [$0, $0] }, as: UTF8.self)
    default: return nil
    }
  }
}
