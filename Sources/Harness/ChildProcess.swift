#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// What a process took, from its start to its end.
package struct Expense: Sendable {
  package var seconds = 0.0
  /// Of all its threads, in its own code and in the kernel's.
  package var cpuSeconds = 0.0
  /// The most memory it had at any moment.
  ///
  /// Linux counts what the starting process had as well: the benchmark keeps itself small, and figures below some 15 MB are its own.
  package var peakBytes = 0

  package init(seconds: Double = 0, cpuSeconds: Double = 0, peakBytes: Int = 0) {
    (self.seconds, self.cpuSeconds, self.peakBytes) = (seconds, cpuSeconds, peakBytes)
  }

  /// One after the other.
  package static func + (first: Self, second: Self) -> Self {
    Self(
      seconds: first.seconds + second.seconds, cpuSeconds: first.cpuSeconds + second.cpuSeconds,
      peakBytes: max(first.peakBytes, second.peakBytes))
  }
}

/// Whole processes, started and waited for.
package enum ChildProcess {
  /// Runs a program, found on the path unless its name has a slash, with its output in a file.
  ///
  /// Throws where it can't be started or ends with another status than 0.
  @discardableResult
  package static func run(_ words: [String], output: String = "/dev/null") throws -> Expense {
    let child = try start(words, output: output)
    let (ending, expense) = try child.wait()
    guard ending == .exit(0) else {
      throw HarnessFailure(
        "failed: \(words.joined(separator: " ").prefix(300))\n\(child.errors.prefix(600))")
    }
    return expense
  }

  /// Starts a program and does not wait for it.
  package static func start(_ words: [String], output: String = "/dev/null") throws -> Child {
    let errors = output == "/dev/null" ? output : output + ".errors"
    let started = now()
    return Child(
      id: try spawn(words, output: output, errors: errors), name: words[0], started: started,
      output: output, errorFile: errors)
  }

  /// A process that was started.
  package struct Child {
    package enum Ending: Sendable, Equatable {
      case exit(Int32)
      case signal(Int32)
    }

    fileprivate let id: pid_t
    fileprivate let name: String
    fileprivate let started: Double
    package let output: String
    fileprivate let errorFile: String

    /// What it wrote to standard error, when it is done.
    package var errors: String { (try? Files.read(errorFile)) ?? "" }

    /// Ends it at once, as a crash would.
    package func kill() {
      #if canImport(Darwin)
      _ = Darwin.kill(id, SIGKILL)
      #elseif canImport(Musl)
      _ = Musl.kill(id, SIGKILL)
      #else
      _ = Glibc.kill(id, SIGKILL)
      #endif
    }

    /// Call it once.
    package func wait() throws -> (ending: Ending, expense: Expense) {
      var status: Int32 = 0
      var usage = rusage()
      while wait4(id, &status, 0, &usage) < 0 {
        guard errno == EINTR else { throw HarnessFailure("lost sight of \(name)") }
      }
      let signal = status & 0x7F
      return (
        signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal),
        Expense(
          seconds: now() - started, cpuSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
          peakBytes: Int(usage.ru_maxrss) * bytesPerUnit)
      )
    }
  }

  /// Whether a program can be found and started.
  package static func canRun(_ words: [String]) -> Bool { (try? run(words)) != nil }

  private static func spawn(
    _ words: [String], output: String, errors: String
  ) throws -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var process: pid_t = 0
    let failure = posix_spawnp(&process, words[0], &actions, nil, arguments, environment)
    guard failure == 0 else {
      throw HarnessFailure("can't start \(words[0]): \(String(cString: strerror(failure)))")
    }
    return process
  }

  private static var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
    #if canImport(Darwin)
    _NSGetEnviron().pointee
    #else
    environ
    #endif
  }

  /// Of `ru_maxrss`: macOS counts bytes, others KiB.
  private static var bytesPerUnit: Int {
    #if canImport(Darwin)
    1
    #else
    1024
    #endif
  }

  /// Seconds of a clock that only goes forward.
  package static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
