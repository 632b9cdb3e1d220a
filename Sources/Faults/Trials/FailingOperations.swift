import Harness
import Project

/// The n-th operation of the disk fails, once or from then on, for every n of every command.
struct FailingOperations: Trial {
  static let name = "failing-operation"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("failing"))
    Disk.shared.setSyncing(false)
    defer { Disk.shared.setSyncing(true) }
    let judges = try Judge.all(of: work)
    var outcome = Outcome("failing operation")
    var tallies = Tallies()
    for judge in judges {
      let count = judge.operations
      bench.tell("\(Self.name): \(judge.name), \(count) operations")
      // A prime stride, so that a sample meets every kind of operation.
      for n in stride(from: 1, through: count, by: bench.isSample ? 41 : 1) {
        for (effect, lasts) in Self.ways {
          var plan = FaultPlan()
          (plan.failing, plan.effect, plan.lasts) = (n, effect, lasts)
          outcome.cases += 1
          let verdict = try judge.verdict(on: plan)
          tallies.add(verdict.what)
          outcome.faults += verdict.faults
        }
      }
    }
    for (what, count) in tallies.counts.sorted(by: { $0.count > $1.count }) {
      outcome.figure(what, count)
    }
    return outcome
  }

  private static let ways: [(FaultPlan.Effect, lasts: Bool)] = [
    (.refused, false), (.refused, true), (.half, false), (.half, true),
  ]
}

/// There is room for so many bytes more, and no more.
struct FullDisk: Trial {
  static let name = "full-disk"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("full"))
    Disk.shared.setSyncing(false)
    defer { Disk.shared.setSyncing(true) }
    var outcome = Outcome("full disk")
    var tallies = Tallies()
    for judge in try Judge.all(of: work) {
      let need = judge.growth
      let step = max(bench.isSample ? need / 8 : need / 100, 512)
      for room in stride(from: 0, to: need + step, by: step) {
        var plan = FaultPlan()
        plan.room = room
        outcome.cases += 1
        let verdict = try judge.verdict(on: plan)
        tallies.add(verdict.what)
        outcome.faults += verdict.faults
        if room >= need, verdict.what != Judge.untouched {
          outcome.faults.append("\(judge.name): \(need) bytes were not enough")
        }
      }
    }
    for (what, count) in tallies.counts { outcome.figure(what, count) }
    return outcome
  }
}

/// Runs one command under a plan of faults, and looks at what it said and what it left.
private struct Judge {
  let work: Workload
  let acts: Acts
  let step: Int
  let name: String
  let before: Workload.Stage
  let after: Workload.Stage
  /// What the command says and does when all goes well.
  let expected: Workload.Ending
  let spent: FaultPlan

  static let untouched = "done as if nothing had happened"
  static let told = "told, and nothing changed"
  static let open = "told; the change had landed, which was left open"
  static let partly = "told; the first act of two had landed, and the next writer finishes"
  static let landed = "told that the change landed nonetheless, as it had"

  /// One for each command, those that only read included.
  static func all(of work: Workload) throws -> [Judge] {
    let course = try work.course()
    let stages = course.stages
    let last = stages[stages.count - 1]
    let readings = work.readings.indices.map { ($0 + work.steps.count, last, last) }
    return try (work.steps.indices.map { ($0, stages[$0], stages[$0 + 1]) } + readings).map {
      try Judge(work, course.acts, step: $0, before: $1, after: $2)
    }
  }

  private init(
    _ work: Workload, _ acts: Acts, step: Int, before: Workload.Stage, after: Workload.Stage
  ) throws {
    (self.work, self.acts, self.step) = (work, acts, step)
    (self.before, self.after) = (before, after)
    name = (work.steps + work.readings)[step].name
    try work.restore(before)
    (expected, spent) = Disk.shared.failing(FaultPlan()) { work.run(step) }
  }

  struct Verdict {
    var what: String
    var faults: [String] = []
  }

  /// How many operations the command has when all goes well.
  var operations: Int { spent.operations }
  /// How many bytes the files grow by meanwhile.
  var growth: Int { spent.growth }

  func verdict(on plan: FaultPlan) throws -> Verdict {
    try work.restore(before)
    let (ending, spent) = Disk.shared.failing(plan) { work.run(step) }
    let head = found()
    var verdict = Verdict(what: what(ending, head))
    verdict.faults = faults(ending, head).map { "\(describe(plan, spent)): \($0)" }
    return verdict
  }

  private func describe(_ plan: FaultPlan, _ spent: FaultPlan) -> String {
    let kind = spent.failed.map(\.rawValue) ?? "none"
    let how =
      plan.room.map { "with room for \($0) bytes" }
      ?? "operation \(plan.failing) (\(kind), \(plan.effect.rawValue)\(plan.lasts ? ", lasting" : ""))"
    return "\(name), \(how)"
  }

  /// The head of a sound file, no head where there is no file, or what is wrong.
  private func found() -> Result<Head, HarnessFailure> {
    guard Files.exists(work.project) else { return .success(.none) }
    switch Examination(of: work.project, for: .read) {
    case .sound(let head): return finished(head)
    case .refused(.empty) where before.bytes == nil: return .success(.none)
    case .refused(let error): return .failure(HarnessFailure(error.message))
    case .unsound(let problems):
      return .failure(HarnessFailure(problems.joined(separator: "; ")))
    }
  }

  /// What the next writer makes of it: only an erasure leaves something to finish.
  private func finished(_ head: Head) -> Result<Head, HarnessFailure> {
    guard head != before.head else { return .success(head) }
    if let complaint = Examination(of: work.project, for: .write).complaint {
      return .failure(HarnessFailure(complaint))
    }
    do {
      let words = try acts.remains(in: work.project, after: head.events)
      return words.map { .failure(HarnessFailure($0)) } ?? .success(head)
    } catch { return .failure(HarnessFailure("\(error)")) }
  }

  private func what(_ ending: Workload.Ending, _ head: Result<Head, HarnessFailure>) -> String {
    guard case .success(let head) = head else { return "damaged" }
    if ending.status == 0 { return head == after.head ? Self.untouched : "lost" }
    guard head != before.head else { return Self.told }
    guard head == after.head else { return Self.partly }
    return ending.errors.contains(Self.statement) ? Self.landed : Self.open
  }

  private func faults(
    _ ending: Workload.Ending, _ head: Result<Head, HarnessFailure>
  ) -> [String] {
    switch (head, ending.status) {
    case (.failure(let failure), _): ["the file is not sound: \(failure)"]
    case (.success(let head), 0):
      (head == after.head ? [] : ["reported done, and \(head) is the last"])
        + (ending == expected ? [] : ["reported done, with another result: \(ending)"])
    case (.success(let head), 1): faults(told: ending, head)
    default: ["exit status \(ending.status): \(ending.errors)"]
    }
  }

  private func faults(told ending: Workload.Ending, _ head: Head) -> [String] {
    let errors = ending.errors
    let isNamed = errors.hasPrefix("zicht ") && errors.contains("'\(work.project)'")
    // SQLite's own check tells of a page that it could not read among its findings.
    // SQLite says it so of a table's own page, and so of one that a cell leads to.
    let isListed =
      errors.isEmpty
      && ["unable to get the page", "failed to get page"].contains { ending.output.contains($0) }
    let isClear = (isNamed || isListed) && !errors.contains("SQLite")
    var faults = isClear ? [] : ["an unclear message: \(errors)\(ending.output)"]
    let saysLanded = errors.contains(Self.statement)
    let hasLanded = head != before.head
    if hasLanded, !acts.holds(head) { faults.append("\(head) is the last: half of a change") }
    if hasLanded ? errors.contains("nothing was changed") : saysLanded {
      faults.append("the message says the contrary of what came of the change: \(errors)")
    }
    return faults
  }

  private static let statement = "the change was recorded"
}
