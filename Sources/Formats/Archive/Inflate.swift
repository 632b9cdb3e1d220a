import CZlib

/// Unpacks a deflated part (RFC 1951); nil unless it is whole and of the stated size.
///
/// Memory is asked for only where so many bytes can come of so few: deflate makes at most 1,032
/// bytes of one.
func inflate(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
  guard size / 1032 <= packed.count else { return nil }
  var isWhole = false
  // A byte of room more, or an empty part would have no address and a longer one would pass.
  let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { room, count in
    packed.withUnsafeBufferPointer { packed in
      var stream = z_stream()
      let header = Int32(MemoryLayout<z_stream>.size)
      guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, header) == Z_OK else { return }
      defer { inflateEnd(&stream) }
      stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
      stream.avail_in = UInt32(packed.count)
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(room.count)
      let status = inflate(&stream, Z_FINISH)
      count = room.count - Int(stream.avail_out)
      isWhole = status == Z_STREAM_END && count == size
    }
  }
  return isWhole ? bytes : nil
}

/// The CRC-32 that ZIP keeps for each part.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
}
