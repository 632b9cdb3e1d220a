#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// Another program, run to its end.
enum ChildProcess {
  struct Outcome {
    /// Nil where a signal ended it.
    var status: Int32?
    var out: [UInt8]
    var err: String
  }

  /// What fits into a pipe everywhere before anybody reads it.
  static let largestInput = 16 << 10

  /// The file of a program on the path; nil where there is none.
  static func find(_ name: String, path: String) -> String? {
    path.split(separator: ":").map { FileSystem.join(String($0), name) }.first {
      FileSystem.isRegular($0) && access($0, X_OK) == 0
    }
  }

  /// Runs a program with some input, and gives what it wrote.
  ///
  /// - Precondition: no more input than `largestInput`; the program writes little.
  static func run(
    _ program: String, _ words: [String], input: [UInt8], environment: [String: String]
  ) throws(FileFailure) -> Outcome {
    precondition(input.count <= largestInput)
    let (given, out, err) = (try Pipe(program), try Pipe(program), try Pipe(program))
    given.write(input)
    given.closeWriting()
    let process = try spawn(program, words, environment, given, out, err)
    out.closeWriting()
    err.closeWriting()
    let (written, said) = (out.readAll(), err.readAll())
    return Outcome(
      status: wait(for: process), out: written, err: String(decoding: said, as: UTF8.self))
  }

  static func spawn(
    _ program: String, _ words: [String], _ environment: [String: String], _ input: Pipe,
    _ out: Pipe, _ err: Pipe
  ) throws(FileFailure) -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
    posix_spawn_file_actions_adddup2(&actions, out.writing, 1)
    posix_spawn_file_actions_adddup2(&actions, err.writing, 2)
    let arguments = CStrings([program] + words)
    let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, program, &actions, nil, arguments.pointers, variables.pointers)
    guard failure == 0 else { throw FileFailure(program, errno: failure) }
    return process
  }

  static func wait(for process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }
}

/// Texts as C takes them, ended by a null pointer.
final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]
  init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }
  deinit { for pointer in pointers { free(pointer) } }
}

/// Two ends of a pipe, which other programs don't inherit unless they are given them.
final class Pipe {
  private(set) var reading: Int32 = -1
  private(set) var writing: Int32 = -1

  init(_ program: String) throws(FileFailure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileFailure(program, errno: errno) }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeBytes(writing, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = buffer.withUnsafeMutableBytes { readBytes(reading, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}

// The C functions, under names that the methods above don't hide.
private func readBytes(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}
private func writeBytes(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, buffer, count)
}
