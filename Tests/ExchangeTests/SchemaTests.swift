import Exchange
import Formats
import Foundation
import TestSupport
import Testing

/// What is written is valid by the official schemas, as `xmllint` judges.
@Suite(.enabled(if: xmllint != nil, "there is no xmllint (of libxml2) to judge by"))
struct SchemaTests {
  private func judge(_ files: [(name: String, xml: [UInt8])], by schema: String) throws {
    let folder = try TemporaryFolder()
    for (name, xml) in files { try folder.write(xml, to: name) }
    let program = try #require(xmllint)
    let words = ["--noout", "--nonet", "--schema", Golden.schema + "/" + schema]
    let (status, output) = try Program.run(program, words + files.map(\.name), in: folder.path)
    #expect(status == 0, "\(output)")
  }

  private func qde(_ project: ExchangeProject) throws -> [UInt8] {
    var archive = try Archive(try QDPX.write(project).bytes, file: "p.qdpx")
    return try archive.read("project.qde")
  }

  @Test func randomProjects() throws {
    let files = try (0..<150).map { seed in
      (name: "\(seed).qde", xml: try qde(RandomProject(seed: UInt64(seed)).project))
    }
    try judge(files, by: "Project-mrt2019.xsd")
  }

  @Test func randomCodebooks() throws {
    let projects = (0..<100).map { RandomProject(seed: $0).project }.filter { !$0.codes.isEmpty }
    let files = try projects.enumerated().map { index, project in
      (name: "\(index).qdc", xml: try QDC.write(project).bytes)
    }
    try judge(files, by: "Codebook-mrt2019.xsd")
  }

  @Test func otherProgramsProjects() throws {
    let names = Golden.files.filter { $0.hasSuffix(".qdpx") }
    let files = try names.map { (name: $0, xml: try qde(try Golden.read($0))) }
    try judge(files, by: "Project-mrt2019.xsd")
    let books = Golden.files.filter { $0.hasSuffix(".qdc") }
    try judge(
      try books.map { (name: $0, xml: try QDC.write(try Golden.read($0)).bytes) },
      by: "Codebook-mrt2019.xsd")
  }

  @Test func anEmptyProject() throws {
    try judge([(name: "p.qde", xml: try qde(ExchangeProject()))], by: "Project-mrt2019.xsd")
  }

  /// What nobody checked on the way in.
  @Test func oddValues() throws {
    var project = ExchangeProject()
    project.user = "geen guid"
    (project.time, project.name) = ("2026-02-30T00:00:00Z", "\u{0}\u{FFFE}")
    project.codes = [.init(guid: "{0B000000-0000-4000-8000-00000000000A}", name: "A")]
    project.codes[0].colour = "#12345"
    project.users = [.init(guid: "geen guid", name: "x")]
    var source = ExchangeProject.Source(guid: "7", name: "", text: "een")
    source.time = "2026-03-01"
    project.sources = [source]
    try judge([(name: "p.qde", xml: try qde(project))], by: "Project-mrt2019.xsd")
  }
}

private let xmllint: String? = {
  let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  return places.map { $0 + "/xmllint" }.first { FileManager.default.isExecutableFile(atPath: $0) }
}()
