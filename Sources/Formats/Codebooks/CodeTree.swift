import Coding

/// Codes given by their paths, one after the other, made into trees.
struct CodeTree {
  private var codes: [ForeignCode] = []
  private var parents: [Int?] = []
  private var indexes: [[String]: Int] = [:]

  /// The number of the code at a path; codes above it that were not named yet are made.
  ///
  /// An empty path has none.
  mutating func index(_ path: [String], at place: Place) -> Int? {
    // One too deep is enough for the builder to say so.
    let path = Array(path.prefix(CodebookBuilder.deepest + 1))
    guard let name = path.last else { return nil }
    if let known = indexes[path] { return known }
    let parent = index(Array(path.dropLast()), at: place)
    codes.append(ForeignCode(name, at: place))
    parents.append(parent)
    indexes[path] = codes.count - 1
    return codes.count - 1
  }

  subscript(index: Int) -> ForeignCode {
    get { codes[index] }
    set { codes[index] = newValue }
  }

  /// The trees, siblings in the order in which they were named.
  var trees: [ForeignCode] {
    // Parents were made before their children.
    var codes = codes
    var top: [ForeignCode] = []
    for index in codes.indices.reversed() {
      codes[index].codes.reverse()
      if let parent = parents[index] {
        codes[parent].codes.append(codes[index])
      } else {
        top.append(codes[index])
      }
    }
    return top.reversed()
  }
}
