import Coding

/// A codebook to read: as an appendix in Markdown, or as a table.
package enum CodebookText {
  package static func markdown(_ codebook: Codebook) -> String {
    var text = "# \(escaped(codebook.label.nl)) (\(escaped(codebook.label.en)))\n"
    text += "\nCodebook `\(codebook.id)`, version `\(codebook.version.short)`\n"
    text += paragraph(codebook.description) + paragraph("Source", codebook.source)
    for (path, depth, code) in codebook.allCodes { text += section(path, depth, code) }
    if !codebook.lists.isEmpty { text += "\n## Word lists\n\n" }
    for list in codebook.lists {
      text += "- `@\(list.name)`: " + list.entries.map(code).joined(separator: ", ") + "\n"
    }
    return text
  }

  private static func section(_ path: String, _ depth: Int, _ code: Code) -> String {
    let heading = String(repeating: "#", count: min(depth + 2, 6))
    var text = "\n\(heading) \(escaped(code.label.nl)) (\(escaped(code.label.en)))\n\n`\(path)`"
    text += code.isProposed ? ", proposed while coding\n" : "\n"
    text += paragraph(code.definition)
    text += paragraph("Use", code.use) + paragraph("Not", code.avoid)
    text += list("Examples", code.matching.map { escaped($0.text) })
    text += list("Not", code.nonMatching.map { escaped($0.text) })
    text += list("Rules", code.rules.map { self.code($0.text) })
    return text + paragraph("Source", code.source)
  }

  private static func paragraph(_ text: String) -> String {
    text.isEmpty ? "" : "\n\(escaped(text))\n"
  }

  private static func paragraph(_ title: String, _ text: String) -> String {
    text.isEmpty ? "" : "\n**\(title):** \(escaped(text))\n"
  }

  private static func list(_ title: String, _ items: [String]) -> String {
    items.isEmpty ? "" : "\n**\(title):**\n\n" + items.map { "- \($0)\n" }.joined()
  }

  /// Code with backticks enough that those inside it don't end it.
  private static func code(_ text: String) -> String {
    text.contains("`") ? "`` \(sanitized(text)) ``" : "`\(sanitized(text))`"
  }

  private static func escaped(_ text: String) -> String {
    String(
      sanitized(text).flatMap { character -> [Character] in
        switch character {
        case "<": Array("&lt;")
        case "&": Array("&amp;")
        case "*", "_", "`", "[", "]", "|", "#": ["\\", character]
        default: [character]
        }
      })
  }

  /// One row a code.
  package static func table(_ codebook: Codebook) -> Table {
    let names = [
      "code_path", "code", "label_nl", "label_en", "definition", "use", "avoid", "examples",
      "counterexamples", "rules", "colour", "source",
    ]
    var table = Table(title: codebook.label.en, columns: names.map { Table.Column($0) })
    for (path, _, code) in codebook.allCodes {
      let cells = [
        path, code.id, code.label.nl, code.label.en, code.definition, code.use, code.avoid,
        code.matching.map(\.text).joined(separator: "\n"),
        code.nonMatching.map(\.text).joined(separator: "\n"),
        code.rules.map(\.text).joined(separator: "\n"), code.colour, code.source,
      ]
      table.rows.append(cells.map { .text($0) })
    }
    return table
  }
}
