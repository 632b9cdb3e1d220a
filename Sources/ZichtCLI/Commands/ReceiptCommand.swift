import Coding
import CommandLineKit
import Project
import Reports

/// `zicht receipt`: a segment's proof for whoever has no project.
struct ReceiptCommand: ZichtCommand {
  static let name = "receipt"
  static let summary = "Write what proves a segment to whoever does not have the project."
  static let discussion = """
    The receipt is a JSON file with the segment, the events that make it what it is (its transcript, \
    its codebook, the run of its rule, what people decided), the way from each of them to the root \
    of a checkpoint, and the checkpoint. zicht verify RECEIPT checks it without the project. The \
    receipt says what it proves and what it leaves open.

    The quoted words are in it, and no other words: that they are the transcript's it proves only \
    with --with-words, which discloses all that the speaker said there.
    """
  static let examples = [
    Example(
      "zicht receipt mw-01.txt:367-422:small-wins -o receipt.json", "The receipt of one segment."),
    Example(
      "zicht receipt mw-01.txt:367-422 --at submitted -o receipt.json",
      "Under a checkpoint that was published."),
  ]

  var common = CommonOptions()
  var segment = ""
  var output: String?
  var at: String?
  var byCoder: String?
  var withWords = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE."),
      .option(
        "output", \.output, "Write to this file (mode 0600).", short: "o", placeholder: "FILE",
        values: .file),
      .option(
        "at", \.at, "Under the checkpoint of this moment: an event, a day, a checkpoint's name.",
        placeholder: "MOMENT"),
      .option(
        "by-coder", \.byCoder,
        "Where several coded it so: this one (rule: what nobody decided on).",
        placeholder: "CODER"),
      .flag("with-words", \.withWords, "Disclose and prove all that the speaker said."),
    ]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io)
    let receipt = try project.read {
      let size = try at.map { try project.moment($0).event }
      return try project.receipt(of: one(at: address, project), at: size, withWords: withWords)
    }
    let text = receipt.json.text(indented: true) + "\n"
    guard let output else {
      // A terminal obeys what a file only holds.
      return io.out(io.isTerminalOut ? sanitized(text, keepingNewlines: true) : text)
    }
    try FileSystem.write(Array(text.utf8), to: output)
    say("receipt of \(receipt.segment.address) written to \(output)", io)
    let open = ReceiptCheck(receipt).open.count + 1
    say("it leaves \(counted(open, "thing")) open: zicht verify \(output)", io)
  }

  private func one(at address: SegmentAddress, _ project: Project) throws -> SegmentRow {
    let found = try project.segments(at: address).filter { byCoder == nil || $0.coder == byCoder }
    if found.count == 1 { return found[0] }
    guard !found.isEmpty else {
      throw Failure("'\(byCoder ?? "")' coded nothing at \(address.text)")
    }
    let codes = try project.codes(includingRetired: true)
    let names = found.map { row in
      let code = codes.first { $0.id == row.code }
      return "\(code?.codebook ?? ""):\(code?.path ?? "") by \(row.coder)"
    }
    throw UsageError(
      "\(counted(found.count, "segment")) stand at \(address.text)",
      hint: "add :CODE or --by-coder to mean one: " + names.joined(separator: ", "))
  }
}
