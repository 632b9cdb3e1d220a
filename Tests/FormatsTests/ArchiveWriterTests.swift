import Coding
import Formats
import Foundation
import TestSupport
import Testing

/// Archives written here, read by the reader here and by another.
@Suite struct ArchiveWriterTests {
  private static func archive(_ parts: KeyValuePairs<String, [UInt8]>) throws -> [UInt8] {
    var writer = ArchiveWriter()
    for (name, bytes) in parts { try writer.add(name, bytes) }
    return writer.finish()
  }

  @Test func whatIsWrittenIsRead() throws {
    var random = TestSupport.Seeded(7)
    let parts: KeyValuePairs<String, [UInt8]> = [
      "a/empty": [], "a/één.txt": Array(String(repeating: "woord ", count: 5000).utf8),
      "noise": random.bytes(5000), "one": [0],
    ]
    let bytes = try Self.archive(parts)
    #expect(bytes.count < 7000)
    #expect(try bytes == Self.archive(parts))
    var archive = try Archive(bytes, file: "a.zip")
    #expect(Set(archive.names) == Set(parts.map(\.key)))
    for (name, content) in parts { #expect(try archive.read(name) == content) }
  }

  @Test func otherProgramsReadIt() throws {
    guard let python = Program.python else { return }
    let folder = try TemporaryFolder()
    try folder.write(
      try Self.archive(["één/ä.txt": Array("ja ja ja ja ja ja ja ja ja".utf8), "b": [1]]),
      to: "a.zip")
    let code = """
      import zipfile
      z = zipfile.ZipFile("a.zip")
      print(z.testzip(), z.namelist(), z.read("één/ä.txt"), z.infolist()[0].date_time)
      """
    let (status, output) = try Program.run(python, ["-X", "utf8", "-c", code], in: folder.path)
    #expect(status == 0)
    let words = String(repeating: "ja ", count: 9).dropLast()
    #expect(output == "None ['één/ä.txt', 'b'] b'\(words)' (1980, 1, 1, 0, 0, 0)\n")
  }

  @Test func anEmptyArchive() throws {
    let archive = try Archive(ArchiveWriter().finish(), file: "a.zip")
    #expect(archive.names.isEmpty)
  }

  @Test func whatCannotBeWrittenIsRefused() throws {
    var writer = ArchiveWriter(limit: 300)
    try writer.add("a", [1, 2, 3])
    #expect(throws: Diagnostic.self) { try writer.add("a", []) }
    var random = TestSupport.Seeded(1)
    let noise = random.bytes(200)
    let fault = #expect(throws: Diagnostic.self) { try writer.add("b", noise) }
    #expect(fault?.message.text == "the archive would be over 4 GiB, more than ZIP can say")
    #expect(fault?.place.file == "b")
  }
}
