import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook export`: for an appendix, a spreadsheet, a program.
struct CodebookExport: ReadingCommand {
  static let name = "codebook export"
  static let summary = "Write a codebook as Markdown, CSV, XLSX or JSON."
  static let examples = [
    Example("zicht codebook export small-wins -o small-wins.md", "An appendix for a report.")
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var codebook = ""
  var version: Int?

  static var parameters: [Parameter<Self>] {
    [
      .argument("codebook", \.codebook, "Name in the project, or a file.", values: .file),
      .option("version", \.version, "An earlier version, by number."),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    let codebook = try CodebookSource(self.codebook, version).read(self, io)
    switch try table.format(common) {
    case .text, .markdown: try write(CodebookText.markdown(codebook), io)
    case .json: try write(codebook.json.text(indented: true) + "\n", io)
    case .csv, .tsv, .jsonl, .xlsx: try table.write(CodebookText.table(codebook), common, io)
    }
  }

  private func write(_ text: String, _ io: IO) throws {
    guard let output = table.output else { return io.out(text) }
    try FileSystem.write(Array(text.utf8), to: output)
  }
}
