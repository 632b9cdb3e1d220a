import Coding
import TestSupport
import Testing

/// The views in the words of W3C standards say what the standards ask for.
@Suite struct ViewTests {
  /// Reads PROV-JSON as the package's users do, and counts records by type.
  static let reader = """
    import sys, collections
    from prov.model import *
    document = ProvDocument.deserialize(sys.argv[1])
    assert document.get_provn() and ProvDocument.deserialize(
        content=document.serialize(), format="json") == document
    known = {r.identifier for r in document.get_records((ProvEntity, ProvActivity, ProvAgent))}
    for relation in document.get_records(ProvRelation):
        for _, end in relation.formal_attributes:
            assert not isinstance(end, QualifiedName) or end in known, (relation, end)
    kinds = collections.Counter(type(r).__name__ for r in document.get_records())
    persons = [r for r in document.get_records(ProvAgent) if PROV["Person"] in r.get_asserted_types()]
    types = {str(t) for r in document.get_records(ProvEntity) for t in r.get_asserted_types()}
    times = [r.get_startTime() for r in document.get_records(ProvActivity)]
    assert all(times) and len(persons) == 1, (times, persons)
    print(sorted(kinds.items()), sorted(types))
    """

  static let hasPackage: Bool = {
    guard let python = Program.python else { return false }
    return (try? Program.run(python, ["-c", "import prov.model"], in: "/").status) == 0
  }()

  @Test(.enabled(if: hasPackage, "the Python package prov is not installed"))
  func provenanceIsRead() throws {
    let study = try BundleStudy()
    try study.zicht("export", "--prov", "prov.json")
    let python = try #require(Program.python)
    let (status, output) = try Program.run(
      python, ["-c", Self.reader, "prov.json"], in: study.folder.path)
    #expect(status == 0, "\(output)")
    for part in [
      "('ProvActivity', 27)", "('ProvAgent', 2)", "zicht:coding", "zicht:codebook",
      "zicht:findings", "zicht:transcript", "ProvDerivation", "ProvInvalidation",
    ] { #expect(output.contains(part), "\(part) is not in \(output)") }
  }

  /// Whether or not the package is there: all ends of relations are things that are declared.
  @Test func provenanceHoldsTogether() throws {
    let study = try BundleStudy()
    try study.zicht("export", "--prov", "prov.json")
    let json = try JSONReader.read(SourceText(try study.text("prov.json")), file: "prov.json")
    let declared = Set(
      ["entity", "activity", "agent"].flatMap { json[$0]?.members ?? [] }.map(\.key))
    let relations = [
      "wasGeneratedBy", "used", "wasAssociatedWith", "wasDerivedFrom", "wasInvalidatedBy",
    ]
    var ends = 0
    for relation in relations {
      for record in try #require(json[relation]?.members, "\(relation)") {
        for member in record.value.members ?? [] {
          guard let end = member.value.string else { continue }
          #expect(declared.contains(end), "\(relation) names \(end)")
          ends += 1
        }
      }
    }
    #expect(ends > 100)
    #expect(declared.allSatisfy { $0.hasPrefix("zicht:") })
  }

  /// The members that the Web Annotation Data Model requires, and words that stand at their place.
  @Test func annotationsQuoteTheirTexts() throws {
    let study = try BundleStudy()
    try study.zicht("export", "--annotations", "segments.jsonld")
    try study.zicht("bundle", "review")
    let json = try JSONReader.read(SourceText(try study.text("segments.jsonld")), file: "segments")
    #expect(json["@context"]?.string == "http://www.w3.org/ns/anno.jsonld")
    #expect(json["type"]?.string == "AnnotationCollection")
    let items = try #require(json["first"]?["items"]?.array)
    #expect(items.count == json["total"]?.integer && items.count == 14)
    #expect(Set(items.compactMap { $0["id"]?.string }).count == items.count)
    for item in items { try check(item, study) }
    let creators = Set(items.compactMap { $0["creator"]?["type"]?.string })
    #expect(creators == ["Person", "Software"])
  }

  private func check(_ item: JSON, _ study: BundleStudy) throws {
    #expect(item["type"]?.string == "Annotation" && item["motivation"]?.string == "tagging")
    #expect(item["body"]?["purpose"]?.string == "tagging")
    #expect(item["created"]?.string?.hasSuffix("Z") == true)
    let target = try #require(item["target"])
    let source = try #require(target["source"]?["id"]?.string?.split(separator: ":").last)
    let text = Array(try study.text("review/sources/00000\(source).txt").unicodeScalars)
    let selectors = try #require(target["selector"]?.array)
    let quote = try #require(selectors.first { $0["type"]?.string == "TextQuoteSelector" })
    let place = try #require(selectors.first { $0["type"]?.string == "TextPositionSelector" })
    let (start, end) = (
      try #require(place["start"]?.integer), try #require(place["end"]?.integer)
    )
    func words(_ range: Range<Int>) -> String {
      var words = ""
      words.unicodeScalars.append(contentsOf: text[range.clamped(to: text.indices)])
      return words
    }
    #expect(quote["exact"]?.string == words(start..<end))
    #expect(quote["prefix"]?.string == words(max(0, start - 32)..<start))
    #expect(quote["suffix"]?.string == words(end..<end + 32))
  }
}
