import CZlib
import Coding

/// Packs parts into a ZIP archive while they are being made: of a part that is never in memory as a
/// whole, sizes and checksum stand behind it (a data descriptor) and in the directory.
///
/// The same bytes in the same pieces or others give the same archive: there is no clock in it, every
/// part is of 1 January 1980.
final class ArchiveStream {
  typealias Sink = ([UInt8]) throws -> Void

  private struct Part {
    var name: [UInt8]
    var offset: Int
    var size = 0
    var packed = 0
    var checksum: UInt = 0
  }

  private let sink: Sink
  private let deflater = Deflater()
  private var parts: [Part] = []
  private var written = 0

  init(sink: @escaping Sink) { self.sink = sink }

  /// Starts a part, under a path with `/` between its steps; the one before must have ended.
  func start(_ name: String) throws {
    let part = Part(name: Array(name.utf8), offset: written)
    parts.append(part)
    deflater.reset()
    try put(integers: [(0x0403_4B50, 4)] + header(part) + [(0, 2)], part.name)
  }

  /// Adds bytes to the part that was started.
  ///
  /// O(bytes).
  func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty, let last = parts.indices.last else { return }
    parts[last].size += bytes.count
    parts[last].checksum = bytes.withUnsafeBufferPointer {
      crc32(parts[last].checksum, $0.baseAddress, UInt32($0.count))
    }
    try put(packed: deflater.pack(bytes, isLast: false))
  }

  func endPart() throws {
    guard let last = parts.indices.last else { return }
    try put(packed: deflater.pack([], isLast: true))
    let part = parts[last]
    guard max(part.size, part.packed, written) < 0xFFFF_FFFF else { throw tooLarge(part) }
    try put(integers: [(0x0807_4B50, 4)] + sums(part))
  }

  /// A part that is there as a whole.
  func add(_ name: String, _ text: String) throws {
    try start(name)
    try write(Array(text.utf8))
    try endPart()
  }

  /// Writes the directory; nothing may follow it.
  func finish() throws {
    let start = written
    for part in parts {
      // Made by version 2.0 on Unix, so that the mode of the file counts.
      let entry: [(Int, Int)] = [(0x0201_4B50, 4), (0x0314, 2)] + header(part)
      let rest = [(0, 2), (0, 2), (0, 2), (0, 2), (0o100644 << 16, 4), (part.offset, 4)]
      try put(integers: entry + rest, part.name)
    }
    let count = parts.count
    guard written < 0xFFFF_FFFF, count < 0xFFFF else { throw tooLarge(parts[count - 1]) }
    try put(integers: [
      (0x0605_4B50, 4), (0, 4), (count, 2), (count, 2), (written - start, 4), (start, 4), (0, 2),
    ])
  }

  /// What the header before a part and its entry in the directory have in common, up to the name's
  /// length; the sums are 0 until the part has ended.
  private func header(_ part: Part) -> [(Int, Int)] {
    // Version 2.0; sums behind the part, name in UTF-8; deflated; midnight of 1 January 1980.
    [(20, 2), (0x0808, 2), (8, 2), (0, 2), (0x0021, 2)] + sums(part) + [(part.name.count, 2)]
  }

  private func sums(_ part: Part) -> [(Int, Int)] {
    [(Int(part.checksum), 4), (part.packed, 4), (part.size, 4)]
  }

  private func put(packed bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    parts[parts.count - 1].packed += bytes.count
    written += bytes.count
    try sink(bytes)
  }

  /// Numbers with how many bytes they take, low byte first, and a name behind them.
  private func put(integers: [(value: Int, bytes: Int)], _ name: [UInt8] = []) throws {
    var bytes: [UInt8] = []
    for (value, count) in integers {
      for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    written += bytes.count + name.count
    try sink(bytes + name)
  }

  private func tooLarge(_ part: Part) -> Diagnostic {
    Diagnostic(
      .error, .tooLarge, at: Place(file: part.name.string(0..<part.name.count)),
      hint: "write less into one file, or CSV")
  }
}

/// Packs bytes as deflate has them (RFC 1951), piece by piece.
private final class Deflater {
  /// Where zlib's stream must stay.
  private let stream: UnsafeMutablePointer<z_stream>
  private static let room = 1 << 16

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      size)
    precondition(status == Z_OK, "zlib has no memory")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func reset() { deflateReset(stream) }

  /// What comes out when so much goes in, or nothing more does.
  func pack(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    var packed: [UInt8] = []
    bytes.withUnsafeBufferPointer { bytes in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      stream.pointee.avail_in = UInt32(bytes.count)
      repeat {
        packed += [UInt8](unsafeUninitializedCapacity: Self.room) { room, count in
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = UInt32(Self.room)
          deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          count = Self.room - Int(stream.pointee.avail_out)
        }
      } while stream.pointee.avail_out == 0
    }
    return packed
  }
}

extension Diagnostic.Message {
  fileprivate static var tooLarge: Self { "the file would be over 4 GiB, more than ZIP can say" }
}
