/// A project as its XML has it, before texts are read and references are followed.
struct REFIDraft {
  /// All but its sources and notes.
  var project = ExchangeProject()
  var sources: [SourceDraft] = []
  var notes: [SourceDraft] = []
  /// Where the elements that refer to others stand, in their order.
  var caseMarks: [REFIReport.Mark] = []
  var setMarks: [REFIReport.Mark] = []
}

/// A text and what stands on it; a note is one too.
struct SourceDraft {
  /// Without its text and selections.
  var source: ExchangeProject.Source
  /// What the file calls it, such as `TextSource 'I1'`.
  var called: String
  var mark: REFIReport.Mark
  /// The text, where it stands in the XML.
  var inline: [UInt8]?
  /// Where its text is, as the file says.
  var path: String?
  var richTextPath: String?
  var selections: [SelectionDraft] = []
  /// Codings of the text as a whole.
  var wholeCodings: [CodingDraft] = []
  /// Another GUID of it: a page's representation as text is the page.
  var alias = ""
  /// Positions that the selections of a transcript are named by.
  var syncPoints: [String: String] = [:]

  var codings: Int { wholeCodings.count + selections.reduce(0) { $0 + $1.codings.count } }
}

/// A selection, its positions as the file has them.
struct SelectionDraft {
  /// Without its range and codings.
  var selection: ExchangeProject.Selection
  var codings: [CodingDraft] = []
  var start: String?
  var end: String?
  var mark: REFIReport.Mark

  var called: String { describe("selection", name: selection.name, guid: selection.guid) }
}

/// A coding, and where it stands.
struct CodingDraft {
  var coding: ExchangeProject.Coding
  var mark: REFIReport.Mark

  var called: String { describe("Coding", name: "", guid: coding.guid) }
}
