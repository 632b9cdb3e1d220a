import Formats
import Testing

@Suite struct FileKindTests {
  @Test(arguments: [
    ("a.txt", FileKind.plainText), ("A.TXT", .plainText), ("notes", .plainText),
    ("d.x/n", .plainText),
    ("a.md", .markdown), ("a.markdown", .markdown), ("a.csv", .table), ("a.b.tsv", .table),
    ("a.vtt", .webVTT), ("a.srt", .subRip), ("a.json", .json),
  ])
  func byName(name: String, expected: FileKind) {
    #expect(FileKind.detect(Array("tekst".utf8), name: name) == expected)
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}…word/document.xml", "a.txt", FileKind.word), ("PK\u{3}\u{4}", "a.docx", .word),
    ("PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.text", "a.txt", .openDocument),
    ("{\\rtf1", "a.doc", .richText), ("WEBVTT\n", "a.txt", .webVTT),
    ("\u{FEFF}WEBVTT\n", "a", .webVTT), ("{ \"text\": 1}", "a.txt", .json),
    ("\u{FEFF}\n<!DOCTYPE HTML><p>x", "a.doc", .webPage), ("[\n {\"text\": 1}]", "a.txt", .json),
    ("[i] Hoe?", "a.txt", .plainText),
    ("1\r\n00:00:01,000 --> 00:00:02,000\r\nHoi", "a.txt", .subRip),
    ("1\n00:01 is laat", "a.txt", .plainText), ("%PDF-1.7", "a.md", .portableDocument),
  ])
  func byContent(content: String, name: String, expected: FileKind) {
    #expect(FileKind.detect(Array(content.utf8), name: name) == expected)
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}xl/workbook.bin", "a.csv", "a spreadsheet"),
    ("PK\u{3}\u{4}", "a.txt", "a zip archive"),
    ("SQLite format 3\0", "a.zicht", "an SQLite database"), ("GIF89a", "a", "an image"),
    ("tekst", "a.docx", "a file named as a Word document that is none"),
    ("tekst", "a.xyz", "a file of type '.xyz'"),
  ])
  func foreign(content: String, name: String, expected: String) {
    guard
      case .unsupported(let description, let hint) = FileKind.detect(
        Array(content.utf8), name: name)
    else {
      Issue.record("\(name) is taken for text")
      return
    }
    #expect(description == expected)
    #expect(!hint.isEmpty)
  }

  @Test func readerRefusesWithAHint() {
    let result = readTranscript(Array("GIF89a".utf8), file: "a.txt")
    #expect(result.transcript == nil)
    #expect(findings(result.diagnostics) == "a.txt: error: this is an image, which has no reader")
    #expect(result.diagnostics[0].hint != nil)
    #expect(findings("id,a\n", file: "a.csv") == "a.csv: error: this is a table, not a transcript")
  }
}
