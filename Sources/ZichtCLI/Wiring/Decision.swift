import Coding
import CommandLineKit
import Project
import Reports

/// What accepting and rejecting share.
struct Decision: ParameterSet {
  static let discussion = """
    A segment is named by FILE:START-END, as zicht segments shows it, and :CODE where several codes \
    stand there. Deciding again replaces an earlier decision; --undo takes it back. Each decision \
    is an event in the ledger, with your name.
    """

  var segments: [String] = []
  var reason: String?
  var undo = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("segment", \.segments, "FILE:START-END or FILE:START-END:CODE."),
      .option("reason", \.reason, "Why; kept with the decision."),
      .flag("undo", \.undo, "Take the decision back: the segment is a proposal again."),
    ]
  }

  func run(
    _ verdict: SegmentStatus, _ word: String, _ command: some ZichtCommand, _ io: IO
  ) throws {
    let addresses = try segments.map { try SegmentAddress.reading($0) }
    let project = try command.openProject(io, for: .write)
    let status = undo ? nil : verdict
    let changed = try project.change {
      var proposals = Proposals(project)
      return try addresses.reduce(into: 0) { count, address in
        let segment = try proposals.proposal(at: address)
        guard try project.decide(segment, status, reason: reason) else { return }
        proposals.note(segment, status ?? .proposed)
        count += 1
      }
    }
    if command.common.json { command.writeJSON(["changed": .integer(changed)], io) }
    let what = undo ? "proposed again" : word
    command.say(changed == 0 ? "nothing changed" : "\(counted(changed, "segment")) \(what)", io)
  }
}

/// Proposals by their addresses: the segments of a transcript are read once, for thousands of them.
private struct Proposals {
  private let project: Project
  private var versions: [String: Int] = [:]
  private var codes: [String: Int] = [:]
  /// By version and start.
  private var segments: [Int: [Int: [SegmentRow]]] = [:]

  init(_ project: Project) { self.project = project }

  /// The one proposal that an address means.
  mutating func proposal(at address: SegmentAddress) throws -> SegmentRow {
    let version = try version(named: address.file)
    let code = try address.code.map { try self.code(named: $0) }
    let found = (segments[version]?[address.range.lowerBound] ?? []).filter { segment in
      segment.end == address.range.upperBound && code.map { $0 == segment.code } ?? true
    }
    if found.count == 1 { return found[0] }
    // Where there is none at all, the project knows what is near.
    if found.isEmpty { _ = try project.segments(at: address) }
    guard !found.isEmpty else {
      throw Failure(
        "no rule proposes \(address.text)",
        hint: "a coding by hand is taken back with: zicht retract")
    }
    let paths = try project.codes(includingRetired: true).filter { code in
      found.contains { $0.code == code.id }
    }.map { "\(address.text):\($0.codebook):\($0.path)" }
    throw UsageError(
      "several codes stand at \(address.text)", hint: "name one: " + paths.joined(separator: ", "))
  }

  /// What was decided on one of them: it may be named again.
  mutating func note(_ segment: SegmentRow, _ status: SegmentStatus) {
    let known = segments[segment.version]?[segment.start]?.firstIndex(of: segment)
    if let known { segments[segment.version]?[segment.start]?[known].status = status }
  }

  private mutating func version(named name: String) throws -> Int {
    if let known = versions[name] { return known }
    let version = try project.version(named: name).id
    versions[name] = version
    guard segments[version] == nil else { return version }
    var query = SegmentQuery()
    query.versions = [version]
    query.statuses = Set(SegmentStatus.allCases)
    var rows: [Int: [SegmentRow]] = [:]
    try project.forEachSegment(query) { segment in
      if segment.origin == .rule { rows[segment.start, default: []].append(segment) }
    }
    segments[version] = rows
    return version
  }

  private mutating func code(named name: String) throws -> Int {
    if let known = codes[name] { return known }
    let code = try project.code(named: name).id
    codes[name] = code
    return code
  }
}

extension SegmentAddress {
  static func reading(_ text: String) throws -> SegmentAddress {
    guard let address = SegmentAddress(text) else {
      throw UsageError(
        "'\(text)' is no segment", hint: "write FILE:START-END, as zicht segments shows them")
    }
    return address
  }
}
