import Coding
import SQLite

/// A point in a project's past: the state after one of its events.
package struct Moment: Sendable, Equatable {
  /// The last event that counts.
  package var event: Int
  /// When it was recorded.
  package var time: String
  /// How many events came later.
  package var later: Int

  package var text: String { "event \(event) (\(time.prefix(16).replacing("T", with: " ")) UTC)" }
}

extension Project {
  /// Whether this reader sees a state that later events changed.
  var isInThePast: Bool { (moment?.later ?? 0) > 0 }

  /// The moment that a person names: an event's number, a checkpoint's name, or a day or time in
  /// UTC (`2026-11-21`, `2026-11-21T14:30`), which stands for the last event up to its end.
  package func moment(_ text: String) throws -> Moment {
    let (last, _) = try head()
    let event = try event(named: text, last: last)
    guard (1...max(1, last)).contains(event) else {
      throw ProjectError.unknown(
        "there is no event \(event)", hint: "the last one is \(last); zicht log lists them")
    }
    let time = try connection.text("SELECT time FROM event WHERE number = \(event)") ?? ""
    return Moment(event: event, time: time, later: last - event)
  }

  /// The events after a moment by which respondents withdrew.
  package func withdrawals(after moment: Moment) throws -> [Int] {
    try connection.all(
      """
      SELECT DISTINCT withdrawn FROM respondent WHERE withdrawn > \(moment.event) ORDER BY 1
      """
    ) { $0.integer(0) }
  }

  private func event(named text: String, last: Int) throws -> Int {
    if text == "now" { return last }
    if let number = Int(text) { return number }
    if let size = try connection.integer("SELECT size FROM checkpoint WHERE name = \(text)") {
      return size
    }
    guard let end = endOfTime(text) else {
      let names = try connection.all("SELECT name FROM checkpoint ORDER BY event") { $0.text(0) }
      throw ProjectError.unknown(
        "'\(text)' is no event, day or checkpoint of this project",
        hint: "write an event's number, a day such as 2026-11-21, a time such as 2026-11-21T14:30 "
          + "(UTC)" + (names.isEmpty ? "" : ", or a checkpoint: " + names.joined(separator: ", ")))
    }
    guard
      let event = try connection.integer("SELECT max(number) FROM event WHERE time <= \(end)"),
      event > 0
    else {
      let first = try connection.text("SELECT time FROM event WHERE number = 1") ?? ""
      throw ProjectError.unknown(
        "this project has no event up to \(text)", hint: "its first one is of \(first)")
    }
    return event
  }

  /// The last instant of a day, minute or second, as the ledger writes times; nil for other texts.
  private func endOfTime(_ text: String) -> String? {
    let whole = "0000-00-00T23:59:59.999Z"
    let given = text.hasSuffix("Z") ? String(text.dropLast()) : text
    guard [10, 16, 19, 23].contains(given.count), given.utf8.count == given.count else {
      return nil
    }
    let completed = given + whole.dropFirst(given.count)
    let isTime = zip(completed, "dddd-dd-ddTdd:dd:dd.dddZ").allSatisfy { character, pattern in
      pattern == "d" ? ("0"..."9").contains(character) : character == pattern
    }
    return isTime ? completed : nil
  }

  /// Lets this reader see the project as it was after an event.
  ///
  /// Temporary tables that the events up to then are projected into stand before the file's own;
  /// what rules found is seen as far as they had been applied by then. The file is not touched.
  /// O(events); nothing is done when no later event exists. For a project opened to read, once.
  package func rewind(to moment: Moment) throws {
    self.moment = moment
    guard moment.later > 0 else { return }
    try Self.translating(path) {
      try connection.execute("PRAGMA query_only = OFF; PRAGMA foreign_keys = OFF")
      try shadowStateTables()
      try replay(through: moment.event)
      try connection.execute(
        """
        CREATE TEMP TABLE applied (rule INTEGER PRIMARY KEY, through INTEGER NOT NULL);
        INSERT INTO applied SELECT rule, max(through_version) FROM application GROUP BY rule;
        CREATE TEMP VIEW proposal AS SELECT p.rule, p.version, p.start, p.end, p.speaker, p.words,
          p.places FROM main.proposal p JOIN applied x ON x.rule = p.rule
          WHERE p.version <= x.through;
        CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE number <= \(moment.event);
        PRAGMA query_only = ON;
        """)
      connection.forgetStatements()
    }
  }

  /// Empty temporary tables and the views over them, under the names of the file's own: SQLite
  /// looks for a name there first.
  ///
  /// The view of frequencies rests on the tally, which is kept for the present only.
  private func shadowStateTables() throws {
    let names = Set(Projection.tables.map(\.name))
    let objects = try connection.all(
      """
      SELECT type, tbl_name, sql FROM main.sqlite_schema
      WHERE sql IS NOT NULL AND type IN ('table', 'index', 'view') AND name <> 'frequencies'
      ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, rowid
      """
    ) { (type: $0.text(0), table: $0.text(1), sql: $0.text(2)) }
    for object in objects where object.type == "view" || names.contains(object.table) {
      try connection.execute(temporary(object.sql))
    }
    connection.forgetStatements()
  }

  private func temporary(_ sql: String) -> String {
    for (kind, replacement) in [
      ("CREATE TABLE ", "CREATE TEMP TABLE "), ("CREATE VIEW ", "CREATE TEMP VIEW "),
      ("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX temp."),
      ("CREATE INDEX ", "CREATE INDEX temp."),
    ] where sql.hasPrefix(kind) {
      return replacement + sql.dropFirst(kind.count)
    }
    return sql
  }

  private func replay(through last: Int) throws {
    try connection.transaction {
      let projection = Projection(connection: connection, content: try currentContent())
      try replay(onto: projection, through: last)
    }
  }
}
