import Harness

/// Comparable work by other programs on the same text, where they are installed.
struct Peers {
  struct Figure {
    var work: String
    var seconds: Double
    /// So many times the time of `wc -w`.
    var ratio: Double
  }

  let material: Material
  /// Folder for what they write.
  let folder: String
  /// A Python that has qualitative-coding.
  let python: String?
  let rounds: Int

  func run() throws -> [Figure] {
    Files.remove(folder)
    try Files.makeDirectory(folder)
    defer { Files.remove(folder) }
    return try ripgrep() + qualitativeCoding()
  }

  /// Literals that the codebook looks for: whole words and phrases without wildcards.
  private var literals: [String] {
    RuleBook.standard.rules.filter {
      ($0.kind == .word || $0.kind == .phrase) && !$0.core.hasSuffix("*")
    }.map(\.core)
  }

  private func ripgrep() throws -> [Figure] {
    guard ChildProcess.canRun(["rg", "--version"]) else { return [] }
    let list = folder + "/literals.txt"
    try Files.write(literals.joined(separator: "\n") + "\n", to: list)
    let words = ["rg", "-F", "-i", "-o", "-c", "-f", list, material.folder]
    return [try figure("ripgrep, \(literals.count) literals, count by file", words, rounds: rounds)]
  }

  /// Once: it takes minutes.
  private func qualitativeCoding() throws -> [Figure] {
    guard let python, ChildProcess.canRun([python, "-c", "import qualitative_coding"]) else {
      return []
    }
    let list = folder + "/literals.txt"
    try Files.write(literals.joined(separator: "\n") + "\n", to: list)
    let script = folder + "/peer.py"
    try Files.write(Self.script, to: script)
    return try ["import", "code", "crosstab"].map { step in
      let words = [python, script, step, material.folder, list, folder + "/qc"]
      return try figure("qualitative-coding, \(step)", words, rounds: 1)
    }
  }

  private func figure(_ work: String, _ words: [String], rounds: Int) throws -> Figure {
    var anchor = Anchor(material)
    let samples = try (0..<rounds).map { _ in
      let before = try anchor.rate()
      let expense = try ChildProcess.run(words, output: folder + "/peer.out")
      return Sample(
        expense: expense, anchor: (before + (try anchor.rate())) / 2, bytes: material.bytes)
    }
    return Figure(
      work: work, seconds: Spread(samples.map(\.seconds)).median,
      ratio: Spread(samples.map(\.ratio)).median)
  }

  /// It has no coding by rule: lines with a literal are found here, and handed to its own store.
  private static let script = """
    import glob, os, re, subprocess, sys
    step, texts, literals, place = sys.argv[1:]
    qc = os.path.join(os.path.dirname(sys.executable), "qc")
    os.makedirs(place, exist_ok=True)
    os.chdir(place)
    if step == "import":
        subprocess.run([qc, "init"], check=True)
        subprocess.run([qc, "corpus", "import", texts, "-r", "-i", "verbatim"], check=True)
    elif step == "code":
        from qualitative_coding.corpus import QCCorpus
        words = open(literals, encoding="utf-8").read().split("\\n")[:-1]
        pattern = re.compile("|".join(f"({re.escape(word)})" for word in words))
        corpus = QCCorpus("settings.yaml")
        with corpus.session():
            for path in sorted(glob.glob("corpus/*.txt")):
                lines = enumerate(open(path, encoding="utf-8"))
                corpus.update_coded_lines(os.path.basename(path), "bench", [
                    {"line": number, "code_id": f"code{which}"} for number, line in lines
                    for which in {found.lastindex for found in pattern.finditer(line)}])
    else:
        subprocess.run([qc, "codes", "crosstab", "-o", "crosstab.csv"], check=True)
    """
}
