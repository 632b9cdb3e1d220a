import Coding
import Harness

/// A corpus on disk, and what to do with it.
struct Material {
  /// Such as 4×.
  var name: String
  /// Transcripts, and the folder they lie in.
  var files: [String]
  var folder: String
  var respondents: String?
  var codebook: String
  var editedCodebook: String
  /// Folder with one interview more.
  var added: String
  /// Bytes of the transcripts.
  var bytes: Int
  /// What must be found, where that is known.
  var truth: Truth?
  /// Segments that all rules together must propose, where only that is known.
  var expectedSegments: Int?

  var megabytes: Double { Double(bytes) / 1e6 }
}

extension Material {
  /// A corpus that `generate` wrote.
  init(generated folder: String, name: String) throws {
    try self.init(
      name: name, folder: folder, codebook: folder + "/codebook.json",
      editedCodebook: folder + "/codebook-edited.json", added: folder + "/added")
    truth = Truth(text: try Files.read(folder + "/truth.tsv"))
    expectedSegments = truth?.total
  }

  /// A corpus from elsewhere: a folder of transcripts, or one with `files` and respondents.csv.
  ///
  /// What is measured beside it, a changed codebook and one more interview, is taken from
  /// `generated`.
  init(
    existing folder: String, codebook: String?, generated: String, expectedSegments: Int?
  ) throws {
    let edited = generated + "/edited-by-hand.json"
    try self.init(
      name: "corpus", folder: folder, codebook: codebook ?? generated + "/codebook.json",
      editedCodebook: edited, added: generated + "/added")
    try Files.write(try Self.edit(self.codebook).text(), to: edited)
    self.expectedSegments = expectedSegments
  }

  private init(
    name: String, folder: String, codebook: String, editedCodebook: String, added: String
  ) throws {
    let inner = folder + "/files"
    self.folder = Files.exists(inner) ? inner : folder
    self.name = name
    files = try Files.names(in: self.folder).filter { $0.hasSuffix(".txt") }
      .map { [folder = self.folder] in folder + "/" + $0 }
    guard !files.isEmpty else {
      throw HarnessFailure(
        "no transcripts (*.txt) in '\(self.folder)'",
        hint: "name a folder of transcripts, or one that 'generate' wrote")
    }
    bytes = files.reduce(0) { $0 + Files.size($1) }
    let table = folder + "/respondents.csv"
    respondents = Files.exists(table) ? table : nil
    (self.codebook, self.editedCodebook, self.added) = (codebook, editedCodebook, added)
  }

  /// A codebook with another rule for its first code.
  private static func edit(_ path: String) throws -> JSON {
    let codebook: JSON
    do {
      codebook = try JSONReader.read(SourceText(try Files.read(path)), file: path)
    } catch let fault as Diagnostic {
      throw HarnessFailure("\(path): \(fault.message)", hint: "give a codebook in JSON")
    }
    guard let members = codebook.members, var codes = codebook["codes"]?.array, !codes.isEmpty,
      let first = codes[0].members
    else { throw HarnessFailure("\(path): no codes", hint: "give a codebook in JSON") }
    let rules: JSON = [RuleBook.json("*corporatie*")]
    codes[0] = .object(first.map { ($0.key, $0.key == "rules" ? rules : $0.value) })
    return .object(members.map { ($0.key, $0.key == "codes" ? .array(codes) : $0.value) })
  }
}
