import Coding
import CommandLineKit
import Project

/// Makes tables of what was counted.
struct FrequencyTables {
  private let selection: CountOptions.Selection
  private let options: CountOptions
  /// For eyes: codes by their last part, indented, under the name of their codebook.
  ///
  /// Otherwise for programs: each row complete in itself.
  private let isForReading: Bool

  init(_ options: CountOptions, _ project: Project, isForReading: Bool = false) throws {
    (self.options, self.isForReading) = (options, isForReading)
    selection = try options.select(project)
  }

  private func frequencies(by attributes: [String]) -> Frequencies {
    Frequencies(
      codes: selection.codes.count, voices: selection.voices, counts: selection.counts,
      by: attributes)
  }

  private var hasSeveralCodebooks: Bool { Set(selection.codes.map(\.codebook)).count > 1 }

  /// Adds the rows of each code, with a heading before each codebook where several are read.
  private func addRows(to table: inout Table, _ rows: (Int, CodeRow) -> [[Table.Cell]]) {
    var codebook = ""
    let hasHeadings = isForReading && hasSeveralCodebooks
    for (number, code) in selection.codes.enumerated() {
      if hasHeadings, code.codebook != codebook {
        codebook = code.codebook
        let blanks = [Table.Cell](repeating: .empty, count: table.columns.count - 1)
        table.rows.append([.text("[\(codebook)]")] + blanks)
        table.depths.append(0)
      }
      let cells = rows(number, code)
      table.rows += cells
      let depth = code.depth + (hasHeadings ? 1 : 0)
      table.depths += Array(repeating: isForReading ? depth : code.depth, count: cells.count)
    }
  }

  private func name(of code: CodeRow) -> String { isForReading ? code.name : code.path }

  // MARK: Long

  /// One row per code, or per code and group; all measures.
  func long(by attributes: [String]) -> Table {
    let counted = frequencies(by: attributes)
    var table = Table(
      title: attributes.isEmpty ? "Codes" : "Codes by \(attributes.joined(separator: " and "))",
      columns: [.init("code")] + attributes.map { .init($0) } + measureColumns)
    addRows(to: &table) { number, code in
      counted.groups.enumerated().map { index, group in
        [.text(name(of: code))] + group.values.map { .text($0.isEmpty ? "(none)" : $0) }
          + cells(counted.cells[number][index], of: group)
          + (isForReading ? [] : [.text(code.codebook)])
      }
    }
    table.notes = selection.notes + denominators(counted)
    return table
  }

  private var measureColumns: [Table.Column] {
    let units: [Table.Column] =
      options.voices.documents
      ? [.init("documents", .share)]
      : [.init("respondents", .share)] + (isForReading ? [] : [.init("transcripts", .share)])
    return [.init("segments", .integer)] + units
      + [.init("words", .integer), .init("per_1000", .real)]
      + (isForReading ? [] : [.init("codebook")])
  }

  private func cells(_ cell: Frequencies.Cell, of group: Frequencies.Group) -> [Table.Cell] {
    let transcripts = Table.Cell.share(cell.transcripts, of: group.transcripts)
    let units: [Table.Cell] =
      options.voices.documents
      ? [transcripts]
      : [.share(cell.respondents, of: group.respondents)] + (isForReading ? [] : [transcripts])
    return [.integer(cell.segments)] + units
      + [.integer(cell.words), .perThousand(cell.segments, words: group.words)]
  }

  private func denominators(_ counted: Frequencies) -> [String] {
    let total = counted.total
    var notes: [String] = []
    if options.voices.documents {
      notes.append(
        "of \(Coding.counted(total.transcripts, "document")), \(Coding.counted(total.words, "word"))"
      )
    } else {
      notes.append(
        "of \(Coding.counted(total.respondents, "respondent")) in "
          + "\(Coding.counted(total.transcripts, "transcript")), "
          + "\(Coding.counted(total.words, "word")) of theirs; interviewers' words never count")
    }
    if !counted.attributes.isEmpty, counted.respondentsInSeveral > 0 {
      notes.append(
        "\(Coding.counted(counted.respondentsInSeveral, "time")) a respondent stands in more than one "
          + "group, so respondents do not add up over groups")
    }
    return notes
  }

  // MARK: Matrix of one measure

  func matrix(_ measure: Crosstab.Measure, by attributes: [String]) -> Table {
    let counted = frequencies(by: attributes)
    let kind: Table.Column.Kind =
      measure == .respondents || measure == .transcripts
      ? .share : measure == .per1000 ? .real : .integer
    let names = counted.groups.map { group in
      group.values.map { $0.isEmpty ? "(none)" : $0 }.joined(separator: " / ")
    }
    var table = Table(
      title: "\(measure.rawValue) by \(attributes.joined(separator: " and "))",
      columns: [.init("code")] + names.map { .init($0, kind) } + [.init("all", kind)]
        + (isForReading ? [] : [.init("codebook")]))
    addRows(to: &table) { number, code in
      [
        [.text(name(of: code))]
          + counted.groups.indices.map {
            cell(measure, counted.cells[number][$0], of: counted.groups[$0])
          } + [cell(measure, counted.totals[number], of: counted.total)]
          + (isForReading ? [] : [.text(code.codebook)])
      ]
    }
    addDenominators(measure, counted, to: &table)
    table.notes = selection.notes + denominators(counted) + additions(measure, counted)
    return table
  }

  private func cell(
    _ measure: Crosstab.Measure, _ cell: Frequencies.Cell, of group: Frequencies.Group
  ) -> Table.Cell {
    switch measure {
    case .segments: .integer(cell.segments)
    case .respondents: .share(cell.respondents, of: group.respondents)
    case .transcripts: .share(cell.transcripts, of: group.transcripts)
    case .words: .integer(cell.words)
    case .per1000: .perThousand(cell.segments, words: group.words)
    }
  }

  /// Counts without a denominator in the cell get it as rows below.
  private func addDenominators(
    _ measure: Crosstab.Measure, _ counted: Frequencies, to table: inout Table
  ) {
    guard measure == .segments || measure == .words else { return }
    let rows: [(String, (Frequencies.Group) -> Int)] =
      options.voices.documents
      ? [("(documents)", \.transcripts), ("(words)", \.words)]
      : [("(respondents)", \.respondents), ("(respondents' words)", \.words)]
    for (name, value) in rows {
      table.totals.insert(table.rows.count)
      table.rows.append(
        [.text(name)] + counted.groups.map { .integer(value($0)) }
          + [.integer(value(counted.total))] + (isForReading ? [] : [.empty]))
      table.depths.append(0)
    }
  }

  private func additions(_ measure: Crosstab.Measure, _ counted: Frequencies) -> [String] {
    switch measure {
    case .segments, .words:
      [
        "columns add up to 'all'; rows do not add up: a passage may have several codes"
          + (options.noChildren ? "" : ", and a code includes those below it")
      ]
    case .respondents where counted.respondentsInSeveral == 0:
      ["columns add up to 'all'; rows do not: a respondent may have several codes"]
    case .respondents, .transcripts:
      ["columns need not add up to 'all': one can stand in several"]
    case .per1000: ["per 1,000 words of the column's \(options.voices.unit); rates do not add up"]
    }
  }

  // MARK: Respondents

  /// One row per respondent: attributes, words, and each code as 0 or 1, or as a number.
  func respondents(isBinary: Bool, attributes: [String]) -> Table {
    var rows: [String: (voice: Voice, words: Int, counts: [Int])] = [:]
    for voice in selection.voices {
      let key = voice.respondent ?? voice.transcript
      var row = rows[key] ?? (voice, 0, Array(repeating: 0, count: selection.codes.count))
      row.words += voice.words
      rows[key] = row
    }
    for count in selection.counts {
      let voice = selection.voices[count.voice]
      rows[voice.respondent ?? voice.transcript]?.counts[count.code] += count.segments
    }
    let own = attributes.filter { name in
      rows.values.contains { $0.voice.attributes[name] != nil }
    }
    let isDocuments = options.voices.documents
    var table = Table(
      title: isDocuments ? "Documents by codes" : "Respondents by codes",
      columns: [.init(isDocuments ? "file" : "respondent")] + own.map { .init($0) } + [
        .init("words", .integer)
      ]
        + selection.codes.map { .init(columnName($0), .integer) })
    for (name, row) in rows.sorted(by: { $0.key < $1.key }) {
      table.rows.append(
        [.text(name)] + own.map { .text(row.voice.attributes[$0] ?? "") } + [.integer(row.words)]
          + row.counts.map { .integer(isBinary ? min(1, $0) : $0) })
    }
    table.notes =
      selection.notes + [
        isBinary
          ? "1: at least one segment; 0: none" : "numbers of segments",
        "of \(Coding.counted(rows.count, isDocuments ? "document" : "respondent"))",
      ]
    return table
  }

  /// The path, with the codebook where another has the same.
  private func columnName(_ code: CodeRow) -> String {
    let isShared = selection.codes.contains { $0.path == code.path && $0.id != code.id }
    return isShared ? "\(code.codebook):\(code.path)" : code.path
  }
}
