import Coding
import CommandLineKit
import Formats

/// The text of PDF files, by poppler's `pdftotext` where it is installed.
struct PDFTool: Sendable {
  private static let seconds = 60
  private static let largestText = 64 << 20

  private let program: String
  private let environment: [String: String]
  /// Such as `pdftotext/22.12.0`.
  private let version: String

  /// Nil where there is no pdftotext on the path.
  init?(_ io: IO) {
    guard let program = ChildProcess.find("pdftotext", path: io.environment["PATH"] ?? "") else {
      return nil
    }
    self.program = program
    environment = ["PATH": io.environment["PATH"] ?? "", "LC_ALL": "C"]
    let said = try? ChildProcess.read(
      program, ["-v"], environment: environment, seconds: 5, largest: 4096)
    let number = said?.err.split(separator: "\n").first?.split(separator: " ").last
    version = "pdftotext/" + (number.map(String.init) ?? "unknown")
  }

  /// The pages of a file.
  ///
  /// - Throws: that there is no pdftotext, or what it complains of.
  static func text(of path: String, _ tool: PDFTool?) throws(Diagnostic) -> PortableText {
    guard let tool else {
      throw Diagnostic(.error, .noTool, at: Place(file: path), hint: installHint)
    }
    do throws(FileFailure) {
      return try tool.text(of: path)
    } catch {
      throw Diagnostic(.error, .unreadable(error.reason), at: Place(file: path), hint: damagedHint)
    }
  }

  private func text(of path: String) throws(FileFailure) -> PortableText {
    // An absolute path is no option, whatever the file is called.
    let file = FileSystem.absolute(path, from: FileSystem.currentDirectory)
    let outcome = try ChildProcess.read(
      program, ["-layout", "-enc", "UTF-8", "-eol", "unix", file, "-"],
      environment: environment, seconds: Self.seconds, largest: Self.largestText)
    guard outcome.status == 0 else {
      let said = outcome.err.split(separator: "\n").first.map { ": \($0)" } ?? ""
      throw FileFailure(path, reason: "pdftotext can't read it" + said)
    }
    return PortableText(text: outcome.out, tool: version)
  }
}

private let installHint =
  "install poppler: 'apt install poppler-utils' or 'brew install poppler'; or save the text as docx"
private let damagedHint = "open it and print it to a new PDF, or save its text as docx"

extension Diagnostic.Message {
  fileprivate static var noTool: Self {
    "this is a PDF, whose text pdftotext of poppler takes out, and that is not installed"
  }
}
