import Harness
import Project

/// The n-th operation of the disk fails, once or from then on, for every n of every command.
struct FailingOperations: Trial {
  static let name = "failing-operation"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("failing"))
    Disk.shared.setSyncing(false)
    defer { Disk.shared.setSyncing(true) }
    let stages = try work.stages()
    var outcome = Outcome("failing operation")
    var tallies = Tallies()
    for number in work.steps.indices {
      let judge = Judge(work: work, step: number, before: stages[number], after: stages[number + 1])
      let count = try judge.operations()
      bench.tell("\(Self.name): \(work.steps[number].name), \(count) operations")
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
    let stages = try work.stages()
    var outcome = Outcome("full disk")
    var tallies = Tallies()
    for number in work.steps.indices {
      let judge = Judge(work: work, step: number, before: stages[number], after: stages[number + 1])
      let need = try judge.growth()
      let step = max(bench.isSample ? need / 8 : need / 100, 512)
      for room in stride(from: 0, to: need + step, by: step) {
        var plan = FaultPlan()
        plan.room = room
        outcome.cases += 1
        let verdict = try judge.verdict(on: plan)
        tallies.add(verdict.what)
        outcome.faults += verdict.faults
        if room >= need, verdict.what != Judge.untouched {
          outcome.faults.append("\(work.steps[number].name): \(need) bytes were not enough")
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
  let step: Int
  let before: Workload.Stage
  let after: Workload.Stage

  static let untouched = "done as if nothing had happened"
  static let told = "told, and nothing changed"
  static let landed = "told, and the change had landed, which was told too"

  struct Verdict {
    var what: String
    var faults: [String] = []
  }

  /// How many operations the command has when all goes well.
  func operations() throws -> Int { try rehearse().operations }
  /// How many bytes the files grow by meanwhile.
  func growth() throws -> Int { try rehearse().growth }

  private func rehearse() throws -> FaultPlan {
    try work.restore(before)
    return Disk.shared.failing(FaultPlan()) { _ = work.run(step) }.plan
  }

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
    return "\(work.steps[step].name), \(how)"
  }

  /// The head of a sound file, no head where there is no file, or what is wrong.
  private func found() -> Result<Head, HarnessFailure> {
    guard Files.exists(work.project) else { return .success(.none) }
    switch Examination(of: work.project) {
    case .sound(let head): return .success(head)
    case .refused(.empty) where before.bytes == nil: return .success(.none)
    case .refused(let error): return .failure(HarnessFailure(error.message))
    case .unsound(let problems):
      return .failure(HarnessFailure(problems.joined(separator: "; ")))
    }
  }

  private func what(_ ending: Workload.Ending, _ head: Result<Head, HarnessFailure>) -> String {
    guard case .success(let head) = head else { return "damaged" }
    if ending.status == 0 { return head == after.head ? Self.untouched : "lost" }
    return head == before.head ? Self.told : Self.landed
  }

  private func faults(
    _ ending: Workload.Ending, _ head: Result<Head, HarnessFailure>
  ) -> [String] {
    switch (head, ending.status) {
    case (.failure(let failure), _): ["the file is not sound: \(failure)"]
    case (.success(let head), 0):
      head == after.head ? [] : ["reported done, and \(head) is the last"]
    case (.success(let head), 1): faults(told: ending.errors, head)
    default: ["exit status \(ending.status): \(ending.errors)"]
    }
  }

  private func faults(told errors: String, _ head: Head) -> [String] {
    let isNamed = errors.hasPrefix("zicht ") && errors.contains("'\(work.project)'")
    var faults = isNamed && !errors.contains("SQLite") ? [] : ["an unclear message: \(errors)"]
    let saysSo = errors.contains("was recorded")
    if head == after.head, head != before.head {
      if !saysSo { faults.append("the change landed, and the message says otherwise: \(errors)") }
    } else if head != before.head {
      faults.append("\(head) is the last: half of a change")
    } else if saysSo {
      faults.append("the change did not land, and the message says so: \(errors)")
    }
    return faults
  }
}
