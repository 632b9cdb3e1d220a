import Coding
import SQLite

/// What people think of a coding.
package enum SegmentStatus: String, Sendable, CaseIterable {
  /// By a rule, and nobody has looked yet.
  case proposed
  /// By hand, or proposed by a rule and accepted by a person.
  case accepted
  case rejected

  /// All that nobody rejected: what counts unless other statuses are asked for.
  package static let counted: Set<SegmentStatus> = [.proposed, .accepted]
}

/// What to count.
package struct CountQuery: Sendable {
  /// Codes, in the order of the result.
  package var codes: [CodeRow]
  package var statuses = SegmentStatus.counted
  /// Whether a code's count includes its children's.
  package var withChildren = true
  /// Only what one coder coded or decided, `rule` being the coder of what is undecided.
  package var coder: String?

  package init(codes: [CodeRow]) { self.codes = codes }

  /// Whether the tally, kept up to date with every change, holds the answer.
  var isTallied: Bool { statuses == SegmentStatus.counted && withChildren && coder == nil }
}

extension Project {
  /// Distinct segments for each code and voice.
  ///
  /// Voices not in `voices` are left out.
  ///
  /// From the tally: O(codes × transcripts with them). Otherwise O(segments).
  package func counts(_ query: CountQuery, voices: [Voice]) throws -> [CodeCount] {
    let index = VoiceIndex(voices)
    return query.isTallied
      ? try tallied(query.codes, index) : try counted(query, index)
  }

  private func tallied(_ codes: [CodeRow], _ index: VoiceIndex) throws -> [CodeCount] {
    if isInThePast { return try talliedAnew(codes, index) }
    var counts: [CodeCount] = []
    let rows = try connection.prepare(
      "SELECT version, speaker, segments, words FROM tally WHERE code = ?")
    for (number, code) in codes.enumerated() {
      defer { rows.reset() }
      try rows.bind(code.id, at: 1)
      while try rows.step() {
        guard let voice = index[rows.integer(0), rows.integer(1)] else { continue }
        counts.append(
          CodeCount(
            code: number, voice: voice, segments: rows.integer(2), words: rows.integer(3)))
      }
    }
    return counts
  }

  /// The file keeps the tally of the present only.
  private func talliedAnew(_ codes: [CodeRow], _ index: VoiceIndex) throws -> [CodeCount] {
    let tree = try CodeTree(self)
    return try codes.enumerated().flatMap { number, code in
      try tallyRows(code.id, after: 0, tree).compactMap { row in
        index[row.version, row.speaker].map {
          CodeCount(code: number, voice: $0, segments: row.segments, words: row.words)
        }
      }
    }
  }

  private func counted(_ query: CountQuery, _ index: VoiceIndex) throws -> [CodeCount] {
    let all = try codes()
    var children: [Int: [Int]] = [:]
    for code in all {
      if let parent = code.parent { children[parent, default: []].append(code.id) }
    }
    func subtree(_ code: Int) -> [Int] {
      query.withChildren ? [code] + (children[code] ?? []).flatMap(subtree) : [code]
    }
    var counts: [CodeCount] = []
    for (number, code) in query.codes.enumerated() {
      var segments = SegmentQuery()
      segments.codes = Set(subtree(code.id))
      segments.statuses = query.statuses
      segments.coder = query.coder
      var distinct: Set<PlaceKey> = []
      var byVoice: [Int: CodeCount] = [:]
      try forEachSegment(segments) { segment in
        guard let voice = index[segment.version, segment.speaker],
          distinct.insert(PlaceKey(segment)).inserted
        else { return }
        byVoice[voice, default: CodeCount(code: number, voice: voice, segments: 0, words: 0)]
          .segments += 1
        byVoice[voice]?.words += segment.words
      }
      counts += byVoice.sorted { $0.key < $1.key }.map(\.value)
    }
    return counts
  }
}

private struct PlaceKey: Hashable {
  var version: Int
  var start: Int
  var end: Int
  init(_ segment: SegmentRow) {
    (version, start, end) = (segment.version, segment.start, segment.end)
  }
}

/// Finds a voice by version and speaker, in O(1) without hashing: millions of rows ask.
package struct VoiceIndex: Sendable {
  /// For each version where its speakers start in `voices`, or -1.
  private var offsets: [Int32] = []
  private var voices: [Int32] = []
  private let speakers: Int

  package init(_ all: [Voice]) {
    speakers = (all.map(\.speaker).max() ?? 0) + 1
    offsets = Array(repeating: -1, count: (all.map(\.version).max() ?? 0) + 1)
    for (number, voice) in all.enumerated() {
      if offsets[voice.version] < 0 {
        offsets[voice.version] = Int32(voices.count)
        voices.append(contentsOf: repeatElement(-1, count: speakers))
      }
      voices[Int(offsets[voice.version]) + voice.speaker] = Int32(number)
    }
  }

  /// The voice's index; nil when it is not among them.
  package subscript(version: Int, speaker: Int) -> Int? {
    guard version < offsets.count, offsets[version] >= 0, speaker < speakers else { return nil }
    let voice = voices[Int(offsets[version]) + speaker]
    return voice < 0 ? nil : Int(voice)
  }
}
