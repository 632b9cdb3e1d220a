import Exchange
import Formats
import Foundation
import TestSupport
import Testing

/// Damaged samples: no crash, and what is read can be written and is read so again.
@Suite struct ExchangeFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["FUZZ_SECONDS"].flatMap { Double($0) } ?? 3
  private static let seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  private static let tokens = [
    "<", ">", "/>", "\"", "&", "&#13;", "&lt;", "</Code>", "<Coding>", "<NoteRef/>", "<CodeRef/>",
    "guid=\"", "{", "}", "-", "0", "99999999999999999999", "startPosition", "\u{FEFF}", "\r\n", "😀",
    "e\u{301}", "\0", "<PDFSource>", "<Transcript>", "<Representation>", "internal://", "../",
  ]

  private static func spoil(_ bytes: inout [UInt8], _ random: inout Seeded) {
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...60, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 2: bytes.removeSubrange(place..<end)
      case 3:
        // Elements and attributes that are there, elsewhere.
        let other = Int.random(in: bytes.indices, using: &random)
        bytes.insert(contentsOf: bytes[other..<min(bytes.count, other + 80)], at: place)
      default: bytes.insert(contentsOf: random.pick(tokens).utf8, at: place)
      }
    }
  }

  /// The parts of each sample.
  private static let samples: [[(name: String, bytes: [UInt8])]] = Golden.files.compactMap { name in
    guard name.hasSuffix(".qdpx"), let bytes = try? Golden.bytes(name),
      var archive = try? Archive(bytes, file: name)
    else { return nil }
    return archive.names.sorted().compactMap { name in
      (try? archive.read(name)).map { (name, $0) }
    }
  }

  @Test func damagedProjects() throws {
    let end = Date().addingTimeInterval(Self.seconds)
    var (seed, read) = (Self.seed, 0)
    repeat {
      var random = Seeded(seed)
      var archive = ArchiveWriter()
      for (name, good) in random.pick(Self.samples) {
        var bytes = good
        if name.hasSuffix(".qde") || random.once(in: 3) { Self.spoil(&bytes, &random) }
        try archive.add(name, bytes)
      }
      var bytes = archive.finish()
      if random.once(in: 8) { Self.spoil(&bytes, &random) }
      if try check(bytes, "FUZZ_SEED=\(seed)") { read += 1 }
      seed += 1
    } while Date() < end
    #expect(seed > Self.seed + 10)
    #expect(read > 0)
  }

  @Test func damagedCodebooks() throws {
    let books = try Golden.files.filter { $0.hasSuffix(".qdc") }.map { try Golden.bytes($0) }
    let end = Date().addingTimeInterval(Self.seconds / 3)
    var seed = Self.seed
    repeat {
      var random = Seeded(seed)
      var bytes = random.pick(books)
      Self.spoil(&bytes, &random)
      if let project = try? QDC.read(bytes, file: "c.qdc"), !project.codes.isEmpty {
        let read = try QDC.read(try QDC.write(project).bytes, file: "c.qdc")
        #expect(read.codes == project.codes, "FUZZ_SEED=\(seed)")
      }
      seed += 1
    } while Date() < end
  }

  /// Whether a project was read.
  private func check(_ bytes: [UInt8], _ name: String) throws -> Bool {
    let project: ExchangeProject
    do { project = try QDPX.read(bytes, file: "p.qdpx") } catch { return false }
    for source in project.sources {
      let count = source.text.unicodeScalars.count
      for selection in source.selections {
        let fits = !selection.range.isEmpty && 0..<count ~= selection.range.lowerBound
        #expect(fits && selection.range.upperBound <= count, "\(name)")
      }
      #expect(!source.text.unicodeScalars.contains("\r"), "\(name)")
    }
    let written = try QDPX.write(project)
    var expected = project.bare
    expected.origin = QDPX.read(own: project.origin)
    if written.leftOut.allSatisfy({ $0.element.hasPrefix("selection ") }) {
      let again = try QDPX.read(written.bytes, file: "p.qdpx").bare
      if again != expected {
        let difference = Self.difference(again, expected)
        Issue.record("\(name): what was read isn't read again: \(difference)")
      }
    }
    return true
  }

  /// The first line in which two projects differ, when written out whole.
  private static func difference(_ a: ExchangeProject, _ b: ExchangeProject) -> String {
    let lines = [a, b].map { project in
      var text = ""
      dump(project, to: &text)
      return text.split(separator: "\n")
    }
    let pair = zip(lines[0], lines[1]).first { $0 != $1 }
    return pair.map { "\($0.trimmingPrefix { $0 == " " }) for \($1.trimmingPrefix { $0 == " " })" }
      ?? "one is shorter"
  }
}

extension QDPX {
  fileprivate static func read(own origin: String) -> String {
    origin == "zicht" || origin.hasPrefix("zicht ") ? origin : "zicht"
  }
}
