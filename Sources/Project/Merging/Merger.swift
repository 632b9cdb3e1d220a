import Coding
import SQLite

/// Brings what another project holds into this one, as events of one act that say where they come
/// from.
///
/// What results depends on what both hold, not on which is merged into which: things that are known
/// by an identity are united, and what may be decided again and again is as it was decided last.
final class Merger {
  let mine: MergeSide
  let theirs: MergeSide
  let preference: MergePreference
  /// What is taken over alone; nil for all.
  let scope: MergeScope?
  let knowledge: MergeKnowledge
  var report = MergeReport()
  /// Uids here of the other's transcripts and respondents.
  var transcripts: [String: String] = [:]
  var respondents: [String: String] = [:]
  /// The other's respondents who withdrew here.
  var withdrawn: Set<String> = []
  /// Texts of the other that can't come here, by transcript there: their words were erased here or
  /// there.
  var closed: [String: Set<String>] = [:]
  private var isAnnounced = false
  /// Codings that are to be recorded, before anything else is.
  private var gathered: [JSON] = []

  var project: Project { mine.project }
  var other: Project { theirs.project }

  /// Called for each coding.
  let progress: () throws -> Void

  init(
    _ project: Project, _ other: Project, preferring preference: MergePreference,
    scope: MergeScope?, progress: @escaping () throws -> Void
  ) throws {
    mine = try MergeSide(project)
    theirs = try MergeSide(other)
    (self.preference, self.scope, self.progress) = (preference, scope, progress)
    knowledge = try MergeKnowledge(mine, theirs)
  }

  func run() throws -> MergeReport {
    let head = try other.treeHead()
    (report.project, report.size, report.root) = (theirs.uid, head.size, head.root.hex)
    let before = try project.head().number
    try matchTranscripts()
    try matchRespondents()
    guard !knowledge.isComplete(theirs) else { return report }
    if !earlierHeads.isEmpty { try announce() }
    let hadApplied = try project.hasAppliedRules()
    try mergeCoders()
    try mergeRespondents()
    try mergeNeighbourhoods()
    let content = try incoming()
    try mergeCodebooks(needing: content.codes)
    try mergeTexts(needing: content.texts)
    try mine.refresh()
    let rivals = try rivalSettlements()
    try mergeCodings(content.codings)
    try mergeDecisions(content.decisions)
    try mergeMemos()
    try mergeReadings()
    try mergeAssignments()
    try mergeSkipped()
    try mergeSettlements(rivals)
    try mergeCollections()
    try mergeForeignNames()
    report.events = try project.head().number - before
    guard report.events > 0 else { return report }
    if hadApplied { report.findings = try project.applyRules { _ in }.segments }
    try project.dropStaleTally()
    try project.updateTally(try project.codes().map(\.id))
    report.events = try project.head().number - before
    return report
  }

  /// Records an event, after the one that says of which project.
  @discardableResult
  func append(_ kind: LedgerEvent.Kind, _ fields: [(String, JSON)], from event: Int? = nil) throws
    -> Int
  {
    try announce()
    try recordGathered()
    return try project.append(kind, .object(fields + origin(event)))
  }

  /// Records a coding, together with those after it.
  func gather(coding fields: [(String, JSON)], from event: Int) throws {
    gathered.append(.object(fields + origin(event)))
    if gathered.count == 4096 { try recordGathered() }
  }

  func recordGathered() throws {
    guard !gathered.isEmpty else { return }
    try announce()
    let bodies = gathered
    gathered = []
    try project.append(.segmentCoded, bodies)
  }

  /// Where an event of the other's comes from, as a field.
  func origin(_ event: Int?) -> [(String, JSON)] {
    event.map { [("origin", theirs.clock.origin(of: $0).json)] } ?? []
  }

  /// Says, once, whose ledger follows, as it was.
  func announce() throws {
    guard !isAnnounced else { return }
    isAnnounced = true
    var body: [(String, JSON)] = [
      ("project", .string(report.project)), ("size", .integer(report.size)),
      ("root", .string(report.root)), ("head", .string(try other.head().hash.hex)),
    ]
    if scope != nil { body.append(("part", true)) }
    let heads = earlierHeads
    if !heads.isEmpty { body.append(("heads", .array(heads.map(\.json)))) }
    if preference != .later { body.append(("prefer", .string(preference.rawValue))) }
    try project.append(.projectMerged, .object(body))
  }

  /// Texts and codebooks in which both ended, the other before this project.
  private var earlierHeads: [MergedHead] {
    let texts = incomingTranscripts.flatMap { its -> [MergedHead] in
      guard let own = transcripts[its.uid].flatMap({ mine.transcripts[$0] }) else { return [] }
      return own.lineage.headsRecordedEarlier(in: its.lineage).map {
        MergedHead(kind: .text, name: own.uid, version: $0.version, time: $0.time)
      }
    }
    let codebooks = theirs.codebooks.sorted { $0.key < $1.key }.flatMap { name, its in
      (mine.codebooks[name] ?? Lineage()).headsRecordedEarlier(in: its).map {
        MergedHead(kind: .codebook, name: name, version: $0.version, time: $0.time)
      }
    }
    return texts + codebooks
  }

  /// Takes content over behind a commitment of this project's own; nil where it was erased.
  func adopt(_ hash: String?, of side: MergeSide? = nil) throws -> JSON? {
    guard let digest = hash.flatMap(Digest.init(hex:)),
      let content = try (side ?? theirs).project.content(digest)
    else { return nil }
    try announce()
    return try project.commit(content)
  }

  /// Whose value counts, of two that differ; a conflict where neither knew of the other's.
  ///
  /// `isLater`: whether the other's was made later.
  func side(
    isLater: Bool, event: Int, theirEvent: Int, _ kind: String, _ name: String,
    _ values: (mine: String, theirs: String)
  ) -> (taken: MergeReport.Side, isChoice: Bool) {
    let byTime: MergeReport.Side = isLater ? .theirs : .mine
    guard event > knowledge.mine, theirEvent > knowledge.theirs else { return (byTime, false) }
    let taken: MergeReport.Side =
      switch preference {
      case .later: byTime
      case .mine: .mine
      case .theirs: .theirs
      }
    report.conflicts.append(
      MergeReport.Conflict(
        kind: kind, name: name, mine: values.mine, theirs: values.theirs, taken: taken))
    // What was decided against the clock was decided now, by whoever merges.
    return (taken, taken != byTime)
  }
}

extension Project {
  /// Brings what another project holds into this one, and tells what that was.
  ///
  /// Nothing at all is recorded where all of it is here already. O(both projects).
  /// `progress` is called for each coding of the other's.
  ///
  /// - Precondition: inside `change` of this project and `read` of the other.
  package func merge(
    _ other: Project, preferring preference: MergePreference = .later, scope: MergeScope? = nil,
    progress: @escaping () throws -> Void = {}
  ) throws -> MergeReport {
    try Merger(self, other, preferring: preference, scope: scope, progress: progress).run()
  }

  func hasAppliedRules() throws -> Bool {
    try connection.integer("SELECT 1 FROM application LIMIT 1") != nil
  }
}
