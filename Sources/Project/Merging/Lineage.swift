import Coding

/// Versions of one thing, a text or a codebook, as far as a project has heard of them.
///
/// A head is a version that no other was made from. Two people who each correct the same text, not
/// knowing of the other, make two heads. Which heads remain after a merge does not depend on who
/// merges with whom, nor in what order.
struct Lineage: Equatable {
  /// Versions that nothing replaced, with the times they were recorded.
  var heads: [String: String] = [:]
  /// All versions ever heard of.
  var known: Set<String> = []

  var isEmpty: Bool { known.isEmpty }

  /// The head that is in force: the one recorded last.
  var latest: String? { inOrder.first }

  /// The heads, the one recorded last first.
  var inOrder: [String] {
    heads.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
  }

  /// A version that was recorded knowing all before it.
  mutating func record(_ version: String, at time: String) {
    // The same content again is no new version: it may have been recorded for its rules' sake.
    guard heads.count != 1 || heads[version] == nil else { return }
    heads = [version: time]
    known.insert(version)
  }

  /// A version of another project that a merge recorded, with what was known there.
  mutating func record(merged heads: [String: String], known: Set<String>) {
    self.heads = heads
    self.known.formUnion(known)
    self.known.formUnion(heads.keys)
  }

  /// That somebody else recorded a head too, perhaps before.
  mutating func note(_ version: String, recordedAt time: String) {
    if let own = heads[version] { heads[version] = min(own, time) }
  }

  /// Heads of both that the other recorded before this.
  func headsRecordedEarlier(in other: Lineage) -> [(version: String, time: String)] {
    other.heads.filter { version, time in heads[version].map { time < $0 } ?? false }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func joined(with other: Lineage) -> Lineage {
    var joined = Lineage()
    joined.known = known.union(other.known)
    for (version, time) in heads where other.heads[version] != nil || !other.known.contains(version)
    {
      joined.heads[version] = min(time, other.heads[version] ?? time)
    }
    for (version, time) in other.heads
    where heads[version] == nil && !known.contains(version) {
      joined.heads[version] = time
    }
    if joined.heads.isEmpty {
      // Each went back to what the other had left: the later choice stands.
      let all = heads.merging(other.heads) { max($0, $1) }
      let last = all.max { ($0.value, $0.key) < ($1.value, $1.key) }
      if let last { joined.heads = [last.key: last.value] }
    }
    return joined
  }
}

extension Lineage {
  /// As the event says that records a version in a merge.
  var fields: [(String, JSON)] {
    [
      ("heads", .array(heads.sorted { $0.key < $1.key }.map { .strings([$0.key, $0.value]) })),
      ("known", .strings(known.sorted())),
    ]
  }

  /// Takes in an event that recorded a version: `version` at `time`.
  mutating func take(_ body: JSON, version: String, at time: String) {
    guard let pairs = body["heads"]?.array else { return record(version, at: time) }
    var heads: [String: String] = [:]
    for pair in pairs.compactMap({ $0.array?.compactMap(\.string) }) where pair.count == 2 {
      heads[pair[0]] = pair[1]
    }
    record(
      merged: heads, known: Set((body["known"]?.array ?? []).compactMap(\.string) + [version]))
  }
}

/// A version that two people recorded apart, and when the first of them did: which of several
/// versions is in force must not hang on who merged with whom.
struct MergedHead {
  enum Kind: String { case text, codebook }

  var kind: Kind
  /// A transcript's uid, a codebook's name.
  var name: String
  var version: String
  var time: String

  var json: JSON { .strings([kind.rawValue, name, version, time]) }
}

extension EventRecord {
  /// As the event of a merge says.
  var mergedHeads: [MergedHead] {
    guard event.kind == .projectMerged else { return [] }
    return (body["heads"]?.array ?? []).map(\.texts).compactMap { fields in
      guard fields.count == 4, let kind = MergedHead.Kind(rawValue: fields[0]) else { return nil }
      return MergedHead(kind: kind, name: fields[1], version: fields[2], time: fields[3])
    }
  }
}
