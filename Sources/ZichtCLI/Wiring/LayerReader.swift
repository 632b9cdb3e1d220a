import Coding
import Formats
import Project

/// Reads coded transcripts and finds the place of their passages in the project.
struct LayerReader {
  /// A file after reading.
  struct Layer {
    /// Nil where the file holds an earlier version's words: its codings were recorded then.
    var version: Int?
    var codings: [HandCoding] = []
    /// Those that the coder looked for.
    var codes: Set<Int> = []
    var isToTheEnd = true
    /// The last event that the coder saw, where the file says so.
    var event: Int?
    /// Codes that the coder coined; a coding's code -1 is the first of them, -2 the second.
    var coined: [String] = []

    /// Gives the codes that were coined their rows.
    mutating func name(coined rows: [Int]) {
      for index in codings.indices where codings[index].code < 0 {
        codings[index].code = rows[-1 - codings[index].code]
      }
      codes = Set(codes.map { $0 < 0 ? rows[-1 - $0] : $0 })
    }
  }

  private let project: Project
  private let allCodes: Set<Int>
  private var coined: [String] = []
  private var known: [String: Result<Set<Int>, ProjectError>] = [:]
  /// Where passages stand that were marked in an earlier version.
  private var moved: [Range<Int>?] = []

  init(_ project: Project) throws {
    self.project = project
    allCodes = Set(try project.codes().map(\.id))
  }

  /// Nil where the file has an error, which is then among the findings.
  mutating func read(_ file: LayerFiles.File, _ findings: inout [Diagnostic]) throws -> Layer? {
    let text: AnnotatedText
    do {
      text = try AnnotatedText.read(try FileSystem.read(file.path), file: file.path)
    } catch let rejected as Rejected {
      findings += rejected.diagnostics
      return nil
    }
    guard text.isAnnotated else {
      findings.append(
        Diagnostic(
          .error, .unmarked, at: Place(file: file.path),
          hint: "where nothing was found, start the file with a line such as: % codes: small-wins"))
      return nil
    }
    var faults: [Diagnostic] = []
    var layer = Layer()
    moved = []
    layer.version = try version(of: file, text, &faults)
    guard let version = layer.version else {
      findings += faults
      return faults.contains { $0.severity == .error } ? nil : layer
    }
    (coined, layer.isToTheEnd, layer.event) = ([], text.isReadToTheEnd ?? true, text.event)
    layer.codes = try codesLookedFor(text, &faults)
    layer.codings = try codings(text, of: version, layer.codes, &faults)
    layer.codes.formUnion(layer.codings.map(\.code).filter { $0 < 0 })
    layer.coined = coined
    findings += faults
    return faults.contains { $0.severity == .error } ? nil : layer
  }

  /// The version that has the file's words, where that is the one in force.
  private mutating func version(
    of file: LayerFiles.File, _ text: AnnotatedText, _ faults: inout [Diagnostic]
  ) throws -> Int? {
    let versions = try project.versions(ofTranscript: file.transcript)
    guard let last = versions.last else { return nil }
    guard let departure = text.departure(from: try source(last.id)) else { return last.id }
    if let event = text.event, let seen = versions.last(where: { $0.event <= event }) {
      if seen.id != last.id { return try carried(text, seen, last, &faults) }
      faults.append(departure)
      return nil
    }
    let earlier = try versions.dropLast().last { version in
      try text.departure(from: source(version.id)) == nil
    }
    if let earlier {
      faults.append(
        Diagnostic(
          .warning, .earlier(earlier.number, last.number), at: Place(file: file.path),
          hint: "its codings have followed their words; what has not is told by: zicht orphans"))
    } else {
      faults.append(departure)
    }
    return nil
  }

  /// The transcript was corrected while it was being coded: marks follow their words, as codings do.
  private mutating func carried(
    _ text: AnnotatedText, _ old: (id: Int, number: Int, event: Int),
    _ new: (id: Int, number: Int, event: Int), _ faults: inout [Diagnostic]
  ) throws -> Int? {
    if let departure = text.departure(from: try source(old.id)) {
      faults.append(departure)
      return nil
    }
    let places = try project.places(of: text.passages.map(\.range), from: old.id, to: new.id)
    for (passage, place) in zip(text.passages, places) where place == nil {
      faults.append(
        Diagnostic(
          .error, .lost(new.number), at: passage.place,
          hint: "take this mark off, and set it anew in the corrected text"))
    }
    moved = places
    return new.id
  }

  private func source(_ version: Int) throws -> SourceText {
    SourceText(validUTF8: try project.text(ofVersion: version))
  }

  // MARK: Codes

  private mutating func codesLookedFor(
    _ text: AnnotatedText, _ faults: inout [Diagnostic]
  ) throws -> Set<Int> {
    guard let names = text.considered else { return allCodes }
    return try names.reduce(into: []) { codes, name in
      codes.formUnion(try self.codes(name, &faults))
    }
  }

  /// The code that a name means, or with `book:*` all of a codebook; none where it means none.
  private mutating func codes(
    _ name: AnnotatedText.Name, _ faults: inout [Diagnostic]
  ) throws -> Set<Int> {
    if name.text.hasPrefix("+") { return try coin(name, &faults) }
    let found = try known[name.text] ?? lookUp(name.text)
    known[name.text] = found
    switch found {
    case .success(let codes): return codes
    case .failure(let error):
      faults.append(
        Diagnostic(.error, .project(error.message), at: name.place, hint: error.hint))
      return []
    }
  }

  /// The row of a code to be coined, or of the code where there is one of this name.
  private mutating func coin(
    _ name: AnnotatedText.Name, _ faults: inout [Diagnostic]
  ) throws -> Set<Int> {
    let text = String(name.text.dropFirst())
    do {
      let (codebook, path) = try project.coinable(text)
      if let code = try project.codes(of: codebook).first(where: { $0.path == path }) {
        return [code.id]
      }
      let whole = "\(codebook):\(path)"
      if !coined.contains(whole) { coined.append(whole) }
      return [-1 - (coined.firstIndex(of: whole) ?? 0)]
    } catch let error as ProjectError {
      faults.append(
        Diagnostic(.error, .project(error.message), at: name.place, hint: error.hint))
      return []
    }
  }

  private func lookUp(_ name: String) throws -> Result<Set<Int>, ProjectError> {
    do {
      if name.hasSuffix(":*") {
        let codebook = String(name.dropLast(2))
        _ = try project.codebook(codebook)
        return .success(Set(try project.codes(of: codebook).map(\.id)))
      }
      let code = try project.code(named: name)
      guard !code.isRetired else {
        return .failure(
          .unknown("the code '\(name)' is in no codebook any more", hint: "zicht codebook list"))
      }
      return .success([code.id])
    } catch let error as ProjectError {
      return .failure(error)
    }
  }

  // MARK: Passages

  private mutating func codings(
    _ text: AnnotatedText, of version: Int, _ codes: Set<Int>, _ faults: inout [Diagnostic]
  ) throws -> [HandCoding] {
    let codable = try project.codableVersion(version)
    var codings: [HandCoding] = []
    var seen: Set<SeenPassage> = []
    for (number, passage) in text.passages.enumerated() {
      let range = moved.isEmpty ? passage.range : moved[number] ?? passage.range
      do {
        let (speaker, words) = try codable.passage(range)
        for name in passage.codes {
          guard let code = try self.codes(name, &faults).first else { continue }
          guard codes.contains(code) || text.considered == nil || code < 0 else {
            faults.append(
              Diagnostic(
                .error, .notLookedFor(name.text), at: name.place,
                hint: "add it to the line '% codes:' at the top"))
            continue
          }
          guard seen.insert(SeenPassage(range: range, code: code)).inserted else {
            faults.append(
              Diagnostic(
                .warning, .twice(name.text), at: passage.place, hint: "one of them can go"))
            continue
          }
          codings.append(
            HandCoding(
              range: range, speaker: speaker, words: words, code: code,
              memo: passage.memo))
        }
      } catch let reason as UncodablePassage {
        faults.append(
          Diagnostic(.error, .uncodable(reason), at: passage.place, hint: reason.hint))
      }
    }
    return codings
  }

  private struct SeenPassage: Hashable {
    var range: Range<Int>
    var code: Int
  }
}

extension UncodablePassage {
  var description: String {
    switch self {
    case .speakers(let count): "this passage holds the words of \(count) speakers"
    case .wordless: "there is no word in this passage"
    }
  }

  var hint: String {
    switch self {
    case .speakers: "mark each speaker's words apart"
    case .wordless: "mark the words that carry the code"
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let unmarked: Self =
    "no passage is marked, and no line with % says that it was read to the end"
  fileprivate static func earlier(_ version: Int, _ last: Int) -> Self {
    "left alone: these are the words of version \(version), and version \(last) is in force"
  }
  fileprivate static func lost(_ version: Int) -> Self {
    "the transcript was corrected meanwhile (version \(version)), and these words have no sure place in it"
  }
  fileprivate static func project(_ message: String) -> Self { "\(message)" }
  fileprivate static func notLookedFor(_ code: String) -> Self {
    "the code '\(code)' is none of those that the file says were looked for"
  }
  fileprivate static func twice(_ code: String) -> Self {
    "this passage has the code '\(code)' twice, which counts once"
  }
  fileprivate static func uncodable(_ reason: UncodablePassage) -> Self {
    switch reason {
    case .speakers(let count): "this passage holds the words of \(count) speakers"
    case .wordless: "there is no word between these marks"
    }
  }
}
