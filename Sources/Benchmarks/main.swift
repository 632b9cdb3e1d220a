import CommandLineKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// The same rules for everybody: wc counts bytes, not characters, in the C locale.
setenv("LC_ALL", "C", 1)

let tool = Tool(
  name: "Benchmarks", version: "1",
  summary: "Measures zicht as whole processes. Without a command: measure.",
  groups: [("Commands", [Measure.self, Readers.self, AgreementTimes.self, Generate.self])])
let words = Array(CommandLine.arguments.dropFirst())
let isNamed = ["measure", "readers", "agreement", "generate", "help", "--help", "--version"]
  .contains(
    words.first)
exit(tool.run(words: isNamed ? words : ["measure"] + words, io: .standard()))
