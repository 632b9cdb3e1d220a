import Coding

/// A project as programs for qualitative analysis hand it to each other: what REFI-QDA can say, in
/// Zicht's conventions.
///
/// A reader of another program's file gives one, whatever that program's own conventions are; a writer
/// takes one. Offsets are code points, zero-based and half-open, over text with LF line ends. GUIDs are
/// lower case, without braces.
package struct ExchangeProject: Sendable, Equatable {
  package var name = ""
  /// The program that wrote the file and its version, as the file says, such as `NVivo 14.23`.
  package var origin = ""
  package var description = ""
  /// The GUID of who made the project.
  package var user = ""
  /// As the file says (ISO 8601), empty where it does not.
  package var time = ""
  package var users: [User] = []
  /// In the file's order, each with its children.
  package var codes: [Code] = []
  package var variables: [Variable] = []
  package var cases: [Case] = []
  package var sources: [Source] = []
  package var notes: [Note] = []
  package var sets: [Collection] = []
  /// GUIDs of the notes on the project as a whole.
  package var projectNotes: [String] = []
  /// What was not taken, in the file's order: nothing is dropped in silence.
  package var leftOut: [LeftOut] = []
  /// Choices made on the way that a person may want to check, such as a guessed encoding.
  package var diagnostics: [Diagnostic] = []

  package init() {}

  /// Who coded, wrote or made something.
  package struct User: Sendable, Equatable {
    package var guid: String
    /// Empty where the file gives none.
    package var name: String
    /// Initials or the like, by which the program knows them.
    package var id = ""

    package init(guid: String, name: String) { (self.guid, self.name) = (guid, name) }
  }

  package struct Code: Sendable, Equatable {
    package var guid: String
    package var name: String
    package var description = ""
    /// `#rrggbb` in lower case, or empty.
    package var colour = ""
    /// False for a folder of codes.
    package var isCodable = true
    /// GUIDs of notes.
    package var notes: [String] = []
    package var codes: [Code] = []

    package init(guid: String, name: String) { (self.guid, self.name) = (guid, name) }
  }

  package struct Variable: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      case text = "Text"
      case boolean = "Boolean"
      case integer = "Integer"
      case float = "Float"
      case date = "Date"
      case dateTime = "DateTime"
    }
    package var guid: String
    package var name: String
    package var kind: Kind
    package var description = ""

    package init(guid: String, name: String, kind: Kind) {
      (self.guid, self.name, self.kind) = (guid, name, kind)
    }
  }

  /// A variable's value, as its kind writes it: `42`, `true`, `2019-05-01`.
  package struct Value: Sendable, Equatable {
    /// The variable's GUID.
    package var variable: String
    package var text: String

    package init(variable: String, text: String) { (self.variable, self.text) = (variable, text) }
  }

  /// Somebody or something that the study is about: in Zicht, a respondent.
  package struct Case: Sendable, Equatable {
    package var guid: String
    package var name: String
    package var description = ""
    /// GUIDs of the codes that stand for it.
    package var codes: [String] = []
    package var values: [Value] = []
    /// GUIDs of the sources that are about it.
    package var sources: [String] = []
    /// GUIDs of the selections that are about it: in an interview, what a speaker says.
    package var selections: [String] = []

    package init(guid: String, name: String) { (self.guid, self.name) = (guid, name) }
  }

  /// A text that was coded.
  package struct Source: Sendable, Equatable {
    package var guid: String
    package var name: String
    package var description = ""
    /// LF line ends, no byte order mark; otherwise to the letter.
    package var text: String
    package var user = ""
    /// As the file says (ISO 8601), empty where it does not.
    package var time = ""
    package var selections: [Selection] = []
    /// Selections that do not fit the text, and so can only be shown.
    package var orphans: [Orphan] = []
    /// Codings of the source as a whole.
    package var codings: [Coding] = []
    package var notes: [String] = []
    package var values: [Value] = []
    /// How its offsets were read, and how sure that is.
    package var convention: Convention?

    package init(guid: String, name: String, text: String) {
      (self.guid, self.name, self.text) = (guid, name, text)
    }
  }

  /// A passage, with the codings that stand on it.
  package struct Selection: Sendable, Equatable {
    package var guid: String
    /// A name of its own; empty where it is called by what it selects, as most programs do.
    package var name = ""
    package var description = ""
    package var range: Range<Int>
    package var user = ""
    package var time = ""
    package var codings: [Coding] = []
    package var notes: [String] = []

    package init(guid: String, range: Range<Int>) { (self.guid, self.range) = (guid, range) }
  }

  /// A selection whose place in the text can't be had: `leftOut` says why.
  package struct Orphan: Sendable, Equatable {
    /// Its range is empty.
    package var selection: Selection
    /// The words it was on, where the file gives them.
    package var quote: String

    package init(selection: Selection, quote: String) {
      (self.selection, self.quote) = (selection, quote)
    }
  }

  package struct Coding: Sendable, Equatable {
    package var guid: String
    /// The code's GUID.
    package var code: String
    /// The coder's GUID: the coding's own user, and the selection's only where it has none.
    package var user = ""
    /// Likewise the coding's own time, and the selection's only where it has none.
    package var time = ""
    package var notes: [String] = []

    package init(guid: String, code: String) { (self.guid, self.code) = (guid, code) }
  }

  /// A memo.
  package struct Note: Sendable, Equatable {
    package var guid: String
    package var name = ""
    package var description = ""
    package var text: String
    package var user = ""
    package var time = ""

    package init(guid: String, text: String) { (self.guid, self.text) = (guid, text) }
  }

  /// A set of codes, sources or notes under a name.
  package struct Collection: Sendable, Equatable {
    package var guid: String
    package var name: String
    package var description = ""
    package var codes: [String] = []
    package var sources: [String] = []
    package var notes: [String] = []

    package init(guid: String, name: String) { (self.guid, self.name) = (guid, name) }
  }

  /// An element of a file that was not taken.
  package struct LeftOut: Sendable, Equatable {
    /// What it is, in the file's own terms, such as `PictureSource 'foto.jpg'`.
    package var element: String
    package var reason: String
    /// Where it stands: the part of the archive or the table, with a line where there is one.
    package var place: String

    package init(element: String, reason: String, place: String) {
      (self.element, self.reason, self.place) = (element, reason, place)
    }
  }

  /// What the numbers of a source's selections count.
  package struct Convention: Sendable, Equatable {
    package enum Unit: String, Sendable, CaseIterable {
      case codePoints = "code points"
      case utf16 = "UTF-16 units"
      case utf8 = "UTF-8 bytes"
    }
    package var unit: Unit
    /// Whether CR LF counts as two.
    package var countsCarriageReturns: Bool
    /// Selections that could tell conventions apart, and those of them that this one fits best.
    ///
    /// Where none can, the conventions all mean the same places.
    package var fitting: Int
    package var telling: Int
    /// Selections that by their name were counted otherwise than the rest of the source, and were
    /// taken so.
    package var exceptions = 0

    package init(unit: Unit, countsCarriageReturns: Bool, fitting: Int, telling: Int) {
      (self.unit, self.countsCarriageReturns) = (unit, countsCarriageReturns)
      (self.fitting, self.telling) = (fitting, telling)
    }
  }
}
