import Exchange
import Foundation
import TestSupport
import Testing

/// What is written, read by two readers of other people (`pip install pyrefiqda qdapy`).
///
/// `QDA_PYTHON` names the Python that has them, where it isn't the one on the path.
@Suite(.enabled(if: python != nil, "no Python here has pyrefiqda and qdapy"))
struct PeerReaderTests {
  private struct Told: Decodable, Equatable {
    var codes: Int
    var users: Int
    var sources: Int
    var selections: Int
    var codings: Int
    /// Source, code, coder and words of each coding.
    var coded: [[String]]
  }

  private static func codes(_ codes: [ExchangeProject.Code]) -> [ExchangeProject.Code] {
    codes.flatMap { [$0] + Self.codes($0.codes) }
  }

  private static func expected(_ project: ExchangeProject) -> Told {
    var coded: [[String]] = []
    for source in project.sources {
      for (selection, words) in zip(source.selections, source.quotes) {
        coded += selection.codings.map { [source.guid, $0.code, $0.user, words] }
      }
    }
    let selections = project.sources.reduce(0) { $0 + $1.selections.count }
    return Told(
      codes: codes(project.codes).count, users: project.users.count,
      sources: project.sources.count, selections: selections, codings: coded.count, coded: coded)
  }

  private func told(by script: String, _ file: String, in folder: TemporaryFolder) throws -> Told {
    let script = Golden.root.appendingPathComponent(script).path
    let words = ["-X", "utf8", "-W", "ignore", script, file]
    let (status, output) = try Program.run(try #require(python), words, in: folder.path)
    try #require(status == 0, "\(output)")
    return try JSONDecoder().decode(Told.self, from: Data(output.utf8))
  }

  @Test(arguments: ["pyrefiqda-tells.py", "qdapy-tells.py"]) func reads(_ script: String) throws {
    let folder = try TemporaryFolder()
    for seed: UInt64 in [1, 2, 3] {
      var project = RandomProject(seed: seed).project
      // These two readers open the text's file by their own rules: a mark at its start is theirs.
      for index in project.sources.indices where project.sources[index].text.first == "\u{FEFF}" {
        project.sources[index].selections = []
        project.sources[index].text = ""
      }
      try folder.write(try QDPX.write(project).bytes, to: "p\(seed).qdpx")
      let told = try told(by: script, "p\(seed).qdpx", in: folder)
      #expect(told == Self.expected(project))
    }
  }
}

private let python: String? = {
  let named = ProcessInfo.processInfo.environment["QDA_PYTHON"]
  guard let python = named ?? Program.python else { return nil }
  let result = try? Program.run(python, ["-c", "import pyrefiqda, qdapy"], in: "/")
  return result?.status == 0 ? python : nil
}()
