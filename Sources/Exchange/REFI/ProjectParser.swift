import Coding

/// Reads a project's XML; what its references point to is not looked at yet.
struct ProjectParser {
  private let parser: REFIParser
  private let sources: SourceParser
  private var draft = REFIDraft()

  private init(_ parser: REFIParser) {
    self.parser = parser
    sources = SourceParser(parser: parser)
  }

  /// Nil where the root is another one.
  ///
  /// O(bytes).
  static func read(_ parser: REFIParser) throws(Diagnostic) -> REFIDraft? {
    guard try parser.root() == .project else { return nil }
    var reader = ProjectParser(parser)
    try reader.project()
    return reader.draft
  }

  private mutating func project() throws(Diagnostic) {
    let attributes = parser.attributes()
    draft.project.name = attributes.name
    draft.project.origin = attributes["origin"] ?? ""
    draft.project.user = attributes.user
    draft.project.time = attributes.time
    while let child = try parser.child() {
      switch child {
      case .users: try users()
      case .codeBook: try codeBook()
      case .codes: draft.project.codes += try parser.codes()
      case .variables: try variables()
      case .cases: try cases()
      case .sources: try sourceElements()
      case .notes: try notes()
      case .sets: try sets()
      // Each link and graph is told of by its name.
      case .links, .graphs: try parser.finish()
      case .description: draft.project.description = try parser.string()
      case .noteRef: draft.project.projectNotes.append(try parser.target())
      default: try parser.leaveOut("it isn't taken")
      }
    }
  }

  private mutating func users() throws(Diagnostic) {
    while let child = try parser.child() {
      guard child == .user else {
        try parser.leaveOut("it isn't taken")
        continue
      }
      let attributes = parser.attributes()
      var user = ExchangeProject.User(guid: attributes.guid, name: attributes.name)
      user.id = attributes["id"] ?? ""
      draft.project.users.append(user)
      try parser.finish()
    }
  }

  private mutating func codeBook() throws(Diagnostic) {
    while let child = try parser.child() {
      switch child {
      case .codes: draft.project.codes += try parser.codes()
      case .sets: try sets()
      default: try parser.leaveOut("it isn't taken")
      }
    }
  }

  private mutating func variables() throws(Diagnostic) {
    while let child = try parser.child() {
      if child == .variable {
        draft.project.variables.append(try variable())
      } else {
        try parser.leaveOut("it isn't taken")
      }
    }
  }

  private func variable() throws(Diagnostic) -> ExchangeProject.Variable {
    let attributes = parser.attributes()
    let type = attributes["typeOfVariable"] ?? ""
    let kind = ExchangeProject.Variable.Kind.allCases.first {
      $0.rawValue.lowercased() == type.lowercased()
    }
    if kind == nil {
      parser.report.leaveOut("type '\(type)' of variable", "it is read as text", at: parser.mark)
    }
    var variable = ExchangeProject.Variable(
      guid: attributes.guid, name: attributes.name, kind: kind ?? .text)
    while let child = try parser.child() {
      if child == .description {
        variable.description = try parser.string()
      } else {
        try parser.leaveOut("it isn't taken")
      }
    }
    return variable
  }

  private mutating func cases() throws(Diagnostic) {
    while let child = try parser.child() {
      guard child == .case else {
        try parser.leaveOut("it isn't taken")
        continue
      }
      draft.caseMarks.append(parser.mark)
      draft.project.cases.append(try oneCase())
    }
  }

  private func oneCase() throws(Diagnostic) -> ExchangeProject.Case {
    let attributes = parser.attributes()
    var one = ExchangeProject.Case(guid: attributes.guid, name: attributes.name)
    while let child = try parser.child() {
      switch child {
      case .description: one.description = try parser.string()
      case .codeRef: one.codes.append(try parser.target())
      case .variableValue: one.values.append(try parser.value())
      case .sourceRef: one.sources.append(try parser.target())
      case .selectionRef: one.selections.append(try parser.target())
      default: try parser.leaveOut("it isn't taken")
      }
    }
    return one
  }

  private mutating func sourceElements() throws(Diagnostic) {
    while let child = try parser.child() {
      switch child {
      case .textSource: draft.sources.append(try sources.text(child))
      case .pictureSource, .pdfSource, .audioSource, .videoSource:
        draft.sources += try sources.medium(child)
      default: try parser.leaveOut("it isn't taken")
      }
    }
  }

  private mutating func notes() throws(Diagnostic) {
    while let child = try parser.child() {
      if child == .note {
        draft.notes.append(try sources.text(child))
      } else {
        try parser.leaveOut("it isn't taken")
      }
    }
  }

  private mutating func sets() throws(Diagnostic) {
    let (sets, marks) = try parser.sets()
    draft.project.sets += sets
    draft.setMarks += marks
  }
}
