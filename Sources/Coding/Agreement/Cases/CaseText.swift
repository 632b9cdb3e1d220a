/// One text with the passages of its coders, as a case has it.
struct CaseText {
  let length: Int
  /// By name: by code, nil for one who did not code the text.
  let coders: [String: [String: Spans]?]
  /// Those listed, and those used.
  let codes: Set<String>

  init(_ input: JSON) throws(CaseFault) {
    length = try input.required("text_length").count()
    var coders: [String: [String: Spans]?] = [:]
    var codes = try Self.codes(input)
    for coder in try input.required("coders").object() {
      if coder.value.isNull {
        coders[coder.key] = .some(nil)
        continue
      }
      var passages: [String: [Range<Int>]] = [:]
      for passage in try coder.value.list() {
        let range = try Self.range(passage, length)
        passages[try passage.required("code").asText(), default: []].append(range)
      }
      codes.formUnion(passages.keys)
      coders[coder.key] = passages.mapValues { Spans($0) }
    }
    (self.coders, self.codes) = (coders, codes)
  }

  static func codes(_ input: JSON) throws(CaseFault) -> Set<String> {
    Set(try input["codes"]?.texts() ?? [])
  }

  private static func range(_ passage: JSON, _ length: Int) throws(CaseFault) -> Range<Int> {
    let start = try passage.required("start").count()
    let end = try passage.required("end").count()
    guard start <= end, end <= length else {
      throw CaseFault("\(start) to \(end) is no passage of a text of \(length)", at: passage)
    }
    return start..<end
  }

  /// What a coder gave a code; nil for one who did not code the text.
  func spans(_ coder: String, _ code: String) -> Spans? {
    guard let codes = coders[coder] ?? nil else { return nil }
    return codes[code] ?? Spans.none
  }

  func tally(_ code: String, _ coders: [String], scale: UnitScale = .characters) -> CodeTally {
    CodeTally(coders.map { spans($0, code) }, length: length, scale: scale)
  }

  /// Names of those who coded the text, in order.
  var readers: [String] { coders.filter { $0.value != nil }.keys.sorted() }
}

/// The pairs of named coders, with the key that cases have for them.
struct NamedPairs {
  let all: [(key: String, index: Int, first: String, second: String)]

  init(_ coders: [String]) {
    all = CoderPair.all(of: coders.count).enumerated().map { index, pair in
      (
        key: "\(coders[pair.first])|\(coders[pair.second])", index: index,
        first: coders[pair.first], second: coders[pair.second]
      )
    }
  }

  func object(_ value: (_ index: Int, _ first: String, _ second: String) -> JSON) -> JSON {
    .object(all.map { ($0.key, value($0.index, $0.first, $0.second)) })
  }
}
