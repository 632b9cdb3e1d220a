import SQLite

/// What some coders coded by hand in the versions in force.
struct CodersPassages {
  private struct Key: Hashable {
    var coder: Int
    var code: Int
  }

  private let coders: [String]
  /// By version.
  private var passages: [Int: [Key: [Range<Int>]]] = [:]
  private var children: [Int: [Int]] = [:]
  private let wanted: Set<Int>

  init(_ project: Project, _ query: AgreementQuery) throws {
    (coders, wanted) = (query.coders, Set(query.codes.map(\.id)))
    for code in try project.codes() {
      if let parent = code.parent { children[parent, default: []].append(code.id) }
    }
    for (number, coder) in coders.enumerated() {
      try project.connection.forEach(
        """
        SELECT h.version, h.code, h.start, h.end, t.name FROM coding h
        JOIN version v ON v.id = h.version JOIN transcript t ON t.id = v.transcript
        WHERE h.coder = \(coder) AND h.retracted IS NULL AND h.misfit IS NULL
          AND v.superseded IS NULL
        """
      ) { row in
        guard query.transcripts?.contains(row.text(4)) ?? true else { return }
        let key = Key(coder: number, code: row.integer(1))
        passages[row.integer(0), default: [:]][key, default: []]
          .append(row.integer(2)..<row.integer(3))
      }
    }
  }

  subscript(version: Int, coder: Int, code: Int) -> [Range<Int>] {
    passages[version]?[Key(coder: coder, code: code)] ?? []
  }

  /// A code and all below it.
  func below(_ code: Int) -> [Int] { [code] + (children[code] ?? []).flatMap(below) }

  /// Passages of the codes asked for, in a version, that are such.
  func count(in version: Int, where isSuch: (Range<Int>) -> Bool) -> Int {
    (passages[version] ?? [:]).reduce(0) { sum, entry in
      wanted.contains(entry.key.code) ? sum + entry.value.count(where: isSuch) : sum
    }
  }

  /// Of each coder the codings for codes that the coder did not read their transcript for.
  func unread(
    _ readings: CodersReadings
  ) -> [(coder: String, codings: Int, transcripts: Int)] {
    coders.enumerated().compactMap { number, name in
      var (codings, transcripts) = (0, 0)
      for (version, passages) in passages {
        let unread = passages.reduce(0) { sum, entry in
          let isUnread =
            entry.key.coder == number && wanted.contains(entry.key.code)
            && !readings.didRead(number, entry.key.code, in: version)
          return isUnread ? sum + entry.value.count : sum
        }
        codings += unread
        transcripts += unread > 0 ? 1 : 0
      }
      return codings == 0 ? nil : (coder: name, codings: codings, transcripts: transcripts)
    }
  }
}
