/// What a file is, as far as reading it goes.
package enum FileKind: Sendable, Equatable {
  case plainText
  case markdown
  /// A Word document (docx).
  case word
  /// An OpenDocument text (odt).
  case openDocument
  /// WebVTT.
  case webVTT
  /// SubRip (srt).
  case subRip
  /// Rich text (RTF).
  case richText
  /// A web page (html).
  case webPage
  /// A PDF.
  case portableDocument
  /// JSON.
  case json
  /// Separated values, or a workbook (xlsx): turns, respondents, neighbourhoods.
  case table
  /// `description` completes "this is …"; `hint` says what to do about it.
  case unsupported(description: String, hint: String)

  /// Looks at the content first (a PDF named `.txt` is a PDF), then at the name's extension.
  ///
  /// O(1), but for an archive O(its parts).
  package static func detect(_ bytes: [UInt8], name: String) -> FileKind {
    let ending = fileExtension(name)
    switch foreignFormat(bytes) {
    case .word?: return .word
    case .openDocument?: return .openDocument
    case .webVTT?: return .webVTT
    case .richText?: return .richText
    case .workbook?: return .table
    case .pdf?: return .portableDocument
    // The reader can say what is wrong with it.
    case .archive? where ending == "docx": return .word
    case .archive? where ending == "odt": return .openDocument
    case .archive? where ending == "xlsx": return .table
    case let format?: return .unsupported(description: format.description, hint: format.hint)
    case nil: break
    }
    if SubRip.starts(bytes) { return .subRip }
    if WebPage.starts(bytes) { return .webPage }
    if startsAsJSON(bytes) { return .json }
    switch ending {
    case "", "txt", "text": return .plainText
    case "md", "markdown": return .markdown
    case "vtt": return .webVTT
    case "srt": return .subRip
    case "html", "htm", "xhtml": return .webPage
    case "json": return .json
    case "csv", "tsv", "tab": return .table
    default:
      let format =
        formatsByExtension[ending] ?? ForeignFormat("a file of type \(shown("." + ending))")
      return .unsupported(description: format.description, hint: format.hint)
    }
  }

  /// The format of a file that is no plain text, known by its first bytes; nil where none is.
  static func foreignFormat(_ prefix: [UInt8]) -> ForeignFormat? {
    let format = magicNumbers.first { prefix.starts(with: $0.bytes) }?.format
    return format == .archive ? archive(prefix) : format
  }

  /// Whether a text starts with `{"` or `[{`, white space aside: `[i] Hoe?` is talk.
  private static func startsAsJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(256).filter { $0 > .space }.prefix(2)
    return start.elementsEqual("{\"".utf8) || start.elementsEqual("[{".utf8)
  }

  /// The lower-cased extension; empty for `notes`, `.hidden` and `notes.`.
  private static func fileExtension(_ name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    return last[dot...].dropFirst().lowercased()
  }

  /// The names of an archive's parts tell whose it is; of a damaged one its first bytes do.
  private static func archive(_ bytes: [UInt8]) -> ForeignFormat {
    var (names, type) = ([String(decoding: bytes.prefix(4096), as: UTF8.self)], "")
    if var archive = try? Archive(bytes, file: "") {
      names = archive.names
      type = (try? archive.read("mimetype")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    if (names + [type]).contains(where: { $0.contains("opendocument.text") }) {
      return .openDocument
    }
    if (names + [type]).contains(where: { $0.contains("opendocument.") }) { return .spreadsheet }
    if names.contains(where: { $0.contains("word/") }) { return .word }
    if names.contains(where: { $0.contains("xl/workbook.bin") }) { return .spreadsheet }
    if names.contains(where: { $0.contains("xl/") }) { return .workbook }
    return .archive
  }
}

/// A format that isn't read as text: what it is, and what to do with it.
struct ForeignFormat: Equatable, Sendable {
  var description: String
  var hint: String

  init(_ description: String, hint: String = "save it as plain text, UTF-8") {
    (self.description, self.hint) = (description, hint)
  }

  /// Whether its bytes are text, which another reader takes.
  var isText: Bool { self == .webVTT }

  static let word = ForeignFormat("a Word document", hint: "save it as docx")
  static let oldWord = ForeignFormat(
    "a Word document of before 2007, or one with a password",
    hint: "open it in Word or LibreOffice, and save it as docx without a password")
  static let openDocument = ForeignFormat("an OpenDocument text")
  static let misnamedWord = ForeignFormat(
    "a file named as a Word document that is none", hint: "open it in Word, and save it anew")
  static let misnamedOpenDocument = ForeignFormat(
    "a file named as an OpenDocument text that is none",
    hint: "open it in LibreOffice, and save it anew")
  static let workbook = ForeignFormat("a workbook (xlsx)", hint: "save the sheet as CSV, UTF-8")
  static let spreadsheet = ForeignFormat("a spreadsheet", hint: "save it as xlsx, or as CSV, UTF-8")
  static let misnamedWorkbook = ForeignFormat(
    "a file named as a workbook that is none", hint: "open it in Excel, and save it anew")
  static let richText = ForeignFormat("a rich text (RTF) document")
  static let pdf = ForeignFormat("a PDF", hint: "make text of it with pdftotext, and read that")
  static let archive = ForeignFormat("a zip archive", hint: "unpack it, and read the files within")
  static let image = ForeignFormat("an image", hint: "type out what it says, as plain text")
  static let database = ForeignFormat("an SQLite database", hint: "name text files here")
  static let recording = ForeignFormat(
    "a recording", hint: "transcribe it, and read the transcript")
  static let utf32 = ForeignFormat("text in UTF-32", hint: "save it as UTF-8")
  static let webVTT = ForeignFormat("a file of subtitles (WebVTT)")
}

private let archiveMark = Array("PK\u{3}\u{4}".utf8)

/// Longer numbers before the shorter ones they start with.
private let magicNumbers: [(bytes: [UInt8], format: ForeignFormat)] = [
  ([0xFF, 0xFE, 0, 0], .utf32), ([0, 0, 0xFE, 0xFF], .utf32),
  (archiveMark, .archive), (Array("PK\u{5}\u{6}".utf8), .archive),
  (Array("%PDF-".utf8), .pdf), (Array("{\\rtf".utf8), .richText),
  (Array("SQLite format 3\0".utf8), .database),
  ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldWord),
  ([0x89, 0x50, 0x4E, 0x47], .image), ([0xFF, 0xD8, 0xFF], .image), (Array("GIF8".utf8), .image),
  (Array("ID3".utf8), .recording), (Array("WEBVTT".utf8), .webVTT),
  (Array("\u{FEFF}WEBVTT".utf8), .webVTT), (Array("\u{FEFF}{\\rtf".utf8), .richText),
]

private let formatsByExtension: [String: ForeignFormat] = [
  "docx": .misnamedWord, "doc": .misnamedWord, "odt": .misnamedOpenDocument, "rtf": .richText,
  "pdf": .pdf,
  "xlsx": .misnamedWorkbook, "xls": .spreadsheet, "ods": .spreadsheet, "zip": .archive,
  "mp3": .recording, "m4a": .recording, "wav": .recording, "mp4": .recording,
  "png": .image, "jpg": .image, "jpeg": .image, "gif": .image, "zicht": .database,
]
