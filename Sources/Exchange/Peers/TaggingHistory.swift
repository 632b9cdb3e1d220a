import Coding

/// Who put which tag on which highlight, and when: what Taguette's list of commands tells.
struct TaggingHistory {
  struct Act: Equatable {
    var user = ""
    var time = ""
  }

  /// By highlight, then by tag.
  private var tagging: [Int: [Int: Act]] = [:]
  private var documents: [Int: Act] = [:]
  private var highlights: [Int: Act] = [:]
  /// Tags that became part of another.
  private var successors: [Int: Int] = [:]
  /// In the order of their first command.
  private(set) var users = Users()

  mutating func act(on highlight: Int, tag: Int) -> Act {
    let tags = tagging[highlight] ?? [:]
    if let act = tags[tag] { return act }
    let former = tags.keys.sorted().first { successor(of: $0) == tag }
    return former.flatMap { tags[$0] } ?? Act()
  }
  func act(on highlight: Int) -> Act { highlights[highlight] ?? Act() }
  func act(onDocument document: Int) -> Act { documents[document] ?? Act() }

  mutating func add(user: String, time: String, document: Int?, payload: String) {
    users.add(user)
    let act = Act(user: user, time: time)
    guard let command = try? JSONReader.read(SourceText(payload), file: ""),
      let type = command["type"]?.string
    else { return }
    switch type {
    case "document_add": if let document { documents[document] = act }
    case "highlight_add":
      guard let highlight = command["highlight_id"]?.integer else { break }
      let tags = (command["tags"]?.array ?? []).compactMap(\.integer)
      set(tags, on: highlight, act)
    case "highlight_delete":
      guard let highlight = command["highlight_id"]?.integer else { break }
      (tagging[highlight], highlights[highlight]) = (nil, nil)
    case "tag_merge":
      guard let source = command["src_tag_id"]?.integer,
        let target = command["dest_tag_id"]?.integer
      else { break }
      merge(source, into: target)
    default: break
    }
  }

  /// The command for a new highlight and for changed tags is the same: what it had stays whose it was.
  private mutating func set(_ tags: [Int], on highlight: Int, _ act: Act) {
    var before: [Int: Act] = [:]
    for (former, act) in (tagging[highlight] ?? [:]).sorted(by: { $0.key < $1.key }) {
      let tag = successor(of: former)
      if before[tag] == nil { before[tag] = act }
    }
    tagging[highlight] = Dictionary(
      tags.map { ($0, before[$0] ?? act) }, uniquingKeysWith: { first, _ in first })
    if highlights[highlight] == nil { highlights[highlight] = act }
  }

  /// A tag that was merged is gone for good, so it has one successor, which had none at that time.
  private mutating func merge(_ source: Int, into target: Int) {
    guard source != target, successors[source] == nil, successors[target] == nil else { return }
    successors[source] = target
  }

  /// What a tag is part of in the end; ways that were gone are short the next time.
  private mutating func successor(of tag: Int) -> Int {
    var last = tag
    while let next = successors[last] { last = next }
    var step = tag
    while let next = successors[step] {
      successors[step] = last
      step = next
    }
    return last
  }
}
