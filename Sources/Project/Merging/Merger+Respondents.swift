import Coding
import SQLite

/// What is known of one attribute: its value, nil where it was removed, and when that was said.
struct AttributeFact: Equatable {
  var value: String?
  var time: String
  var event: Int

  var rank: (String, String) { (time, value ?? "") }
}

/// The attributes of one respondent or neighbourhood, in the order they came.
struct AttributeFacts {
  private(set) var names: [String] = []
  private(set) var facts: [String: AttributeFact] = [:]

  subscript(name: String) -> AttributeFact? { facts[name] }

  mutating func set(_ name: String, _ fact: AttributeFact) {
    if facts.updateValue(fact, forKey: name) == nil { names.append(name) }
  }

  /// Takes in what an event says: all attributes that there are.
  ///
  /// `times` has those that a merge knows better than the event, with attributes that were removed.
  mutating func take(_ content: JSON, event: Int, time: String) {
    var values: [String: String] = [:]
    for pair in (content["attributes"]?.array ?? []).map(\.texts) where pair.count == 2 {
      values[pair[0]] = pair[1]
    }
    var times: [String: String] = [:]
    for pair in (content["times"]?.array ?? []).map(\.texts) where pair.count == 2 {
      times[pair[0]] = pair[1]
    }
    let order =
      (content["attributes"]?.array ?? []).compactMap(\.texts.first) + names
      + times.keys.sorted()
    for name in order {
      if let made = times[name] {
        set(name, AttributeFact(value: values[name], time: made, event: event))
      } else if facts[name]?.value != values[name] {
        set(name, AttributeFact(value: values[name], time: time, event: event))
      }
    }
  }

  /// As an event has them.
  var fields: [(String, JSON)] {
    [
      (
        "attributes",
        .array(names.compactMap { name in facts[name]?.value.map { .strings([name, $0]) } })
      ),
      (
        "times",
        .array(
          facts.sorted { $0.key < $1.key }.map { .strings([$0.key, $0.value.time]) })
      ),
    ]
  }
}

extension JSON {
  /// The texts of a list.
  var texts: [String] { (array ?? []).compactMap(\.string) }
}

extension MergeSide {
  /// By uid.
  func respondentAttributes() throws -> [String: AttributeFacts] {
    var all: [String: AttributeFacts] = [:]
    for record in try project.records("kind = \(LedgerEvent.Kind.respondentsRecorded.rawValue)")
    where undone[record.number] == nil {
      for row in record.body["respondents"]?.array ?? [] {
        guard let uid = row["uid"]?.string,
          let hash = row["content"]?.string.flatMap(Digest.init(hex:)),
          let content = try project.content(hash)
        else { continue }
        all[uid, default: AttributeFacts()].take(
          content, event: record.number, time: clock.time(of: record.number))
      }
    }
    return all
  }

  /// By name.
  func neighbourhoodAttributes() throws -> [String: AttributeFacts] {
    var all: [String: AttributeFacts] = [:]
    for record in try project.records("kind = \(LedgerEvent.Kind.neighbourhoodsRecorded.rawValue)")
    where undone[record.number] == nil {
      for row in record.body["neighbourhoods"]?.array ?? [] {
        guard let name = row["id"]?.string else { continue }
        all[name, default: AttributeFacts()].take(
          row, event: record.number, time: clock.time(of: record.number))
      }
    }
    return all
  }
}

extension Merger {
  /// Respondents with their attributes: all that either knows, and where they differ what was said
  /// last.
  func mergeRespondents() throws {
    let here = try mine.respondentAttributes()
    let there = try theirs.respondentAttributes()
    let inScope = try respondentsInScope()
    let known = Dictionary(
      uniqueKeysWithValues: try project.respondentRows().map { ($0.uid, $0.isUndone) })
    var rows: [JSON] = []
    for row in try other.respondentRows()
    where !row.isUndone && !row.isWithdrawn && !withdrawn.contains(row.uid)
      && inScope?.contains(row.uid) ?? true
    {
      guard let uid = respondents[row.uid] else { continue }
      let isNew = known[uid] ?? true
      let facts = scope?.withAttributes == false ? nil : there[row.uid]
      guard let merged = merge(facts, into: here[uid], of: row.name, isNew: isNew) else { continue }
      if isNew { report.count(.respondents) }
      try announce()
      let content = try project.commit(.object([("id", .string(row.name))] + merged.fields))
      rows.append(["uid": .string(uid), "content": content])
    }
    if !rows.isEmpty { try append(.respondentsRecorded, [("respondents", .array(rows))]) }
  }

  /// Those who speak in the transcripts that are taken over; nil for all.
  private func respondentsInScope() throws -> Set<String>? {
    guard scope != nil else { return nil }
    let versions = Set(incomingTranscripts.compactMap { $0.inForce?.id })
    return Set(
      try other.connection.all(
        "SELECT s.version, r.uid FROM speaker s JOIN respondent r ON r.id = s.respondent"
      ) { ($0.integer(0), $0.text(1)) }.filter { versions.contains($0.0) }.map(\.1))
  }

  func mergeNeighbourhoods() throws {
    guard scope?.withAttributes ?? true else { return }
    let here = try mine.neighbourhoodAttributes()
    var rows: [JSON] = []
    for (name, facts) in try theirs.neighbourhoodAttributes().sorted(by: { $0.key < $1.key }) {
      let isNew = here[name] == nil
      guard let merged = merge(facts, into: here[name], of: name, isNew: isNew) else { continue }
      rows.append(.object([("id", .string(name))] + merged.fields))
    }
    if !rows.isEmpty { try append(.neighbourhoodsRecorded, [("neighbourhoods", .array(rows))]) }
  }

  /// Nil where nothing is to be recorded.
  private func merge(
    _ theirFacts: AttributeFacts?, into myFacts: AttributeFacts?, of whom: String, isNew: Bool
  ) -> AttributeFacts? {
    var merged = myFacts ?? AttributeFacts()
    var hasChanged = isNew
    for name in theirFacts?.names ?? [] {
      guard let its = theirFacts?[name] else { continue }
      guard let own = merged[name] else {
        // That something was removed which is not here is remembered for when it comes.
        merged.set(name, its)
        hasChanged = true
        if its.value != nil { report.count(.attributes) }
        continue
      }
      guard own.value != its.value else {
        // Both said the same, the other later: that counts where somebody else says otherwise.
        if its.time > own.time {
          merged.set(name, its)
          hasChanged = true
          report.count(.repeated)
        }
        continue
      }
      let (taken, isChoice) = side(
        isLater: its.rank > own.rank, event: own.event, theirEvent: its.event, "attribute",
        "\(whom): \(name)", (own.value ?? "(none)", its.value ?? "(none)"))
      guard taken == .theirs || isChoice else { continue }
      var fact = taken == .theirs ? its : own
      if isChoice { fact.time = project.surroundings.timestamp() }
      merged.set(name, fact)
      hasChanged = true
      if taken == .theirs { report.count(.attributes) }
    }
    return hasChanged ? merged : nil
  }
}
