import Coding
import SQLite

extension Project {
  /// Gathers what the coders coded by hand in the transcripts that two of them have read to the end,
  /// code by code.
  ///
  /// Verdicts on what rules propose are no coder's own reading of the text, and settled codings stand
  /// under the name of their layer: neither is among them. O(codings + sentences of those transcripts).
  package func comparedCodings(_ query: AgreementQuery) throws -> ComparedCodings {
    let readings = try CodersReadings(self, query)
    let passages = try CodersPassages(self, query)
    let forms = try TextForms(self, query)
    var result = ComparedCodings(
      material: AgreementMaterial(coders: query.coders, codes: [], texts: []))
    let looked = query.codes.filter { readings.isShared($0.id) }
    result.material.codes = looked.map {
      AgreementMaterial.Code(codebook: $0.codebook, path: $0.path, depth: $0.depth)
    }
    for (version, name) in readings.shared {
      let form = try forms.form(of: version)
      func spans(_ codes: (Int) -> [Int]) -> [[Spans?]] {
        looked.map { code in
          query.coders.indices.map { coder in
            guard readings.didRead(coder, code.id, in: version) else { return nil }
            return Spans(
              codes(code.id).flatMap { passages[version, coder, $0] }.map(form.counted.place))
          }
        }
      }
      result.material.texts.append(
        AgreementMaterial.Text(
          name: name, length: form.counted.length, scale: form.scale, own: spans { [$0] },
          whole: spans { query.withChildren ? passages.below($0) : [$0] }))
      result.uncounted += passages.count(in: version) { form.counted.place($0).isEmpty }
    }
    result.readByOne = readings.readByOne
    result.unread = passages.unread(readings)
    result.orphans = try orphans(query)
    return result
  }

  private func orphans(_ query: AgreementQuery) throws -> Int {
    var orphans = 0
    let codes = Set(query.codes.map(\.id))
    for coder in query.coders {
      try connection.forEach(
        """
        SELECT h.code, count(*) FROM coding h JOIN version v ON v.id = h.version
        WHERE h.coder = \(coder) AND h.retracted IS NULL
          AND (v.superseded IS NOT NULL OR h.misfit IS NOT NULL) GROUP BY h.code
        """
      ) { row in
        if codes.contains(row.integer(0)) { orphans += row.integer(1) }
      }
    }
    return orphans
  }
}
