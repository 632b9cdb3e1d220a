/// One thing that is measured: one or more runs of `zicht`, one after the other.
struct Work {
  enum Name: String, CaseIterable {
    case help = "--help"
    case ingest = "init, ingest"
    case codebook = "codebook add"
    case apply = "apply, all rules"
    case crosstab = "crosstab, 1 attribute"
    case crosstab2 = "crosstab, 2 attributes"
    case frequencies = "frequencies"
    case segments = "segments to CSV"
    case find = "find"
    case matrix = "matrix"
    case verify = "verify"
    case codebookChanged = "codebook add, 1 rule changed"
    case applyChanged = "apply, 1 rule changed"
    case ingestAdded = "ingest, 1 interview added"
    case applyAdded = "apply, 1 interview added"
  }

  let name: Name
  /// Words after the program's name.
  let steps: [[String]]
  /// Where the last step leaves what it says.
  let output: String
}

/// The works in the order of a study, on one project file.
struct Workload {
  let material: Material
  /// Folder for the project and for what the works write.
  let folder: String

  var project: String { folder + "/study.zicht" }
  func output(_ name: String) -> String { folder + "/" + name }

  var works: [Work] {
    Work.Name.allCases.map { Work(name: $0, steps: steps($0), output: file($0)) }
  }

  /// Where a work's standard output goes.
  func file(_ name: Work.Name) -> String { output("\(name).out") }

  private func steps(_ name: Work.Name) -> [[String]] {
    switch name {
    case .help: [["--help"]]
    case .ingest: [["init", project], on("ingest", ingested)]
    case .codebook: [on("codebook", ["add", material.codebook])]
    case .apply, .applyChanged, .applyAdded: [on("apply", ["--json"])]
    case .crosstab: [table("crosstab", ["--by", "neighbourhood"], to: "crosstab.csv")]
    case .crosstab2: [table("crosstab", ["--by", "neighbourhood,role"], to: "crosstab2.csv")]
    case .frequencies: [table("frequencies", [], to: "frequencies.csv")]
    case .segments: [table("segments", [], to: "segments.csv")]
    case .find: [table("find", ["corporatie*"], to: "find.csv")]
    case .matrix: [table("matrix", [], to: "matrix.csv")]
    case .verify: [on("verify", [])]
    case .codebookChanged: [on("codebook", ["add", material.editedCodebook])]
    case .ingestAdded: [on("ingest", [material.added])]
    }
  }

  private var ingested: [String] {
    [material.folder] + (material.respondents.map { ["--respondents", $0] } ?? [])
  }

  private func on(_ command: String, _ words: [String]) -> [String] {
    let group = command == "codebook" ? Array(words.prefix(1)) : []
    return [command] + group + ["--project", project] + words.dropFirst(group.count)
  }

  private func table(_ command: String, _ words: [String], to name: String) -> [String] {
    on(command, words + ["--output", output(name)])
  }
}
