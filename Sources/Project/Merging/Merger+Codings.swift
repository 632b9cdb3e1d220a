import Coding
import SQLite

extension Merger {
  /// Codings by hand: those of both, but for those that either took back.
  func mergeCodings(_ incoming: [CodingFact]) throws {
    let finder = PlaceFinder(mine)
    var known = try mine.codings()
    var moves = MoveRecorder(self)
    for coding in incoming {
      try progress()
      guard let transcript = transcripts[coding.transcript] else { continue }
      if let own = known.removeValue(forKey: coding.uid) {
        try unite(own, coding, in: transcript, finder, &moves)
      } else {
        try add(coding, in: transcript, finder)
      }
    }
    try recordGathered()
    // Texts that changed take along what the other does not know.
    for coding in known.values.sorted(by: { $0.uid < $1.uid }) where coding.stands {
      try settle(coding, finder, &moves)
    }
    try moves.finish()
  }

  // MARK: What is new here

  private func add(
    _ coding: CodingFact, in transcript: String, _ finder: PlaceFinder
  ) throws {
    guard let target = try standpoint(coding, in: transcript, finder),
      mine.codeRows[coding.code] != nil
    else { return }
    try record(coding, at: target, in: transcript)
    if coding.stands {
      report.count(.codings)
      report.codingsBy[coding.coder, default: 0] += 1
    } else {
      try retract(coding)
    }
  }

  /// Where a coding of the other's stands here: as it does there, where the same text is in force
  /// there.
  private func standpoint(
    _ coding: CodingFact, in transcript: String, _ finder: PlaceFinder
  ) throws -> Standpoint? {
    guard coding.misfit == nil, let inForce = mine.transcripts[transcript]?.inForce,
      theirs.transcripts[coding.transcript]?.inForce?.text == inForce.text,
      let version = theirs.versions[coding.version],
      version.isInForce || coding.isWaiting
    else { return try finder.standpoint(coding.place, in: transcript, misfit: coding.misfit) }
    guard coding.isWaiting else {
      return Standpoint(
        version: inForce.id, range: coding.range, speaker: coding.speaker, anchor: coding.anchor)
    }
    return mine.version(of: coding.place.text, in: transcript).map {
      Standpoint(
        version: $0.id, range: coding.place.range, speaker: coding.place.speaker,
        anchor: coding.anchor)
    }
  }

  private func record(
    _ coding: CodingFact, at target: Standpoint, in transcript: String
  ) throws {
    guard let version = mine.versions[target.version] else { return }
    let event = coding.stands ? coding.standingEvent : coding.event
    var body: [(String, JSON)] = [
      ("transcript", .string(transcript)), ("version", .integer(version.number)),
      ("start", .integer(target.range.lowerBound)), ("end", .integer(target.range.upperBound)),
      ("speaker", .integer(target.speaker)), ("words", .integer(coding.words)),
      ("uid", .string(coding.uid)), ("coder", .string(coding.coder)),
    ]
    body += mine.fields(ofCode: coding.code)
    if let memo = try adopt(coding.memo) { body.append(("memo", memo)) }
    if let misfit = coding.misfit { body.append(("misfit", .string(misfit))) }
    if let made = coding.made { body.append(("made", .string(made))) }
    if let program = coding.program { body.append(("program", .string(program))) }
    let time = theirs.clock.time(of: event)
    if coding.stands, coding.since != time { body.append(("since", .string(coding.since))) }
    if let fact = fact(coding.place, unlessAt: target, in: transcript, since: time) {
      body.append(("fact", fact))
    }
    try gather(coding: body, from: event)
    guard target.isWaiting else { return }
    report.count(.waiting)
    try wait(coding.uid, at: target, in: transcript)
  }

  /// The fact of a place, where the event does not say it: it stands elsewhere, or was put there
  /// later.
  func fact(
    _ place: PlaceFact, unlessAt target: Standpoint, in transcript: String, since time: String
  ) -> JSON? {
    guard let version = mine.version(of: place.text, in: transcript) else { return nil }
    let isAt = mine.versions[target.version]?.text == place.text && target.range == place.range
    if isAt, place.time == time { return nil }
    return [
      .integer(version.number), .integer(place.range.lowerBound),
      .integer(place.range.upperBound), .integer(place.speaker), .string(place.time),
    ]
  }

  private func wait(_ uid: String, at target: Standpoint, in transcript: String) throws {
    guard let version = mine.versions[target.version],
      let inForce = mine.transcripts[transcript]?.inForce
    else { return }
    try append(
      .codingsReanchored,
      [
        ("transcript", .string(transcript)), ("from", .integer(version.number)),
        ("to", .integer(inForce.number)), ("merged", true), ("decisions", []),
        ("codings", [["uid": .string(uid), "anchor": .string(target.anchor)]]),
      ])
  }

  private func retract(_ coding: CodingFact) throws {
    try append(.codingRetracted, [("uid", .string(coding.uid))], from: coding.standingEvent)
  }

  // MARK: What both know

  private func unite(
    _ own: CodingFact, _ its: CodingFact, in transcript: String, _ finder: PlaceFinder,
    _ moves: inout MoveRecorder
  ) throws {
    guard own.stands == its.stands else {
      // Whatever was said last holds: that it is taken back, or that it stands after all.
      let isLater = its.stands ? its.since > own.since : its.since >= own.since
      if isLater, its.stands {
        try add(its, in: transcript, finder)
      } else if isLater {
        try retract(own, by: its)
      } else if own.stands {
        try settle(own, finder, &moves)
      }
      return
    }
    guard own.stands else {
      // Taken back on both sides: the later time counts against whoever says that it stands after
      // all.
      if its.since > own.since { try retract(its) }
      return
    }
    if its.since > own.since { try moves.keepStanding(own, since: its.since) }
    guard rank(its.place, transcript) > rank(own.place, transcript) else {
      return try settle(own, finder, &moves)
    }
    guard let target = try standpoint(its, in: transcript, finder) else { return }
    settle(own, its.place, isNew: true, at: target, &moves)
  }

  private func retract(_ own: CodingFact, by its: CodingFact) throws {
    try append(.codingRetracted, [("uid", .string(own.uid))], from: its.standingEvent)
    report.count(.takenBack)
  }

  /// What orders two facts on one coding: one in the text in force, the one made later.
  func rank(_ place: PlaceFact, _ transcript: String) -> (Int, String, String, Int, Int) {
    let isInForce = mine.transcripts[transcript]?.inForce?.text == place.text
    return (
      isInForce ? 1 : 0, place.time, place.text, place.range.lowerBound, place.range.upperBound
    )
  }

  /// Puts a coding of this project's where its fact says, if its text has changed.
  private func settle(
    _ own: CodingFact, _ finder: PlaceFinder, _ moves: inout MoveRecorder
  ) throws {
    guard !mine.isUntouched(own.transcript),
      !mine.redactions.covers(version: own.version, speaker: own.speaker),
      let target = try finder.standpoint(own.place, in: own.transcript, misfit: own.misfit)
    else { return }
    settle(own, own.place, isNew: false, at: target, &moves)
  }

  private func settle(
    _ own: CodingFact, _ place: PlaceFact, isNew: Bool, at target: Standpoint,
    _ moves: inout MoveRecorder
  ) {
    let isThere =
      target.range == own.range && target.isWaiting == own.isWaiting
      && (target.isWaiting
        ? mine.versions[own.version]?.text == place.text && own.anchor == target.anchor
        : own.version == target.version)
    guard !isThere || isNew else { return }
    let isElsewhere =
      target.range != own.range || target.isWaiting != own.isWaiting
      || mine.versions[own.version]?.text != mine.versions[target.version]?.text
    if isElsewhere { report.count(target.isWaiting ? .waiting : .moved) }
    moves.add(own, to: target, place, isNew: isNew)
  }
}

extension MergeSide {
  /// How bodies name a code, of `codebook:path`.
  func fields(ofCode name: String) -> [(String, JSON)] {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return [
      ("codebook", .string(String(parts.first ?? ""))),
      ("code", .string(String(parts.count > 1 ? parts[1] : ""))),
    ]
  }
}
