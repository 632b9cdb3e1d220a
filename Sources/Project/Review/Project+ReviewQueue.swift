import Coding
import SQLite

extension Project {
  /// The passages to review.
  ///
  /// Transcripts that this reader is to code blind are left out. O(segments × log).
  package func reviewQueue(_ query: ReviewQuery) throws -> ReviewQueue {
    var items = try items(of: query)
    let unseen = try blindVersions(for: reader)
    if !unseen.isEmpty { items.removeAll { unseen.contains($0.version) } }
    try markSkipped(&items)
    let total = items.count
    if let sample = query.sample {
      return ReviewQueue(items: try draw(sample, from: items), total: total)
    }
    let open = items.filter { $0.state == .open }
    return ReviewQueue(
      items: open.filter { !$0.isSkipped } + open.filter(\.isSkipped), total: total)
  }

  private func items(of query: ReviewQuery) throws -> [ReviewItem] {
    switch query.kind {
    case .proposals: try proposals(query)
    case .codings(let coder): try codings(by: coder, query)
    case .disagreements(let coders): try disagreements(between: coders, query)
    case .orphans: try lostItems(query)
    }
  }

  private func proposals(_ query: ReviewQuery) throws -> [ReviewItem] {
    var segments = SegmentQuery()
    (segments.codes, segments.versions) = (query.codes, query.versions)
    segments.statuses = Set(SegmentStatus.allCases)
    segments.withReferences = true
    var items: [ReviewItem] = []
    try forEachSegment(segments) { segment in
      guard segment.origin == .rule else { return }
      let state: ReviewItem.State =
        switch segment.status {
        case .proposed: .open
        case .accepted: .accepted(by: segment.coder)
        case .rejected: .rejected(by: segment.coder)
        }
      items.append(
        ReviewItem(
          subject: .proposal, version: segment.version, range: segment.start..<segment.end,
          speaker: segment.speaker, words: segment.words, code: segment.code, state: state))
    }
    return items
  }

  private func codings(by coder: String, _ query: ReviewQuery) throws -> [ReviewItem] {
    try requireCodings(by: coder)
    let settled = try Settlements(self, layer: query.layer).settled
    var segments = SegmentQuery()
    (segments.codes, segments.versions, segments.coder) = (query.codes, query.versions, coder)
    segments.statuses = [.accepted]
    var items: [ReviewItem] = []
    try forEachSegment(segments) { segment in
      guard let uid = segment.uid else { return }
      let span = CodedSpan(
        range: segment.start..<segment.end, coder: coder, uid: uid, speaker: segment.speaker)
      items.append(
        ReviewItem(
          subject: .coding(span), version: segment.version, range: span.range,
          speaker: span.speaker, code: segment.code,
          state: settled[uid].map { .settled(by: $0) } ?? .open))
    }
    return items
  }

  private func requireCodings(by coder: String) throws {
    let known = try connection.all(
      "SELECT DISTINCT coder FROM coding WHERE retracted IS NULL ORDER BY coder"
    ) { $0.text(0) }
    guard !known.contains(coder) else { return }
    throw ProjectError.unknown(
      "\(coder) has coded nothing by hand",
      hint: known.isEmpty ? "nobody has yet" : "who has: " + known.joined(separator: ", "))
  }

  private func disagreements(
    between coders: [String], _ query: ReviewQuery
  ) throws -> [ReviewItem] {
    var comparison = ComparisonQuery()
    (comparison.coders, comparison.layer) = (coders, query.layer)
    (comparison.codes, comparison.versions) = (query.codes, query.versions)
    let compared = try compare(comparison)
    guard compared.coders.count > 1 else {
      throw ProjectError.unknown(
        "fewer than two coders have read a transcript to the end",
        hint: "zicht code import reads coded transcripts")
    }
    return compared.disagreements.map { passage in
      ReviewItem(
        subject: .disagreement(passage), version: passage.version, range: passage.range,
        speaker: passage.run.spans.first?.speaker ?? 0, code: passage.code,
        state: passage.settled.map { .settled(by: $0.coder) } ?? .open)
    }
  }

  /// Several that lost the same place are one: they are put in their place together.
  private func lostItems(_ query: ReviewQuery) throws -> [ReviewItem] {
    let names = query.versions.map { try? $0.map(name(ofVersion:)) }?.map { Set($0) }
    var items: [ReviewItem] = []
    for orphan in try orphans() {
      guard names?.contains(orphan.file) ?? true,
        let version = try versions(ofTranscript: orphan.file).first(where: {
          $0.number == orphan.version
        }),
        let code = try connection.integer(
          "SELECT id FROM code WHERE codebook = \(orphan.codebook) AND path = \(orphan.path)"),
        query.codes?.contains(code) ?? true
      else { continue }
      let item = ReviewItem(
        subject: .orphan(orphan), version: version.id, range: orphan.start..<orphan.end,
        speaker: 0, code: code, state: .open)
      if !items.contains(where: { $0.isSamePassage(as: item) }) { items.append(item) }
    }
    return items
  }

  private func markSkipped(_ items: inout [ReviewItem]) throws {
    var skipped: Set<[Int]> = []
    try connection.forEach(
      "SELECT version, start, end, code FROM skipped WHERE coder = \(reader)"
    ) { skipped.insert([$0.integer(0), $0.integer(1), $0.integer(2), $0.integer(3)]) }
    guard !skipped.isEmpty else { return }
    for index in items.indices {
      let (item, range) = (items[index], items[index].range)
      items[index].isSkipped = skipped.contains(
        [item.version, range.lowerBound, range.upperBound, item.code])
    }
  }

  /// Draws by the hash of seed and address: what has been decided meanwhile changes nothing, and a
  /// larger sample begins with the smaller one.
  private func draw(
    _ sample: ReviewQuery.Sample, from items: [ReviewItem]
  ) throws -> [ReviewItem] {
    var files: [Int: String] = [:]
    var codes: [Int: String] = [:]
    for code in try self.codes(includingRetired: true) {
      codes[code.id] = "\(code.codebook):\(code.path)"
    }
    let ranks = try items.map { item in
      let file = try files[item.version] ?? name(ofVersion: item.version)
      files[item.version] = file
      let address =
        "\(file):\(item.range.lowerBound)-\(item.range.upperBound):\(codes[item.code] ?? "")"
      return SHA256.digest(Array("\(sample.seed) \(address)".utf8)).bytes.prefix(8)
        .reduce(0) { UInt64($0) << 8 | UInt64($1) }
    }
    return items.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.prefix(sample.count)
      .map { items[$0] }
  }
}
