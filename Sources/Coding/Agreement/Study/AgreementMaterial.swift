/// What coders who read the same texts coded in them.
package struct AgreementMaterial: Sendable {
  package struct Code: Sendable, Equatable {
    package var codebook: String
    package var path: String
    package var depth: Int

    package init(codebook: String, path: String, depth: Int) {
      (self.codebook, self.path, self.depth) = (codebook, path, depth)
    }
  }

  package struct Text: Sendable {
    package var name: String
    /// Characters that count.
    package var length: Int
    package var scale: UnitScale
    /// By code and coder what the coder gave the code itself; nil for one who did not look for it.
    package var own: [[Spans?]]
    /// The same with the codes below it, where these count along.
    package var whole: [[Spans?]]

    package init(
      name: String, length: Int, scale: UnitScale, own: [[Spans?]], whole: [[Spans?]]
    ) {
      (self.name, self.length, self.scale) = (name, length, scale)
      (self.own, self.whole) = (own, whole)
    }
  }

  package var coders: [String]
  package var codes: [Code]
  /// In the order of their names; each was read by two of the coders for one of the codes.
  package var texts: [Text]

  package init(coders: [String], codes: [Code], texts: [Text]) {
    (self.coders, self.codes, self.texts) = (coders, codes, texts)
  }
}
