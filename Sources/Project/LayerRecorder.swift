import Coding
import SQLite

/// Records what coders marked in whole transcripts, one after another inside one `change`.
///
/// What a coder has marked already is not marked again, so that the same files can be recorded twice.
package final class LayerRecorder {
  /// What became of one coder's codings of one transcript.
  package struct Outcome: Sendable, Equatable {
    package var added = 0
    package var unchanged = 0
    /// Codings whose memo differs from the one recorded.
    package var otherMemos = 0
    /// Codings that the project has and the coder's text has no more.
    package var gone = 0
    /// Codings that the project has got since the text was written, which it does not know of.
    package var newer = 0
    /// Whether it was not known yet that the coder has read this, for these codes.
    package var isNewReading = false
    /// Whether what is gone was taken back, and what has another memo coded anew.
    package var isSynced = false

    package init() {}

    package static func += (sum: inout Self, other: Self) {
      sum.added += other.added
      sum.unchanged += other.unchanged
      sum.otherMemos += other.otherMemos
      sum.gone += other.gone
      sum.newer += other.newer
      sum.isNewReading = sum.isNewReading || other.isNewReading
      sum.isSynced = sum.isSynced || other.isSynced
    }
  }

  private struct Known {
    /// One, or several alike that a merge brought together.
    var uids: [String] = []
    var memo: String?
    var event: Int
  }

  private struct Key: Hashable {
    var range: Range<Int>
    var code: Int
  }

  private let project: Project
  /// Whether codings that are gone, or have another memo, are taken back.
  private let isSync: Bool
  private let references: Set<String>
  private var touched: Set<Int> = []
  private var firstVersion = Int.max

  /// - Precondition: inside `Project.change`.
  package init(_ project: Project, isSync: Bool) throws {
    (self.project, self.isSync) = (project, isSync)
    references = Set(try project.referenceCoders())
  }

  /// Records the codings of a version by a coder who read it to the end, looking for some codes.
  ///
  /// Of other codes nothing is said: what the coder coded with them stays. So does what was coded after
  /// `event`, the last one that the coder saw. Unless `isToTheEnd`, nothing is said of how far was
  /// read.
  package func record(
    _ codings: [HandCoding], of version: Int, by coder: String, lookingFor codes: Set<Int>,
    after event: Int? = nil, isToTheEnd: Bool = true
  ) throws -> Outcome {
    var known = try knownCodings(of: version, by: coder, codes)
    var outcome = Outcome()
    outcome.isSynced = isSync
    for coding in codings {
      guard let before = known.removeValue(forKey: Key(range: coding.range, code: coding.code))
      else {
        try add(coding, to: version, by: coder)
        outcome.added += 1
        continue
      }
      guard before.memo != coding.memo else {
        outcome.unchanged += 1
        continue
      }
      outcome.otherMemos += 1
      guard isSync else { continue }
      try retract(before, coding.code, version, coder)
      try add(coding, to: version, by: coder)
    }
    if let event {
      outcome.newer = known.values.count { $0.event > event }
      known = known.filter { $0.value.event <= event }
    }
    outcome.gone = known.count
    if isSync {
      let gone = known.sorted { $0.value.uids.lexicographicallyPrecedes($1.value.uids) }
      for (key, coding) in gone {
        try retract(coding, key.code, version, coder)
      }
    }
    if isToTheEnd {
      outcome.isNewReading = try project.recordReading(of: version, by: coder, codes)
    }
    return outcome
  }

  /// Adds codings to what the coder has coded in a version.
  ///
  /// - Returns: how many were not there yet.
  package func add(
    _ codings: [HandCoding], to version: Int, by coder: String
  ) throws -> Int {
    var known = Set(try knownCodings(of: version, by: coder, nil).keys)
    return try codings.reduce(into: 0) { count, coding in
      guard known.insert(Key(range: coding.range, code: coding.code)).inserted else { return }
      try add(coding, to: version, by: coder)
      count += 1
    }
  }

  private func knownCodings(
    of version: Int, by coder: String, _ codes: Set<Int>?
  ) throws -> [Key: Known] {
    var known: [Key: Known] = [:]
    for (uid, coding, event) in try project.handCodings(of: version, by: coder)
    where codes?.contains(coding.code) ?? true {
      let key = Key(range: coding.range, code: coding.code)
      known[key, default: Known(memo: coding.memo, event: event)].uids.append(uid)
    }
    return known
  }

  private func add(_ coding: HandCoding, to version: Int, by coder: String) throws {
    try project.append(coding, to: version, by: coder)
    touch(coding.code, version, coder)
  }

  private func retract(
    _ coding: Known, _ code: Int, _ version: Int, _ coder: String
  ) throws {
    for uid in coding.uids {
      try project.append(.codingRetracted, ["uid": .string(uid)])
    }
    touch(code, version, coder)
  }

  private func touch(_ code: Int, _ version: Int, _ coder: String) {
    guard !references.contains(coder) else { return }
    touched.insert(code)
    firstVersion = min(firstVersion, version)
  }

  /// Brings the counts up to date.
  ///
  /// Call it once, after the last transcript.
  package func finish() throws {
    guard !touched.isEmpty else { return }
    try project.updateTally(touched.sorted(), after: firstVersion - 1)
  }
}
