import Coding
import CommandLineKit
import Project
import Reports

/// `zicht reject`: a person disagrees with a rule.
struct Reject: ZichtCommand {
  static let name = "reject"
  static let summary = "Reject segments that rules propose; no rule brings them back."
  static let discussion = Decision.discussion
  static let examples = [
    Example(
      "zicht reject moerwijk/mw-01.txt:367-422 --reason 'a joke'",
      "Disagree with one, and say why.")
  ]

  var common = CommonOptions()
  var decision = Decision()

  static var parameters: [Parameter<Self>] { Parameter.group(\.decision) }

  func run(_ io: IO) throws { try decision.run(.rejected, "rejected", self, io) }
}
