import Coding
import SQLite

/// A place in one version of a transcript.
struct VersionPlace: Hashable {
  var version: Int
  var range: Range<Int>

  var text: String { "\(range.lowerBound)-\(range.upperBound)" }
}

/// One thing that a person did with a passage, or that a correction of its transcript did to it.
struct PassageStep {
  enum Action {
    case coded
    case retracted
    case decided(verdict: String, reason: Digest?)
    /// A run of rules found the passage again, which somebody had rejected.
    case carried(coder: String)
    /// The anchor is `by hand` where a person said where it belongs.
    case followed(anchor: String, version: Int, to: VersionPlace?)
  }

  var record: EventRecord
  var place: VersionPlace
  /// `codebook:path`.
  var code: String
  var action: Action

  /// Where the passage stands after it.
  var target: VersionPlace? {
    if case .followed(_, _, let to) = action { to } else { nil }
  }
}

/// All that people did with passages, of one transcript or of all, in the ledger's order.
struct PassageSteps {
  private(set) var steps: [PassageStep] = []
  private let undone: UndoneEvents
  private var codings: [String: (code: String, places: Standing<VersionPlace>)] = [:]

  init(_ project: Project, transcript uid: String? = nil, _ undone: UndoneEvents) throws {
    self.undone = undone
    let records = try project.records(
      """
      kind IN ('segment.decided', 'segment.coded', 'codings.reanchored')
        AND (\(uid) IS NULL OR json_extract(body, '$.transcript') = \(uid))
      OR kind = 'coding.retracted'
      OR kind = 'rules.applied' AND json_extract(body, '$.carried') IS NOT NULL
      """)
    for record in records { add(record, transcript: uid) }
  }

  private mutating func add(_ record: EventRecord, transcript uid: String?) {
    switch record.event.kind {
    case .segmentCoded: addCoding(record)
    case .segmentDecided:
      append(
        record, record.body,
        .decided(
          verdict: record.body["verdict"]?.string ?? "",
          reason: record.body["reason"]?.string.flatMap(Digest.init(hex:))))
    case .codingRetracted:
      let coding = record.body["uid"]?.string.flatMap { codings[$0] }
      guard let coding, let place = coding.places.value(before: record.number, undone) else {
        return
      }
      steps.append(
        PassageStep(record: record, place: place, code: coding.code, action: .retracted))
    case .rulesApplied:
      for item in record.body["carried"]?.array ?? []
      where uid == nil || item["transcript"]?.string == uid {
        append(record, item, .carried(coder: item["coder"]?.string ?? ""))
      }
    case .codingsReanchored: addReanchoring(record)
    default: break
    }
  }

  private mutating func append(
    _ record: EventRecord, _ body: JSON, _ action: PassageStep.Action
  ) {
    guard let place = body.place(version: body["version"]?.integer) else { return }
    steps.append(PassageStep(record: record, place: place, code: body.code, action: action))
  }

  private mutating func addCoding(_ record: EventRecord) {
    let body = record.body
    guard let uid = body["uid"]?.string, let place = body.place(version: body["version"]?.integer)
    else { return }
    codings[uid] = (body.code, Standing())
    codings[uid]?.places.set(place, by: record.number)
    append(record, body, .coded)
  }

  private mutating func addReanchoring(_ record: EventRecord) {
    let body = record.body
    guard let from = body["from"]?.integer, let to = body["to"]?.integer else { return }
    for item in body["codings"]?.array ?? [] {
      guard let uid = item["uid"]?.string, let coding = codings[uid],
        let place = coding.places.value(before: record.number, undone)
      else { continue }
      let target = item.place(version: to)
      if let target { codings[uid]?.places.set(target, by: record.number) }
      addFollowing(record, item, from: place, code: coding.code, to: to, target)
    }
    for item in body["decisions"]?.array ?? [] {
      guard let place = item.place(version: from, "was_start", "was_end") else { continue }
      addFollowing(
        record, item, from: place, code: item.code, to: to, item.place(version: to))
    }
  }

  private mutating func addFollowing(
    _ record: EventRecord, _ item: JSON, from place: VersionPlace, code: String, to version: Int,
    _ target: VersionPlace?
  ) {
    let isByHand = record.body["by_hand"]?.bool ?? false
    let anchor = isByHand ? "by hand" : item["anchor"]?.string ?? ""
    steps.append(
      PassageStep(
        record: record, place: place, code: code,
        action: .followed(anchor: anchor, version: version, to: target)))
  }

  /// All places where a passage stood, as far as what people did with it followed its words.
  func places(of place: VersionPlace) -> Set<VersionPlace> {
    var places: Set<VersionPlace> = [place]
    var known = 0
    while known < places.count {
      known = places.count
      for step in steps {
        guard let target = step.target else { continue }
        if places.contains(step.place) { places.insert(target) }
        if places.contains(target) { places.insert(step.place) }
      }
    }
    return places
  }
}

extension JSON {
  fileprivate var code: String {
    "\(self["codebook"]?.string ?? ""):\(self["code"]?.string ?? "")"
  }

  fileprivate func place(
    version: Int?, _ start: String = "start", _ end: String = "end"
  ) -> VersionPlace? {
    guard let version, let start = self[start]?.integer, let end = self[end]?.integer, start < end
    else { return nil }
    return VersionPlace(version: version, range: start..<end)
  }
}
