import Coding
import CommandLineKit
import Project
import Reports

/// Segments as W3C Web Annotations (JSON-LD): a passage by its words and by its place, tagged with a
/// code.
struct Annotations {
  private let project: Project
  private let uid: String
  private let listing: SegmentListing
  private let codes: [Int: CodeRow]
  private static let context = 32  // characters before and after a quote

  init(_ project: Project) throws {
    self.project = project
    uid = try project.uid()
    listing = try SegmentListing(project, Segments())
    let all = try project.codes(includingRetired: true)
    codes = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
  }

  /// Writes the segments that count as one collection; returns how many there are.
  ///
  /// A text and its segments are in memory at a time.
  func write(to path: String) throws -> Int {
    let file = try OutputFile(path)
    let total = try listing.read { _, _ in }
    try file.write(Array(opening(total).utf8))
    var current: Text?
    var lines = ""
    var separator = "\n"
    try listing.read { segment, _ in
      if current?.version != segment.version {
        try Interrupt.check()
        current = try Text(project, segment.version)
      }
      guard let current else { return }
      lines += separator + annotation(segment, in: current).text()
      separator = ",\n"
      if lines.utf8.count > 1 << 16 {
        try file.write(Array(lines.utf8))
        lines = ""
      }
    }
    try file.write(Array((lines + "\n]}}\n").utf8))
    try file.commit()
    return total
  }

  private func opening(_ total: Int) -> String {
    """
    {"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:zicht:\(uid):segments",\
    "type":"AnnotationCollection","label":"Segments, proposed and accepted","total":\(total),\
    "first":{"id":"urn:zicht:\(uid):segments:all","type":"AnnotationPage","startIndex":0,"items":[
    """
  }

  private func annotation(_ segment: SegmentRow, in text: Text) -> JSON {
    let origin = text.origins.origin(of: segment)
    return .object(
      [
        ("id", .string(id(of: segment))), ("type", "Annotation"), ("motivation", "tagging"),
        ("body", body(of: segment)), ("creator", creator(of: segment, origin)),
        ("created", origin.map { .string($0.time) } ?? .null),
        ("target", target(of: segment, in: text)),
      ].filter { $0.1 != .null })
  }

  /// A coding by hand has a number of its own; what rules propose is known by place and code.
  private func id(of segment: SegmentRow) -> String {
    if let coding = segment.uid { return "urn:zicht:\(uid):coding:\(coding)" }
    let code = codes[segment.code].map { "\($0.codebook):\($0.path)" } ?? ""
    return "urn:zicht:\(uid):version:\(segment.version):\(segment.start)-\(segment.end):\(code)"
  }

  private func body(of segment: SegmentRow) -> JSON {
    let code = codes[segment.code]
    return [
      "type": "TextualBody", "purpose": "tagging", "value": .string(code?.path ?? ""),
      "format": "text/plain",
    ]
  }

  private func creator(of segment: SegmentRow, _ origin: SegmentOrigins.Origin?) -> JSON {
    segment.coder == SegmentRow.nobody
      ? ["type": "Software", "name": .string(origin?.program ?? "zicht")]
      : ["type": "Person", "name": .string(segment.coder)]
  }

  private func target(of segment: SegmentRow, in text: Text) -> JSON {
    let (start, end) = (segment.start, segment.end)
    let before = max(0, start - Self.context)..<start
    return [
      "source": [
        "id": .string("urn:zicht:\(uid):version:\(segment.version)"), "type": "Text",
        "format": "text/plain", "label": .string(listing.file(segment)),
      ],
      "selector": [
        [
          "type": "TextQuoteSelector", "exact": .string(text.quotes.quote(start..<end)),
          "prefix": .string(text.quotes.quote(before)),
          "suffix": .string(text.quotes.quote(end..<end + Self.context)),
        ],
        ["type": "TextPositionSelector", "start": .integer(start), "end": .integer(end)],
      ],
    ]
  }

  /// One version of a transcript, and when its segments came to be.
  private struct Text {
    let version: Int
    let quotes: QuoteReader
    let origins: SegmentOrigins

    init(_ project: Project, _ version: Int) throws {
      self.version = version
      quotes = QuoteReader(try project.text(ofVersion: version))
      origins = try SegmentOrigins(project, version: version)
    }
  }
}
