// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-warnings-as-errors"]),
]

// Flow: Formats → Coding ← Project (over SQLite); Reports writes what Coding counts; ZichtCLI wires.
let package = Package(
  name: "zicht",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "zicht", targets: ["zicht"])],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
    .target(name: "CommandLineKit", swiftSettings: strict),
    .target(name: "Coding", swiftSettings: strict),
    .target(name: "Formats", dependencies: ["Coding", "CXML2", "CZlib"], swiftSettings: strict),
    .target(name: "Reports", dependencies: ["Coding"], swiftSettings: strict),
    .target(
      name: "Exchange", dependencies: ["Coding", "Formats", "SQLite"], swiftSettings: strict),
    .target(
      name: "Project", dependencies: ["SQLite", "Coding"],
      resources: [.embedInCode("Schema")], swiftSettings: strict),
    .target(
      name: "ZichtCLI",
      dependencies: ["CommandLineKit", "Coding", "Exchange", "Formats", "Project", "Reports"],
      resources: [.embedInCode("Resources")], swiftSettings: strict),
    .executableTarget(name: "zicht", dependencies: ["ZichtCLI"], swiftSettings: strict),

    .target(name: "Harness", swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Coding", "CommandLineKit", "Formats", "Harness", "Reports", "SQLite"],
      swiftSettings: strict),
    .executableTarget(
      name: "Faults",
      dependencies: [
        "CSQLite", "Coding", "CommandLineKit", "Harness", "Project", "Reports", "SQLite",
        "ZichtCLI",
      ], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Coding", "CommandLineKit", "SQLite", "ZichtCLI"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
    .testTarget(name: "CommandLineKitTests", dependencies: ["CommandLineKit", "TestSupport"]),
    .testTarget(name: "FaultsTests", dependencies: ["Faults", "Harness"]),
    .testTarget(
      name: "CodingTests", dependencies: ["Coding", "TestSupport"], exclude: ["Reference"]),
    .testTarget(
      name: "FormatsTests", dependencies: ["CZlib", "Formats", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "ExchangeTests", dependencies: ["Exchange", "Formats", "SQLite", "TestSupport"],
      exclude: ["Golden", "Schema", "pyrefiqda-tells.py", "qdapy-tells.py"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "TestSupport"]),
    .testTarget(
      name: "ProjectTests", dependencies: ["Project", "Formats", "SQLite", "TestSupport"]),
    .testTarget(
      name: "ZichtCLITests",
      dependencies: ["ZichtCLI", "Project", "SQLite", "TestSupport", "zicht"],
      exclude: ["Golden", "recount.py", "tamper.py"]),
  ],
  swiftLanguageModes: [.v6]
)
