import Coding
import Formats
import Reports

extension TableReceipt {
  /// Where the receipt of a table's file stands: beside it.
  static func path(_ table: String) -> String { table + ".receipt.json" }

  /// Writes the receipt as a file of its own; nowhere without a path.
  func write(to path: String?) throws {
    guard let path else { return }
    try FileSystem.write(Array((json.text(indented: true) + "\n").utf8), to: path)
  }

  private static let opening = "<!-- zicht receipt "

  /// A line that Markdown's readers don't show.
  ///
  /// Two hyphens would end it: one of each pair is written as an escape.
  var comment: String {
    "\n" + Self.opening + json.canonical.replacing("--", with: "-\\u002d") + " -->\n"
  }

  /// The receipt in the text of a table or of a receipt; nil without one.
  static func found(in text: String) -> TableReceipt? {
    if let start = text.firstRange(of: opening) {
      let rest = text[start.upperBound...]
      return rest.firstRange(of: " -->").flatMap { read(String(rest[..<$0.lowerBound])) }
    }
    return text.contains("\"receipt\"") ? read(text) : nil
  }

  /// Of JSON that is a receipt or holds one.
  private static func read(_ text: String) -> TableReceipt? {
    guard let json = try? JSONReader.read(SourceText(text), file: "receipt") else { return nil }
    return TableReceipt(json) ?? json["receipt"].flatMap(TableReceipt.init)
  }
}
