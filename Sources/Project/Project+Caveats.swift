import Coding
import SQLite

extension Project {
  /// That what is shown is the past, or not all, if it is so.
  package var pastCaveats: [String] {
    var caveats: [String] = []
    if let moment, moment.later > 0 {
      caveats.append("AS OF \(moment.text): \(counted(moment.later, "later event")) left out")
    }
    if isBlindfolded {
      caveats.append(
        "BLIND: what others coded is hidden from \(surroundings.coder) in transcripts still to be "
          + "read: see zicht assignments")
    }
    return caveats
  }

  /// What a reader of counts must know about this project: what is due, and what counts nowhere.
  package func caveats() throws -> [String] {
    var caveats = pastCaveats
    let unseen =
      try connection.integer(
        """
          SELECT count(*) FROM version WHERE superseded IS NULL AND id > (
          SELECT min(coalesce(
            (SELECT max(a.through_version) FROM application a WHERE a.rule = r.id), 0))
          FROM rule r WHERE r.retired IS NULL)
        """) ?? 0
    if unseen > 0 {
      caveats.append(
        "NOT UP TO DATE: rules have not seen \(counted(unseen, "transcript")): run zicht apply")
    }
    let orphans = try connection.integer("SELECT count(*) FROM orphans") ?? 0
    if orphans > 0 {
      caveats.append(
        "\(counted(orphans, "coding")) without a sure place not counted: see zicht orphans")
    }
    let homeless =
      try connection.integer(
        """
        SELECT (SELECT count(*) FROM coding c JOIN code o ON o.id = c.code JOIN version v ON v.id = c.version
            WHERE o.retired IS NOT NULL AND c.retracted IS NULL AND v.superseded IS NULL
            AND c.coder NOT IN (SELECT coder FROM reference_coder)
            AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = c.version
              AND x.speaker = c.speaker AND x.commitment IS NULL))
          + (SELECT count(*) FROM decision d JOIN code o ON o.id = d.code JOIN version v ON v.id = d.version
            WHERE o.retired IS NOT NULL AND d.verdict = 'accepted' AND v.superseded IS NULL
              AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = d.version
                AND x.speaker = d.speaker AND x.commitment IS NULL))
        """) ?? 0
    if homeless > 0 {
      caveats.append(
        "\(counted(homeless, "coding")) by people with codes no longer in a codebook not counted: "
          + "zicht segments shows them")
    }
    let references = try referenceCoders()
    if !references.isEmpty {
      caveats.append(
        "codings of \(references.joined(separator: ", ")), kept as a reference, count only where "
          + "asked for: --by-coder")
    }
    return caveats
  }

}
