import SQLite
import Testing

@Suite struct ConnectionTests {
  @Test func bindsEveryKindOfValue() throws {
    let connection = try Connection(path: ":memory:")
    let values: [Value] = [
      .null, .integer(.min), .integer(.max), .real(0.1), .text(""), .text("'; DROP TABLE t; --"),
      .text("a\u{0}b 👩‍👩‍👧"), .blob([]), .blob([0, 255]),
    ]
    for value in values {
      let read = try connection.first("SELECT \(value), typeof(\(value))") { $0.value(0) }
      #expect(read == value)
    }
  }
}
