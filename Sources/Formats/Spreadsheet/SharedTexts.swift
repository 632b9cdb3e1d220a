import Coding

/// Texts that cells refer to by number: short ones, which come again and again.
///
/// Others stand in their cells, so that memory is bounded however long a sheet gets.
struct SharedTexts {
  /// By bytes: Swift's own equality looks through how an accent is made.
  private var indices: [[UInt8]: Int] = [:]
  private var texts: [String] = []
  private static let longest = 64
  private static let most = 1 << 16

  /// The number of a text; nil for one that stands in its cell.
  mutating func index(of text: String) -> Int? {
    guard text.utf8.count <= Self.longest else { return nil }
    let key = Array(text.utf8)
    if let index = indices[key] { return index }
    guard texts.count < Self.most else { return nil }
    indices[key] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  func write(to sink: ([UInt8]) throws -> Void) throws {
    var xml = Array((xmlDeclaration + "<sst xmlns=\"\(sheetNamespace)\">").utf8)
    for text in texts {
      xml.append(contentsOf: "<si><t xml:space=\"preserve\">".utf8)
      SheetText.append(text, to: &xml)
      xml.append(contentsOf: "</t></si>".utf8)
    }
    xml.append(contentsOf: "</sst>".utf8)
    try sink(xml)
  }
}
