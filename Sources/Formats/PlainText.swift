import Coding

/// The reader of plain text.
///
/// The stored text is the whole file, its header too, so that offsets are the file's own.
package enum PlainText {
  package static let reader = "plain-text/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      TextReader(reader: reader, form: .plain).read(try decode(bytes, file: file), file: file)
    }
  }
}

/// The reader of Markdown: plain text whose `#` lines are headings.
///
/// Other markup stays in the text.
package enum Markdown {
  package static let reader = "markdown/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      TextReader(reader: reader, form: .markdown).read(try decode(bytes, file: file), file: file)
    }
  }
}
