/// Values of coders for given units, as a case has them.
struct CaseUnits {
  /// A category as written.
  enum Value: Hashable {
    case text(String)
    case number(Double)

    init?(_ json: JSON) {
      if let text = json.string {
        self = .text(text)
      } else if let number = json.number {
        self = .number(number)
      } else {
        return nil
      }
    }

    static func precedes(_ a: Value, _ b: Value) -> Bool {
      switch (a, b) {
      case (.number(let a), .number(let b)): a < b
      case (.text(let a), .text(let b)): a < b
      case (.number, .text): true
      case (.text, .number): false
      }
    }
  }

  let coders: Int
  let ratings: Ratings
  /// In the order of their numbers.
  let values: [Value]

  /// Reads the rows under `units`, or those given.
  init(_ input: JSON, units: JSON? = nil, coders exactly: Int? = nil) throws(CaseFault) {
    let names = try input.required("coders")
    coders = try names.list().count
    if let exactly, coders != exactly {
      throw CaseFault("\(exactly) coders should stand here, not \(coders)", at: names)
    }
    let given = if let units { units } else { try input.required("units") }
    let rows = try Self.rows(given, coders: coders)
    let listed = try Self.categories(input)
    let used = Set(rows.joined().compactMap { $0?.value })
    if let listed {
      let known = Set(listed)
      for value in rows.joined().compactMap({ $0 }) where !known.contains(value.value) {
        throw CaseFault("this value is not among the categories", at: value.json)
      }
    }
    let values = listed ?? used.sorted(by: Value.precedes)
    self.values = values
    let numbers = Dictionary(values.enumerated().map { ($1, $0) }) { first, _ in first }
    ratings = Ratings(
      units: rows.map { $0.map { cell in cell.flatMap { numbers[$0.value] } } },
      categories: values.count)
  }

  private static func rows(
    _ json: JSON, coders: Int
  ) throws(CaseFault) -> [[(value: Value, json: JSON)?]] {
    var rows: [[(value: Value, json: JSON)?]] = []
    for unit in try json.list() {
      let cells = try unit.list()
      guard cells.count == coders else {
        throw CaseFault("\(cells.count) values for \(coders) coders", at: unit)
      }
      var row: [(value: Value, json: JSON)?] = []
      for cell in cells {
        if cell.isNull {
          row.append(nil)
        } else if let value = Value(cell) {
          row.append((value, cell))
        } else {
          throw CaseFault("a value is a text, a number or null, not \(cell.kindName)", at: cell)
        }
      }
      rows.append(row)
    }
    return rows
  }

  private static func categories(_ input: JSON) throws(CaseFault) -> [Value]? {
    guard let list = input["categories"] else { return nil }
    var values: [Value] = []
    for element in try list.list() {
      guard let value = Value(element) else {
        throw CaseFault("a category is a text or a number", at: element)
      }
      if values.contains(value) { throw CaseFault("a category stands here twice", at: element) }
      values.append(value)
    }
    return values
  }
}
