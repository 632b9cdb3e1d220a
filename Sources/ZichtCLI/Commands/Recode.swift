import Coding
import CommandLineKit
import Project
import Reports

/// `zicht recode`: another code for a coding by hand.
struct Recode: ZichtCommand {
  static let name = "recode"
  static let summary = "Give a coding that was made by hand another code."
  static let discussion = """
    The coding is taken back and the same words are coded anew, by the same coder and with the same \
    memo, in one act: both stay in the ledger, and zicht undo reverses both. Your own is meant, or with \
    --of another's.
    """
  static let examples = [
    Example("zicht recode moerwijk/mw-01.txt:367-422:small-wins resident-support", "One of yours.")
  ]

  var common = CommonOptions()
  var segment = ""
  var code = ""
  var of: String?
  var new = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE."),
      .argument("code", \.code, "The code that it is to have."),
      .option("of", \.of, "Whose coding (otherwise your own).", placeholder: "CODER"),
      .flag("new", \.new, "Coin the code, where there is none of this name."),
    ]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io, for: .write)
    let count = try project.change {
      let found = try project.codings(at: address, by: of ?? surroundings(io).coder)
      guard let coding = found.first, Set(found.map(\.code)).count == 1 else {
        throw UsageError("several codes stand at \(segment)", hint: "add :CODE to the place")
      }
      let code = try new ? project.coin(self.code) : project.code(named: self.code).id
      guard code != coding.code else { return 0 }
      try project.recode(coding, as: code)
      return 1
    }
    say(count == 0 ? "it has that code already" : "recoded as \(code)", io)
  }
}
