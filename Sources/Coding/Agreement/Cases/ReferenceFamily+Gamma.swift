/// Cases of γ.
extension ReferenceFamily {
  static func gamma(_ input: JSON) throws(CaseFault) -> JSON {
    var weights = AlignmentWeights()
    weights.place = try input["alpha"]?.real() ?? weights.place
    weights.code = try input["beta"]?.real() ?? weights.code
    weights.nobody = try input["delta_empty"]?.real() ?? weights.nobody
    var numbers: [String: Int] = [:]
    var coders: [[AlignedPassage]] = []
    for coder in try input.required("coders").object() where !coder.value.isNull {
      var passages: [AlignedPassage] = []
      for item in try coder.value.list() {
        let code = try item.required("code").asText()
        let number = numbers[code, default: numbers.count]
        numbers[code] = number
        let start = try item.required("start").count()
        let end = try item.required("end").count()
        guard start < end else { throw CaseFault("\(start) to \(end) is no passage", at: item) }
        passages.append(
          AlignedPassage(start: Double(start), end: Double(end), code: number))
      }
      coders.append(passages)
    }
    let gamma = Gamma(coders, weights: weights)
    return [
      "observed_disorder": .statistic(gamma.observed), "gamma": .statistic(gamma.gamma),
    ]
  }
}
