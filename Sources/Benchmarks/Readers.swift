import Coding
import CommandLineKit
import Formats
import Harness
import Reports

/// `Benchmarks readers`: how fast documents are read, and a folder of many.
struct Readers: Command {
  static let name = "readers"
  static let summary = "Measure the readers of documents, and the reading of a mixed folder."
  static let discussion = """
    Each reader takes one interview, made by a seed, as a file of its kind; the rate is that of the \
    document's XML or text, unpacked. The folder holds as many files of four kinds, read by zicht as \
    a whole process: processor time over time says how many cores were busy.
    """
  static let examples = [
    Example("swift run -c release Benchmarks readers", "Both, in under a minute.")
  ]

  var program: String?
  var files = 1000
  var words = 8000
  var seconds = 2
  var seed = 1
  var folder: String?

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "zicht", \.program, "The program to measure; the one beside this if not given.",
        placeholder: "FILE"),
      .option("files", \.files, "In the folder."),
      .option("words", \.words, "Of each interview."),
      .option("seconds", \.seconds, "For each reader."),
      .option("seed", \.seed, "Of the interviews."),
      .option("folder", \.folder, "For the files; emptied afterwards.", placeholder: "DIR"),
    ]
  }

  func run(_ io: IO) throws {
    guard files > 0, words > 0, seconds > 0, seed >= 0 else {
      throw UsageError("--files, --words and --seconds are at least 1, --seed at least 0")
    }
    let place = try WorkingFolder(folder, io.environment, for: "readers")
    defer { place.remove() }
    let writer = InterviewWriter(lexicon: Lexicon(types: Generation.types, seed: UInt64(seed)))
    let interview = writer.interview(number: 1, words: words * 8, seed: UInt64(seed)).text
    var table = Table(
      title: "Readers", columns: [.init("kind"), .init("MB", .real), .init("MB/s", .real)])
    for kind in DocumentKind.allCases {
      let document = try kind.document(of: interview)
      let rate = try rate(of: document, kind)
      table.rows.append([
        .text(kind.rawValue), .text(fixed(Double(document.unpacked) / 1e6, 2)),
        .text(fixed(rate / 1e6, 1)),
      ])
    }
    table.notes = ["of XML or text, unpacked; the best of the readings in \(seconds) s each"]
    try table.notes.append(mixedFolder(place.path, writer))
    TextTable(width: io.width).write(table) { io.out($0) }
  }

  /// Bytes a second of the fastest reading.
  private func rate(of document: Document, _ kind: DocumentKind) throws -> Double {
    let end = ChildProcess.now() + Double(seconds)
    var best = Double.infinity
    while ChildProcess.now() < end {
      let start = ChildProcess.now()
      let result = readTranscript(document.bytes, file: "a." + kind.rawValue)
      best = min(best, ChildProcess.now() - start)
      guard result.transcript?.speakers.count == 2 else {
        throw HarnessFailure("a \(kind.rawValue) is not read as an interview of two")
      }
    }
    return Double(document.unpacked) / best
  }

  private func mixedFolder(_ folder: String, _ writer: InterviewWriter) throws -> String {
    try Files.makeDirectory(folder + "/files")
    var bytes = 0
    for number in 0..<files {
      let kind = DocumentKind.allCases[number % DocumentKind.allCases.count]
      let text = writer.interview(number: number + 1, words: words / 4, seed: UInt64(seed)).text
      let document = try kind.document(of: text)
      bytes += document.unpacked
      try Files.write(document.bytes, to: "\(folder)/files/\(number).\(kind.rawValue)")
    }
    let own = CommandLine.arguments[0]
    let beside = (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./") + "zicht"
    let zicht = program ?? beside
    let project = folder + "/study.zicht"
    _ = try ChildProcess.run([zicht, "init", project])
    let expense = try ChildProcess.run(
      [zicht, "ingest", "--project", project, folder + "/files"], output: folder + "/ingest.out")
    return "\(files) mixed files, \(fixed(Double(bytes) / 1e6, 1)) MB: "
      + "\(fixed(expense.seconds, 2)) s, \(fixed(Double(bytes) / 1e6 / expense.seconds, 1)) MB/s, "
      + "\(fixed(expense.cpuSeconds / expense.seconds, 2)) cores, "
      + "\(fixed(Double(expense.peakBytes) / 1_048_576, 0)) MiB"
  }
}

/// A file, and the bytes of XML or text in it.
struct Document {
  var bytes: [UInt8]
  var unpacked: Int
}

/// The kinds of documents that are made of an interview.
enum DocumentKind: String, CaseIterable {
  case docx, odt, vtt, txt

  /// The interview, a paragraph a line, or a cue a turn.
  func document(of text: String) throws -> Document {
    let lines = text.split(separator: "\n")
    switch self {
    case .txt: return Document(bytes: Array(text.utf8), unpacked: text.utf8.count)
    case .vtt:
      let cues = lines.enumerated().map {
        "00:\(padded($0 / 60 % 60, to: 2)):00.000 --> 00:\(padded($0 / 60 % 60, to: 2)):30.000\n\($1)\n"
      }
      let bytes = Array(("WEBVTT\n\n" + cues.joined(separator: "\n")).utf8)
      return Document(bytes: bytes, unpacked: bytes.count)
    case .docx:
      let xml =
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
        + lines.map { "<w:p><w:r><w:t xml:space=\"preserve\">\($0)</w:t></w:r></w:p>" }.joined()
        + "</w:body></w:document>"
      let links =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + "<Relationship Id=\"r1\" Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/>"
        + "</Relationships>"
      return try Self.archive(["_rels/.rels": links, "word/document.xml": xml], of: xml)
    case .odt:
      let xml =
        "<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><o:body><o:text>"
        + lines.map { "<text:p>\($0)</text:p>" }.joined()
        + "</o:text></o:body></o:document-content>"
      let mimetype = "application/vnd.oasis.opendocument.text"
      return try Self.archive(["mimetype": mimetype, "content.xml": xml], of: xml)
    }
  }

  private static func archive(
    _ parts: KeyValuePairs<String, String>, of xml: String
  ) throws -> Document {
    var archive = ArchiveWriter()
    for (name, text) in parts { try archive.add(name, Array(text.utf8)) }
    return Document(bytes: archive.finish(), unpacked: xml.utf8.count)
  }
}
