import Coding
import CommandLineKit
import Project
import Reports

/// One person's walk through a queue: a page, a key, an act, the next page.
///
/// Nothing is kept for later: each act is in the ledger before the next page is shown.
final class ReviewSession {
  private let project: Project
  private let query: ReviewQuery
  private let io: IO
  private let isShown: Bool
  private let keyboard: Keyboard
  private let keys: ReviewKeys
  private let reader: PassageReader
  private let page: ReviewPage
  private var items: [ReviewItem]
  private var index = 0
  /// Turns shown around the passage, beyond its own.
  private var steps = 0
  private var pace: ReviewPace
  private var acts: [(event: Int, index: Int, what: ReviewCount)] = []
  private var counts: [ReviewCount: Int] = [:]

  init(
    _ project: Project, _ query: ReviewQuery, _ queue: ReviewQueue, _ io: IO, isShown: Bool,
    now: @escaping () -> Int
  ) throws {
    (self.project, self.query, self.io, self.isShown) = (project, query, io, isShown)
    items = queue.items.filter { !$0.isSkipped } + queue.items.filter(\.isSkipped)
    keys = ReviewKeys(query.kind)
    reader = try PassageReader(project, layer: query.layer)
    page = ReviewPage(io: io, codes: try CodeGuide(project, reader))
    pace = ReviewPace(now: now)
    keyboard = Keyboard(io)
  }

  /// What was done, and what was not decided when it ended.
  func summary(of queue: ReviewQueue) throws -> ReviewSummary {
    if query.sample != nil { for index in items.indices { try renew(index) } }
    var summary = ReviewSummary(counts: counts, left: items.count { $0.state == .open })
    if query.sample != nil, query.kind == .proposals {
      summary.sample = .init(items, of: queue.total)
    }
    return summary
  }

  /// Walks until the queue or the input ends, or the person stops.
  func run() throws {
    defer { keyboard.close() }
    guard try advance(from: 0) else { return }
    try show()
    while true {
      switch try step(try keyboard.key()) {
      case .stay: continue
      case .again: break
      case .go(let next):
        if try !advance(from: next), try !isReopened() { return }
      case .back(let previous): (index, steps) = (previous, 0)
      case .quit: return
      }
      try show()
    }
  }

  /// At the end of the queue the last act can still be taken back.
  private func isReopened() throws -> Bool {
    guard !acts.isEmpty else { return false }
    say("that was the last one: [u]ndo, any other key ends the review", .faint)
    while true {
      switch try keyboard.key() {
      case .character("u"):
        guard case .back(let previous) = try step(.character("u")) else { return false }
        (index, steps) = (previous, 0)
        return true
      case .resized: continue
      // What follows in a pipe are not keys of this passage.
      case .enter where !keyboard.isTerminal: continue
      default: return false
      }
    }
  }

  private enum Step {
    case stay, again, quit
    /// To the first open passage from there on.
    case go(Int)
    /// To that passage, open or not.
    case back(Int)
  }

  /// Goes to the first passage that is still to be decided on; false where there is none.
  private func advance(from first: Int) throws -> Bool {
    for next in first..<max(first, items.count) {
      try renew(next)
      guard items[next].state == .open else { continue }
      (index, steps) = (next, 0)
      return true
    }
    return false
  }

  /// Somebody else may have decided meanwhile.
  private func renew(_ index: Int) throws {
    items[index].state = try project.read {
      try project.state(of: items[index], layer: query.layer)
    }
  }

  private func show() throws {
    try renew(index)
    pace.start()
    guard isShown else { return }
    let item = items[index]
    let open = items[index...].count { $0.state == .open }
    try project.read {
      page.show(
        item, file: try project.name(ofVersion: item.version),
        try reader.context(of: item, steps: steps),
        progress: (["\(grouped(index + 1)) of \(grouped(items.count))"] + pace.estimate(open))
          .joined(separator: " · "), keys: keys)
    }
  }

  // MARK: Keys

  private func step(_ key: Keystroke) throws -> Step {
    switch key {
    case .resized: return .again
    case .end: return .quit
    case .enter, .escape, .left, .right: return .stay
    case .character(let character):
      guard let act = keys[character] else {
        say("no key '\(character)'; ? shows the keys", .warning)
        return .stay
      }
      do { return try perform(act) } catch let changed as Changed {
        say(changed.description, .warning)
        try renew(index)
        return items[index].state == .open ? .again : .go(index + 1)
      } catch ProjectError.unknown(let message, let hint) {
        say(message + (hint.map { "; \($0)" } ?? ""), .warning)
        return .stay
      } catch let error as ProjectError where error == .locked(project.path) {
        say(error.message + ": try again", .warning)
        return .stay
      }
    }
  }

  private func perform(_ act: ReviewAct) throws -> Step {
    switch act {
    case .quit: return .quit
    case .help:
      for line in keys.help { say(line) }
      return .stay
    case .wider:
      steps += 1
      return .again
    case .back: return index > 0 ? .back(index - 1) : .stay
    case .undo: return try undo()
    case .skip: return try skip()
    case .note: return try note()
    default: return try decide(act)
    }
  }

  private func skip() throws -> Step {
    // What is decided already is only passed by.
    guard items[index].state == .open else { return .go(index + 1) }
    try record(.skipped) { item in
      try project.skip(item.range, of: item.version, code: item.code)
    }
    return .go(index + 1)
  }

  private func note() throws -> Step {
    guard let text = try keyboard.line("memo: ")?.trimmed, !text.isEmpty else { return .stay }
    try record(.memos) { item in
      try project.write(memo: text, on: .passage(item.version, item.range))
    }
    say("memo written", .good)
    return .stay
  }

  private func undo() throws -> Step {
    guard let last = acts.last else {
      say("nothing was done in this review yet", .warning)
      return .stay
    }
    try project.undoReview(last.event)
    acts.removeLast()
    counts[last.what, default: 0] -= 1
    say("taken back", .good)
    return .back(last.index)
  }

  /// Does what the person wants to the passage at hand, and remembers that for `undo`.
  private func record(_ what: ReviewCount, _ body: (ReviewItem) throws -> Void) throws {
    let item = items[index]
    let event = try project.review(item, layer: query.layer) { try body(item) }
    guard let event else { return }
    acts.append((event, index, what))
    counts[what, default: 0] += 1
    guard what != .memos else { return }
    pace.finish()
    try renew(index)
  }

  private func decide(_ act: ReviewAct) throws -> Step {
    let decisions = ReviewDecisions(
      project: project, layer: query.layer, keyboard: keyboard, page: page, reader: reader)
    guard let decision = try decisions.decision(act, on: items[index]) else {
      say("as it was", .faint)
      return .stay
    }
    try record(decision.what) { item in try decision.run(item) }
    say(decision.told, .good)
    return .go(index + 1)
  }

  private func say(_ text: String, _ role: Role? = nil) {
    if isShown { page.line(text, role) }
  }
}
