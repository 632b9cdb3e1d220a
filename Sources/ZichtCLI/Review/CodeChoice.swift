import CommandLineKit
import Project

/// Asks for a code until one is meant, or none.
struct CodeChoice {
  let keyboard: Keyboard
  let page: ReviewPage

  /// Alternatives that are told at most.
  private static let told = 8

  /// Nil where the answer is empty or there is none.
  func choose() throws -> CodeRow? {
    while let answer = try keyboard.line("code (? lists them): ") {
      let name = answer.trimmed
      if name.isEmpty { return nil }
      if name == "?" {
        for code in page.codes.codes { page.line(told(code), indent: 2 + 2 * code.depth) }
        continue
      }
      let candidates = candidates(name)
      if candidates.count == 1 { return candidates[0] }
      page.line(candidates.isEmpty ? unknown(name) : several(candidates), .warning)
    }
    return nil
  }

  private func told(_ code: CodeRow) -> String {
    "\(code.name)  \(page.codes[code.id]?.label ?? "")"
  }

  /// By the whole path or its last part; then by how these begin; then by what they hold.
  private func candidates(_ name: String) -> [CodeRow] {
    let name = name.lowercased()
    let tests: [(CodeRow) -> Bool] = [
      { "\($0.codebook):\($0.path)".lowercased() == name || $0.path.lowercased() == name },
      { $0.name.lowercased() == name },
      { $0.path.lowercased().hasPrefix(name) || $0.name.lowercased().hasPrefix(name) },
      { $0.path.lowercased().contains(name) },
    ]
    for test in tests {
      let found = page.codes.codes.filter(test)
      if !found.isEmpty { return found }
    }
    return []
  }

  private func several(_ codes: [CodeRow]) -> String {
    let isOneBook = Set(codes.map(\.codebook)).count == 1
    let names = codes.prefix(Self.told).map { isOneBook ? $0.path : "\($0.codebook):\($0.path)" }
    return "which one: " + names.joined(separator: ", ")
      + (codes.count > Self.told ? ", and \(codes.count - Self.told) more" : "")
  }

  private func unknown(_ name: String) -> String {
    let codes = page.codes.codes
    let likely = nearest(to: name, among: codes.map(\.path) + codes.map(\.name))
    return "no code '\(name)'" + (likely.map { ": \($0)?" } ?? "; ? lists them")
  }
}

extension String {
  /// Without spaces at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
