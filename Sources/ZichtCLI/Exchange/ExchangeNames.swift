import Exchange

/// What Zicht's own things are called in files for other programs.
///
/// A name that another program gave is kept; otherwise it follows from the thing itself, so that it is
/// the same in every export.
struct ExchangeNames {
  /// Who stands for findings of rules that nobody has decided on.
  static let rules = GUID.derived(from: "zicht", "rules")

  /// By kind and name here.
  private let foreign: [String: [String: String]]

  init(code: [String: String], coder: [String: String], variable: [String: String]) {
    foreign = ["code": code, "coder": coder, "variable": variable]
  }

  func guid(ofCode name: String) -> String { guid("code", name) }
  func guid(ofCoder name: String) -> String { guid("coder", name) }
  func guid(ofVariable name: String) -> String { guid("variable", name) }

  private func guid(_ kind: String, _ name: String) -> String {
    foreign[kind]?[name] ?? GUID.derived(from: "zicht", kind, name)
  }

  static func guid(ofCodebook id: String) -> String { GUID.derived(from: "zicht", "codebook", id) }

  /// A uid of 32 hexadecimal digits as a GUID.
  static func guid(ofUID uid: String) -> String {
    let digits = Array(uid)
    guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else {
      return GUID.derived(from: "zicht", "uid", uid)
    }
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }

  static func uid(ofGUID guid: String) -> String { guid.filter { $0 != "-" } }
}
