import Project

/// What a reviewer can ask for with a key.
enum ReviewAct: Equatable {
  case accept, reject, recode, resize
  /// As the coder of this number has it, from 0.
  case take(Int)
  case both, nothing, otherPlace
  case put, place, retract
  case skip, note, undo, back, wider, help, quit
}

/// The keys of one kind of review.
struct ReviewKeys {
  struct Key {
    var character: Character
    var act: ReviewAct
    /// As the line of keys shows it; empty for a second key of an act.
    var short: String
    var help: String
  }

  let keys: [Key]

  init(_ kind: ReviewKind) {
    let own: [Key] =
      switch kind {
      case .proposals: Self.deciding(what: "proposal")
      case .codings: Self.deciding(what: "coding")
      case .disagreements: Self.settling
      case .orphans: Self.placing
      }
    var keys = own + Self.common
    // What a kind has of its own comes before what all have.
    var taken: Set<Character> = []
    keys = keys.filter { taken.insert($0.character).inserted }
    self.keys = keys
  }

  subscript(character: Character) -> ReviewAct? {
    keys.first { $0.character == character }?.act
  }

  /// All keys in short.
  var line: String { keys.map(\.short).filter { !$0.isEmpty }.joined(separator: " ") }

  /// A line for each key.
  var help: [String] {
    keys.map { "  \($0.character == " " ? "space" : String($0.character))  \($0.help)" }
  }

  private static func deciding(what: String) -> [Key] {
    [
      Key(character: "a", act: .accept, short: "[a]ccept", help: "accept the \(what)"),
      Key(character: "r", act: .reject, short: "[r]eject", help: "reject it"),
      Key(
        character: "c", act: .recode, short: "re[c]ode",
        help: "reject it, and give the passage another code"),
      Key(
        character: "s", act: .resize, short: "re[s]ize",
        help: "reject it, and give the same code to fewer words or more"),
    ]
  }

  private static let settling: [Key] =
    (1...9).map { number in
      Key(
        character: Character("\(number)"), act: .take(number - 1),
        short: number == 1 ? "[1]" : number == 2 ? "[2] take" : "",
        help: "as coder \(number) has it")
    } + [
      Key(character: "b", act: .both, short: "[b]oth", help: "all that any of them coded"),
      Key(
        character: "r", act: .nothing, short: "[r] nothing",
        help: "the code does not belong there"),
      Key(character: "s", act: .otherPlace, short: "[s] other", help: "other words of it"),
    ]

  private static let placing: [Key] = [
    Key(character: "a", act: .put, short: "[a] put there", help: "put it at the likely place"),
    Key(character: "s", act: .place, short: "[s] type a place", help: "put it elsewhere"),
    Key(character: "r", act: .retract, short: "[r]etract", help: "take it back"),
  ]

  private static let common: [Key] = [
    Key(character: "n", act: .skip, short: "[n]ext", help: "leave it for later"),
    Key(character: " ", act: .skip, short: "", help: "leave it for later"),
    Key(character: "m", act: .note, short: "[m]emo", help: "write a memo on the passage"),
    Key(character: "u", act: .undo, short: "[u]ndo", help: "take back the last thing done here"),
    Key(character: "b", act: .back, short: "[b]ack", help: "back to the passage before"),
    Key(character: "p", act: .back, short: "", help: "back to the passage before"),
    Key(character: "+", act: .wider, short: "[+]", help: "more of the text around it"),
    Key(character: "?", act: .help, short: "[?]", help: "these keys"),
    Key(character: "q", act: .quit, short: "[q]uit", help: "stop; what was decided is kept"),
  ]
}
