import Coding

/// A ZIP archive in memory, as documents and workbooks are packed.
///
/// It is read by its central directory, which must agree with the headers before the parts. What
/// only a hostile or damaged archive has is refused: parts that overlap, names that lead out of a
/// folder, links, sizes that can't be. An archive within the archive is a part like any other and
/// never opened.
package struct Archive {
  /// Limits on what is unpacked, in bytes, and on the number of parts.
  static let largestPart = 64 << 20
  static let largestSum = 256 << 20
  static let mostParts = 10_000

  struct Part {
    enum Method {
      case stored, deflated
      case unknown(Int)
    }
    var name: String
    var method: Method
    /// Where its packed bytes are.
    var packed: Range<Int>
    var size: Int
    var checksum: UInt32
  }

  package let file: String
  private let bytes: [UInt8]
  private var parts: [String: Part] = [:]
  private var unpacked = 0

  /// O(parts log parts).
  package init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    (self.bytes, self.file) = (bytes, file)
    var directory = try ArchiveDirectory(bytes, file: file)
    while let part = try directory.next() {
      guard parts.updateValue(part, forKey: part.name) == nil else {
        throw fault(.repeated(part.name))
      }
    }
    try directory.refuseOverlaps()
  }

  /// In no order; folders are left out.
  package var names: [String] { Array(parts.keys) }
  package func contains(_ name: String) -> Bool { parts[name] != nil }

  /// A part's bytes, unpacked and checked.
  ///
  /// O(its size).
  package mutating func read(_ name: String) throws(Diagnostic) -> [UInt8] {
    guard let part = parts[name] else { throw fault(.missing(name)) }
    guard part.size <= Self.largestPart else { throw fault(.largePart(name)) }
    unpacked += part.size
    guard unpacked <= Self.largestSum else { throw fault(.largeSum) }
    let content: [UInt8]?
    switch part.method {
    case .stored: content = part.size == part.packed.count ? Array(bytes[part.packed]) : nil
    case .deflated: content = inflate(bytes[part.packed], size: part.size)
    case .unknown(let method): throw fault(.unknownMethod(name, method))
    }
    guard let content, checksum(content) == part.checksum else { throw fault(.damaged(name)) }
    return content
  }

  private func fault(_ message: Diagnostic.Message) -> Diagnostic {
    Diagnostic(.error, message, at: Place(file: file), hint: archiveHint)
  }
}

package let archiveHint = "open it in the program that made it, and save it anew"

extension Diagnostic.Message {
  fileprivate static func repeated(_ name: String) -> Self {
    "the archive holds \(shown(name)) twice"
  }
  fileprivate static func missing(_ name: String) -> Self {
    "the archive lacks its part \(shown(name))"
  }
  fileprivate static func largePart(_ name: String) -> Self {
    "\(shown(name)) in it is over 64 MiB when unpacked"
  }
  fileprivate static var largeSum: Self { "its parts are over 256 MiB when unpacked" }
  fileprivate static func unknownMethod(_ name: String, _ method: Int) -> Self {
    "\(shown(name)) in it is packed by method \(method), which no document uses"
  }
  fileprivate static func damaged(_ name: String) -> Self { "\(shown(name)) in it is damaged" }
}
