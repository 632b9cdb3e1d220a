import Coding
import Project
import Reports

extension ReplacementPlan {
  /// Each place in a line, then what the rest is.
  var lines: [String] {
    var lines = [
      spots.isEmpty
        ? "nothing to replace: no word of the list stands in a transcript"
        : "would replace \(counted(spots.count, "place")) in \(counted(transcripts, "transcript"))"
    ]
    lines += spots.map { spot in
      "  \(spot.place)  \(spot.before)«\(spot.text) → \(spot.pseudonym)»\(spot.after)"
    }
    return lines + rest
  }

  /// What is not replaced.
  var rest: [String] {
    var lines: [String] = []
    if !absent.isEmpty {
      lines.append(
        "\(counted(absent.count, "row")) of the list \(absent.count == 1 ? "stands" : "stand") nowhere "
          + "as a whole word:")
      lines += absent.prefix(10).map { row in
        let within = row.within.map { "'\($0)'" }.joined(separator: ", ")
        return "  '\(row.text)'" + (within.isEmpty ? "" : ", though there is \(within)")
      }
      if absent.count > 10 { lines.append("  and \(absent.count - 10) more (--json)") }
    }
    if !others.isEmpty {
      lines.append(
        "names of the list stand in \(counted(others.count, "other transcript")): "
          + others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", …" : ""))
    }
    if respondents > 0 {
      lines.append(
        "\(counted(respondents, "respondent")) \(respondents == 1 ? "keeps" : "keep") the name in "
          + "tables until all transcripts are done: leave the transcripts out")
    }
    if !redacted.isEmpty {
      lines.append(
        "left as they are, as words were erased there: " + redacted.joined(separator: ", "))
    }
    guard !mentions.isEmpty else { return lines }
    lines.append("left as \(mentions.count == 1 ? "it is" : "they are"), for you to look at:")
    lines += mentions.prefix(20).map { "  '\($0.name)' in \($0.place)" }
    if mentions.count > 20 { lines.append("  and \(mentions.count - 20) more (--json)") }
    return lines
  }

  var json: JSON { .object([("places", places)] + restMembers) }

  private var places: JSON {
    .array(
      spots.map { spot in
        [
          "place": .string(spot.place.description), "before": .string(spot.before),
          "text": .string(spot.text), "replacement": .string(spot.pseudonym),
          "after": .string(spot.after),
        ]
      })
  }

  var restMembers: [(String, JSON)] {
    [
      ("absent", .strings(absent.map(\.text))), ("other_transcripts", .strings(others)),
      ("not_read", .strings(redacted)),
      (
        "mentions",
        .array(mentions.map { ["name": .string($0.name), "place": .string($0.place)] })
      ),
    ]
  }
}

/// What replacing did, in words.
struct ReplacementReport {
  let plan: ReplacementPlan
  let replaced: ReplacedNames
  /// Where the key was written; nil where it had it all.
  let key: String?
  let project: String

  var lines: [String] {
    var lines: [String] = []
    if let key { lines.append("wrote the key \(key): keep it apart from the project") }
    guard let event = replaced.event else {
      return lines + ["nothing to replace: no word of the list stands in a transcript"] + plan.rest
    }
    let kinds = replaced.kinds.sorted { $0.key < $1.key }.map {
      "\(grouped($0.value)) \($0.key.name)"
    }
    lines.append(
      "replaced \(counted(replaced.places, "place")) in "
        + "\(counted(replaced.transcripts.count, "transcript")) (event \(event))"
        + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", ")))
    if replaced.respondents > 0 {
      lines.append(
        "renewed the names and attributes of \(counted(replaced.respondents, "respondent"))")
    }
    lines += reanchoredLines
    lines.append("zicht apply lets the rules look at the new versions")
    lines += plan.rest
    lines.append(
      "earlier versions in \(project) still hold the names: pass on a kit (zicht kit), not the file"
    )
    return lines
  }

  private var reanchoredLines: [String] {
    let (followed, lost) = (replaced.reanchored.followed, replaced.reanchored.toReview)
    var lines: [String] = []
    if followed > 0 {
      lines.append(
        "\(counted(followed, "coding")) followed \(followed == 1 ? "its" : "their") words")
    }
    if lost > 0 {
      lines.append(
        "\(counted(lost, "coding")) lost \(lost == 1 ? "its" : "their") place: see zicht orphans")
    }
    return lines
  }

  var json: JSON {
    .object(
      [
        ("event", replaced.event.map { .integer($0) } ?? .null),
        ("places", .integer(replaced.places)),
        (
          "transcripts",
          .array(
            replaced.transcripts.map {
              ["file": .string($0.name), "places": .integer($0.places)]
            })
        ),
        ("respondents", .integer(replaced.respondents)),
        (
          "kinds",
          .object(
            replaced.kinds.sorted { $0.key < $1.key }.map { ($0.key.name, .integer($0.value)) })
        ),
        ("codings_followed", .integer(replaced.reanchored.followed)),
        ("codings_to_review", .integer(replaced.reanchored.toReview)),
        ("key", key.map { .string($0) } ?? .null),
      ] + plan.restMembers)
  }
}
