#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// What a process took, from its start to its end.
struct Expense {
  var seconds = 0.0
  /// Of all its threads, in its own code and in the kernel's.
  var cpuSeconds = 0.0
  /// The most memory it had at any moment.
  ///
  /// Linux counts what the starting process had as well: the benchmark keeps itself small, and figures below some 15 MB are its own.
  var peakBytes = 0

  /// One after the other.
  static func + (first: Self, second: Self) -> Self {
    Self(
      seconds: first.seconds + second.seconds, cpuSeconds: first.cpuSeconds + second.cpuSeconds,
      peakBytes: max(first.peakBytes, second.peakBytes))
  }
}

/// Whole processes, started and waited for.
enum ChildProcess {
  /// Runs a program, found on the path unless its name has a slash, with its output in a file.
  ///
  /// Throws where it can't be started or ends with another status than 0.
  @discardableResult
  static func run(_ words: [String], output: String = "/dev/null") throws -> Expense {
    let errors = output == "/dev/null" ? output : output + ".errors"
    let start = now()
    let process = try spawn(words, output: output, errors: errors)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw BenchmarkFailure("lost sight of \(words[0])") }
    }
    let seconds = now() - start
    guard status == 0 else {
      let said = (try? Files.read(errors))?.prefix(600) ?? ""
      throw BenchmarkFailure("failed: \(words.joined(separator: " ").prefix(300))\n\(said)")
    }
    return Expense(
      seconds: seconds, cpuSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
      peakBytes: Int(usage.ru_maxrss) * bytesPerUnit)
  }

  /// Whether a program can be found and started.
  static func canRun(_ words: [String]) -> Bool { (try? run(words)) != nil }

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
      throw BenchmarkFailure("can't start \(words[0]): \(String(cString: strerror(failure)))")
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
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
