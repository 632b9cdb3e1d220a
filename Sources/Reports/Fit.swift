/// Shares the columns of a terminal out among the columns of a table, two columns apart.
struct Fit {
  let width: Int

  /// Blocks of lanes that each fit, in order; every lane is in one, and those that say what a row
  /// is about are in all: the first `keys`, or fewer where they would take over half of the width.
  func blocks(_ lanes: [Lane], keys: Int) -> [[Lane]] {
    guard !lanes.isEmpty else { return [] }
    guard room(lanes) < 0 else { return [lanes] }
    var start = Array(lanes.prefix(keys))
    while start.count > 1, 2 * start.reduce(0, { $0 + $1.least + 2 }) > width {
      start.removeLast()
    }
    var blocks: [[Lane]] = []
    var block = start
    for lane in lanes.dropFirst(start.count) {
      if block.count > start.count, room(block + [lane]) < 0 {
        blocks.append(block)
        block = start
      }
      block.append(lane)
    }
    return blocks + [block]
  }

  /// The width of each lane: the least, and then what is left.
  ///
  /// Text comes before numbers, whose only wish is a header on one line.
  func widths(of lanes: [Lane]) -> [Int] {
    var widths = lanes.map(\.least)
    var room = max(0, room(lanes))
    for alignment in [Alignment.left, .right] {
      let served = lanes.indices.filter { lanes[$0].alignment == alignment }
      fill(&widths, served, lanes, &room)
    }
    return widths
  }

  /// Serves small wishes first, so that what they leave is shared by the large ones.
  private func fill(_ widths: inout [Int], _ served: [Int], _ lanes: [Lane], _ room: inout Int) {
    let wishes = served.map { ($0, max(0, lanes[$0].natural - lanes[$0].least)) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    for (done, (lane, wish)) in wishes.enumerated() {
      let given = min(wish, room / (wishes.count - done))
      widths[lane] += given
      room -= given
    }
  }

  private func room(_ lanes: [Lane]) -> Int {
    lanes.reduce(width + 2) { $0 - $1.least - 2 }
  }
}

/// Breaks sanitized text into lines of at most `width` columns: at spaces, and within a word that
/// is wider.
///
/// Where lines break, spaces are one. Never empty.
package func wrapped(_ text: String, to width: Int) -> [String] {
  guard displayWidth(text) > width else { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ") {
    let size = displayWidth(String(word))
    if used > 0, used + 1 + size <= width {
      line += " " + word
      used += 1 + size
      continue
    }
    if used > 0 { lines.append(line) }
    (line, used) = (String(word), size)
    while used > width, let cut = cut(line, before: width) {
      lines.append(String(line[..<cut]))
      line = String(line[cut...])
      used = displayWidth(line)
    }
  }
  return lines + [line]
}

/// Where a word is broken so that its start fits; nil when a single character is left.
private func cut(_ word: String, before width: Int) -> String.Index? {
  var used = 0
  for index in word.indices {
    used += displayWidth(word[index])
    if used > width { return index > word.startIndex ? index : afterFirst(word) }
  }
  return nil
}

private func afterFirst(_ word: String) -> String.Index? {
  let next = word.index(after: word.startIndex)
  return next < word.endIndex ? next : nil
}
