import Coding

/// A dictionary in YAML, as quanteda reads and writes it: maps are categories, lists their words.
///
/// The words of a category that has categories below it stand under the key `__` or an empty one.
enum DictionaryYAML {
  static func fits(_ text: ForeignText) -> Bool {
    let first = text.lines.first { !trimmed($0.text).hasPrefix("#") }.map { trimmed($0.text) } ?? ""
    return first == "---" || first.hasSuffix(":") || first.contains(": ")
  }

  static func read(_ text: ForeignText) throws(Rejected) -> ForeignBook {
    do throws(Diagnostic) {
      let node = try YAMLReader.read(text)
      guard case .map(let members) = node.content else {
        throw Diagnostic(
          .error, .noMap, at: node.place, hint: "write a category, such as 'positive:', above them")
      }
      var book = ForeignBook()
      var root = ForeignCode("", at: node.place)
      add(members, to: &root)
      book.codes = root.codes
      for entry in root.entries {
        book.diagnostics.append(Diagnostic(.warning, .noCategory(entry.text), at: entry.place))
      }
      return book
    } catch {
      throw Rejected([error])
    }
  }

  private static func add(_ members: [YAML.Member], to code: inout ForeignCode) {
    for member in members {
      if member.key.isEmpty || member.key == "__" {
        add(member.value, to: &code)
      } else {
        var child = ForeignCode(member.key, at: member.place)
        add(member.value, to: &child)
        code.codes.append(child)
      }
    }
  }

  private static func add(_ node: YAML, to code: inout ForeignCode) {
    switch node.content {
    case .none: break
    case .text(let text): code.entries.append(ForeignEntry(text: text, place: node.place))
    case .list(let elements): for element in elements { add(element, to: &code) }
    case .map(let members): add(members, to: &code)
    }
  }
}

extension Diagnostic.Message {
  fileprivate static var noMap: Self { "a dictionary needs categories" }
  fileprivate static func noCategory(_ entry: String) -> Self {
    "not carried over: \(shown(entry)): it stands in no category"
  }
}
