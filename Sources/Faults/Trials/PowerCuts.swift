import Coding
import Harness
import Project

/// The power fails at any moment of a study's work, on a disk that kept its promises; and, to see
/// that the trial can fail, on one that did not.
struct PowerCuts: Trial {
  static let name = "power-cut"

  func run(_ bench: Bench) throws -> Outcome {
    let recorded = try Recording(bench.folder("recorded"))
    var outcome = Outcome("power cut")
    let states = bench.isSample ? 400 : 10_000
    outcome.cases = states
    let honest = try examine(recorded, states: states, isLying: false, bench)
    outcome.figure("operations of the disk that were recorded", recorded.record.operations.count)
    outcome.figure("commands that wrote before they committed", recorded.record.spills)
    outcome.figure("states that differ from each other", honest.distinct)
    outcome.figure("a journal lay beside the file", honest.withJournal)
    outcome.figure("opened, verified, nothing acknowledged lost", honest.sound)
    outcome.figure("before the project was acknowledged: none yet", honest.unborn)
    outcome.faults = honest.faults
    let states2 = max(200, states / 10)
    let lying = try examine(recorded, states: states2, isLying: true, bench)
    outcome.figure(
      "control: harmed states of \(states2) on a disk that ignores syncs", lying.faults.count)
    if lying.faults.isEmpty {
      outcome.faults.append("the control found no harm: the trial is blind")
    }
    return outcome
  }

  private struct Count {
    var distinct = 0
    var withJournal = 0
    var sound = 0
    var unborn = 0
    var faults: [String] = []
  }

  /// Moments are drawn over all operations; states that were seen before are not examined again.
  private func examine(
    _ recorded: Recording, states: Int, isLying: Bool, _ bench: Bench
  ) throws -> Count {
    var random = SplitMix64(seed: bench.seed)
    var count = Count()
    var seen: Set<Digest> = []
    let folder = try bench.folder("cut")
    let operations = recorded.record.operations
    let moments = (0..<states).map { _ in random.below(operations.count + 1) }.sorted()
    var disk = PowerCut(isLying: isLying)
    var acknowledged = 0
    var done = 0
    Disk.shared.setSyncing(false)
    defer { Disk.shared.setSyncing(true) }
    for (number, moment) in moments.enumerated() {
      while done < moment {
        if case .acknowledge(let events) = operations[done] { acknowledged = events }
        disk.apply(operations[done])
        done += 1
      }
      let files = disk.aftermath(&random)
      if number % 500 == 499 { bench.tell("\(Self.name): \(number + 1) of \(states)") }
      guard seen.insert(digest(files, acknowledged)).inserted else {
        continue
      }
      count.distinct += 1
      if files[recorded.project + "-journal"] != nil { count.withJournal += 1 }
      let path = try lay(files, of: recorded, in: folder)
      switch try recorded.judge(path, acknowledged: acknowledged) {
      case .sound: count.sound += 1
      case .unborn: count.unborn += 1
      case .harmed(let how):
        count.faults.append("cut after operation \(moment), state \(number): \(how)")
      }
    }
    return count
  }

  private func digest(_ files: [String: [UInt8]], _ acknowledged: Int) -> Digest {
    var hash = SHA256()
    hash.update("\(acknowledged)\n")
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      hash.update("\(name) \(bytes.count)\n")
      hash.update(bytes)
    }
    return hash.finish()
  }

  /// Writes the files of a state under the names they had; returns the project's path.
  private func lay(
    _ files: [String: [UInt8]], of recorded: Recording, in folder: String
  ) throws -> String {
    let path = folder + "/study.zicht"
    for ending in ["", "-journal"] {
      Files.remove(path + ending)
      if let bytes = files[recorded.project + ending] { try Files.write(bytes, to: path + ending) }
    }
    return path
  }
}

/// A study's work with all that it did to the disk, and the ledger that came of it.
private struct Recording {
  let record: DiskRecord
  let project: String
  private let acts: Acts

  init(_ folder: String) throws {
    let work = try Workload(folder: folder)
    project = work.project
    record = try Disk.shared.recording { note in
      for number in work.steps.indices {
        note(.acknowledge(events: try work.perform(number).events))
      }
    }
    acts = try Acts(of: project)
  }

  enum Verdict {
    case sound
    /// The cut came before the first command was done, and there is no project yet.
    case unborn
    case harmed(String)
  }

  /// Whole acts only, at least all acknowledged ones, and no words that were erased; for a reader,
  /// and after a writer has finished what was under way.
  func judge(_ path: String, acknowledged: Int) throws -> Verdict {
    if acknowledged == 0, !Files.exists(path) { return .unborn }
    if let words = try acts.remains(in: path, after: acknowledged) { return .harmed(words) }
    switch Examination(of: path, for: .read) {
    case .unsound(let problems): return .harmed(problems.joined(separator: "; "))
    case .refused(let error):
      if acknowledged == 0, error == .empty(path) { return .unborn }
      return .harmed(error.message)
    case .sound(let head):
      guard head.events >= acknowledged else {
        return .harmed("\(head) is the last, and event \(acknowledged) was acknowledged")
      }
      guard acts.holds(head) else { return .harmed("\(head) is the last, in the middle of an act") }
      // Only an erasure leaves a writer something to finish.
      guard head.events > acknowledged else { return .sound }
      if let complaint = Examination(of: path, for: .write).complaint { return .harmed(complaint) }
      return try acts.remains(in: path, after: head.events).map { .harmed($0) } ?? .sound
    }
  }
}
