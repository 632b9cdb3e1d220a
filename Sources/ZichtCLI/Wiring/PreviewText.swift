import Coding
import CommandLineKit
import Project
import Reports

/// A preview as a person reads it: the counts that would move, then segments code by code.
struct PreviewText {
  private let preview: Preview
  private let limit: Int
  private let style: Style

  init(_ preview: Preview, limit: Int, style: Style) {
    (self.preview, self.limit, self.style) = (preview, limit, style)
  }

  func write(to out: (String) -> Void) {
    guard !preview.isEmpty else {
      return out("nothing would change (\(counted(preview.rules, "rule")) matched anew)\n")
    }
    out(table)
    for change in preview.changes {
      out("\n" + style(.heading, sanitized("\(change.codebook): \(change.path)")) + "\n")
      list("gained", "+", .good, change.gained, out)
      list("lost", "-", .error, change.lost, out)
    }
    out("\ncounts are of a code's own passages, without the codes below it\n")
    out("nothing was changed\n")
  }

  private func list(
    _ title: String, _ sign: String, _ role: Role, _ passages: [Preview.Passage],
    _ out: (String) -> Void
  ) {
    guard !passages.isEmpty else { return }
    out("  \(title): \(counted(passages.count, "segment"))\n")
    for passage in passages.prefix(limit) {
      let place = "\(passage.file):\(passage.start)-\(passage.end)"
      out(style(role, "  \(sign) " + sanitized(place)) + "  " + sanitized(passage.quote) + "\n")
      if let coder = passage.decidedBy {
        out(style(.warning, "      decided by \(sanitized(coder)); the decision stays") + "\n")
      }
    }
    if passages.count > limit { out("    … and \(grouped(passages.count - limit)) more\n") }
  }

  private var table: String {
    var table = Table(
      title: "Segments that would move",
      columns: [
        .init("code"), .init("now", .integer), .init("then", .integer), .init("gained", .integer),
        .init("lost", .integer), .init("of them decided", .integer),
      ])
    for change in preview.changes {
      table.rows.append([
        .text("\(change.codebook): \(change.path)"), .integer(change.before),
        .integer(change.after), .integer(change.gained.count), .integer(change.lost.count),
        .integer(change.endangered.count),
      ])
    }
    return TextTable(width: 100, color: style.color).string(table)
  }
}

extension Preview {
  var json: JSON {
    .array(
      changes.map { change in
        [
          "codebook": .string(change.codebook), "code_path": .string(change.path),
          "before": .integer(change.before), "after": .integer(change.after),
          "gained": .array(change.gained.map(\.json)), "lost": .array(change.lost.map(\.json)),
          "endangered": .integer(change.endangered.count),
        ]
      })
  }
}

extension Preview.Passage {
  fileprivate var json: JSON {
    [
      "file": .string(file), "start": .integer(start), "end": .integer(end),
      "quote": .string(quote), "decided_by": decidedBy.map { .string($0) } ?? .null,
    ]
  }
}
