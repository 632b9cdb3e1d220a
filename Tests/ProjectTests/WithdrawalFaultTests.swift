import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// A withdrawal is all or nothing.
@Suite struct WithdrawalFaultTests {
  private struct Died: Error {}

  private func kinds(_ project: Project) throws -> [String] {
    try project.connection.all("SELECT kind FROM event ORDER BY number") { $0.text(0) }
  }

  @Test func theNextToWriteCompletesIt() throws {
    let study = try WithdrawalTests.study()
    #expect(throws: Died.self) {
      try study.project.withdraw("A-1", basis: nil, approver: nil) { step in
        if step == "writing the file anew" { throw Died() }
      }
    }
    let verified = try study.project.verify()
    #expect(verified.isSound)
    #expect(verified.isErasureUnfinished)
    #expect(try study.reopen(.read).verify().isErasureUnfinished)
    let next = try study.reopen()
    #expect(try kinds(next).suffix(2) == ["respondent.withdrawn", "erasure.completed"])
    #expect(try next.verify().isErasureUnfinished == false)
    let events = try next.head().number
    #expect(try study.reopen().head().number == events)
  }

  /// Whichever statement fails: the file is as it was.
  @Test(arguments: [
    "content", "source_text", "speaker_salt", "respondent", "transcript", "redaction", "erased",
    "tally", "word_stream", "vocabulary", "event", "speaker", "transcript_attribute",
  ])
  func aFailureChangesNothing(table: String) throws {
    let study = try WithdrawalTests.study()
    let before = try study.bytes()
    try forbidChanges(of: table, study)
    #expect(throws: (any Error).self) {
      try study.project.withdraw("A-1", basis: nil, approver: nil)
    }
    #expect(try study.bytes() == before)
    #expect(try study.reopen(.read).verify().isSound)
  }

  /// What rules found, and what nobody said, stays as it is: the ledger holds digests over it.
  @Test(arguments: ["proposal", "application", "turn", "rule", "code", "codebook", "version"])
  func whatIsNobodysIsNotTouched(table: String) throws {
    let study = try WithdrawalTests.study()
    try forbidChanges(of: table, study)
    #expect(try study.project.withdraw("A-1", basis: nil, approver: nil).1.isClean)
  }

  private func forbidChanges(of table: String, _ study: Study) throws {
    for act in ["INSERT", "UPDATE", "DELETE"] {
      try study.project.connection.execute(
        """
        CREATE TEMP TRIGGER fault_\(act) BEFORE \(act) ON main.\(table)
        BEGIN SELECT RAISE(ABORT, 'no more'); END
        """)
    }
  }
}
