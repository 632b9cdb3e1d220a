import Coding
import Project
import Reports

/// What a bundle holds, written part by part.
///
/// It follows from the project alone: the same project makes the same bytes.
struct BundleContents {
  let project: Project
  let isRedacted: Bool
  /// A folder of tables that were exported before; nil for those of a study, made anew.
  let tables: String?
  let checkpoint: [UInt8]

  func write(to folder: BundleFolder) throws {
    try folder.write(Array((about.canonical + "\n").utf8), to: "bundle.json")
    try folder.write(checkpoint, to: "checkpoint.txt")
    try folder.write(to: "events.jsonl") { file in try project.exportEvents { try file.write($0) } }
    try writeState(to: folder)
    try writeCodebooks(to: folder)
    if isRedacted {
      try folder.write(to: "segments.csv") { try redactedSegments(to: $0) }
    } else {
      try folder.write(to: "content.jsonl") { file in
        try project.exportContent { try file.write($0) }
      }
      try writeSources(to: folder)
      try folder.write(to: "segments.csv") { try segments(to: $0) }
    }
    try writeTables(to: folder)
    try folder.write(PackageResources.verify_py, to: "verify.py")
    try folder.write(
      isRedacted ? PackageResources.redacted_txt : PackageResources.whole_txt, to: "README.txt")
  }

  private var about: JSON {
    get throws {
      [
        "format": "zicht bundle 1", "project": .string(try project.uid()),
        "redacted": .bool(isRedacted),
      ]
    }
  }

  private func writeState(to folder: BundleFolder) throws {
    try folder.add(folder: "state")
    for table in ExportedTable.all where !(isRedacted && table.isPersonal) {
      try folder.write(to: "state/\(table.name).jsonl") { file in
        try project.exportRows(of: table, redacted: isRedacted) { try file.write($0) }
      }
    }
  }

  private func writeCodebooks(to folder: BundleFolder) throws {
    try folder.add(folder: "codebooks")
    for (name, number, codebook) in try project.codebookVersions() {
      guard name.utf8.allSatisfy({ isPlain($0) }) else {
        throw Failure(
          "the codebook '\(name)' has a name that no codebook can have",
          hint: "zicht verify tells what was altered")
      }
      try folder.write(
        Array((codebook.text(indented: true) + "\n").utf8), to: "codebooks/\(name)@\(number).json")
    }
  }

  /// Lower-case letters, digits and hyphens: what names of codebooks are made of.
  private func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// Texts under their numbers: the names of transcripts stand in a table and never become paths.
  private func writeSources(to folder: BundleFolder) throws {
    try folder.add(folder: "sources")
    try folder.add(folder: "originals")
    var names = Table(
      title: "Sources",
      columns: [
        .init("source"), .init("file"), .init("version", .integer), .init("kind"),
        .init("in_force"), .init("sha256"),
      ])
    for source in try project.sources() {
      let number = sixDigits(source.id)
      try folder.write(try project.text(ofVersion: source.id), to: "sources/\(number).txt")
      if let original = try project.original(ofVersion: source.id) {
        try folder.write(original, to: "originals/\(number)")
      }
      names.rows.append([
        .text("sources/\(number).txt"), .text(source.transcript), .integer(source.number),
        .text(source.kind), .text(source.isInForce ? "yes" : "no"), .text(source.sha256),
      ])
    }
    try folder.write(Array(CSV().string(names).utf8), to: "sources/names.csv")
  }

  private func sixDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }
}

// MARK: Segments and tables

extension BundleContents {
  /// All segments, the rejected ones too.
  private func segments(to file: BundleFile) throws {
    var command = Segments()
    command.status = .all
    let listing = try SegmentListing(project, command)
    var writer = DelimitedWriter(.csv) { try file.write(Array($0)) }
    for name in listing.columns { writer.text(name) }
    try writer.endRow()
    try listing.read { segment, quote in
      listing.write(segment, quote, to: &writer)
      try writer.endRow()
    }
    try writer.finish()
  }

  /// The same without quotes and attributes, the project's random numbers standing for names.
  private func redactedSegments(to file: BundleFile) throws {
    let pseudonyms = try project.pseudonyms()
    let all = try project.codes(includingRetired: true)
    let codes = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    let index = VoiceIndex(try project.voices())
    var writer = DelimitedWriter(.csv) { try file.write(Array($0)) }
    for name in SegmentListing.fixedColumns + ["codebook"] where name != "quote" {
      writer.text(name)
    }
    try writer.endRow()
    var query = SegmentQuery()
    query.statuses = Set(SegmentStatus.allCases)
    try project.forEachSegment(query) { segment in
      guard index[segment.version, segment.speaker] != nil else { return }
      let code = codes[segment.code]
      writer.text(pseudonyms.transcript(of: segment.version))
      writer.integer(segment.start)
      writer.integer(segment.end)
      writer.text(code?.name ?? "")
      writer.text(code?.path ?? "")
      writer.text(pseudonyms.respondent(of: segment.version, speaker: segment.speaker))
      writer.text(segment.coder)
      writer.text(segment.origin.rawValue)
      writer.text(segment.status.rawValue)
      writer.text(code?.codebook ?? "")
      try writer.endRow()
    }
    try writer.finish()
  }

  private func writeTables(to folder: BundleFolder) throws {
    try folder.add(folder: "tables")
    if isRedacted { return try writeCodes(to: folder) }
    guard let tables else {
      _ = try StudyTables(project).write(folder: folder.path(of: "tables"))
      return try folder.adopt(folder: "tables")
    }
    for name in try FileSystem.files(below: tables) {
      guard !name.contains("/") else { continue }
      guard
        name.unicodeScalars.allSatisfy({ $0 != "\\" && $0.properties.generalCategory != .control })
      else { throw Failure("the table '\(name)' has a name that a manifest can't hold") }
      try folder.write(try FileSystem.read(FileSystem.join(tables, name)), to: "tables/\(name)")
    }
  }

  /// The one table that names nobody.
  private func writeCodes(to folder: BundleFolder) throws {
    let command = FrequenciesCommand()
    let codes = try command.make(project, isForReading: false)
    let receipt = try TableReceipt(
      query: command.query, table: codes, caveats: command.caveats(project), of: project)
    try folder.write(Array(CSV().string(codes).utf8), to: "tables/codes.csv")
    try folder.write(
      Array((receipt.json.text(indented: true) + "\n").utf8),
      to: TableReceipt.path("tables/codes.csv"))
  }
}
