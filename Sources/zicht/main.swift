import CommandLineKit
import ZichtCLI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

Interrupt.listen()
exit(Zicht.run(Array(CommandLine.arguments.dropFirst()), .standard()))
