import Foundation

/// The built programs, run as a person runs them.
package enum Program {
  /// Where the test bundle and so the executables are.
  private static var folder: URL {
    #if os(macOS)
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    #endif
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  package static var zicht: String { folder.appendingPathComponent("zicht").path }

  /// Nil where the machine has no Python 3.
  package static var python: String? {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return places.map { $0 + "/python3" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// The root of the repository.
  package static var root: String {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }

  /// A process that was started; what it writes goes to a file.
  package static func start(
    _ program: String, _ words: [String], in folder: String, log: String = "/dev/null"
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["ZICHT_CODER"] = "anna"
    environment["ZICHT_PROJECT"] = nil
    process.environment = environment
    // Making a file that is there replaces it, be it a device.
    if !FileManager.default.fileExists(atPath: log) {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
    }
    let file = FileHandle(forWritingAtPath: log)
    process.standardOutput = file
    process.standardError = file
    try process.run()
    return process
  }

  /// Runs a program to its end.
  package static func run(
    _ program: String, _ words: [String], in folder: String
  ) throws -> (status: Int32, output: String) {
    let log = FileManager.default.temporaryDirectory
      .appendingPathComponent("zicht-log-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: log) }
    let process = try start(program, words, in: folder, log: log)
    process.waitUntilExit()
    let output = String(
      decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    return (process.terminationStatus, output)
  }
}
