import Formats

/// What a reader of REFI-QDA leaves out, put in the file's order.
struct REFIReport {
  /// Where an element stands.
  struct Mark {
    /// How many elements come before it.
    var order = 0
    /// Nil where it isn't known.
    var line: Int?
  }

  /// The part of the archive that is read, or the file.
  let part: String
  private var found: [(order: Int, leftOut: ExchangeProject.LeftOut)] = []
  private var counted: [Counted: (count: Int, first: Mark)] = [:]

  /// What is told of in sum.
  private struct Counted: Hashable {
    var element: String
    var reason: String
  }

  init(part: String) { self.part = part }

  mutating func leaveOut(_ element: String, _ reason: String, at mark: Mark) {
    found.append(
      (mark.order, ExchangeProject.LeftOut(element: element, reason: reason, place: place(mark))))
  }

  /// Leaves out what a file may have thousands of, such as an attribute: all are told of in one line.
  mutating func count(_ element: String, _ reason: String, at mark: Mark) {
    counted[Counted(element: element, reason: reason), default: (0, mark)].count += 1
  }

  var leftOut: [ExchangeProject.LeftOut] {
    let sums = counted.map { counted, found in
      let times = found.count == 1 ? "" : " (\(found.count) times, first here)"
      let leftOut = ExchangeProject.LeftOut(
        element: counted.element + times, reason: counted.reason, place: place(found.first))
      return (order: found.first.order, leftOut: leftOut)
    }
    return (found + sums).sorted {
      ($0.order, $0.leftOut.element) < ($1.order, $1.leftOut.element)
    }.map(\.leftOut)
  }

  private func place(_ mark: Mark) -> String { mark.line.map { "\(part):\($0)" } ?? part }
}
