import Coding
import SQLite

/// What was searched for after a withdrawal, and what of it is left.
package struct ErasureProof: Sendable, Equatable {
  /// A place in a file where erased words still stand.
  package struct Trace: Sendable, Equatable {
    package var file: String
    package var offset: Int
  }

  /// Files searched, byte by byte.
  package var files: [String] = []
  package var bytes = 0
  /// Distinct runs of five words searched for.
  package var runs = 0
  /// Further runs that stand in remaining texts too, so that their bytes say nothing.
  package var shared = 0
  /// Names, labels and values of attributes searched for.
  package var names = 0
  package var traces: [Trace] = []

  package var isClean: Bool { traces.isEmpty }
}

/// What a withdrawal erased, as hashes: what the search looks for.
struct ErasureSearch {
  private var runs = WordRuns()
  private var names: Set<String>
  private var encodings: Set<RawWords.Encoding> = [.utf8]

  init(names: [String]) { self.names = Set(names) }

  mutating func add(names: [String]) { self.names.formUnion(names) }

  /// Pieces of a text that were erased, and the encoding of the file it came from.
  mutating func add(_ text: [UInt8], _ ranges: [Range<Int>], encoding: RawWords.Encoding?) {
    text.withUnsafeBytes { text in
      for range in ranges { runs.add(UnsafeRawBufferPointer(rebasing: text[range])) }
    }
    if let encoding { encodings.insert(encoding) }
  }

  /// Searches the project file and what SQLite may have left beside it.
  ///
  /// Outside of any transaction. O(bytes of the files).
  func prove(_ project: Project) throws -> ErasureProof {
    var proof = ErasureProof()
    let (runs, names) = try project.read { try withoutWhatRemains(project, &proof) }
    (proof.runs, proof.names) = (runs.count, names.count)
    let finder = NameFinder(names)
    for path in ["", "-journal", "-wal"].map({ project.path + $0 }) {
      guard let file = try MappedFile(path) else { continue }
      proof.files.append(path)
      proof.bytes += file.bytes.count
      let offsets = offsets(in: file.bytes, runs, finder)
      proof.traces += offsets.sorted().map { .init(file: path, offset: $0) }
    }
    return proof
  }

  private func offsets(
    in bytes: UnsafeRawBufferPointer, _ runs: WordRuns, _ names: NameFinder
  ) -> Set<Int> {
    var offsets: Set<Int> = []
    for encoding in encodings {
      // A unit of two bytes may start at any byte.
      let isWide = encoding == .utf16LittleEndian || encoding == .utf16BigEndian
      for first in 0..<(isWide ? 2 : 1) {
        offsets.formUnion(runs.found(in: bytes, as: encoding, from: first).values)
        offsets.formUnion(names.places(in: bytes, as: encoding, from: first).map(\.upperBound))
      }
    }
    return offsets
  }

  /// The runs and names that nothing in the project has a right to hold any more.
  private func withoutWhatRemains(
    _ project: Project, _ proof: inout ErasureProof
  ) throws -> (WordRuns, [String]) {
    var runs = runs
    // Shorter ones stand in salts and hashes by chance.
    let names = self.names.filter { RawWords.letters(of: $0) > 3 }.sorted()
    let finder = NameFinder(names)
    var known: Set<Int> = []
    for sql in Self.texts {
      try project.connection.forEach(sql) { row in
        runs.remove(runs.found(in: row.bytesOfText(0)).keys)
        known.formUnion(finder.found(in: row.bytesOfText(0)))
      }
    }
    for sql in Self.besideTexts {
      try project.connection.forEach(sql) { known.formUnion(finder.found(in: $0.bytesOfText(0))) }
    }
    proof.shared = self.runs.count - runs.count
    return (runs, names.indices.filter { !known.contains($0) }.map { names[$0] })
  }

  /// What may rightly hold the same words: other people's texts, headers and attributes, but not
  /// what somebody wrote about them.
  private static let texts: [SQL] = [
    "SELECT text FROM source_text", "SELECT body FROM content WHERE body LIKE '{%'",
    "SELECT body FROM event WHERE kind IN ('codebook.recorded', 'neighbourhoods.recorded')",
  ]
  private static let besideTexts: [SQL] = [
    "SELECT body FROM content", "SELECT DISTINCT actor FROM event", "SELECT sql FROM sqlite_schema",
  ]
}
