import Coding
import CommandLineKit
import Formats
import Reports

/// Reference cases of files, computed and compared with what they expect.
struct CaseReport {
  private struct File {
    var path: String
    var family: ReferenceFamily
    /// Name and values; nil of a file that is the input of one case.
    var values: [(name: String?, computed: JSON?)] = []
    var comparison = CaseComparison(tolerance: nil)
    /// Cases with a value that is not as expected.
    var failed = 0
  }

  private var files: [File] = []
  /// A line for each value that is not as expected.
  private(set) var failures: [String] = []

  init(_ paths: [String], family: ReferenceFamily?) throws {
    for path in paths { files.append(try read(path, family)) }
  }

  private mutating func read(_ path: String, _ given: ReferenceFamily?) throws -> File {
    let text = try decode(try FileSystem.read(path), file: path).text
    let json = try JSONReader.read(text, file: path)
    let items = json.array ?? [json]
    let named = ReferenceFamily(fileName: FileSystem.name(of: path))
    guard let family = given ?? named ?? ReferenceFamily(of: items) else {
      throw UsageError(
        "'\(path)' does not tell of which family its cases are",
        hint: "add --measure with one of: "
          + ReferenceFamily.allCases.map(\.rawValue).joined(separator: ", "))
    }
    var file = File(path: path, family: family)
    for (number, item) in items.enumerated() {
      try Interrupt.check()
      do {
        try add(item, number, isBare: json.array == nil && item["input"] == nil, to: &file)
      } catch let fault as CaseFault {
        let (line, column) = text.lineAndColumn(at: fault.offset)
        throw Rejected([
          Diagnostic(
            .error, "\(fault.message)", at: Place(file: path, line: line, column: column))
        ])
      }
    }
    return file
  }

  private mutating func add(
    _ item: JSON, _ number: Int, isBare: Bool, to file: inout File
  ) throws {
    guard let computed = try file.family.values(of: isBare ? item : item.input()) else {
      file.values.append((item["name"]?.string ?? "\(number + 1)", nil))
      return
    }
    guard !isBare else { return file.values.append((nil, computed)) }
    let name = item["name"]?.string ?? "\(number + 1)"
    file.values.append((name, computed))
    let comparison = CaseComparison(item, computed: computed)
    file.comparison += comparison
    file.failed += comparison.failures.isEmpty ? 0 : 1
    failures += comparison.failures.map { failure in
      "\(file.path): \(name): \(failure.key): got \(failure.computed ?? "nothing"), expected "
        + failure.expected
    }
  }

  /// What was computed of each case; of a file that is one input, its values alone.
  var json: JSON {
    let values = files.flatMap { file in
      file.values.map { value -> JSON in
        guard let name = value.name else { return value.computed ?? .null }
        let computed = value.computed
        return [
          "name": .string(name), "measure": .string(file.family.rawValue),
          "computed": computed ?? .null,
        ]
      }
    }
    return files.count == 1 && values.count == 1 && files[0].values[0].name == nil
      ? values[0] : .array(values)
  }

  var table: Table {
    var table = Table(
      title: "Reference cases",
      columns: [.init("file"), .init("measure")]
        + ["cases", "compared", "matched", "failed"].map { .init($0, .integer) })
    for file in files {
      let isComputed = file.family.isComputed
      table.rows.append(
        [.text(FileSystem.name(of: file.path)), .text(file.family.rawValue)]
          + [.integer(file.values.count)]
          + (isComputed
            ? [
              .integer(file.comparison.compared), .integer(file.comparison.matched),
              .integer(file.comparison.compared - file.comparison.matched),
            ] : [.empty, .empty, .empty]))
    }
    let all = files.reduce(into: CaseComparison(tolerance: nil)) { $0 += $1.comparison }
    let cases = files.filter(\.family.isComputed).reduce(0) { $0 + $1.values.count }
    let failed = files.reduce(0) { $0 + $1.failed }
    table.notes = [
      "\(grouped(all.matched)) of \(counted(all.compared, "value")) as expected in "
        + "\(counted(cases, "case")), of them \(grouped(all.undefined)) without a value, as expected; "
        + "\(counted(failed, "case")) failed"
    ]
    let missing = files.filter { !$0.family.isComputed }
    if !missing.isEmpty {
      let count = missing.reduce(0) { $0 + $1.values.count }
      table.notes.append(
        "not computed here: \(counted(count, "case")) of "
          + missing.map(\.family.rawValue).joined(separator: ", "))
    }
    return table
  }
}

extension JSON {
  fileprivate func input() throws -> JSON {
    guard let input = self["input"] else { throw CaseFault("there is no 'input' here", at: self) }
    return input
  }
}
