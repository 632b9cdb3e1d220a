import CZlib
import Coding

/// Packs parts into a ZIP archive, in the order they are given.
///
/// The same parts give the same bytes: there is no clock in it (every part is of 1 January 1980, the
/// first day ZIP knows), and names are UTF-8. Parts that deflate can't make smaller are stored.
package struct ArchiveWriter {
  /// More can't be said in four bytes (ZIP without its 64-bit extension, which `Archive` refuses).
  package static let largest = 0xFFFF_FFFF
  private static let mostParts = 0xFFFF

  private let limit: Int
  private var packed: [UInt8] = []
  private var directory: [UInt8] = []
  private var names: Set<String> = []

  /// The limit, in bytes of the whole archive and of each part, is there to be lowered.
  package init(limit: Int = largest) { self.limit = min(limit, Self.largest) }

  /// Adds a part under a path with `/` between its steps, at most once.
  ///
  /// O(bytes), some 50 MB a second.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws(Diagnostic) {
    guard names.insert(name).inserted else { throw fault(.repeated, name) }
    guard names.count <= Self.mostParts else { throw fault(.manyParts, name) }
    guard bytes.count <= limit, name.utf8.count <= 0xFFFF else { throw fault(.tooLarge, name) }
    let smaller = deflate(bytes)
    let content = smaller ?? bytes
    let header = header(name, bytes, packed: content.count, isDeflated: smaller != nil)
    let offset = packed.count
    packed.append(integer: 0x0403_4B50, bytes: 4)
    packed += header
    packed.append(contentsOf: name.utf8)
    packed += content
    addToDirectory(name, header, offset: offset)
    guard packed.count + directory.count + 22 <= limit else { throw fault(.tooLarge, name) }
  }

  /// What the header before a part and its entry in the directory have in common.
  private func header(
    _ name: String, _ bytes: [UInt8], packed: Int, isDeflated: Bool
  ) -> [UInt8] {
    var header: [UInt8] = []
    header.append(integer: 20, bytes: 2)  // Version 2.0 has all that is needed.
    header.append(integer: 0x0800, bytes: 2)  // The name is UTF-8.
    header.append(integer: isDeflated ? 8 : 0, bytes: 2)
    header.append(integer: 0, bytes: 2)  // Midnight …
    header.append(integer: 0x0021, bytes: 2)  // … of 1 January 1980.
    header.append(integer: Int(checksum(bytes)), bytes: 4)
    header.append(integer: packed, bytes: 4)
    header.append(integer: bytes.count, bytes: 4)
    header.append(integer: name.utf8.count, bytes: 2)
    header.append(integer: 0, bytes: 2)
    return header
  }

  private mutating func addToDirectory(_ name: String, _ header: [UInt8], offset: Int) {
    directory.append(integer: 0x0201_4B50, bytes: 4)
    directory.append(integer: 0x0314, bytes: 2)  // Made on Unix, so that the mode below counts.
    directory += header
    directory.append(integer: 0, bytes: 6)
    directory.append(integer: 0o100644 << 16, bytes: 4)
    directory.append(integer: offset, bytes: 4)
    directory.append(contentsOf: name.utf8)
  }

  /// The whole archive.
  package func finish() -> [UInt8] {
    var archive = packed
    archive.reserveCapacity(packed.count + directory.count + 22)
    archive += directory
    archive.append(integer: 0x0605_4B50, bytes: 4)
    archive.append(integer: 0, bytes: 4)
    archive.append(integer: names.count, bytes: 2)
    archive.append(integer: names.count, bytes: 2)
    archive.append(integer: directory.count, bytes: 4)
    archive.append(integer: packed.count, bytes: 4)
    archive.append(integer: 0, bytes: 2)
    return archive
  }

  private func fault(_ message: Diagnostic.Message, _ name: String) -> Diagnostic {
    Diagnostic(.error, message, at: Place(file: name), hint: "write less into one file")
  }
}

/// Packs bytes (RFC 1951); nil where they get no smaller.
///
/// - Precondition: fewer than 4 GiB.
private func deflate(_ bytes: [UInt8]) -> [UInt8]? {
  var isWhole = false
  let packed = [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
    bytes.withUnsafeBufferPointer { bytes in
      var stream = z_stream()
      let header = Int32(MemoryLayout<z_stream>.size)
      let status = deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        header)
      guard status == Z_OK else { return }
      defer { deflateEnd(&stream) }
      stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      stream.avail_in = UInt32(bytes.count)
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(bytes.count)
      isWhole = CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END
      count = bytes.count - Int(stream.avail_out)
    }
  }
  return isWhole && packed.count < bytes.count ? packed : nil
}

extension [UInt8] {
  /// Adds a number as ZIP has them, low byte first.
  fileprivate mutating func append(integer: Int, bytes: Int) {
    for byte in 0..<bytes { append(UInt8(truncatingIfNeeded: integer >> (8 * byte))) }
  }
}

extension Diagnostic.Message {
  fileprivate static var repeated: Self { "the archive holds a part of this name already" }
  fileprivate static var manyParts: Self { "an archive can't hold more than 65,535 parts" }
  fileprivate static var tooLarge: Self { "the archive would be over 4 GiB, more than ZIP can say" }
}
