import Coding
import SQLite

/// A transcript that a coder is to read to the end.
package struct Assignment: Sendable, Equatable {
  package var transcript: String
  package var coder: String
  /// Until it is read, what others coded there is not shown to the coder.
  package var isBlind: Bool
  package var isDone: Bool
  /// The day it was given.
  package var since: String
}

extension Project {
  /// All assignments, by transcript and coder.
  package func assignments(of coder: String? = nil) throws -> [Assignment] {
    try connection.all(
      """
      SELECT file, coder, blind, done, assigned FROM assignments
      WHERE \(coder) IS NULL OR coder = \(coder) ORDER BY file, coder
      """
    ) {
      Assignment(
        transcript: $0.text(0), coder: $0.text(1), isBlind: $0.integer(2) != 0,
        isDone: $0.integer(3) != 0, since: String($0.text(4).prefix(10)))
    }
  }

  /// Gives a coder transcripts to read to the end; those that are given so already stay as they are.
  ///
  /// `sample` says how they were drawn, for the ledger.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: how many are new or are given otherwise.
  @discardableResult
  package func assign(
    _ transcripts: [String], to coder: String, isBlind: Bool, sample: JSON? = nil
  ) throws -> Int {
    let known = Dictionary(
      uniqueKeysWithValues: try assignments(of: coder).map { ($0.transcript, $0.isBlind) })
    let new = transcripts.filter { known[$0] != isBlind }
    guard !new.isEmpty else { return 0 }
    var body: [(String, JSON)] = [
      ("coder", .string(coder)), ("blind", .bool(isBlind)),
      ("transcripts", .strings(try new.map(uid(ofTranscript:)))),
    ]
    if let sample { body.append(("sample", sample)) }
    try append(.transcriptsAssigned, .object(body))
    return new.count
  }

  /// Takes transcripts off a coder's list again.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: how many were on it.
  @discardableResult
  package func takeBack(_ transcripts: [String], from coder: String) throws -> Int {
    let known = Set(try assignments(of: coder).map(\.transcript))
    let given = transcripts.filter(known.contains)
    guard !given.isEmpty else { return 0 }
    try append(
      .transcriptsAssigned,
      [
        "coder": .string(coder), "taken_back": true,
        "transcripts": .strings(try given.map(uid(ofTranscript:))),
      ])
    return given.count
  }

  func uid(ofTranscript name: String) throws -> String {
    guard let uid = try connection.text("SELECT uid FROM transcript WHERE name = \(name)") else {
      throw ProjectError.unknown("no transcript '\(name)'", hint: "zicht transcripts lists them")
    }
    return uid
  }
}
