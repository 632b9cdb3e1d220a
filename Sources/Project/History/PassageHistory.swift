import Coding
import SQLite

/// A passage through all versions of its transcript.
struct PassageHistory {
  private let project: Project
  private let uid: String
  private let undone: UndoneEvents
  private let steps: PassageSteps
  private let places: Set<VersionPlace>
  /// `codebook:path`; nil for whatever stands there.
  private let code: String?

  init(_ project: Project, transcript uid: String, at place: VersionPlace, code: String?) throws {
    let undone = try UndoneEvents(project)
    let steps = try PassageSteps(project, transcript: uid, undone)
    self.init(project, uid, undone, steps, steps.places(of: place), code)
  }

  /// The passage at a range of offsets, which may be those of any version; the latest version where
  /// something stands there counts.
  init?(_ project: Project, transcript uid: String, at range: Range<Int>, code: String?) throws {
    let undone = try UndoneEvents(project)
    let steps = try PassageSteps(project, transcript: uid, undone)
    let byPeople = steps.steps.flatMap { [$0.place, $0.target].compactMap { $0 } }
      .filter { $0.range == range }.map(\.version)
    let byRules = try project.connection.all(
      """
      SELECT v.number FROM proposal p JOIN version v ON v.id = p.version
      JOIN transcript t ON t.id = v.transcript
      WHERE t.uid = \(uid) AND p.start = \(range.lowerBound) AND p.end = \(range.upperBound)
      """
    ) { $0.integer(0) }
    guard let version = (byPeople + byRules).max() else { return nil }
    let place = VersionPlace(version: version, range: range)
    self.init(project, uid, undone, steps, steps.places(of: place), code)
  }

  private init(
    _ project: Project, _ uid: String, _ undone: UndoneEvents, _ steps: PassageSteps,
    _ places: Set<VersionPlace>, _ code: String?
  ) {
    (self.project, self.uid, self.undone, self.steps) = (project, uid, undone, steps)
    (self.places, self.code) = (places, code)
  }

  func entries() throws -> [HistoryEntry] {
    var builder = HistoryBuilder(undone)
    try addVersions(to: &builder)
    let finds = try findings()
    for find in finds { try add(find, to: &builder) }
    try addDeeds(to: &builder)
    let codes = Set(ownSteps.map(\.code) + finds.map(\.code))
    try CodeChanges.add(codes, project, undone, to: &builder)
    return try builder.finish(project)
  }

  /// What people did with the passage, and what corrections of its transcript did to that.
  func deeds() throws -> [HistoryEntry] {
    var builder = HistoryBuilder(undone)
    try addDeeds(to: &builder)
    return try builder.finish(project)
  }

  private func addDeeds(to builder: inout HistoryBuilder) throws {
    var verdicts: [String: Standing<String>] = [:]
    for step in ownSteps { try add(step, &verdicts, to: &builder) }
  }

  private var ownSteps: [PassageStep] {
    steps.steps.filter { step in
      (places.contains(step.place) || step.target.map(places.contains) ?? false)
        && (code.map { $0 == step.code } ?? true)
    }
  }

  private func addVersions(to builder: inout HistoryBuilder) throws {
    let versions = try project.records(
      "kind = 'transcript.recorded' AND json_extract(body, '$.transcript') = \(uid)")
    for record in versions {
      builder.add(
        record,
        "transcript read (version \(record.body["version"]?.integer ?? 0))"
          + record.provenance)
    }
  }

  // MARK: What rules find

  private struct Finding {
    var rule: String
    var code: String
    var version: Int
    var run: Int
    var codebook: Int?
    var dropped: Int?
  }

  private func findings() throws -> [Finding] {
    try places.sorted { $0.version < $1.version }.flatMap { place in
      try project.connection.all(
        """
        SELECT DISTINCT u.text, c.codebook || ':' || c.path, a.event,
          CASE e.kind WHEN 'codebook.recorded' THEN u.retired END
        FROM version v JOIN transcript t ON t.id = v.transcript JOIN proposal p ON p.version = v.id
        JOIN rule u ON u.id = p.rule JOIN code c ON c.id = u.code
        JOIN application a ON a.rule = u.id AND a.after_version < p.version
          AND p.version <= a.through_version
        LEFT JOIN event e ON e.number = u.retired
        WHERE t.uid = \(uid) AND v.number = \(place.version) AND p.start = \(place.range.lowerBound)
          AND p.end = \(place.range.upperBound)
        ORDER BY a.event, u.id
        """
      ) { row in
        Finding(
          rule: row.text(0), code: row.text(1), version: place.version, run: row.integer(2),
          dropped: row.optionalInteger(3))
      }
    }.filter { find in code.map { $0 == find.code } ?? true }
  }

  private func add(_ find: Finding, to builder: inout HistoryBuilder) throws {
    for record in try project.records("number = \(find.run)") {
      builder.add(record, "rules applied: \(find.rule) proposes it as \(find.code)")
    }
    guard let dropped = find.dropped else { return }
    for record in try project.records("number = \(dropped)") {
      builder.add(record, "rule dropped: \(find.rule) proposes it no more as \(find.code)")
    }
  }

  // MARK: What people do

  private func add(
    _ step: PassageStep, _ verdicts: inout [String: Standing<String>],
    to builder: inout HistoryBuilder
  ) throws {
    let code = step.code
    switch step.action {
    case .coded:
      builder.add(
        step.record,
        "coded by hand as \(code)" + step.record.whose
          + step.record.provenance)
    case .retracted:
      builder.add(
        step.record, "coding by hand as \(code) taken back" + step.record.provenance)
    case .decided(let verdict, let reason):
      let before = verdicts[code]?.value(before: step.record.number, undone) ?? "undecided"
      verdicts[code, default: Standing()].set(verdict, by: step.record.number)
      let told = try reason.map { try project.content($0)?.string ?? "(erased)" }
      guard step.record.body["merged"]?.bool != true else {
        builder.add(step.record, "the verdict as \(code) went with its words, or a later one holds")
        return
      }
      builder.add(
        step.record,
        (verdict == "undecided" ? "decision taken back" : "\(verdict) as \(code)")
          + step.record.provenance,
        [.init("verdict", before: before, after: verdict)]
          + (told.map { [.init("reason", before: "", after: $0)] } ?? []))
    case .carried(let coder):
      verdicts[code, default: Standing()].set("rejected", by: step.record.number)
      builder.add(step.record, "found again as \(code), and stays rejected by \(coder)")
    case .followed(let anchor, let version, let target):
      builder.add(
        step.record, "\(code) \(Self.told(anchor, version: version))",
        [
          .init(
            "place", before: "version \(step.place.version): \(step.place.text)",
            after: target.map { "version \($0.version): \($0.text)" } ?? anchor)
        ])
    }
  }

  private static func told(_ anchor: String, version: Int) -> String {
    switch anchor {
    case "ambiguous": "lost its place in version \(version): its words stand there several times"
    case "orphan": "lost its place in version \(version): its words are gone"
    case "by hand": "was put in its place in version \(version)"
    default: "followed its words into version \(version)"
    }
  }
}
