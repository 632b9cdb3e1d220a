import CommandLineKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

let tool = Tool(
  name: "Faults", version: "1",
  summary: "Does harm to projects and looks whether they survive. Without a command: try.",
  groups: [("Commands", [Try.self, Write.self])])
let words = Array(CommandLine.arguments.dropFirst())
let isNamed = ["try", "write", "help", "--help", "--version"].contains(words.first)
exit(tool.run(words: isNamed ? words : ["try"] + words, io: .standard()))
