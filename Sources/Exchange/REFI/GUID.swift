import Coding

/// The identifiers of REFI-QDA, as `ExchangeProject` has them: 8-4-4-4-12 hexadecimal digits, lower
/// case, without braces.
package enum GUID {
  /// The GUID that a file means: braces and case don't count.
  ///
  /// What is no GUID gets one that depends on it alone, so that references to it still find it; the
  /// empty string stays empty. O(length).
  package static func normal(_ raw: String) -> String {
    if isNormal(raw) { return raw }
    let bare = raw.drop { $0 == "{" || $0 == " " }.prefix { $0 != "}" && $0 != " " }.lowercased()
    if bare.isEmpty || isNormal(bare) { return bare }
    return derived(from: raw)
  }

  /// A GUID made of the words that say what it stands for (RFC 9562, version 8, of SHA-256).
  package static func derived(from words: String...) -> String {
    var hash = SHA256()
    for word in words { hash.update("\(word.utf8.count):\(word)") }
    var bytes = Array(hash.finish().bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Array(bytes.hex.utf8)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(decoding: hex[$0], as: UTF8.self) }.joined(separator: "-")
  }

  private static func isNormal(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    for (offset, byte) in text.utf8.enumerated() {
      switch (offset, byte) {
      case (8, 0x2D), (13, 0x2D), (18, 0x2D), (23, 0x2D): continue
      case (8, _), (13, _), (18, _), (23, _): return false
      case (_, 0x30...0x39), (_, 0x61...0x66): continue
      default: return false
      }
    }
    return true
  }
}
