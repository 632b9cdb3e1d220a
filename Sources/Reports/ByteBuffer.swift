/// Bytes that only grow, in memory of their own: appending costs a store and no check of
/// uniqueness, which is what writing millions of cells is made of.
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  mutating func removeAll() { count = 0 }

  /// Makes room for that many bytes; the appending methods count on it.
  @inline(__always) mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(by: more) }
  }

  private mutating func grow(by more: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + more)
    larger.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (larger, 2 * capacity + more)
  }

  @inline(__always) mutating func append(_ byte: UInt8) {
    assert(count < capacity)
    base[count] = byte
    count += 1
  }

  @inline(__always) mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    assert(count + bytes.count <= capacity)
    guard let start = bytes.baseAddress else { return }
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  /// Reserve 20.
  mutating func append(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude, places: digits(number.magnitude))
  }

  /// Digits with leading zeros.
  @inline(__always) mutating func append(_ number: UInt, places: Int) {
    assert(count + places <= capacity)
    var rest = number
    for place in stride(from: count + places - 1, through: count, by: -1) {
      base[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += places
  }
}

@inline(__always) private func digits(_ number: UInt) -> Int {
  var places = 1
  var limit: UInt = 10
  // 10^19 is the last power of ten that fits.
  while places < 20, number >= limit {
    places += 1
    limit &*= 10
  }
  return places
}
