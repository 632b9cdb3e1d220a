#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// The editor that the user works with, as other programs find it: `VISUAL`, `EDITOR`, or vi.
struct Editor {
  let command: String
  private let environment: [String: String]

  init(_ environment: [String: String]) {
    let named = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first {
      $0.contains { !$0.isWhitespace }
    }
    (command, self.environment) = (named ?? "vi", environment)
  }

  /// Opens a file and waits until the editor is closed.
  ///
  /// The command may have options of its own (`code --wait`), so a shell takes it apart. Signals from
  /// the keyboard are the editor's while it runs.
  func open(_ path: String) throws {
    let before = [SIGINT, SIGQUIT].map { signal($0, SIG_IGN) }
    defer { for (number, handler) in zip([SIGINT, SIGQUIT], before) { signal(number, handler) } }
    let process = try ChildProcess.spawnHere(
      "/bin/sh", ["-c", command + " \"$@\"", "editor", path], environment)
    switch ChildProcess.wait(for: process) {
    case 0?: return
    case 127?:
      throw Failure(
        "there is no editor '\(command)'", hint: "name yours, for example: export EDITOR=nano")
    case let status:
      throw Failure(
        "the editor '\(command)' ended with "
          + (status.map { "status \($0)" } ?? "a signal") + ", and nothing was recorded",
        hint: "what was saved is kept in \(path); the same command goes on with it")
    }
  }
}

extension ChildProcess {
  /// Starts a program on this program's own terminal.
  fileprivate static func spawnHere(
    _ program: String, _ words: [String], _ environment: [String: String]
  ) throws(FileFailure) -> pid_t {
    let arguments = CStrings([program] + words)
    let variables = CStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    #if canImport(Darwin)
    var attributes: posix_spawnattr_t?
    #else
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program ignores, the editor must not.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, program, nil, &attributes, arguments.pointers, variables.pointers)
    guard failure == 0 else { throw FileFailure(program, errno: failure) }
    return process
  }
}
