import Coding
import SQLite

/// What somebody makes of a passage that coders coded differently.
package enum Settling: Sendable, Equatable {
  /// As this coder has it.
  case take(String)
  /// All that any of the coders coded.
  case both
  /// The code does not belong there.
  case nothing
  /// These places, each at least partly in the passage.
  case at([Range<Int>])
}

extension Project {
  /// Settles what coders coded differently, in a layer of its own: their codings stay as they are.
  ///
  /// What they coded alike in the transcript stands in the layer too afterwards; and once nothing there
  /// is open any more, the layer has read it, for the codes that the coders have in common. Settling
  /// again replaces what was settled. `coders` are all whose codings are compared.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: what stands in the layer now.
  /// - Throws: `Changed` where the coders' codings are others than those of `passage` by now.
  @discardableResult
  package func settle(
    _ passage: Comparison.Passage, between coders: [String], as settling: Settling,
    layer: String = consensus, reason: String? = nil
  ) throws -> [Range<Int>] {
    try requireSight(ofVersion: passage.version)
    var query = ComparisonQuery()
    (query.coders, query.versions, query.layer) = (coders, [passage.version], layer)
    let comparison = try compare(query)
    let isStanding = comparison.disagreements.contains {
      $0.code == passage.code && $0.codings == passage.codings
    }
    guard isStanding else { throw Changed(ReviewItem.State.gone.told) }
    try registerLayer(layer, apartFrom: comparison.coders)
    let targets = try targets(of: settling, for: passage)
    let writer = try LayerWriter(self, layer: layer, version: passage.version)
    try record(
      SettledPassage(
        version: passage.version, range: passage.range, code: passage.code,
        speaker: passage.run.spans.first?.speaker ?? 0, coders: passage.coders,
        codings: passage.codings), layer: layer, reason: reason)
    try writer.replace(passage.code, in: passage.range, with: targets)
    try complete(try compare(query), writer)
    return targets.map(\.range)
  }

  /// Says what becomes of one coder's coding, in a layer of its own: the coding stays as it is.
  ///
  /// `ranges` is where the code belongs, none where it does not; `other` the code that the passage has
  /// instead.
  ///
  /// - Precondition: inside `change`.
  package func settle(
    coding: CodedSpan, code: Int, of version: Int, at ranges: [Range<Int>],
    recodedAs other: Int? = nil, layer: String = consensus, reason: String? = nil
  ) throws {
    try requireSight(ofVersion: version)
    try registerLayer(layer, apartFrom: [coding.coder])
    let targets = try ranges.map { range in
      try require(range, in: version)
      return LayerTarget(range: range, speaker: try speaker(at: range, of: version))
    }
    try record(
      SettledPassage(
        version: version, range: coding.range, code: code, speaker: coding.speaker,
        coders: [coding.coder], codings: [coding.uid]), layer: layer, reason: reason)
    let writer = try LayerWriter(self, layer: layer, version: version)
    try writer.replace(code, in: coding.range, with: targets)
    if let other {
      try writer.include(other, LayerTarget(range: coding.range, speaker: coding.speaker))
    }
  }

  /// What became of transcripts in which coders agree, or have settled all that they did not.
  package struct SettledTranscripts: Sendable, Equatable {
    /// Those in which nothing is open.
    package var transcripts = 0
    /// What of them was not in the layer yet.
    package var codings = 0
    /// The others, with how many passages are open in each.
    package var open: [Open] = []

    package struct Open: Sendable, Equatable {
      package var name: String
      package var passages: Int
    }
  }

  /// Copies what coders coded alike into the layer, for transcripts in which nothing is open, and notes
  /// that the layer has read them.
  ///
  /// - Precondition: inside `change`.
  package func settleAgreed(_ query: ComparisonQuery) throws -> SettledTranscripts {
    let comparison = try compare(query)
    var result = SettledTranscripts()
    var open: [Int: Int] = [:]
    for passage in comparison.passages where passage.isOpen {
      open[passage.version, default: 0] += 1
    }
    for transcript in comparison.transcripts {
      if let count = open[transcript.version] {
        result.open.append(.init(name: transcript.name, passages: count))
        continue
      }
      try registerLayer(query.layer, apartFrom: comparison.coders)
      var part = comparison
      part.transcripts = [transcript]
      part.passages = comparison.passages.filter { $0.version == transcript.version }
      let writer = try LayerWriter(self, layer: query.layer, version: transcript.version)
      try complete(part, writer)
      result.codings += writer.added
      result.transcripts += 1
    }
    return result
  }

  private func registerLayer(_ layer: String, apartFrom coders: [String]) throws {
    try requireLayerName(layer)
    guard !coders.contains(layer) else { throw takenName(layer) }
    try register(layer, as: .layer, isReference: true)
  }

  /// The name of a layer is nobody's who codes.
  func requireLayerName(_ layer: String) throws {
    let isLayer =
      try connection.text("SELECT kind FROM coder WHERE coder = \(layer)")
      == Coder.Kind.layer.rawValue
    let isPerson =
      try connection.integer(
        """
        SELECT EXISTS (SELECT 1 FROM coding WHERE coder = \(layer))
          OR EXISTS (SELECT 1 FROM reading WHERE coder = \(layer))
        """) == 1
    guard !layer.isEmpty, layer != reader, layer != SegmentRow.nobody, isLayer || !isPerson else {
      throw takenName(layer)
    }
  }

  private func takenName(_ layer: String) -> ProjectError {
    .unknown(
      "what is settled can't stand under '\(layer)': that is the name of a coder",
      hint: "name another layer, or none: it is \(Self.consensus) then")
  }

  private func targets(
    of settling: Settling, for passage: Comparison.Passage
  ) throws -> [LayerTarget] {
    switch settling {
    case .nothing: return []
    case .both: return passage.targets(covering: union(of: passage.run.spans.map(\.range)))
    case .take(let coder):
      guard passage.coders.contains(coder) else {
        throw ProjectError.unknown(
          "\(coder) did not look for this code in \(passage.file)",
          hint: "who did: " + passage.coders.joined(separator: ", "))
      }
      return passage.run.spans(of: coder).map { LayerTarget(range: $0.range, speaker: $0.speaker) }
    case .at(let ranges):
      return try ranges.map { range in
        try require(range, in: passage.version)
        guard range.overlaps(passage.range) else {
          throw ProjectError.unknown(
            "\(range.lowerBound)-\(range.upperBound) lies outside of the passage in dispute, "
              + "\(passage.range.lowerBound)-\(passage.range.upperBound)",
            hint: "settle this one as --nothing, and code the other place")
        }
        return LayerTarget(range: range, speaker: try speaker(at: range, of: passage.version))
      }
    }
  }

  private struct SettledPassage {
    var version: Int
    var range: Range<Int>
    var code: Int
    var speaker: Int
    var coders: [String]
    var codings: [String]
  }

  private func record(_ passage: SettledPassage, layer: String, reason: String?) throws {
    let uid = try newUID()
    var body = try fields(of: passage.range, in: passage.version, code: passage.code)
    body += [
      ("uid", .string(uid)), ("speaker", .integer(passage.speaker)),
      ("coders", .strings(passage.coders)), ("codings", .strings(passage.codings)),
      ("layer", .string(layer)),
    ]
    if let reason, !reason.isEmpty { body.append(("reason", try commit(.string(reason)))) }
    try append(.disagreementSettled, .object(body))
  }

  /// Copies what was coded alike; notes the reading where nothing is open.
  private func complete(_ comparison: Comparison, _ writer: LayerWriter) throws {
    for passage in comparison.passages where passage.isAlike {
      try writer.copy(passage)
    }
    guard let transcript = comparison.transcripts.first,
      !comparison.passages.contains(where: \.isOpen)
    else { return }
    try writer.recordReading(of: Set(transcript.readers.keys))
  }
}

/// Somebody changed meanwhile what was to be decided on.
package struct Changed: Error, Equatable, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
