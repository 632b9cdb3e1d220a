import Coding
import Exchange

/// A codebook of REFI-QDA (`.qdc`) as one of Zicht's own: codes, definitions, colours and their tree.
struct ExchangedCodebook {
  private(set) var codebook: Codebook?
  private(set) var findings: [Diagnostic] = []
  private let file: String

  /// Nil where the content is none, by its start.
  init?(_ bytes: [UInt8], file: String, id: String?) {
    let start = String(decoding: bytes.prefix(2000), as: UTF8.self)
    guard start.contains("<"), start.contains("QDA-XML:codebook") else { return nil }
    self.file = file
    do throws(Diagnostic) {
      let exchange = try QDC.read(bytes, file: file)
      let name = FileSystem.stem(of: file)
      codebook = Codebook(
        id: id ?? name.slug(otherThan: []), label: Label(nl: name, en: name),
        source: exchange.origin, codes: codes(exchange.codes))
      findings =
        exchange.diagnostics
        + exchange.leftOut.map { leftOut in
          Diagnostic(
            .warning, .notCarried(leftOut.element, leftOut.reason), at: Place(file: leftOut.place))
        }
      for set in exchange.sets {
        findings.append(
          Diagnostic(
            .warning, .notCarried("the set '\(set.name)'", "codebooks have no sets"),
            at: Place(file: file)))
      }
    } catch {
      findings = [error]
    }
  }

  private func codes(_ codes: [ExchangeProject.Code]) -> [Code] {
    var taken: Set<String> = []
    return codes.map { code in
      let id = code.name.slug(otherThan: taken)
      taken.insert(id)
      let name = code.name.isEmpty ? id : code.name
      let definition =
        code.description.isEmpty
        ? "No definition in \(FileSystem.name(of: file))." : code.description
      return Code(
        id: id, label: Label(nl: name, en: name), definition: definition, colour: code.colour,
        codes: self.codes(code.codes))
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func notCarried(_ element: String, _ reason: String) -> Self {
    "not carried over: \(element): \(reason)"
  }
}
