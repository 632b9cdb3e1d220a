import Coding

/// Categories, codes, cases and attributes.
extension QualCoder {
  /// Categories become folders; codes stand in them, or below other codes.
  mutating func readCodes() throws(Rejected) {
    var forest = CodeForest()
    var names: [String: String] = [:]
    let columns = ["catid", "name", "memo", "supercatid"]
    try database.rows("code_cat", columns, by: "catid") { row in
      guard let id = row.number("catid") else { return }
      var folder = ExchangeProject.Code(guid: guid("category", id), name: row.text("name"))
      folder.isCodable = false
      folder.description = row.text("memo")
      names[folder.guid] = "category '\(folder.name)'"
      forest.add(folder, below: row.number("supercatid").map { guid("category", $0) })
    }
    let codeColumns = ["cid", "name", "memo", "catid", "color", "supercid"]
    try database.rows("code_name", codeColumns, by: "cid") { row in
      guard let id = row.number("cid") else { return }
      var code = ExchangeProject.Code(guid: guid("code", id), name: row.text("name"))
      code.description = row.text("memo")
      code.colour = Self.colour(row.text("color"))
      names[code.guid] = "code '\(code.name)'"
      let parent = row.number("supercid").map { guid("code", $0) }
      forest.add(code, below: parent ?? row.number("catid").map { guid("category", $0) })
    }
    let (codes, displaced) = forest.trees()
    project.codes = codes
    for guid in displaced {
      leaveOut(
        "the place of \(names[guid] ?? guid)",
        "what it stands below is missing, below itself, or more than \(CodeForest.deepest) deep",
        "code_name, code_cat")
    }
  }

  private static func colour(_ text: String) -> String {
    let digits = text.dropFirst()
    let isColour = text.hasPrefix("#") && digits.utf8.count == 6 && digits.allSatisfy(\.isHexDigit)
    return isColour ? text.lowercased() : ""
  }

  /// Cases, which `readPassages` and `readSources` have linked to sources by then.
  mutating func readCases() throws(Rejected) {
    let links = caseLinks
    project.cases = try database.all("cases", ["caseid", "name", "memo"], by: "caseid") { row in
      guard let id = row.number("caseid") else { return nil }
      var found = ExchangeProject.Case(guid: guid("case", id), name: row.text("name"))
      found.description = row.text("memo")
      (found.sources, found.selections) = (links[id]?.sources ?? [], links[id]?.selections ?? [])
      return found
    }
  }

  private struct Attribute {
    var name: String
    var value: String
    var owner: Int
  }

  mutating func readVariables() throws(Rejected) {
    var values: [String: [Attribute]] = [:]
    var others = 0
    let columns = ["attrid", "name", "attr_type", "value", "id"]
    try database.rows("attribute", columns, by: "attrid") { row in
      guard let owner = row.number("id"), !row.text("value").isEmpty else { return }
      let kind = row.text("attr_type")
      guard kind == "case" || kind == "file" else {
        others += 1
        return
      }
      values[kind, default: []].append(
        Attribute(name: row.text("name"), value: row.text("value"), owner: owner))
    }
    let all = values.values.flatMap { $0 }
    let byName = Dictionary(grouping: all, by: \.name).mapValues { $0.map(\.value) }
    let typeColumns = ["name", "memo", "valuetype"]
    project.variables = try database.all("attribute_type", typeColumns, by: "name") { row in
      let name = row.text("name")
      let isNumeric = row.text("valuetype") == "numeric"
      var variable = ExchangeProject.Variable(
        guid: guid("variable", name), name: name,
        kind: isNumeric ? Self.kind(of: byName[name] ?? []) : .text)
      variable.description = row.text("memo")
      return variable
    }
    give(values)
    if others > 0 {
      leaveOut(
        counted(others, "value"), "only cases and files have attributes here", "attribute")
    }
  }

  /// What QualCoder calls numeric may hold anything.
  private static func kind(of values: [String]) -> ExchangeProject.Variable.Kind {
    if values.allSatisfy({ Int($0) != nil }) { return .integer }
    return values.allSatisfy { Double($0)?.isFinite == true } ? .float : .text
  }

  private mutating func give(_ values: [String: [Attribute]]) {
    let known = Set(project.variables.map(\.guid))
    var given: [String: [ExchangeProject.Value]] = [:]
    for (type, kind) in [("case", "case"), ("file", "source")] {
      for attribute in values[type] ?? [] {
        let variable = guid("variable", attribute.name)
        guard known.contains(variable) else {
          leaveOut(
            "a value of '\(attribute.name)'", "no attribute has that name", "attribute_type")
          continue
        }
        given[guid(kind, attribute.owner), default: []].append(
          .init(variable: variable, text: attribute.value))
      }
    }
    for index in project.cases.indices {
      project.cases[index].values = given.removeValue(forKey: project.cases[index].guid) ?? []
    }
    for index in project.sources.indices {
      project.sources[index].values = given.removeValue(forKey: project.sources[index].guid) ?? []
    }
    // What is left belongs to pictures and recordings, or to nothing.
    let rest = given.values.reduce(0) { $0 + $1.count }
    if rest > 0 {
      leaveOut(counted(rest, "value"), "what they belong to is not taken", "attribute")
    }
  }
}
