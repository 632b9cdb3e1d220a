import Coding
import SQLite

/// An event with its body read.
struct EventRecord {
  var event: LedgerEvent
  var body: JSON
  /// Its link of the chain, as hexadecimal.
  var hash: String

  var number: Int { event.number }
}

extension Project {
  /// Events that fulfil a condition on their columns, in order.
  func records(_ condition: SQL) throws -> [EventRecord] {
    var records: [EventRecord] = []
    try events(where: condition) { event, hash in
      let body = try JSONReader.read(SourceText(event.body), file: "event \(event.number)")
      records.append(EventRecord(event: event, body: body, hash: hash.hex))
    }
    return records
  }

  func records(of kinds: [LedgerEvent.Kind]) throws -> [EventRecord] {
    let names = JSON.strings(kinds.map(\.rawValue)).canonical
    return try records("kind IN (SELECT value FROM json_each(\(names)))")
  }
}

/// Which events were undone, and by which.
struct UndoneEvents {
  private var by: [Int: Int] = [:]

  init(_ project: Project) throws {
    try project.connection.forEach("SELECT event, by FROM undone") {
      by[$0.integer(0)] = $0.integer(1)
    }
  }

  subscript(event: Int) -> Int? { by[event] }

  /// Whether an event counted just before another.
  func stands(_ event: Int, before other: Int) -> Bool {
    event < other && (by[event].map { $0 >= other } ?? true)
  }
}

/// What something was after each of several events.
struct Standing<Value> {
  private var values: [(event: Int, value: Value)] = []

  mutating func set(_ value: Value, by event: Int) { values.append((event, value)) }

  /// What it was just before an event, given what had been undone by then.
  func value(before event: Int, _ undone: UndoneEvents) -> Value? {
    values.last { undone.stands($0.event, before: event) }?.value
  }
}

extension EventRecord {
  /// ` by iris`, where it was another than who recorded it; or nothing.
  var whose: String {
    guard let coder = body["coder"]?.string, coder != event.actor else { return "" }
    return " by \(coder)"
  }

  /// `, recorded by lotte on 2026-03-02 (event 45 of project ab12cd34)`, where a merge brought it;
  /// or nothing.
  var provenance: String { Origin(body["origin"]).map { ", recorded \($0.text)" } ?? "" }
}
