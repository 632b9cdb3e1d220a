/// Bytes a command reads.
///
/// Buffered; one reader.
package final class Input {
  private let read: (UnsafeMutableRawBufferPointer) -> Int
  /// Whether reading would not wait, after at most so many milliseconds.
  private let isReadable: (Int32) -> Bool
  private var pending: ArraySlice<UInt8> = []

  /// `read` fills a buffer and returns how many bytes it got, 0 at the end.
  init(
    isReadable: @escaping (_ milliseconds: Int32) -> Bool = { _ in true },
    _ read: @escaping (UnsafeMutableRawBufferPointer) -> Int
  ) {
    (self.read, self.isReadable) = (read, isReadable)
  }

  convenience init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    self.init { buffer in
      let part = rest.prefix(buffer.count)
      buffer.copyBytes(from: part)
      rest = rest.dropFirst(part.count)
      return part.count
    }
  }

  /// Everything up to the end.
  package func all() -> [UInt8] {
    var bytes = Array(pending)
    pending = []
    while let chunk = chunk() { bytes += chunk }
    return bytes
  }

  /// The next byte; nil at the end.
  func byte() -> UInt8? {
    if pending.isEmpty, let chunk = chunk() { pending = chunk[...] }
    return pending.popFirst()
  }

  /// Whether a byte or the end is there, waiting for it up to a time.
  func isReady(withinMilliseconds time: Int32) -> Bool { !pending.isEmpty || isReadable(time) }

  /// The next line without its LF or CRLF, broken UTF-8 repaired; nil at the end.
  package func line() -> String? {
    var bytes: [UInt8] = []
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        bytes += pending[..<end]
        pending = pending[(end + 1)...]
        break
      }
      bytes += pending
      pending = []
      guard let chunk = chunk() else {
        if bytes.isEmpty { return nil }
        break
      }
      pending = chunk[...]
    }
    if bytes.last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func chunk() -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = read(UnsafeMutableRawBufferPointer(buffer))
    }
    return bytes.isEmpty ? nil : bytes
  }
}
