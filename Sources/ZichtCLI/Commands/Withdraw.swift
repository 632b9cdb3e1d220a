import Coding
import CommandLineKit
import Project
import Reports

/// `zicht withdraw`: a respondent's words and personal data, erased for good.
struct Withdraw: ZichtCommand {
  static let name = "withdraw"
  static let summary = "Erase the words and personal data of a respondent who withdraws."
  static let discussion = """
    An interview with this respondent alone is erased as a whole, in all its versions, with its \
    header and its file's own bytes. Of a group interview the respondent's turns go, the labels \
    before them, and what the header says; what others said stays, and stays provable. Name and \
    attributes go everywhere. Fillers take the place of the words, so that nothing else shifts.

    The ledger keeps that there was a respondent, when and on what basis the words were erased, and \
    where codings stood; hashes of the name and labels stay in the project file, so that no table \
    and no file brings the person back unnoticed. The file is then written anew and searched, byte by \
    byte, for every run of five words that was erased.

    Names in what other people said are left alone and listed: only you can tell who is meant. \
    Copies elsewhere are out of reach: the files that were read, tables and bundles that were \
    written, backups, what a disk keeps of deleted files. Show the plan first, with --dry-run; \
    nothing is erased without --yes.
    """
  static let examples = [
    Example("zicht withdraw MW-03 --dry-run", "Show what would go, and names that would stay."),
    Example(
      "zicht withdraw MW-03 --yes --basis 'letter of 3 May' --approver 'J. Smit'",
      "Erase it all, and record why and who agreed."),
  ]

  var common = CommonOptions()
  var respondent = ""
  var basis: String?
  var approver: String?
  var dryRun = false
  var yes = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("respondent", \.respondent, "As zicht respondents names them."),
      .option("basis", \.basis, "On what ground, such as a letter; kept.", placeholder: "TEXT"),
      .option("approver", \.approver, "Who agreed to it; kept.", placeholder: "NAME"),
      .flag("dry-run", \.dryRun, "Show what would be erased, and change nothing.", short: "n"),
      .flag("yes", \.yes, "Erase: it can't be undone."),
    ]
  }

  func run(_ io: IO) throws {
    if dryRun || !yes { return try plan(io) }
    let project = try openProject(io, for: .write)
    let progress = Progress(io, label: "withdraw", total: 3, unit: "steps")
    let (withdrawal, proof) = try project.withdraw(
      respondent, basis: basis, approver: approver
    ) { _ in progress.advance() }
    progress.finish()
    let copies = try FileSystem.copies(of: project.path)
    if common.json { writeJSON(withdrawal.json(proof, copies: copies), io) }
    for line in withdrawal.lines + proof.lines { say(line, io) }
    for line in withdrawal.mentionLines { say(line, io) }
    say("not reached: the files that were read, tables and bundles written, backups", io)
    for copy in copies { say("not reached: \(copy)", io) }
    if !proof.isClean { throw Exit(1) }
  }

  private func plan(_ io: IO) throws {
    let project = try openProject(io)
    let withdrawal = try project.read { try project.plannedWithdrawal(of: respondent) }
    if common.json { writeJSON(withdrawal.json(nil, copies: []), io) }
    for line in withdrawal.lines + withdrawal.mentionLines { say(line, io) }
    guard !dryRun else { return }
    throw UsageError(
      "nothing was erased: it can't be undone",
      hint: "add --yes to erase it, or --dry-run to see the plan alone")
  }
}

extension FileSystem {
  /// Copies of a project file that migrations made, beside it.
  static func copies(of project: String) throws(FileFailure) -> [String] {
    let folder = directory(of: project)
    let stem = name(of: project) + ".v"
    return try names(in: folder.isEmpty ? "." : folder).filter {
      $0.hasPrefix(stem) && $0.dropFirst(stem.count).allSatisfy(\.isNumber)
    }.sorted().map { join(folder, $0) }
  }
}
