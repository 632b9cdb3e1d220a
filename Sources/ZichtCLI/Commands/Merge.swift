import Coding
import CommandLineKit
import Project
import Reports

/// `zicht merge`: the work of others, from their project files into this one.
struct Merge: ZichtCommand {
  static let name = "merge"
  static let summary = "Bring together what several people did in project files of their own."
  static let discussion = """
    Takes over what another project file holds and this one does not: codings by hand with their \
    coders, verdicts on proposals, memos, transcripts and their corrections, codebooks, what was read \
    to the end, assignments, settled disagreements. It may be a copy of this project that somebody \
    worked on, a kit (zicht kit), or a project that was begun apart. The other file is verified and not \
    changed; where it is not as its ledger says, nothing is taken from it.

    What is known by an identity is united: a coding that either took back is gone. What can be \
    decided again (a verdict, an attribute, an assignment) is as it was decided last. Of a transcript that \
    both corrected, the later text is in force, and all codings are put where their words stand in it; what \
    has no sure place there waits in zicht orphans. Of a codebook that both changed, the later version is \
    the base, and codes of the other are added to it. Where both decided otherwise, the plan says so; \
    --prefer takes this project's side, or the other's, and records that as a decision of now.

    The order in which files are merged makes no difference, and the same file twice adds nothing. Whoever \
    withdrew here stays withdrawn; whoever withdrew there is named, with what to do. Each event says \
    which event of which project it comes from, so both ledgers can still be verified. \
    Without --yes the plan is shown, and nothing is changed; zicht undo takes a merge back. The \
    content told at the end is a hash of all that the project holds, without its history: when everybody has \
    merged with everybody, all see the same one.
    """
  static let examples = [
    Example("zicht merge lotte.zicht", "Show what the file would bring."),
    Example("zicht merge lotte.zicht joost.zicht --yes", "Merge two files, in one act."),
    Example("zicht merge lotte.zicht --prefer mine --yes", "In conflicts, keep what stands here."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var prefer = MergePreference.later.rawValue
  var dryRun = false
  var yes = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("file", \.paths, "Project files to take from.", values: .file),
      .option(
        "prefer", \.prefer, "In conflicts: what was decided later, mine or theirs.",
        placeholder: "SIDE", values: .list(MergePreference.allCases.map(\.rawValue))),
      .flag("dry-run", \.dryRun, "Show the plan, and change nothing.", short: "n"),
      .flag("yes", \.yes, "Merge."),
    ]
  }

  func run(_ io: IO) throws {
    guard let preference = MergePreference(rawValue: prefer) else {
      throw UsageError(
        "'\(prefer)' is no side to prefer",
        hint: "one of: " + MergePreference.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let isPlan = dryRun || !yes
    let here = FileSystem.resolved(try projectPath(io))
    if let same = paths.first(where: { FileSystem.resolved($0) == here }) {
      throw UsageError("'\(same)' is this project itself", hint: "name another project file")
    }
    let others = try paths.map {
      try Project.open(path: $0, for: .read, surroundings: surroundings(io))
    }
    let project = try openProject(io, for: .write)
    var reports: [MergeReport] = []
    let progress = Progress(io, label: "merge", total: 0, unit: "codings")
    try reading(others[...]) {
      let verifications = try zip(others, paths).map { try verifying($0, $1, io) }
      let merge = {
        reports = try others.map { other in
          try project.merge(other, preferring: preference) {
            try Interrupt.check()
            progress.advance()
          }
        }
        for verification in verifications { try verification() }
      }
      do {
        if isPlan { try project.rehearsing(merge) } else { try project.change(merge) }
      } catch let error where !(error is Interrupted) {
        // Of a file that was altered this is what must be told.
        for verification in verifications { try verification() }
        throw error
      }
    }
    progress.finish()
    let texts = zip(reports, paths).map {
      MergeText($0, of: FileSystem.name(of: $1), isPlan: isPlan)
    }
    let content = isPlan ? nil : try project.read { try project.contentDigest() }
    if common.json {
      writeJSON(
        [
          "files": .array(texts.map(\.json)),
          "content": content.map { .string($0.hex) } ?? .null,
        ], io)
    }
    for line in texts.flatMap(\.lines) { say(line, io) }
    if let content {
      say("content \(content.hex.prefix(12)): projects that hold the same say the same", io)
    }
    if isPlan, !dryRun, reports.contains(where: { !$0.isEmpty }) {
      say("nothing was changed: add --yes to merge", io)
    }
  }

  /// Verifies a project that is being read: at once that it holds nothing that can't be, and while
  /// it is merged, on a thread of its own, that all is as its ledger says.
  ///
  /// The file can't change meanwhile: whoever writes waits for those who read.
  ///
  /// - Returns: what waits for the outcome, and throws where something was altered.
  private func verifying(_ other: Project, _ path: String, _ io: IO) throws -> () throws -> Void {
    try requireSound(try other.verify([.structure]), path)
    let surroundings = surroundings(io)
    let history = Background {
      let again = try Project.open(path: path, for: .read, surroundings: surroundings)
      return try again.read { try again.verify([.history]) { _ in try Interrupt.check() } }
    }
    return { try requireSound(try history.value(), path) }
  }

  private func requireSound(_ verification: Verification, _ path: String) throws {
    guard let problem = verification.problems.first else { return }
    throw Failure(
      "'\(path)' is not as its ledger says: \(problem)",
      hint: "nothing was taken from it; see all with: zicht verify --project \(path)")
  }

  /// Reads all of them on one unchanging state each.
  private func reading(_ others: ArraySlice<Project>, _ body: () throws -> Void) throws {
    guard let first = others.first else { return try body() }
    try first.read { try reading(others.dropFirst(), body) }
  }
}
