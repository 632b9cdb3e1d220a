import Coding

/// Notes.
extension REFIResolver {
  mutating func takeNotes(_ read: TextReader) {
    for index in draft.notes.indices {
      var draft = draft.notes[index]
      if draft.source.guid.isEmpty {
        draft.source.guid = GUID.derived(from: "note", draft.source.name, "\(index)")
      }
      self.draft.notes[index] = draft
      guard notes.insert(draft.source.guid).inserted else {
        report.leaveOut(draft.called, "its GUID is another note's", at: draft.mark)
        continue
      }
      var note = ExchangeProject.Note(guid: draft.source.guid, text: "")
      (note.name, note.description) = (draft.source.name, draft.source.description)
      (note.user, note.time) = (known(user: draft.source.user), draft.source.time)
      if let raw = text(of: draft, read) { note.text = string(raw.text) }
      project.notes.append(note)
      leaveOutOnNote(draft)
    }
  }

  /// What stands on a note but its text.
  private mutating func leaveOutOnNote(_ note: SourceDraft) {
    for coding in note.wholeCodings {
      report.leaveOut("Coding of \(note.called)", "notes aren't coded here", at: coding.mark)
    }
    if !note.source.notes.isEmpty {
      report.leaveOut("NoteRef of \(note.called)", "notes have no notes here", at: note.mark)
    }
    if !note.source.values.isEmpty {
      report.leaveOut("VariableValue of \(note.called)", "notes have no values here", at: note.mark)
    }
  }

  /// A note's own selection points into the source that the note is on, where only one is and the
  /// selection has nothing of its own: QualCoder's annotations are like this.
  mutating func movePassagesOfNotes() {
    var owners: [String: [Int]] = [:]
    for (index, source) in draft.sources.enumerated() {
      for note in source.source.notes where owners[note]?.last != index {
        owners[note, default: []].append(index)
      }
    }
    var moves: Set<[String]> = []
    for note in draft.notes where !note.selections.isEmpty {
      let guid = note.source.guid
      for selection in note.selections {
        guard let owner = owners[guid], owner.count == 1, selection.codings.isEmpty else {
          let reason = "passages of notes aren't coded here"
          report.leaveOut(
            "\(selection.called) of \(note.called)",
            reason + REFIParser.with(codings: selection.codings.count), at: selection.mark)
          continue
        }
        var moved = selection
        moved.selection.notes.append(guid)
        draft.sources[owner[0]].selections.append(moved)
        moves.insert(["\(owner[0])", guid])
      }
    }
    guard !moves.isEmpty else { return }
    for index in draft.sources.indices {
      draft.sources[index].source.notes.removeAll { moves.contains(["\(index)", $0]) }
    }
  }
}
