import Harness
import Project

/// Commands of the built program are killed at any moment, and run again.
///
/// The moments follow the clock: a seed repeats the order of commands, not the outcome.
struct Kills: Trial {
  static let name = "kill"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("killed"))
    var random = SplitMix64(seed: bench.seed)
    var outcome = Outcome("kill -9")
    let course = try work.course()
    let stages = course.stages
    let times = try work.steps.indices.map { try duration(of: $0, work, stages[$0], bench) }
    let wanted = bench.isSample ? 40 : 1000
    var tallies = Tallies()
    while outcome.cases < wanted {
      let number = random.below(work.steps.count)
      try work.restore(stages[number])
      let child = try start(work.steps[number], work, bench)
      if random.chance(in: 2) { waitForJournal(work) }
      pause(seconds: times[number] * Double(random.below(1000)) / 1000)
      let hasJournal = Files.exists(work.project + "-journal")
      child.kill()
      let ending = try child.wait().ending
      if ending == .signal(9) {
        outcome.cases += 1
        if outcome.cases % 100 == 0 { bench.tell("\(Self.name): \(outcome.cases) of \(wanted)") }
        if hasJournal { tallies.add("killed while a journal was open") }
      }
      tallies.add(
        try judge(
          work, course.acts, ending, before: stages[number], after: stages[number + 1], &outcome))
    }
    for (what, count) in tallies.counts { outcome.figure(what, count) }
    return outcome
  }

  private func start(
    _ step: Workload.Step, _ work: Workload, _ bench: Bench
  ) throws -> ChildProcess.Child {
    // `init` names its file itself.
    let project = step.words[0] == "init" ? [] : ["--project", work.project]
    return try ChildProcess.start(
      [bench.zicht] + step.words + project + ["--coder", "anna"],
      output: work.folder + "/killed.out")
  }

  private func duration(
    of number: Int, _ work: Workload, _ stage: Workload.Stage, _ bench: Bench
  ) throws -> Double {
    try work.restore(stage)
    let child = try start(work.steps[number], work, bench)
    let (ending, expense) = try child.wait()
    guard ending == .exit(0) else {
      throw HarnessFailure("\(work.steps[number].name) failed: \(child.errors)")
    }
    return expense.seconds
  }

  /// Half of the time the blow falls while the file is being written.
  private func waitForJournal(_ work: Workload) {
    let end = ChildProcess.now() + 0.2
    while ChildProcess.now() < end, !Files.exists(work.project + "-journal") {}
  }

  private func pause(seconds: Double) {
    let end = ChildProcess.now() + seconds
    while ChildProcess.now() < end {}
  }

  /// Time and random bytes differ from the rehearsal's, so that only numbers of events can be
  /// compared.
  private func judge(
    _ work: Workload, _ acts: Acts, _ ending: ChildProcess.Child.Ending, before: Workload.Stage,
    after: Workload.Stage, _ outcome: inout Outcome
  ) throws -> String {
    let events: Int
    switch Files.exists(work.project) ? Examination(of: work.project) : .sound(.none) {
    case .sound(let head): events = head.events
    case .refused(.empty) where before.bytes == nil: events = 0
    case .refused(let error):
      outcome.faults.append("killed in \(work.project): \(error.message)")
      return "damaged"
    case .unsound(let problems):
      outcome.faults.append("killed: \(problems.joined(separator: "; "))")
      return "damaged"
    }
    if let words = try acts.remains(in: work.project, after: events) {
      outcome.faults.append("killed: \(words)")
    }
    let isDone = events == after.head.events
    if ending == .exit(0), !isDone {
      outcome.faults.append("a change that was acknowledged is gone")
    }
    if !isDone, events != before.head.events { outcome.faults.append("half of a change is there") }
    if ending == .exit(0) { return "done before the blow (not counted)" }
    return isDone ? "sound, the change is there" : "sound, nothing of the change is there"
  }
}
