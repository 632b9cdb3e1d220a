import Coding
import SQLite

extension Project {
  /// Makes a project file for one coder: some transcripts with their respondents, the codebooks,
  /// and of what was coded the coder's own work, or all of it.
  ///
  /// It is made as a merge is, of a part of this project, and says so in its second event; what the
  /// coder adds to it comes back by a merge. Findings of rules are not in it.
  ///
  /// - Precondition: inside `read` of this project.
  package func makeKit(
    at path: String, for coder: String, transcripts: [String], withOthers: Bool,
    withAttributes: Bool, surroundings: Surroundings
  ) throws -> (kit: Project, report: MergeReport) {
    let uids = Set(try transcripts.map { try uid(ofTranscript: $0) })
    let kit = try Project.create(path: path, surroundings: surroundings)
    do {
      let scope = MergeScope(
        transcripts: uids, coder: withOthers ? nil : coder, withAttributes: withAttributes)
      let report = try kit.change { try kit.merge(self, scope: scope) }
      return (kit, report)
    } catch {
      removeFile(path)
      throw error
    }
  }
}
