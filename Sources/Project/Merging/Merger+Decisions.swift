import Coding
import SQLite

/// A verdict on its way to the place where it stands after a merge.
private struct Candidate {
  var fact: DecisionFact
  var isMine: Bool
  var target: Standpoint

  var rank: (String, String, String) { fact.rank }
}

/// A passage and a code in a merged project.
private struct DecisionKey: Hashable {
  var version: Int
  var range: Range<Int>
  var code: String
}

extension Merger {
  /// Verdicts of people: where both have one on a passage and code, the one made last.
  func mergeDecisions(_ incoming: [DecisionFact]) throws {
    let finder = PlaceFinder(mine)
    let own = try mine.decisions()
    let byIdentity = Dictionary(
      own.enumerated().compactMap { index, fact in fact.identity.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    var candidates = try own.compactMap { try ownCandidate($0, finder) }
    let indexes = Dictionary(
      candidates.enumerated().compactMap { index, item in
        item.fact.identity.map { ($0, index) }
      }, uniquingKeysWith: { first, _ in first })
    for fact in incoming {
      guard let uid = transcripts[fact.transcript], mine.codeRows[fact.code] != nil else {
        continue
      }
      var fact = fact
      fact.transcript = uid
      // The same verdict, which may have followed its words elsewhere.
      if let identity = fact.identity, byIdentity[identity] != nil {
        guard let index = indexes[identity],
          rank(fact.place, uid) > rank(candidates[index].fact.place, uid),
          candidates[index].fact.place.range != fact.place.range
            || candidates[index].fact.place.text != fact.place.text
        else { continue }
        candidates[index].target = Standpoint(version: -1, range: 0..<1, speaker: 0, anchor: "")
      }
      guard let target = try standpoint(fact, in: uid, finder) else { continue }
      candidates.append(Candidate(fact: fact, isMine: false, target: target))
    }
    try record(candidates, own)
  }

  /// Where a verdict of the other's stands here; it waits where it waits there, with the same text
  /// in force.
  private func standpoint(
    _ fact: DecisionFact, in transcript: String, _ finder: PlaceFinder
  ) throws -> Standpoint? {
    let there = theirs.versions[fact.version]
    guard let there, !there.isInForce, let inForce = mine.transcripts[transcript]?.inForce,
      theirs.transcripts[there.transcript]?.inForce?.text == inForce.text,
      let version = mine.version(of: fact.place.text, in: transcript)
    else { return try finder.standpoint(fact.place, in: transcript, misfit: nil) }
    return Standpoint(
      version: version.id, range: fact.place.range, speaker: fact.place.speaker,
      anchor: "orphan")
  }

  private func ownCandidate(_ fact: DecisionFact, _ finder: PlaceFinder) throws -> Candidate? {
    let here = Standpoint(
      version: fact.version, range: fact.range, speaker: fact.place.speaker, anchor: "exact")
    guard !mine.isUntouched(fact.transcript),
      let target = try finder.standpoint(fact.place, in: fact.transcript, misfit: nil)
    else { return Candidate(fact: fact, isMine: true, target: here) }
    return Candidate(fact: fact, isMine: true, target: target)
  }

  private func record(_ candidates: [Candidate], _ own: [DecisionFact]) throws {
    let groups = Dictionary(grouping: candidates) { item in
      DecisionKey(version: item.target.version, range: item.target.range, code: item.fact.code)
    }
    let taken = Set(
      own.filter { $0.verdict != "undecided" }
        .map { DecisionKey(version: $0.version, range: $0.range, code: $0.code) })
    var moves: [(DecisionFact, Standpoint)] = []
    var cleared: [DecisionFact] = []
    var written: [(Candidate, isChoice: Bool)] = []
    for (key, group) in groups.sorted(by: { $0.key < $1.key }) {
      let isGone = key.version < 0
      let winner = isGone ? nil : decide(group)
      for item in group where item.isMine {
        let current = DecisionKey(
          version: item.fact.version, range: item.fact.range, code: item.fact.code)
        guard current != key || isGone else { continue }
        let isWinner = winner?.item.isMine == true && winner?.item.fact.event == item.fact.event
        if isWinner, !taken.contains(key), item.fact.verdict != "undecided" {
          moves.append((item.fact, item.target))
        } else {
          if item.fact.verdict != "undecided" { cleared.append(item.fact) }
          if isWinner, let winner { written.append(winner) }
        }
      }
      guard let winner, !winner.item.isMine || winner.isChoice else { continue }
      written.append(winner)
    }
    for fact in cleared { try clear(fact) }
    try follow(moves)
    for item in written { try write(item.0, isChoice: item.isChoice) }
  }

  /// The verdict that counts of several on one passage; nil where it stands here already.
  private func decide(_ group: [Candidate]) -> (item: Candidate, isChoice: Bool)? {
    let mine = group.filter(\.isMine).max { $0.rank < $1.rank }
    let theirs = group.filter { !$0.isMine }.max { $0.rank < $1.rank }
    guard let theirs else { return mine.map { ($0, false) } }
    guard let mine else { return (theirs, false) }
    let isSame = mine.fact.verdict == theirs.fact.verdict && mine.fact.coder == theirs.fact.coder
    if isSame, mine.fact.time == theirs.fact.time { return (mine, false) }
    guard mine.fact.verdict != theirs.fact.verdict else {
      return (theirs.rank > mine.rank ? theirs : mine, false)
    }
    let (taken, isChoice) = side(
      isLater: theirs.rank > mine.rank, event: mine.fact.event, theirEvent: theirs.fact.event,
      "verdict", name(mine), (mine.fact.inWords, theirs.fact.inWords))
    return (taken == .mine ? mine : theirs, isChoice)
  }

  private func name(_ item: Candidate) -> String {
    let file = mine.transcripts[item.fact.transcript]?.name ?? ""
    let range = item.target.range
    return "\(file):\(range.lowerBound)-\(range.upperBound):\(item.fact.code)"
  }

  private func body(
    _ fact: DecisionFact, version: Int, _ range: Range<Int>, speaker: Int
  ) -> [(String, JSON)] {
    [
      ("transcript", .string(fact.transcript)),
      ("version", .integer(mine.versions[version]?.number ?? 0)),
      ("start", .integer(range.lowerBound)), ("end", .integer(range.upperBound)),
      ("speaker", .integer(speaker)), ("words", .integer(fact.words)),
    ] + mine.fields(ofCode: fact.code)
  }

  /// Makes room: the verdict itself stands elsewhere now, or a later one has its place.
  private func clear(_ fact: DecisionFact) throws {
    try append(
      .segmentDecided,
      body(fact, version: fact.version, fact.range, speaker: fact.place.speaker)
        + [("verdict", "undecided"), ("merged", true)])
  }

  private func write(_ item: Candidate, isChoice: Bool) throws {
    let fact = item.fact
    guard !mine.redactions.covers(version: item.target.version, speaker: item.target.speaker)
    else { return }
    var body = body(
      fact, version: item.target.version, item.target.range, speaker: item.target.speaker)
    body += [("verdict", .string(fact.verdict)), ("coder", .string(fact.coder))]
    let reason = try adopt(fact.reason, of: item.isMine ? mine : theirs)
    if let reason { body.append(("reason", reason)) }
    if fact.isCarried { body.append(("carried", true)) }
    if !isChoice {
      body.append(("origin", fact.origin.json))
      let place = self.fact(
        fact.place, unlessAt: item.target, in: fact.transcript, since: fact.origin.time)
      if let place { body.append(("fact", place)) }
    }
    try append(.segmentDecided, body)
    if !item.isMine { report.count(.decisions) }
  }

  /// Lets verdicts of this project follow their words into the text in force.
  private func follow(_ moves: [(DecisionFact, Standpoint)]) throws {
    struct Way: Hashable {
      var transcript: String
      var from: Int
      var to: Int
    }
    let ways = Dictionary(grouping: moves) { fact, target in
      Way(
        transcript: fact.transcript, from: mine.versions[fact.version]?.number ?? 0,
        to: mine.versions[target.version]?.number ?? 0)
    }
    let sorted = ways.sorted {
      ($0.key.transcript, $0.key.from, $0.key.to) < ($1.key.transcript, $1.key.from, $1.key.to)
    }
    for (way, moves) in sorted {
      let items = moves.map { fact, target -> JSON in
        .object(
          [
            ("was_start", .integer(fact.range.lowerBound)),
            ("was_end", .integer(fact.range.upperBound)),
            ("anchor", .string(target.isWaiting ? "exact" : target.anchor)),
            ("start", .integer(target.range.lowerBound)),
            ("end", .integer(target.range.upperBound)), ("speaker", .integer(target.speaker)),
          ] + mine.fields(ofCode: fact.code))
      }
      try append(
        .codingsReanchored,
        [
          ("transcript", .string(way.transcript)), ("from", .integer(way.from)),
          ("to", .integer(way.to)), ("merged", true), ("codings", []),
          ("decisions", .array(items)),
        ])
    }
  }
}

extension DecisionKey: Comparable {
  static func < (one: Self, other: Self) -> Bool {
    (one.version, one.range.lowerBound, one.range.upperBound, one.code)
      < (other.version, other.range.lowerBound, other.range.upperBound, other.code)
  }
}

extension DecisionFact {
  /// For people: `accepted by iris, 2026-03-02`.
  fileprivate var inWords: String {
    let day = time.isEmpty ? "carried over" : String(time.prefix(10))
    return "\(verdict == "undecided" ? "taken back" : verdict) by \(coder), \(day)"
  }
}
