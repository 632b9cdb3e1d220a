/// What a rule may refer to by name: the lists and codes of its codebook.
package struct RuleContext: Sendable {
  package var lists: [String: RuleExpression]
  package var codes: [String: [Rule]]

  package init(lists: [String: RuleExpression] = [:], codes: [String: [Rule]] = [:]) {
    (self.lists, self.codes) = (lists, codes)
  }

  func list(_ name: String) -> RuleExpression? { lists[name] ?? BuiltInLists.named(name) }
}

/// Rules compiled together: their words gathered into distinct sets, their names resolved.
///
/// Independent of any corpus; `Matcher` ties it to a vocabulary.
package struct RuleSet: Sendable {
  /// A compiled expression.
  ///
  /// Leaves are indices into `wordSets`.
  indirect enum Node: Sendable {
    case words(Int)
    case phrase([Part])
    case or([Node])
    case and(Node, Node, Scope)
    case not(Node, Node, Scope)
    case near(Node, Node, words: Int, ordered: Bool)
    case negated(Node, by: Node, breaks: Node, words: Int, wanted: Bool)
    case filtered(Node, test: Int)
    case spoken(Node, by: SpeakerScope)
    /// What a list or code stands for: an index into `named`.
    case named(Int)
  }

  enum Part: Sendable {
    case words(Int)
    case gap(ClosedRange<Int>)
  }

  struct Compiled: Sendable {
    var node: Node
    var unit: CodedUnit
    var speaker: SpeakerScope
  }

  private(set) var rules: [Compiled] = []
  private(set) var wordSets: [[WordPattern]] = []
  /// Lists and codes, compiled once for each rule and after those they refer to: names that stand
  /// for names over and over cost no more than they are long.
  private(set) var named: [Node] = []
  /// Distinct tests of attributes; whoever matches says for each turn which hold.
  package private(set) var tests: [AttributeTest] = []
  private var numbers: [[WordPattern]: Int] = [:]
  private var namedNumbers: [Name: Int] = [:]
  /// For each name, how many names deep it refers.
  private var heights: [Int] = []
  /// The same of what is being compiled, so far.
  private var height = 0

  /// A list or code; what a list means may depend on the unit, which says how far AND looks.
  private struct Name: Hashable {
    var text: String
    var unit: CodedUnit?
  }

  package init() {}

  package var count: Int { rules.count }

  /// Adds a rule; its number is the count of those added before.
  ///
  /// - Throws: `RuleFault` for an unknown list or code, or a code that refers to itself.
  package mutating func add(_ rule: Rule, in context: RuleContext) throws(RuleFault) {
    (namedNumbers, height) = ([:], 0)  // in another context a name may stand for something else
    let node = try compile(rule.expression, unit: rule.unit, context, path: [])
    rules.append(Compiled(node: node, unit: rule.unit, speaker: rule.speaker))
  }

  private mutating func compile(
    _ expression: RuleExpression, unit: CodedUnit, _ context: RuleContext, path: [String]
  ) throws(RuleFault) -> Node {
    switch expression {
    case .word(let pattern): return .words(number(of: [pattern]))
    case .phrase(let parts): return .phrase(try compile(parts, context))
    case .list(let name, let column):
      let list = try list(name, column, context)
      if let patterns = [list].allWords { return .words(number(of: patterns)) }
      return try self.name("@" + name, unit: unit, column, path: path) {
        (set, path) throws(RuleFault) in
        try set.compile(list, unit: unit, context, path: path)
      }
    case .code(let name, let column): return try code(name, column, context, path: path)
    case .or(let terms):
      if let patterns = terms.allWords { return .words(number(of: patterns)) }
      var nodes: [Node] = []
      for term in terms { nodes.append(try compile(term, unit: unit, context, path: path)) }
      return .or(nodes)
    case .and(let a, let b, let scope):
      return .and(
        try compile(a, unit: unit, context, path: path),
        try compile(b, unit: unit, context, path: path), scope.resolved(for: unit))
    case .not(let a, let b, let scope):
      return .not(
        try compile(a, unit: unit, context, path: path),
        try compile(b, unit: unit, context, path: path), scope.resolved(for: unit))
    case .near(let a, let b, let words, let ordered):
      return .near(
        try compile(a, unit: unit, context, path: path),
        try compile(b, unit: unit, context, path: path), words: words, ordered: ordered)
    case .negated(let a, let words, let wanted):
      return .negated(
        try compile(a, unit: unit, context, path: path),
        by: try compile(.list("negation", column: 1), unit: unit, context, path: path),
        breaks: try compile(.list("clause", column: 1), unit: unit, context, path: path),
        words: words, wanted: wanted)
    case .filtered(let a, let test):
      return .filtered(
        try compile(a, unit: unit, context, path: path), test: number(of: test))
    }
  }

  private func list(
    _ name: String, _ column: Int, _ context: RuleContext
  ) throws(RuleFault) -> RuleExpression {
    if let list = context.list(name) { return list }
    let known = (context.lists.keys + BuiltInLists.names).sorted().map { "@" + $0 }
    throw RuleFault(
      "no list named '@\(name)'", column: column,
      hint: "known lists: " + known.joined(separator: ", "))
  }

  private mutating func code(
    _ name: String, _ column: Int, _ context: RuleContext, path: [String]
  ) throws(RuleFault) -> Node {
    guard let rules = context.codes[name] else {
      throw RuleFault(
        "no code '#\(name)' in this codebook", column: column,
        hint: "name it by its path, such as #physical-investment/lacking")
    }
    guard !rules.isEmpty else {
      throw RuleFault("'#\(name)' has no rules to refer to", column: column)
    }
    return try self.name("#" + name, unit: nil, column, path: path) {
      (set, path) throws(RuleFault) in
      var nodes: [Node] = []
      for rule in rules {
        let node = try set.compile(rule.expression, unit: rule.unit, context, path: path)
        nodes.append(.spoken(node, by: rule.speaker))
      }
      return .or(nodes)
    }
  }

  /// What a name stands for, compiled when it is met first.
  ///
  /// A fault in it is one of the reference.
  private mutating func name(
    _ name: String, unit: CodedUnit?, _ column: Int, path: [String],
    _ compile: (inout RuleSet, [String]) throws(RuleFault) -> Node
  ) throws(RuleFault) -> Node {
    guard !path.contains(name) else {
      throw RuleFault("'\(name)' is defined by itself", column: column)
    }
    if let number = namedNumbers[Name(text: name, unit: unit)] {
      height = max(height, heights[number])
      return .named(number)
    }
    guard path.count < 20 else { throw Self.tooDeep(name, column) }
    let outer = height
    height = 0
    let node: Node
    do { node = try compile(&self, path + [name]) } catch {
      throw RuleFault("in '\(name)': \(error.message)", column: column, hint: error.hint)
    }
    height += 1
    guard height <= 20 else { throw Self.tooDeep(name, column) }
    named.append(node)
    heights.append(height)
    height = max(outer, height)
    namedNumbers[Name(text: name, unit: unit)] = named.count - 1
    return .named(named.count - 1)
  }

  private static func tooDeep(_ name: String, _ column: Int) -> RuleFault {
    RuleFault("'\(name)' refers to names more than 20 deep", column: column)
  }

  private mutating func compile(
    _ parts: [PhrasePart], _ context: RuleContext
  ) throws(RuleFault) -> [Part] {
    var compiled: [Part] = []
    for part in parts {
      switch part {
      case .words(let patterns): compiled.append(.words(number(of: patterns)))
      case .gap(let range): compiled.append(.gap(range))
      case .list(let name, let column):
        let list = try list(name, column, context)
        guard let patterns = [list].allWords else {
          throw RuleFault(
            "'@\(name)' holds phrases, so it can't be part of one", column: column,
            hint: "use the list outside the quotes, with BEFORE/n or NEAR/n")
        }
        compiled.append(.words(number(of: patterns)))
      }
    }
    return compiled
  }

  private mutating func number(of patterns: [WordPattern]) -> Int {
    if let number = numbers[patterns] { return number }
    numbers[patterns] = wordSets.count
    wordSets.append(patterns)
    return wordSets.count - 1
  }

  private mutating func number(of test: AttributeTest) -> Int {
    if let number = tests.firstIndex(of: test) { return number }
    tests.append(test)
    return tests.count - 1
  }
}

extension Scope {
  fileprivate func resolved(for unit: CodedUnit) -> Scope {
    self == .passage ? (unit == .turn ? .turn : .sentences(1)) : self
  }
}

extension [RuleExpression] {
  /// The patterns, when every term is a word or a choice of words.
  fileprivate var allWords: [WordPattern]? {
    var patterns: [WordPattern] = []
    for term in self {
      switch term {
      case .word(let pattern): patterns.append(pattern)
      case .or(let terms):
        guard let inner = terms.allWords else { return nil }
        patterns += inner
      default: return nil
      }
    }
    return patterns
  }
}

/// Lists that every codebook has unless it defines its own of that name.
package enum BuiltInLists {
  /// What turns a Dutch statement about something into one about its absence.
  package static let negation = [
    "geen", "niet", "niets", "niks", "nooit", "nergens", "niemand", "zonder", "nauwelijks", "amper",
    "zelden", "\"te weinig\"", "wegbezuinigd*", "weggesaneerd*", "afgeschaft*", "geschrapt*",
    "opgedoekt*", "ontbreek*", "ontbrak*", "ontbroken", "uitbleef", "uitbleven", "uitgebleven",
  ]
  /// Words that open a new clause, which a negation does not reach across.
  package static let clause = ["maar", "want", "omdat", "terwijl", "doordat", "zodat", "hoewel"]

  package static let names = ["clause", "negation"]

  static func named(_ name: String) -> RuleExpression? {
    let entries =
      switch name {
      case "negation": negation
      case "clause": clause
      default: [String]()
      }
    let terms = entries.compactMap { try? RuleParser.parse($0).expression }
    return terms.isEmpty ? nil : .or(terms)
  }
}
