import TestSupport
import Testing

@testable import Coding

@Suite struct JSONTests {
  private func read(_ text: String) throws -> JSON {
    try JSONReader.read(SourceText(text), file: "x.json")
  }

  @Test(arguments: [
    (#" { "b" : 1 , "a" : [ true , null , "x" ] } "#, #"{"a":[true,null,"x"],"b":1}"#),
    (#"{"é":1,"z":2,"e":3,"ﬁ":4,"😀":5,"":6}"#, #"{"":6,"e":3,"z":2,"é":1,"ﬁ":4,"😀":5}"#),
    (
      #""\u0041\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t\u0001\u007f""#,
      "\"Aé😀/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u{7f}\""
    ),
    ("[0,-0,-12,1e2,1.50,-0.0,1E+2,0e5,0.1e-2]", "[0,0,-12,100.0,1.5,-0.0,100.0,0.0,0.001]"),
    ("9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", "9.223372036854776e+18"),
    ("{}", "{}"), ("[]", "[]"), ("[[],{}]", "[[],{}]"),
  ])
  func `the canonical form sorts keys by their bytes and escapes little`(
    text: String, canonical: String
  ) throws {
    #expect(try read(text).canonical == canonical)
  }

  private static let faults: [(text: String, line: Int, column: Int, says: String)] = [
    ("", 1, 1, "ends where a value should stand"),
    ("{\n  \"a\": \n}", 3, 1, "no JSON value"),
    ("{\"a\": 1,\n \"é\": 2,\n \"a\": 3}", 3, 2, "the key 'a' stands here twice"),
    (#"{"a": 1, "\u0061": 2}"#, 1, 10, "the key 'a' stands here twice"),
    ("[1, 2,]", 1, 7, "a comma after the last element"),
    ("{\"a\": 1,}", 1, 9, "a comma after the last element"),
    ("[1 2]", 1, 4, "',' or ']' should stand here"),
    ("{\"a\" 1}", 1, 6, "no ':' after the key 'a'"),
    ("{a: 1}", 1, 2, "a key in double quotes"),
    ("{,}", 1, 2, "a key in double quotes"),
    ("[,]", 1, 2, "no JSON value"),
    ("1 2", 1, 3, "more text after"),
    ("truee", 1, 5, "more text after"),
    ("tru", 1, 1, "no JSON value"),
    ("// x\n1", 1, 1, "no JSON value"),
    ("'a'", 1, 1, "no JSON value"),
    ("NaN", 1, 1, "no JSON value"),
    ("\"a", 1, 1, "never closed"),
    ("\"é\\", 1, 3, "never closed"),
    ("\"é\u{1}\"", 1, 3, "a raw control character"),
    ("\"a\nb\"", 1, 3, "a raw control character"),
    (#""é\x""#, 1, 3, "an unknown escape"),
    (#""\u12g4""#, 1, 2, "an unknown escape"),
    (#""\u12"#, 1, 2, "an unknown escape"),
    (#""\u+123""#, 1, 2, "an unknown escape"),
    (#""\ud83d""#, 1, 2, "half of a surrogate pair"),
    (#""\ud83dx""#, 1, 2, "half of a surrogate pair"),
    (#""\ud83d\ud83d""#, 1, 2, "half of a surrogate pair"),
    (#""\ud83d\n""#, 1, 2, "half of a surrogate pair"),
    (#""\ude00""#, 1, 2, "half of a surrogate pair"),
    ("01", 1, 1, "'01' is not a JSON number"),
    ("-", 1, 1, "'-' is not a JSON number"),
    ("-01", 1, 1, "'-01' is not a JSON number"),
    ("--1", 1, 1, "'--1' is not a JSON number"),
    ("1.", 1, 1, "'1.' is not a JSON number"),
    ("1.e5", 1, 1, "'1.e5' is not a JSON number"),
    ("1e", 1, 1, "'1e' is not a JSON number"),
    ("1e5.5", 1, 1, "'1e5.5' is not a JSON number"),
    ("1e999", 1, 1, "'1e999' is not a JSON number"),
    ("+1", 1, 1, "no JSON value"),
    (".5", 1, 1, "no JSON value"),
    ("[", 1, 2, "ends where a value should stand"),
    ("[1", 1, 3, "',' or ']' should stand here"),
    (String(repeating: "[", count: 201), 1, 201, "nested more than 200 deep"),
  ]

  @Test(arguments: faults)
  func `a fault is told at its line and column`(text: String, line: Int, column: Int, says: String)
    throws
  {
    let fault = try #require(throws: Diagnostic.self) { try read(text) }
    #expect(fault.message.text.contains(says), "\(fault)")
    #expect(fault.place == Place(file: "x.json", line: line, column: column), "\(fault)")
  }

  @Test func `200 deep is read, 100,000 deep is refused`() throws {
    let nested = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(try read(nested).canonical == nested)
    #expect(throws: Diagnostic.self) { try read(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func `values and keys know where they stand`() throws {
    let json = try read("{\n \"é\": [1,\n  true] }")
    #expect(json.members?.first?.offset == 3)
    #expect(json["é"]?.array?.map(\.offset) == [10, 15])
    #expect(json["x"] == nil && json.kindName == "an object")
  }

  @Test(arguments: 0..<100)
  func `what is written is read back the same`(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let json = value(&random, depth: 4)
    for text in [json.canonical, json.text(), json.text(indented: true)] {
      #expect(try read(text) == json, "\(text)")
      #expect(try read(text).canonical == json.canonical)
    }
    #expect(try read(json.text()).text() == json.text())
  }

  private func value(_ random: inout Seeded, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int(truncatingIfNeeded: random.next()))
    case 3:
      let real = Double(bitPattern: random.next())
      return JSON(.real(real.isFinite ? real : 0.5))
    case 4: return .string(random.dutch(pieces: 3) + random.pick(["", "\0", "\u{1f}", "\\", "\""]))
    case 5: return .array((0..<3).map { _ in value(&random, depth: depth - 1) })
    default:
      return .object(
        (0..<3).map { ("\($0)" + random.dutch(pieces: 1), value(&random, depth: depth - 1)) })
    }
  }

  @Test(arguments: 0..<10)
  func `no bytes bring the reader down`(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let valid = Array(#"{"a": [1, -2.5e3, "é\u00e9\ud83d\ude00", true, null, {"b": {}}]}"#.utf8)
    for _ in 0..<200 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          bytes[index] = random.pick(random.pick([Array("{}[]\",:\\u0e-.".utf8), random.bytes(4)]))
        case 1: bytes.insert(random.pick(Array("{}[]\",:\\u0e-.".utf8)), at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + 3))
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let text = SourceText(String(decoding: bytes, as: UTF8.self))
      _ = try? JSONReader.read(SourceText(validUTF8: random.bytes(20)), file: "x")
      let json: JSON
      do throws(Diagnostic) { json = try JSONReader.read(text, file: "x") } catch {
        #expect(error.place.line >= 1 && error.place.column >= 1)
        continue
      }
      #expect(try JSONReader.read(SourceText(json.canonical), file: "x") == json)
    }
  }
}
