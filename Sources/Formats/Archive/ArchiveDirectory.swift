import Coding

/// The central directory at an archive's end, entry by entry.
struct ArchiveDirectory {
  private let bytes: [UInt8]
  private let file: String
  private var offset: Int
  /// Where the directory starts, and the parts end.
  private var start: Int
  private var end: Int
  private var left: Int
  /// Where each part's header and packed bytes are.
  private var extents: [Range<Int>] = []

  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    (self.bytes, self.file) = (bytes, file)
    (offset, start, end, left) = (0, 0, 0, 0)
    guard let record = Self.endRecord(bytes) else { throw fault(.noDirectory) }
    left = bytes.integer16(record + 10)
    let size = bytes.integer32(record + 12)
    offset = bytes.integer32(record + 16)
    if left == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF { throw fault(.zip64) }
    guard left <= Archive.mostParts else { throw fault(.manyParts(left)) }
    let isWhole = bytes.integer16(record + 4) == 0 && bytes.integer16(record + 8) == left
    guard isWhole, offset + size <= record else { throw fault(.noDirectory) }
    (start, end) = (offset, offset + size)
  }

  /// The record that closes an archive: only its own comment, of up to 65,535 bytes, may follow.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    return (max(0, bytes.count - 22 - 0xFFFF)...bytes.count - 22).last { start in
      bytes.integer32(start) == 0x0605_4B50
        && start + 22 + bytes.integer16(start + 20) == bytes.count
    }
  }

  /// The next part that is no folder; nil at the end.
  mutating func next() throws(Diagnostic) -> Archive.Part? {
    while left > 0 {
      left -= 1
      let part = try entry()
      if !part.name.hasSuffix("/") { return part }
    }
    return nil
  }

  private mutating func entry() throws(Diagnostic) -> Archive.Part {
    guard offset + 46 <= end, bytes.integer32(offset) == 0x0201_4B50 else {
      throw fault(.noDirectory)
    }
    let entry = offset
    let nameStart = entry + 46
    let nameEnd = nameStart + bytes.integer16(entry + 28)
    offset = nameEnd + bytes.integer16(entry + 30) + bytes.integer16(entry + 32)
    guard offset <= end else { throw fault(.noDirectory) }
    let name = bytes.string(nameStart..<nameEnd)
    try refuse(name, flags: bytes.integer16(entry + 8), at: entry)
    let header = bytes.integer32(entry + 42)
    let packed = try packedBytes(
      header: header, count: bytes.integer32(entry + 20), name: nameStart..<nameEnd)
    extents.append(header..<packed.upperBound)
    let method: Archive.Part.Method =
      switch bytes.integer16(entry + 10) {
      case 0: .stored
      case 8: .deflated
      case let other: .unknown(other)
      }
    return Archive.Part(
      name: name, method: method, packed: packed, size: bytes.integer32(entry + 24),
      checksum: UInt32(bytes.integer32(entry + 16)))
  }

  private func refuse(_ name: String, flags: Int, at entry: Int) throws(Diagnostic) {
    if flags & 0x2041 != 0 {
      throw fault(.encrypted, hint: "save it without a password")
    }
    let steps = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    let isAbsolute = steps.first?.isEmpty == true || steps.first?.contains(":") == true
    if isAbsolute || steps.contains("..") { throw fault(.outside(name)) }
    let isUnix = bytes[entry + 5] == 3
    if isUnix, bytes.integer32(entry + 38) >> 28 == 0xA { throw fault(.link(name)) }
  }

  /// Where the bytes behind a part's own header are, which must name the part alike.
  private func packedBytes(
    header: Int, count: Int, name: Range<Int>
  ) throws(Diagnostic) -> Range<Int> {
    guard header + 30 <= start, bytes.integer32(header) == 0x0403_4B50 else {
      throw fault(.misplaced(bytes.string(name)))
    }
    let nameEnd = header + 30 + bytes.integer16(header + 26)
    let packed = nameEnd + bytes.integer16(header + 28)
    guard packed + count <= start, bytes.areEqual(header + 30..<nameEnd, name) else {
      throw fault(.misplaced(bytes.string(name)))
    }
    return packed..<packed + count
  }

  /// Parts that share bytes make small files that unpack to huge ones.
  func refuseOverlaps() throws(Diagnostic) {
    var last = 0
    for extent in extents.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard extent.lowerBound >= last else { throw fault(.overlap) }
      last = extent.upperBound
    }
  }

  private func fault(
    _ message: Diagnostic.Message, hint: String = archiveHint
  ) -> Diagnostic {
    Diagnostic(.error, message, at: Place(file: file), hint: hint)
  }
}

/// Numbers as ZIP has them, low byte first.
extension [UInt8] {
  fileprivate func integer16(_ offset: Int) -> Int {
    Int(self[offset]) | Int(self[offset + 1]) << 8
  }

  fileprivate func integer32(_ offset: Int) -> Int {
    integer16(offset) | integer16(offset + 2) << 16
  }
}

extension Diagnostic.Message {
  fileprivate static var noDirectory: Self {
    "the archive is damaged or cut off: its directory can't be read"
  }
  fileprivate static var zip64: Self { "the archive is of the kind for over 4 GiB (ZIP64)" }
  fileprivate static func manyParts(_ count: Int) -> Self {
    "the archive holds \(count) parts, over 10,000"
  }
  fileprivate static var encrypted: Self { "the archive is protected by a password" }
  fileprivate static func outside(_ name: String) -> Self {
    "the archive holds \(shown(name)), a name that leads out of it"
  }
  fileprivate static func link(_ name: String) -> Self {
    "the archive holds \(shown(name)), a link"
  }
  fileprivate static func misplaced(_ name: String) -> Self {
    "the archive is damaged: \(shown(name)) is not where its directory says"
  }
  fileprivate static var overlap: Self { "the archive holds parts that overlap" }
}
