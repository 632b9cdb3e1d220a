import Coding

/// Sources, and the passages in them.
extension QualCoder {
  /// Something that stands at positions of a source: a coding, an annotation, a part of a case.
  struct Passage {
    enum Kind {
      case coding(code: String)
      case annotation
      case casePart(Int)
    }
    var id: Int
    var kind: Kind
    var start: Int
    var end: Int
    /// The words as QualCoder keeps them, with LF line ends; nil where it keeps none.
    var quote: [UInt8]?
    var memo: String
    var author: Authorship
  }

  /// The passages of each source.
  mutating func readPassages() throws(Rejected) -> [Int: [Passage]] {
    var passages: [Int: [Passage]] = [:]
    var important = 0
    let codes = codeGUIDs
    let columns = ["cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo"]
    let id = database.has("code_text", "ctid") ? "ctid" : "rowid"
    var stray: [Int] = []
    try database.rows("code_text", columns + [id, "important"], by: id) { row in
      guard let source = row.number("fid") else { return }
      if row.number("important") == 1 { important += 1 }
      let code = guid("code", row.number("cid") ?? 0)
      let number = row.number(id) ?? 0
      guard codes.contains(code) else {
        stray.append(number)
        return
      }
      passages[source, default: []].append(
        Passage(row, id: number, .coding(code: code), quote: SourceText(row.text("seltext")).utf8))
    }
    for number in stray {
      leaveOut("coding \(number)", "its code is not there", "code_text \(number)")
    }
    if important > 0 {
      leaveOut(
        "the mark 'important' of \(counted(important, "coding"))", "no such mark here", "code_text")
    }
    let others = ["fid", "pos0", "pos1", "owner", "date", "memo"]
    try database.rows("annotation", others + ["anid"], by: "anid") { row in
      guard let source = row.number("fid") else { return }
      passages[source, default: []].append(
        Passage(row, id: row.number("anid") ?? 0, .annotation, quote: nil))
    }
    try database.rows("case_text", others + ["id", "caseid"], by: "id") { row in
      guard let source = row.number("fid"), let found = row.number("caseid") else { return }
      passages[source, default: []].append(
        Passage(row, id: row.number("id") ?? 0, .casePart(found), quote: nil))
    }
    return passages
  }

  private var codeGUIDs: Set<String> {
    var guids: Set<String> = []
    var pending = project.codes
    while let code = pending.popLast() {
      guids.insert(code.guid)
      pending += code.codes
    }
    return guids
  }

  mutating func readSources(_ passages: [Int: [Passage]]) throws(Rejected) {
    var reader = self
    var sources: [ExchangeProject.Source] = []
    var rest = passages
    let columns = ["id", "name", "fulltext", "mediapath", "memo", "owner", "date"]
    try database.rows("source", columns, by: "id") { row in
      guard let id = row.number("id") else { return }
      let name = row.text("name")
      reader.sourceNames[id] = name
      let passages = rest.removeValue(forKey: id) ?? []
      guard !row.isNull("fulltext"), !row.text("fulltext").isEmpty || row.isNull("mediapath") else {
        reader.leaveOut(
          "file '\(name)'", "it has no text in the project: a picture or a recording",
          "source \(id)")
        reader.leaveOut(passages)
        return
      }
      sources.append(reader.source(id, row, passages))
    }
    for (source, passages) in rest.sorted(by: { $0.key < $1.key }) {
      reader.leaveOut(
        "\(counted(passages.count, "passage")) of source \(source)", "the source is not there",
        "code_text, annotation, case_text")
    }
    reader.project.sources = sources
    self = reader
  }

  private mutating func source(
    _ id: Int, _ row: PeerRow, _ passages: [Passage]
  ) -> ExchangeProject.Source {
    let raw = Array(row.text("fulltext").utf8)
    let calibration = PeerCalibration(raw, passages)
    let author = Authorship(row)
    var source = ExchangeProject.Source(
      guid: guid("source", id), name: row.text("name"),
      text: String(decoding: calibration.text, as: UTF8.self))
    source.description = row.text("memo")
    (source.user, source.time) = (user(author.owner), author.time)
    source.convention = calibration.convention
    let places = calibration.places(passages)
    let offsets = CodePointOffsets(
      places.compactMap { $0 }.flatMap { [$0.range.lowerBound, $0.range.upperBound] },
      in: calibration.text)
    for (passage, place) in zip(passages, places) {
      add(passage, place, offsets, to: &source, calibration.text)
    }
    return source
  }

  private mutating func add(
    _ passage: Passage, _ place: (range: Range<Int>, isSure: Bool)?, _ offsets: CodePointOffsets,
    to source: inout ExchangeProject.Source, _ text: [UInt8]
  ) {
    if case .casePart(let found) = passage.kind, passage.isWhole(offsets.end, place, text) {
      caseLinks[found, default: CaseLinks()].sources.append(source.guid)
      return
    }
    let isSure = place?.isSure == true
    var selection = ExchangeProject.Selection(
      guid: guid(passage.table, passage.id),
      range: isSure ? place.map { offsets[$0.range] } ?? 0..<0 : 0..<0)
    (selection.user, selection.time) = (user(passage.author.owner), passage.author.time)
    let note = note("memo of \(passage.table)", passage.id, passage.memo, passage.author)
    switch passage.kind {
    case .coding(let code):
      var coding = ExchangeProject.Coding(guid: guid("coding", passage.id), code: code)
      (coding.user, coding.time) = (selection.user, selection.time)
      coding.notes = note.map { [$0] } ?? []
      selection.codings = [coding]
    case .annotation: selection.notes = note.map { [$0] } ?? []
    case .casePart(let found):
      selection.notes = note.map { [$0] } ?? []
      caseLinks[found, default: CaseLinks()].selections.append(selection.guid)
    }
    if isSure {
      source.selections.append(selection)
    } else {
      let quote = String(decoding: passage.quote ?? [], as: UTF8.self)
      source.orphans.append(.init(selection: selection, quote: quote))
      leaveOut(
        "the place of \(passage.table) \(passage.id)", "its words do not stand at its positions",
        "source '\(source.name)'")
    }
  }

  /// What stands in a file without text can't be taken, not even for a case.
  private mutating func leaveOut(_ passages: [Passage]) {
    for passage in passages {
      leaveOut(
        "\(passage.table) \(passage.id)", "its file has no text in the project", passage.table)
    }
  }
}

extension QualCoder.Passage {
  init(_ row: PeerRow, id: Int, _ kind: Kind, quote: [UInt8]?) {
    (self.id, self.kind, self.quote) = (id, kind, quote)
    (start, end) = (row.number("pos0") ?? -1, row.number("pos1") ?? -1)
    (memo, author) = (row.text("memo"), Authorship(row))
  }

  var table: String {
    switch kind {
    case .coding: "code_text"
    case .annotation: "annotation"
    case .casePart: "case_text"
    }
  }

  /// Whether a case has all of the source: from its start to its end or, by whichever count, beyond.
  fileprivate func isWhole(
    _ length: Int, _ place: (range: Range<Int>, isSure: Bool)?, _ text: [UInt8]
  ) -> Bool {
    start <= 0 && (end <= 0 || end >= length || place?.range.upperBound == text.count)
  }
}

/// What a case is about.
struct CaseLinks {
  var sources: [String] = []
  var selections: [String] = []
}
