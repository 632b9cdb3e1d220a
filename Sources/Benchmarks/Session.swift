import Harness

/// All rounds over all corpora.
struct Session {
  let command: Measure
  let folder: String
  let program: String
  let tell: (String) -> Void

  func run() throws -> [Results] {
    var results = try materials().map { Results(material: $0) }
    var anchors = results.map { Anchor($0.material) }
    let rounds = command.quick ? 1 : command.rounds
    for round in 1...rounds {
      // Sizes take turns, so that a slow minute falls on all of them.
      for index in results.indices {
        tell("round \(round) of \(rounds), \(results[index].material.name)")
        let workload = Workload(material: results[index].material, folder: folder + "/round")
        try Round(program: program, workload: workload, isChecked: round == 1)
          .run(into: &results[index], &anchors[index])
      }
    }
    return results
  }

  /// On the smallest corpus: some of the others take minutes for what takes seconds here.
  func peers(_ results: [Results]) throws -> [Peers.Figure] {
    guard let smallest = results.first else { return [] }
    tell("other programs")
    return try Peers(
      material: smallest.material, folder: folder + "/peers", python: command.python,
      rounds: command.rounds
    ).run()
  }

  private func materials() throws -> [Material] {
    if let corpus = command.corpus {
      let generated = try generate("1×", interviews: 1)
      return [
        try Material(
          existing: corpus, codebook: command.codebook, generated: generated,
          expectedSegments: command.expected)
      ]
    }
    let sizes = command.quick ? [1] : [1, 2, 4]
    return try sizes.map { times in
      let name = "\(times)×"
      let interviews = command.quick ? min(60, command.interviews) : command.interviews
      return try Material(generated: try generate(name, interviews: interviews * times), name: name)
    }
  }

  /// In a process of its own: the peak of this one would count for those that it starts.
  private func generate(_ name: String, interviews: Int) throws -> String {
    tell("making corpus \(name), \(interviews) interviews of \(command.words) words")
    let corpus = "\(folder)/corpus-\(interviews)"
    try ChildProcess.run(
      [
        CommandLine.arguments[0], "generate", corpus, "--interviews", "\(interviews)", "--words",
        "\(command.words)", "--seed", "\(command.seed)",
      ], output: folder + "/generate.out")
    return corpus
  }
}
