import Coding
import SQLite

extension Project {
  /// Adds an event to the chain and projects it into the state tables.
  ///
  /// Call it inside `change`.
  @discardableResult
  func append(_ kind: LedgerEvent.Kind, _ body: JSON) throws -> Int {
    let number = try lastLink().event + 1
    let unwritten = Unwritten(
      kind: kind, body: partOfAct(body, number: number), number: number,
      time: surroundings.timestamp())
    let event = unwritten.event(by: surroundings.coder, with: surroundings.program)
    try write(event, unwritten.body, leaf: event.leaf)
    return number
  }

  /// Adds many events of one kind; their texts and hashes are made ahead on several threads.
  func append(_ kind: LedgerEvent.Kind, _ bodies: [JSON]) throws {
    let first = try lastLink().event + 1
    let slices = stride(from: 0, to: bodies.count, by: 256).map { start in
      (start..<min(start + 256, bodies.count)).map { index in
        Unwritten(
          kind: kind, body: partOfAct(bodies[index], number: first + index),
          number: first + index, time: surroundings.timestamp())
      }
    }
    let (coder, program) = (surroundings.coder, surroundings.program)
    try parallelMap(slices) { slice in
      slice.map { unwritten in
        let event = unwritten.event(by: coder, with: program)
        return (event: event, body: unwritten.body, leaf: event.leaf)
      }
    } consume: { slice in
      for (event, body, leaf) in slice { try write(event, body, leaf: leaf) }
    }
  }

  private struct Unwritten: Sendable {
    var kind: LedgerEvent.Kind
    var body: JSON
    var number: Int
    var time: String

    func event(by coder: String, with program: String) -> LedgerEvent {
      LedgerEvent(
        number: number, time: time, actor: coder, program: program, kind: kind,
        body: body.canonical)
    }
  }

  /// Within a change nobody else adds events: the last one is known.
  private func lastLink() throws -> (event: Int, hash: Digest) {
    if let written { return written }
    let head = try head()
    return (head.number, head.hash)
  }

  private func write(_ event: LedgerEvent, _ body: JSON, leaf: Digest) throws {
    let link = LedgerEvent.link(of: leaf, after: try lastLink().hash)
    try connection.run(
      """
      INSERT INTO event VALUES (\(event.number), \(event.time), \(event.actor), \(event.program),
        \(event.kind.rawValue), \(event.body), \(link.bytes))
      """)
    written = (event.number, link)
    if event.kind == .actUndone {
      projection = nil
      try restoreStateTables()
    } else {
      try currentProjection().apply(event, body: body)
    }
    try addToTile(leaf, of: event.number)
  }

  private func currentProjection() -> Projection {
    if let projection { return projection }
    let new = Projection(connection: connection) { [unowned self] in try content($0) }
    projection = new
    return new
  }

  /// A body with the number of its act's first event, where that is another.
  private func partOfAct(_ body: JSON, number: Int) -> JSON {
    guard let act, act < number, let members = body.members else {
      act = number
      return body
    }
    return .object(members.map { ($0.key, $0.value) } + [("act", .integer(act))])
  }

  /// Number and hash of the last event; 0 and the genesis hash in an empty ledger.
  package func head() throws -> (number: Int, hash: Digest) {
    let last = try connection.first(
      "SELECT number, hash FROM event ORDER BY number DESC LIMIT 1"
    ) { (number: $0.integer(0), hash: $0.blob(1)) }
    guard let last else { return (0, LedgerEvent.genesis) }
    guard last.hash.count == 32 else {
      throw ProjectError.damaged(path, "the last event's hash is no hash")
    }
    return (last.number, Digest(bytes: last.hash))
  }

  /// Keeps personal content beside the ledger; the hash returned stands for it in event bodies.
  func commit(_ content: JSON) throws -> JSON {
    let body = content.canonical
    let commitment = Commitment(to: Array(body.utf8), salt: surroundings.random(32))
    try connection.run(
      "INSERT OR IGNORE INTO content VALUES (\(commitment.hash.bytes), \(commitment.salt), \(body))"
    )
    return .string(commitment.hash.hex)
  }

  /// The content behind a commitment, or what replaced it; nil once it was erased.
  func content(_ hash: Digest) throws -> JSON? {
    if let stored = try storedContent(hash) { return stored }
    guard let current = try Replacements(self).current(hash), current != hash else { return nil }
    return try storedContent(current)
  }

  /// The same for many, as of now.
  func currentContent() throws -> (Digest) throws -> JSON? {
    let replacements = try Replacements(self)
    return { hash in try replacements.current(hash).flatMap { try self.storedContent($0) } }
  }

  func storedContent(_ hash: Digest) throws -> JSON? {
    guard let body = try connection.text("SELECT body FROM content WHERE hash = \(hash.bytes)")
    else { return nil }
    return try JSONReader.read(SourceText(body), file: "content \(hash.short)")
  }

  /// Events in order, each with its stored hash.
  package func events(
    from first: Int = 1, through last: Int = .max,
    _ body: (LedgerEvent, _ hash: [UInt8]) throws -> Void
  ) throws {
    try events(where: "number BETWEEN \(first) AND \(last)", body)
  }

  /// The same, each with what a function makes of it, which is done ahead on several threads.
  func events<Made: Sendable>(
    through last: Int = .max, making make: @escaping @Sendable (LedgerEvent) -> Made,
    _ body: (LedgerEvent, _ hash: [UInt8], Made) throws -> Void
  ) throws {
    let (sliceSize, slicesAtOnce) = (256, 16)
    var slices: [[(event: LedgerEvent, hash: [UInt8])]] = []
    func consume() throws {
      let made = slices
      slices = []
      try parallelMap(made) { slice in
        slice.map { ($0.event, $0.hash, make($0.event)) }
      } consume: { slice in
        for (event, hash, made) in slice { try body(event, hash, made) }
      }
    }
    do {
      try events(through: last) { event, hash in
        if slices.last?.count ?? sliceSize == sliceSize {
          if slices.count == slicesAtOnce { try consume() }
          slices.append([])
        }
        slices[slices.count - 1].append((event, hash))
      }
    } catch {
      try consume()
      throw error
    }
    try consume()
  }

  /// Events that fulfil a condition on their columns, in order.
  func events(
    where condition: SQL, _ body: (LedgerEvent, _ hash: [UInt8]) throws -> Void
  ) throws {
    try connection.forEach(
      """
      SELECT number, time, actor, program, kind, body, hash FROM event
      WHERE \(fragment: condition) ORDER BY number
      """
    ) { row in
      guard let kind = LedgerEvent.Kind(rawValue: row.text(4)) else {
        throw ProjectError.unknown(
          "event \(row.integer(0)) is of the unknown kind '\(row.text(4))'",
          hint: "a newer zicht may have written it")
      }
      let event = LedgerEvent(
        number: row.integer(0), time: row.text(1), actor: row.text(2), program: row.text(3),
        kind: kind, body: row.text(5))
      try body(event, row.blob(6))
    }
  }
}
