import Coding
import SQLite

/// A place that a code is to have in a layer.
struct LayerTarget: Hashable {
  var range: Range<Int>
  var speaker: Int
}

extension Comparison.Passage {
  /// Ranges of it, each with who speaks where it starts.
  func targets(covering ranges: [Range<Int>]) -> [LayerTarget] {
    ranges.map { range in
      let span = run.spans.first { $0.range.contains(range.lowerBound) }
      return LayerTarget(range: range, speaker: span?.speaker ?? 0)
    }
  }

  /// What all coders mean where they coded alike: their passages where these are the same, or else
  /// what they cover.
  var commonTargets: [LayerTarget] {
    let ranges = coders.map { coder in run.spans(of: coder).map(\.range) }
    guard let first = ranges.first, ranges.allSatisfy({ $0 == first }) else {
      return targets(covering: coders.first.map { run.coverage(of: $0) } ?? [])
    }
    return targets(covering: first)
  }
}

/// Writes what is settled in one version of a transcript, inside one `change`.
final class LayerWriter {
  private struct Coding {
    var uid: String
    var code: Int
    var range: Range<Int>
  }

  private let project: Project
  private let layer: String
  private let version: Int
  private var standing: [Coding]
  /// Stretches whose settlement still holds, with their code.
  private var held: [(code: Int, range: Range<Int>)] = []
  /// Codings that were not in the layer before.
  private(set) var added = 0

  init(_ project: Project, layer: String, version: Int) throws {
    (self.project, self.layer, self.version) = (project, layer, version)
    let spans = try project.standingSpans(of: version)
    standing = spans.filter { $0.coded.coder == layer }.map {
      Coding(uid: $0.coded.uid, code: $0.code, range: $0.coded.range)
    }
    let byUID = Dictionary(uniqueKeysWithValues: spans.map { ($0.coded.uid, $0) })
    let settled = try project.connection.all(
      "SELECT codings FROM settlement WHERE layer = \(layer)"
    ) { $0.text(0) }
    for codings in settled {
      let uids = try JSONReader.read(SourceText(codings), file: "settlement").array ?? []
      let held = uids.compactMap { $0.string.flatMap { byUID[$0] } }
      guard held.count == uids.count, let first = held.first else { continue }
      let ends = held.map(\.coded.range.upperBound).max() ?? first.coded.range.upperBound
      let starts = held.map(\.coded.range.lowerBound).min() ?? first.coded.range.lowerBound
      self.held.append((first.code, starts..<ends))
    }
  }

  /// Lets exactly these places stand where the layer had others in a range; what was settled of
  /// another passage and reaches into the range stays.
  func replace(_ code: Int, in range: Range<Int>, with targets: [LayerTarget]) throws {
    let others = held.filter { $0.code == code && !$0.range.overlaps(range) }
    let before = standing.filter { coding in
      coding.code == code && coding.range.overlaps(range)
        && !others.contains { $0.range.overlaps(coding.range) }
    }
    for coding in before where !targets.contains(where: { $0.range == coding.range }) {
      try project.append(.codingRetracted, ["uid": .string(coding.uid)])
      standing.removeAll { $0.uid == coding.uid }
    }
    for target in targets { try include(code, target) }
  }

  /// Lets a code stand at a place too.
  func include(_ code: Int, _ target: LayerTarget) throws {
    let isThere = standing.contains { $0.code == code && $0.range == target.range }
    if !isThere { try add(code, target) }
  }

  /// What coders coded alike, unless it was once settled otherwise and that still holds.
  func copy(_ passage: Comparison.Passage) throws {
    let isHeld = held.contains { $0.code == passage.code && $0.range.overlaps(passage.range) }
    if !isHeld { try replace(passage.code, in: passage.range, with: passage.commonTargets) }
  }

  private func add(_ code: Int, _ target: LayerTarget) throws {
    let coding = HandCoding(
      range: target.range, speaker: target.speaker,
      words: try project.words(in: target.range, of: version), code: code)
    let uid = try project.append(coding, to: version, by: layer)
    standing.append(Coding(uid: uid, code: code, range: target.range))
    added += 1
  }

  /// Notes that all codes were looked for, so that what stands nowhere was not found.
  func recordReading(of codes: Set<Int>) throws {
    try project.recordReading(of: version, by: layer, codes)
  }
}
