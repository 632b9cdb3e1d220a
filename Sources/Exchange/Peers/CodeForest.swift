/// Codes that name their parents, made into trees.
///
/// Parents may come after their children, be missing, or be their own descendants.
struct CodeForest {
  /// No tree that people code with is deeper; a walk over it must not exhaust the stack.
  static let deepest = 100

  private var nodes: [(code: ExchangeProject.Code, parent: String?)] = []

  mutating func add(_ code: ExchangeProject.Code, below parent: String?) {
    nodes.append((code, parent))
  }

  /// The trees, siblings in the order in which they were added, and the GUIDs of the codes that stand
  /// at the top because their place can't be: below themselves, too deep, or below what isn't there.
  ///
  /// O(codes × depth).
  func trees() -> (codes: [ExchangeProject.Code], displaced: [String]) {
    let indexes = Dictionary(
      nodes.enumerated().map { ($1.code.guid, $0) }, uniquingKeysWith: { first, _ in first })
    var children: [Int: [Int]] = [:]
    var (roots, displaced): ([Int], [String]) = ([], [])
    for (index, node) in nodes.enumerated() {
      if let parent = node.parent.flatMap({ indexes[$0] }), isSound(index, indexes) {
        children[parent, default: []].append(index)
      } else {
        roots.append(index)
        if node.parent != nil { displaced.append(node.code.guid) }
      }
    }
    func tree(_ index: Int) -> ExchangeProject.Code {
      var code = nodes[index].code
      code.codes = (children[index] ?? []).map(tree)
      return code
    }
    return (roots.map(tree), displaced)
  }

  /// Whether the way up from a code ends, within the depth that is allowed.
  private func isSound(_ start: Int, _ indexes: [String: Int]) -> Bool {
    var index = start
    for _ in 0..<Self.deepest {
      guard let parent = nodes[index].parent.flatMap({ indexes[$0] }) else { return true }
      index = parent
    }
    return false
  }
}
