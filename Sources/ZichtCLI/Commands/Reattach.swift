import Coding
import CommandLineKit
import Project
import Reports

/// `zicht reattach`: a coding that lost its place, put where it belongs.
struct Reattach: ZichtCommand {
  static let name = "reattach"
  static let summary =
    "Put a coding that lost its place in a corrected transcript where it belongs."
  static let discussion = """
    Without --at it goes to the likely place that zicht orphans shows. Its coder stays who it was; \
    the ledger says who put it there. zicht undo takes it back.
    """
  static let examples = [
    Example("zicht reattach moerwijk/mw-01.txt:367-422", "To where its words are likely to stand."),
    Example("zicht reattach moerwijk/mw-01.txt:367-422 --at 380-437", "To these characters."),
  ]

  var common = CommonOptions()
  var segment = ""
  var at: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("segment", \.segment, "FILE:START-END[:CODE], as zicht orphans shows it."),
      .option(
        "at", \.at, "START-END: characters (code points) of the text as it is now, from 0.",
        placeholder: "START-END"),
    ]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let place = try at.map { try SegmentAddress.place($0) }
    let project = try openProject(io, for: .write)
    let (range, count, quote) = try project.change {
      let (range, count) = try project.reattach(address, to: place)
      let text = try project.text(ofVersion: try project.version(named: address.file).id)
      return (range, count, QuoteReader(text).quote(range))
    }
    let new = "\(address.file):\(range.lowerBound)-\(range.upperBound)"
    if common.json {
      writeJSON(
        ["segment": .string(new), "quote": .string(quote), "codings": .integer(count)], io)
    }
    say("put \(counted(count, "coding")) at \(new): \(quote)", io)
  }
}

extension SegmentAddress {
  /// `START-END`.
  static func place(_ text: String) throws -> Range<Int> {
    guard let address = SegmentAddress("x:" + text), address.code == nil else {
      throw UsageError("'\(text)' is no place", hint: "write START-END, such as 367-422")
    }
    return address.range
  }
}
