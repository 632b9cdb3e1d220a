import Coding

/// What a receipt proves, taken by itself, and what it leaves open.
///
/// Nothing that the receipt says of itself is believed: each statement follows from an event whose
/// hash leads to the root of the receipt's checkpoint.
package struct ReceiptCheck: Sendable, Equatable {
  package private(set) var proved: [String] = []
  package private(set) var open: [String] = []
  package private(set) var faults: [String] = []

  package var isSound: Bool { faults.isEmpty }

  package init(_ receipt: SegmentReceipt) {
    let events = receipt.entries.compactMap { entry in
      let event = ProvenEvent(entry, under: receipt.checkpoint)
      if event == nil { faults.append("an event is not among those that the checkpoint covers") }
      return event
    }
    let evidence = Evidence(segment: receipt.segment, events: events)
    checkTranscript(evidence, receipt)
    checkCode(evidence)
    switch receipt.segment.origin {
    case .hand:
      if receipt.segment.status != .accepted { fail("what a person coded is accepted by that") }
      checkCoding(evidence)
    case .rule:
      if receipt.segment.uid != nil { fail("only a coding by hand has a uid") }
      checkRules(evidence, receipt)
      checkDecision(evidence)
    }
    open.append("that the transcript is called '\(receipt.segment.file)': events hold no names")
    open.append(
      "that nothing among the first \(counted(receipt.checkpoint.size, "event")) changed this "
        + "later: only the whole ledger shows what is not in it")
  }

  /// What no receipt proves by itself: its maker may have made a ledger of his own.
  package static let unanchored =
    "that the checkpoint is the project's: compare it with one had from elsewhere"

  // MARK: The words

  private mutating func checkTranscript(_ evidence: Evidence, _ receipt: SegmentReceipt) {
    let segment = evidence.segment
    guard let event = evidence.transcript else {
      return fail("no event in it recorded version \(segment.version) of the transcript")
    }
    proved.append(
      "\(event.when): version \(segment.version) of the transcript was recorded, from a file with "
        + "SHA-256 \(segment.sha256)")
    guard let words = receipt.words else {
      return open.append(
        "that these words stand there: the event commits to them without showing them; a receipt "
          + "made with --with-words shows all that the speaker said")
    }
    guard words.areCommitted(in: event.body) else {
      return fail("the words it carries are not those that event \(event.number) committed to")
    }
    guard let place = words.place(of: segment.start..<segment.end) else {
      return open.append("that these words stand there: they go beyond one speaker's turn")
    }
    guard Array(words.text.unicodeScalars)[place].elementsEqual(segment.quote.unicodeScalars)
    else { return fail("other words stand at \(segment.start)-\(segment.end)") }
    proved.append(
      "\(event.when): these words stand at \(segment.start)-\(segment.end) of its text, said by "
        + "speaker \(words.speaker)")
  }

  private mutating func fail(_ fault: String) { faults.append(fault) }

  // MARK: The code

  private mutating func checkCode(_ evidence: Evidence) {
    let segment = evidence.segment
    guard let event = evidence.codebook, let codebook = event.body["codebook"],
      SHA256.digest(Array(codebook.canonical.utf8)).hex == segment.codebookHash
    else {
      return fail("no event in it recorded version \(segment.codebookVersion) of the codebook")
    }
    guard let code = codebook.code(at: segment.code),
      (code["definition"]?.string ?? "") == segment.definition
    else { return fail("the codebook that was recorded defines '\(segment.code)' otherwise") }
    proved.append(
      "\(event.when): version \(segment.codebookVersion) of the codebook \(segment.codebook) was "
        + "recorded, which defines \(segment.code) as it is told here")
  }

  // MARK: Rules

  private mutating func checkRules(_ evidence: Evidence, _ receipt: SegmentReceipt) {
    let segment = evidence.segment
    if segment.rules.isEmpty, segment.status == .proposed { fail("no rule proposes it") }
    for rule in segment.rules {
      guard evidence.codebookHas(rule) else {
        fail("the codebook that was recorded has no such rule: \(rule.text)")
        continue
      }
      guard let findings = receipt.findings.first(where: { $0.rule == rule.hash }),
        let event = evidence.events.first(where: { $0.number == findings.event }),
        let run = evidence.run(of: rule, in: event)
      else {
        fail("no event in it applied the rule: \(rule.text)")
        continue
      }
      check(rule, findings, run, event, segment)
    }
  }

  private mutating func check(
    _ rule: ReceiptSegment.Rule, _ findings: SegmentReceipt.Findings, _ run: JSON,
    _ event: ProvenEvent, _ segment: ReceiptSegment
  ) {
    let count = counted(run["segments"]?.integer ?? 0, "finding")
    guard let lines = findings.lines else {
      proved.append("\(event.when): the rule was applied, with \(count): \(rule.text)")
      return open.append("that this passage is one of the \(count): their list is not carried")
    }
    guard SHA256.digest(Array(lines.utf8)).hex == run["digest"]?.string else {
      return fail("the findings it carries are not those of event \(event.number)")
    }
    guard findings.holds(segment, rule) else {
      return fail("this passage is not one of the findings of the rule: \(rule.text)")
    }
    proved.append(
      "\(event.when): the rule found this passage, one of its \(count): \(rule.text)")
    open.append(
      "that row \(findings.row) of the versions recorded, where event \(event.number) found the "
        + "passage, is this version: the whole ledger tells")
  }

  // MARK: People

  private mutating func checkCoding(_ evidence: Evidence) {
    let segment = evidence.segment
    let coded = evidence.events.first { event in
      event.kind == .segmentCoded && event.body["uid"]?.string == segment.uid
        && segment.uid != nil && event.actor == segment.coder && evidence.names(event.body)
    }
    guard let coded, let place = PassagePlace(coded.body) else {
      return fail("no event in it codes the passage by hand")
    }
    proved.append("\(coded.when): coded it by hand")
    follow(place, after: coded, evidence) { item, _ in item["uid"]?.string == segment.uid }
  }

  private mutating func checkDecision(_ evidence: Evidence) {
    let segment = evidence.segment
    guard segment.status != .proposed else {
      if segment.coder != SegmentRow.nobody { fail("nobody decides what is only proposed") }
      return
    }
    for event in evidence.events.reversed() {
      for decision in event.decisions where evidence.names(decision) {
        guard decision["verdict"]?.string == segment.status.rawValue,
          decision["coder"]?.string ?? event.actor == segment.coder,
          let place = PassagePlace(decision)
        else { continue }
        proved.append("\(event.when): \(segment.status.rawValue) it")
        return follow(place, after: event, evidence) { item, place in
          item["codebook"]?.string == segment.codebook && item["code"]?.string == segment.code
            && item["was_start"]?.integer == place.start && item["was_end"]?.integer == place.end
        }
      }
    }
    fail("no event in it has \(segment.coder) decide so")
  }

  /// Follows a place through corrections of its transcript to where the segment stands.
  private mutating func follow(
    _ place: PassagePlace, after event: ProvenEvent, _ evidence: Evidence,
    item matches: (JSON, PassagePlace) -> Bool
  ) {
    var place = place
    let moves = evidence.events.filter {
      $0.kind == .codingsReanchored && $0.number > event.number
        && $0.body["transcript"]?.string == evidence.segment.transcript
    }
    for move in moves where move.body["from"]?.integer == place.version {
      let items = (move.body["codings"]?.array ?? []) + (move.body["decisions"]?.array ?? [])
      guard let item = items.first(where: { matches($0, place) }),
        let start = item["start"]?.integer, let end = item["end"]?.integer,
        let version = move.body["to"]?.integer
      else { continue }
      place = PassagePlace(version: version, start: start, end: end)
      proved.append(
        "\(move.when): it followed its words into version \(version), at \(start)-\(end)")
    }
    let segment = evidence.segment
    let stands = PassagePlace(version: segment.version, start: segment.start, end: segment.end)
    if place != stands {
      fail(
        "event \(event.number) is about \(place.start)-\(place.end) of version \(place.version), "
          + "and nothing in it leads from there to this passage")
    }
  }
}
