import Coding
import SQLite

extension Project {
  /// What a withdrawal would erase; nothing is changed.
  package func plannedWithdrawal(of respondent: String) throws -> Withdrawal {
    try WithdrawalPlan(self, respondent: respondent).withdrawal
  }

  /// Erases a respondent's words and personal data for good and proves that nothing is left.
  ///
  /// All is recorded in one change; then the file is written anew, and searched byte by byte. A
  /// program that dies in between has erased everything or nothing; the next one to open the file
  /// for writing writes it anew.
  package func withdraw(
    _ respondent: String, basis: String?, approver: String?,
    step: (String) throws -> Void = { _ in }
  ) throws -> (Withdrawal, ErasureProof) {
    try step("erasing")
    let (withdrawal, search) = try change {
      var eraser = try Eraser(try WithdrawalPlan(self, respondent: respondent))
      return try eraser.run(basis: basis, approver: approver)
    }
    let proof = try tellingThatErased {
      try step("writing the file anew")
      try compact()
      try step("searching")
      return try complete(withdrawal, search)
    }
    return (withdrawal, proof)
  }

  private func complete(
    _ withdrawal: Withdrawal, _ search: ErasureSearch
  ) throws -> ErasureProof {
    let proof = try search.prove(self)
    guard proof.isClean else { return proof }
    _ = try change {
      try append(
        .erasureCompleted,
        [
          "withdrawal": .integer(withdrawal.event ?? 0), "runs": .integer(proof.runs),
          "shared": .integer(proof.shared),
        ])
    }
    return proof
  }

  /// What goes wrong once the words are erased must not be taken for nothing having happened.
  private func tellingThatErased<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch ProjectError.full(let path) {
      throw ProjectError.unknown(
        "the words are erased, but there is no space left to write '\(path)' anew",
        hint:
          "free some space; the next command that writes does it, and zicht verify says so until then"
      )
    }
  }
}
