import Coding
import SQLite

/// Projects events one after another, with those that undo others among them.
///
/// Undoing goes from the last act backwards, so acts that were undone nest like brackets. Each is
/// replayed inside a savepoint that its undoing rolls back to: the tables say again what they said
/// before, whatever the act was. What texts, findings and erasures refer to by number remains, out
/// of force; numbers are never given twice.
struct Replay {
  private let projection: Projection
  private let undone: UndoneActs
  /// By the first event of an act: the highest row numbers before it.
  private var marks: [Int: Marks] = [:]

  init(_ projection: Projection, undone: UndoneActs) {
    (self.projection, self.undone) = (projection, undone)
  }

  mutating func apply(_ event: LedgerEvent, body: JSON) throws {
    if undone.firstEvents.contains(event.number) {
      marks[event.number] = try Marks(projection.connection)
      try projection.connection.execute("SAVEPOINT act_\(event.number)")
    }
    if event.kind == .actUndone { try rollBack(EventFields(event, body)) }
    try projection.apply(event, body: body)
  }

  private mutating func rollBack(_ event: EventFields) throws {
    let first = try event.integer("first")
    guard let marks = marks.removeValue(forKey: first) else { throw event.malformed("first") }
    let connection = projection.connection
    try marks.setAside(by: event.number, in: connection)
    let remains = try Remains(of: connection, after: marks, from: first)
    try connection.execute("ROLLBACK TO act_\(first); RELEASE act_\(first)")
    try remains.restore(to: connection)
  }
}

/// Which acts later events undid.
struct UndoneActs {
  /// The first events of the acts.
  private(set) var firstEvents: Set<Int> = []

  /// Those undone by the first `last` events.
  init(_ project: Project, through last: Int) throws {
    try project.connection.forEach(
      """
      SELECT json_extract(body, '$.first') FROM event
      WHERE kind = \(LedgerEvent.Kind.actUndone.rawValue) AND number <= \(last)
      """
    ) { firstEvents.insert($0.integer(0)) }
  }
}

/// The name of one of our own tables or columns in SQL.
private func named(_ name: String) -> SQL { SQL(stringLiteral: name) }

/// The highest numbers of rows that are numbered and never deleted.
private struct Marks {
  static let tables = [
    "respondent", "transcript", "version", "codebook", "code", "rule", "coding",
  ]
  private var highest: [String: Int] = [:]

  init(_ connection: Connection) throws {
    for table in Self.tables {
      highest[table] = try connection.integer("SELECT max(id) FROM \(fragment: named(table))")
    }
  }

  subscript(table: String) -> Int { highest[table] ?? 0 }

  /// Takes the rows beyond out of force.
  func setAside(by event: Int, in connection: Connection) throws {
    for (table, column) in [
      ("respondent", "undone"), ("version", "superseded"), ("codebook", "retired"),
      ("code", "retired"), ("rule", "retired"), ("coding", "retracted"),
    ] {
      try connection.run(
        """
        UPDATE \(fragment: named(table)) SET \(fragment: named(column)) = \(event)
        WHERE id > \(self[table]) AND \(fragment: named(column)) IS NULL
        """)
    }
  }
}

/// Rows that outlive the undoing of what made them.
private struct Remains {
  private var rows: [(table: String, values: [Value])] = []

  init(of connection: Connection, after marks: Marks, from first: Int) throws {
    for table in Marks.tables { try take(table, "id > \(marks[table])", connection) }
    for table in ["transcript_attribute", "speaker"] {
      try take(table, "version > \(marks["version"])", connection)
    }
    try take("application", "event >= \(first) OR rule > \(marks["rule"])", connection)
    try take("checkpoint", "event >= \(first)", connection)
    try take("undone", "by >= \(first)", connection)
  }

  private mutating func take(_ table: String, _ condition: SQL, _ connection: Connection) throws {
    try connection.forEach(
      "SELECT * FROM \(fragment: named(table)) WHERE \(fragment: condition)"
    ) { row in
      rows.append((table, (0..<row.columnCount).map { row.value($0) }))
    }
  }

  func restore(to connection: Connection) throws {
    for (table, values) in rows {
      let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
      let statement = try connection.prepare("INSERT INTO \(table) VALUES (\(marks))")
      try statement.bind(values)
      try statement.runOnce()
    }
  }
}

extension Project {
  /// Makes the state tables of a connection, which must be empty, from the events up to one.
  ///
  /// Call it inside a transaction of that connection.
  func replay(
    onto projection: Projection, through last: Int = .max,
    _ seen: (_ body: JSON) throws -> Void = { _ in }
  ) throws {
    var replay = Replay(projection, undone: try UndoneActs(self, through: last))
    try events(through: last) { event in
      Result { try JSONReader.read(SourceText(event.body), file: "event \(event.number)") }
    } _: { event, _, body in
      let body = try body.get()
      try replay.apply(event, body: body)
      try seen(body)
    }
  }
}
