import Coding
import SQLite

/// Where something stands in a merged project, given the fact of where it was put.
struct Standpoint: Equatable {
  /// Row of the version.
  var version: Int
  var range: Range<Int>
  var speaker: Int
  /// `exact` and `moved` in the text in force, `ambiguous` and `orphan` where it waits on another.
  var anchor: String

  var isWaiting: Bool { anchor == "ambiguous" || anchor == "orphan" }
}

/// Finds places in the texts in force, each directly from the text where something was put: the way
/// by which it came here makes no difference.
final class PlaceFinder {
  private struct Pair: Hashable {
    var old: Int
    var new: Int
  }

  private let side: MergeSide
  private var reanchorings: [Pair: Reanchoring] = [:]
  private var turns: [Int: [(range: Range<Int>, label: String, speaker: Int)]] = [:]

  /// - Precondition: all texts that are to come are recorded.
  init(_ side: MergeSide) { self.side = side }

  /// Nil where the fact's text is not here.
  func standpoint(_ place: PlaceFact, in transcript: String, misfit: String?) throws -> Standpoint?
  {
    guard let version = side.version(of: place.text, in: transcript) else { return nil }
    let here = Standpoint(
      version: version.id, range: place.range, speaker: place.speaker, anchor: "exact")
    guard let inForce = side.transcripts[transcript]?.inForce, inForce.id != version.id,
      misfit == nil
    else { return here }
    if inForce.text == place.text {
      return Standpoint(
        version: inForce.id, range: place.range, speaker: place.speaker, anchor: "exact")
    }
    switch try reanchoring(from: version.id, to: inForce.id).place(of: place.range) {
    case .exact(let range):
      return Standpoint(
        version: inForce.id, range: range, speaker: try speaker(at: range, of: inForce.id),
        anchor: "exact")
    case .moved(let range):
      return Standpoint(
        version: inForce.id, range: range, speaker: try speaker(at: range, of: inForce.id),
        anchor: "moved")
    case .ambiguous:
      return Standpoint(
        version: version.id, range: place.range, speaker: place.speaker, anchor: "ambiguous")
    case .orphan:
      return Standpoint(
        version: version.id, range: place.range, speaker: place.speaker, anchor: "orphan")
    }
  }

  private func reanchoring(from old: Int, to new: Int) throws -> Reanchoring {
    let pair = Pair(old: old, new: new)
    if let known = reanchorings[pair] { return known }
    let found = try side.project.reanchoring(from: old, to: new)
    reanchorings[pair] = found
    return found
  }

  private func speaker(at range: Range<Int>, of version: Int) throws -> Int {
    let known = try turns[version] ?? side.project.labelledTurns(version)
    turns[version] = known
    return known.first { $0.range.overlaps(range) }?.speaker ?? 0
  }
}
