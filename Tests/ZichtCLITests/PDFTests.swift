import CommandLineKit
import Foundation
import TestSupport
import Testing

@testable import ZichtCLI

/// PDFs by poppler, where it is installed.
@Suite(.serialized) struct PDFTests {
  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  static let isInstalled = ChildProcess.find("pdftotext", path: path) != nil

  /// One page with lines of text, 20 points apart.
  static func pdf(_ lines: [String]) -> [UInt8] {
    let text = lines.map { "(\($0)) Tj 0 -20 Td\n" }.joined()
    let content = "BT /F1 12 Tf 72 700 Td\n\(text)ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        + "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var (file, table) = ("%PDF-1.4\n", "")
    for (number, object) in objects.enumerated() {
      let offset = String(file.utf8.count)
      table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
      file += "\(number + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    file += "xref\n0 6\n0000000000 65535 f \n\(table)trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return Array((file + "startxref\n\(start)\n%%EOF\n").utf8)
  }

  private func zicht(_ words: [String]) -> (status: Int32, output: String) {
    let (io, captured) = IO.capture(
      environment: ["ZICHT_CODER": "anna", "PATH": Self.path], width: 100)
    let status = Zicht.run(words, io)
    return (status, captured.all)
  }

  @Test(.enabled(if: isInstalled, "pdftotext of poppler is not installed"))
  func pagesBecomeTurns() throws {
    try WorkingFolder.temporary { folder in
      let lines = ["Interviewer: Hoe was het?", "Ria: Druk.", "Interviewer: En nu?", "Ria: Stil."]
      try Data(Self.pdf(lines)).write(to: URL(fileURLWithPath: folder + "/-x.pdf"))
      try Data("%PDF-1.4\nbroken".utf8).write(to: URL(fileURLWithPath: folder + "/b.pdf"))
      try Data("I: A?\nR: B.\n".utf8).write(to: URL(fileURLWithPath: folder + "/c.txt"))
      let (status, output) = zicht(["speakers", folder])
      #expect(status == 0)
      #expect(output.contains("b.pdf: error: can't be read: pdftotext can't read it"))
      #expect(output.contains("4 speakers in 2 interviews"))
      let (_, listing) = zicht(["speakers", folder, "--json"])
      #expect(listing.contains("\"Hoe was het?\""))
    }
  }

  @Test func aProgramIsEndedInTime() throws {
    let fault = #expect(throws: FileFailure.self) {
      _ = try ChildProcess.read("/bin/sleep", ["30"], environment: [:], seconds: 1, largest: 1)
    }
    #expect(fault?.reason == "it took more than 1 seconds, and was ended")
  }

  @Test func aProgramThatWritesTooMuchIsEnded() throws {
    let fault = #expect(throws: FileFailure.self) {
      _ = try ChildProcess.read("/usr/bin/yes", [], environment: [:], seconds: 60, largest: 2 << 20)
    }
    #expect(fault?.reason == "its text is more than 2 MiB")
  }
}
