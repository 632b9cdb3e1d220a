import Coding
import CommandLineKit
import Project
import Reports

/// `zicht accept`: a person agrees with a rule.
struct Accept: ZichtCommand {
  static let name = "accept"
  static let summary = "Accept segments that rules propose."
  static let discussion = Decision.discussion
  static let examples = [
    Example("zicht accept moerwijk/mw-01.txt:367-422", "Agree with one.")
  ]

  var common = CommonOptions()
  var decision = Decision()

  static var parameters: [Parameter<Self>] { Parameter.group(\.decision) }

  func run(_ io: IO) throws { try decision.run(.accepted, "accepted", self, io) }
}
