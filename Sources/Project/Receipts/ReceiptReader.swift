import Coding

extension SegmentReceipt {
  /// Whether a JSON value says that it is a segment's receipt, of this version or another.
  package static func isReceipt(_ json: JSON) -> Bool {
    json["receipt"]?.string?.hasPrefix("zicht segment receipt ") ?? false
  }

  /// Reads a receipt; whether it proves anything is for `ReceiptCheck` to say.
  package init(reading json: JSON, file: String) throws {
    guard json["receipt"]?.string == Self.format else {
      throw ProjectError.unknown(
        "\(file): '\(json["receipt"]?.string ?? "")' is no receipt that this zicht knows",
        hint: "it reads '\(Self.format)'")
    }
    let fields = ReceiptFields(json, file)
    segment = try ReceiptSegment(reading: try fields.object("segment"))
    entries = try fields.objects("events").map { entry in
      let proof = try entry.strings("proof").map { text in
        guard let bytes = Base64.decode(text), bytes.count == 32 else {
          throw entry.malformed("proof")
        }
        return Digest(bytes: bytes)
      }
      return Entry(text: try entry.string("entry"), proof: proof)
    }
    findings = try fields.objects("findings").map {
      Findings(
        event: try $0.integer("event"), rule: try $0.string("rule"),
        row: try $0.integer("version_row"), lines: try $0.optionalString("lines"))
    }
    words = try fields.optionalObject("words").map { words in
      guard let salt = [UInt8](hex: try words.string("salt")), salt.count == 32 else {
        throw words.malformed("salt")
      }
      return Words(
        speaker: try words.integer("speaker"), salt: salt, text: try words.string("text"),
        turns: try words.string("turns"))
    }
    checkpoint = try Checkpoint.read(SourceText(try fields.string("checkpoint")), file: file)
  }
}

extension ReceiptSegment {
  fileprivate init(reading fields: ReceiptFields) throws {
    guard let origin = SegmentRow.Origin(rawValue: try fields.string("origin")) else {
      throw fields.malformed("origin")
    }
    guard let status = SegmentStatus(rawValue: try fields.string("status")) else {
      throw fields.malformed("status")
    }
    (self.origin, self.status) = (origin, status)
    transcript = try fields.string("transcript")
    file = try fields.string("file")
    version = try fields.integer("version")
    sha256 = try fields.string("sha256")
    (start, end) = (try fields.integer("start"), try fields.integer("end"))
    quote = try fields.string("quote")
    codebook = try fields.string("codebook")
    codebookVersion = try fields.integer("codebook_version")
    codebookHash = try fields.string("codebook_hash")
    code = try fields.string("code")
    definition = try fields.string("definition")
    coder = try fields.string("coder")
    uid = try fields.optionalString("uid")
    rules = try fields.objects("rules").map {
      Rule(
        text: try $0.string("text"), hash: try $0.string("hash"),
        places: try $0.optionalString("places"))
    }
    guard start >= 0, end > start, quote.unicodeScalars.count == end - start,
      SHA256.digest(Array(quote.utf8)).hex == (try fields.string("quote_sha256"))
    else {
      throw ProjectError.unknown(
        "\(fields.file): the quote is not that of \(start)-\(end), or not that of its hash",
        hint: "the receipt was altered")
    }
  }
}

/// Typed access to a receipt's JSON, whoever wrote it.
private struct ReceiptFields {
  private let json: JSON
  let file: String

  init(_ json: JSON, _ file: String) { (self.json, self.file) = (json, file) }

  func malformed(_ key: String) -> ProjectError {
    .unknown("\(file): the receipt has no readable '\(key)'", hint: "was it copied whole?")
  }

  private func value<Value>(_ key: String, _ read: (JSON) -> Value?) throws -> Value {
    guard let value = json[key].flatMap(read) else { throw malformed(key) }
    return value
  }

  func string(_ key: String) throws -> String { try value(key) { $0.string } }
  func integer(_ key: String) throws -> Int { try value(key) { $0.integer } }
  func strings(_ key: String) throws -> [String] {
    try value(key) { $0.array }.map { element in
      guard let text = element.string else { throw malformed(key) }
      return text
    }
  }
  func object(_ key: String) throws -> ReceiptFields {
    ReceiptFields(try value(key) { $0.members == nil ? nil : $0 }, file)
  }
  func objects(_ key: String) throws -> [ReceiptFields] {
    try value(key) { $0.array }.map { ReceiptFields($0, file) }
  }

  func optionalString(_ key: String) throws -> String? {
    isNull(key) ? nil : try string(key)
  }
  func optionalObject(_ key: String) throws -> ReceiptFields? {
    isNull(key) ? nil : try object(key)
  }
  private func isNull(_ key: String) -> Bool {
    if case .null? = json[key]?.content { true } else { false }
  }
}
