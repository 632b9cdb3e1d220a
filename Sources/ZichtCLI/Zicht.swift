import CommandLineKit
import Project
import Reports

/// The program: its commands, in the order of a study.
package enum Zicht {
  package static let version = "0.1.0"

  package static var tool: Tool {
    Tool(
      name: "zicht", version: version,
      summary: "Code qualitative interviews, count the codes, and prove every number.",
      discussion: """
        Zicht (Dutch for sight) keeps a study in one SQLite file: transcripts, codebooks, coded \
        segments, and a ledger of everything that was ever done to them. Rules propose codings, \
        people decide; tables show their denominators; verify proves that nothing was altered.
        """,
      groups: [
        ("A whole study", [Study.self]),
        (
          "Project and material",
          [
            Init.self, Speakers.self, Ingest.self, Import.self, Transcripts.self,
            Respondents.self, Pseudonymise.self, Withdraw.self,
          ]
        ),
        (
          "Codebooks",
          [
            CodebookAdd.self, CodebookImport.self, CodebookList.self, CodebookShow.self,
            CodebookDiff.self,
            CodebookTestCommand.self, CodebookScore.self, CodebookExport.self,
          ]
        ),
        (
          "Coding",
          [
            Apply.self, Accept.self, Reject.self, CodeInEditor.self, CodeAdd.self, CodeImport.self,
            CodeExport.self, CodeDone.self, Recode.self, Retract.self, Orphans.self, Reattach.self,
            Undo.self, MemoAdd.self, MemoList.self, MemoRetract.self,
          ]
        ),
        ("Reviewing", [Review.self, Disagreements.self, Settle.self]),
        (
          "Coders",
          [
            Coders.self, CoderAdd.self, Assign.self, Assignments.self, AgreementCommand.self,
            Kit.self, Merge.self,
          ]
        ),
        ("Looking", [Find.self, Segments.self, Matrix.self]),
        ("Counting", [FrequenciesCommand.self, Crosstab.self]),
        (
          "Proving",
          [
            Audit.self, History.self, Log.self, CheckpointCommand.self, ReceiptCommand.self,
            Verify.self,
            Diff.self,
          ]
        ),
        ("Passing on", [BundleCommand.self, Export.self]),
        ("The program itself", [Completions.self, ManualPage.self]),
      ],
      escape: { sanitized($0, keepingNewlines: true) })
  }

  /// Runs one invocation, without the program's name, and returns the exit status: 0 done, 1
  /// failed, 2 misuse.
  package static func run(_ words: [String], _ io: IO) -> Int32 { tool.run(words: words, io: io) }

  /// The clock, the random bytes and the patience of the machine, or others where tests say so.
  static func surroundings(_ coder: String, _ io: IO) -> Surroundings {
    let program = "zicht \(version)"
    var surroundings =
      io.environment["ZICHT_FIXED"].flatMap { Int($0) }.map {
        Surroundings.fixed(seed: $0, coder: coder, program: program)
      } ?? .system(coder: coder, program: program)
    if let patience = io.environment["ZICHT_PATIENCE"].flatMap({ Int($0) }) {
      surroundings.patience = patience
    }
    return surroundings
  }
}
