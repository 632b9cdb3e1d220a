import Coding
import CommandLineKit
import Project
import Reports

/// Options that every command has.
struct CommonOptions: ParameterSet {
  var project: String?
  var coder: String?
  var json = false
  var noColor = false
  var quiet = false

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "project", \.project, "Project file (otherwise ZICHT_PROJECT, or the one *.zicht here).",
        short: "p", placeholder: "FILE", values: .file),
      .option(
        "coder", \.coder, "Who acts (otherwise ZICHT_CODER, or your login name).",
        placeholder: "NAME"),
      .flag("json", \.json, "Write JSON, for programs."),
      .flag("no-color", \.noColor, "No colours (as with NO_COLOR)."),
      .flag("quiet", \.quiet, "Only results and errors.", short: "q"),
    ]
  }
}

/// A command of `zicht`.
protocol ZichtCommand: Command {
  var common: CommonOptions { get set }
}

extension ZichtCommand {
  static var shared: [Parameter<Self>] { Parameter.group(\.common) }

  func prepare(_ io: IO) {
    if common.noColor { io.color = false }
    if common.quiet { io.isQuiet = true }
  }

  // MARK: The project

  func surroundings(_ io: IO) -> Surroundings {
    let names = [common.coder, io.environment["ZICHT_CODER"], io.environment["USER"]]
    let coder = names.compactMap { $0 }.first { !$0.isEmpty } ?? FileSystem.loginName
    return Zicht.surroundings(coder, io)
  }

  /// The project file that is meant: by option, by environment, or the only one in this folder.
  func projectPath(_ io: IO) throws -> String {
    if let path = common.project ?? io.environment["ZICHT_PROJECT"], !path.isEmpty { return path }
    let here = try FileSystem.names(in: ".").filter {
      $0.hasSuffix(".zicht") && !$0.hasPrefix(".")
    }.sorted()
    if here.count == 1 { return here[0] }
    throw here.isEmpty
      ? UsageError(
        "no project file in this folder",
        hint: "make one with 'zicht init', or name one with --project FILE")
      : UsageError(
        "several project files in this folder: \(here.joined(separator: ", "))",
        hint: "name one with --project FILE, or for the whole shell: export ZICHT_PROJECT=FILE")
  }

  func openProject(_ io: IO, for access: Project.Access = .read) throws -> Project {
    let project = try Project.open(
      path: try projectPath(io), for: access, surroundings: surroundings(io))
    if let text = (self as? any ReadingCommand)?.past.asOf {
      try project.rewind(to: try project.moment(text))
    }
    if self is any ReadingCommand {
      try project.blindfold()
      if project.isBlindfolded, self is any CountingCommand { throw try blindness(project) }
    }
    return project
  }

  /// Counts would tell what others found, or be counts of something else.
  private func blindness(_ project: Project) throws -> Failure {
    let blind = try project.blindTranscripts()
    return Failure(
      "\(project.reader) is still to code \(counted(blind.count, "transcript")) blind",
      hint: "read them to the end first: " + blind.prefix(3).joined(separator: ", "))
  }

  // MARK: Output

  func requirePositive(_ limit: Int?) throws {
    guard let limit, limit < 1 else { return }
    throw UsageError("'\(limit)' is no limit", hint: "--limit needs a number from 1 up")
  }

  /// A line for people about what was done; kept back by `--quiet` and `--json`.
  func say(_ line: String, _ io: IO) {
    if !io.isQuiet, !common.json { io.out(sanitized(line) + "\n") }
  }

  func writeJSON(_ json: JSON, _ io: IO) { io.out(json.text(indented: true) + "\n") }
}
