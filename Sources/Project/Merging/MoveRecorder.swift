import Coding

/// Gathers where codings go, so that one event tells of all from one version to another.
struct MoveRecorder {
  private struct Way: Hashable {
    var transcript: String
    var from: Int
    var to: Int
  }

  private let merger: Merger
  private var moved: [Way: [JSON]] = [:]
  private var waiting: [Way: [JSON]] = [:]

  init(_ merger: Merger) { self.merger = merger }

  /// Says that a coding stands after all, since somebody undid that it was taken back.
  mutating func keepStanding(_ coding: CodingFact, since time: String) throws {
    guard let version = merger.mine.versions[coding.version] else { return }
    try merger.append(
      .codingsReanchored,
      [
        ("transcript", .string(coding.transcript)), ("from", .integer(version.number)),
        ("to", .integer(version.number)), ("merged", true), ("decisions", []),
        (
          "codings",
          [
            [
              "uid": .string(coding.uid), "anchor": .string(coding.anchor),
              "start": .integer(coding.range.lowerBound),
              "end": .integer(coding.range.upperBound), "speaker": .integer(coding.speaker),
              "since": .string(time),
            ]
          ]
        ),
      ])
  }

  mutating func add(
    _ coding: CodingFact, to target: Standpoint, _ place: PlaceFact, isNew: Bool
  ) {
    let mine = merger.mine
    guard let from = mine.versions[coding.version], let to = mine.versions[target.version],
      let inForce = mine.transcripts[coding.transcript]?.inForce
    else { return }
    var item: [(String, JSON)] = [
      ("uid", .string(coding.uid)),
      ("anchor", .string(target.isWaiting ? "exact" : target.anchor)),
      ("start", .integer(target.range.lowerBound)), ("end", .integer(target.range.upperBound)),
      ("speaker", .integer(target.speaker)),
    ]
    if isNew,
      let fact = merger.fact(place, unlessAt: target, in: coding.transcript, since: "")
    {
      item.append(("fact", fact))
    }
    if coding.misfit == nil {
      moved[
        Way(transcript: coding.transcript, from: from.number, to: to.number), default: []
      ].append(.object(item))
    }
    guard target.isWaiting else { return }
    waiting[
      Way(transcript: coding.transcript, from: to.number, to: inForce.number), default: []
    ].append(["uid": .string(coding.uid), "anchor": .string(target.anchor)])
  }

  func finish() throws {
    try record(moved)
    try record(waiting)
  }

  private func record(_ ways: [Way: [JSON]]) throws {
    let sorted = ways.sorted {
      ($0.key.transcript, $0.key.from, $0.key.to) < ($1.key.transcript, $1.key.from, $1.key.to)
    }
    for (way, items) in sorted {
      try merger.append(
        .codingsReanchored,
        [
          ("transcript", .string(way.transcript)), ("from", .integer(way.from)),
          ("to", .integer(way.to)), ("merged", true), ("codings", .array(items)),
          ("decisions", []),
        ])
    }
  }
}
