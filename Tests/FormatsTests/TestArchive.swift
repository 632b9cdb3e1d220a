import CZlib
import Foundation

/// A ZIP archive made by hand, so that it can be made wrongly.
struct TestArchive {
  struct Part {
    var name: String
    var content: [UInt8]
    var isDeflated = false
    var flags = 0
    var externalAttributes = 0
    /// What the directory says, where that isn't the truth.
    var statedSize: Int?
    var statedOffset: Int?
  }

  var parts: [Part]

  init(_ parts: [Part]) { self.parts = parts }

  /// A document of some parts of text.
  init(_ texts: KeyValuePairs<String, String>) {
    parts = texts.map { Part(name: $0.key, content: Array($0.value.utf8)) }
  }

  /// A Word document with a body.
  static func word(_ body: String) -> [UInt8] {
    TestArchive([
      "[Content_Types].xml": "<Types/>",
      "_rels/.rels": """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="r1" Type="http://x/officeDocument" Target="word/document2.xml"/>
      </Relationships>
      """,
      "word/document2.xml": """
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
      xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>\(body)\
      </w:body></w:document>
      """,
    ]).bytes
  }

  /// An OpenDocument text with a body.
  static func openDocument(_ body: String) -> [UInt8] {
    TestArchive([
      "mimetype": "application/vnd.oasis.opendocument.text",
      "content.xml": """
      <o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>\(body)\
      </o:text></o:body></o:document-content>
      """,
    ]).bytes
  }

  var bytes: [UInt8] {
    var (local, directory): ([UInt8], [UInt8]) = ([], [])
    for part in parts {
      let packed = part.isDeflated ? deflated(part.content) : part.content
      let offset = part.statedOffset ?? local.count
      let sum = part.content.withUnsafeBufferPointer {
        Int(crc32(0, $0.baseAddress, UInt32($0.count)))
      }
      let shared =
        two(part.flags) + two(part.isDeflated ? 8 : 0) + four(0) + four(sum) + four(packed.count)
        + four(part.statedSize ?? part.content.count) + two(part.name.utf8.count) + two(0)
      local += four(0x0403_4B50) + two(20) + shared + Array(part.name.utf8) + packed
      directory += four(0x0201_4B50) + two(0x0314) + two(20) + shared + two(0) + two(0) + two(0)
      directory += four(part.externalAttributes) + four(offset) + Array(part.name.utf8)
    }
    let end =
      four(0x0605_4B50) + two(0) + two(0) + two(parts.count) + two(parts.count)
      + four(directory.count) + four(local.count) + two(0)
    return local + directory + end
  }

  private func two(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(value >> (8 * $0) & 0xFF) } }
  private func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }

  private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 100))
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
        deflate(&stream, Z_FINISH)
        return Array(output.prefix(output.count - Int(stream.avail_out)))
      }
    }
  }
}
