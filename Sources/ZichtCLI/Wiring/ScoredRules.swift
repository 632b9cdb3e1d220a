import Coding
import Project

/// Rules held against what coders coded, with all that a reader must know of it.
struct ScoredRules {
  /// What a code was looked for in.
  struct Denominator {
    var transcripts: Int
    var sentences: Int
  }

  let coders: [String]
  /// The one that codes are shown for.
  let reference: Reference
  let material: ScoreMaterial
  /// Pairs of coders against each other, by code.
  let agreement: Scores
  /// By code.
  let denominators: [Denominator]
  private let byReference: [Reference: Scores]
  private let shown: Set<ScoreMaterial.Code>?
  private let withChildren: Bool
  private let bootstrap: ClusterBootstrap
  private let context: [String]

  /// `context` says what was chosen; `shown` are the codes asked for, nil for all.
  init(
    _ material: ScoreMaterial, coders: [String], reference: Reference, withChildren: Bool,
    shown: Set<ScoreMaterial.Code>?, seed: Int, context: [String]
  ) {
    (self.material, self.coders, self.reference) = (material, coders, reference)
    (self.withChildren, self.shown, self.context) = (withChildren, shown, context)
    let bootstrap = ClusterBootstrap(seed: UInt64(clamping: seed))
    self.bootstrap = bootstrap
    let chosen = material.codes.map { shown?.contains($0) ?? true }
    func scores(_ overlaps: (CodedSentences) -> [Overlap?]) -> Scores {
      Scores(
        codes: material.codes.count,
        transcripts: material.transcripts.map { transcript in
          zip(overlaps(transcript), chosen).map { $1 ? $0 : nil }
        }, bootstrap: bootstrap)
    }
    byReference = Dictionary(
      uniqueKeysWithValues: Reference.allCases.map { reference in
        (reference, scores { $0.overlaps(reference) })
      })
    agreement = scores { $0.agreement() }
    denominators = material.codes.indices.map { code in
      let looked = material.transcripts.filter { $0.considered[code] }
      return Denominator(
        transcripts: looked.count, sentences: looked.reduce(0) { $0 + $1.sentences.count })
    }
  }

  func scores(_ reference: Reference) -> Scores { byReference[reference] ?? agreement }

  /// Those that differ: of one coder there is but one.
  var references: [Reference] {
    hasAgreement ? [reference] + Reference.allCases.filter { $0 != reference } : [reference]
  }

  var hasAgreement: Bool { coders.count > 1 }

  /// `both`, or of more coders `all`.
  var all: String { coders.count > 2 ? "all" : "both" }

  func isShown(_ code: Int) -> Bool { shown?.contains(material.codes[code]) ?? true }

  var sentences: Int { material.transcripts.reduce(0) { $0 + $1.sentences.count } }

  /// Those of whom any, or all, must have coded a sentence.
  var whom: String { coders.joined(separator: reference == .any ? " or " : " and ") }

  var notes: [String] {
    var notes = [
      "by sentence: coded by \(whom), and found by the rules as they are, whatever people decided "
        + "on their findings",
      "of \(counted(sentences, "sentence")) of respondents in "
        + "\(counted(material.transcripts.count, "transcript")) that \(readers)",
    ]
    notes += context
    notes.append(
      "a sentence has a code where a passage with it"
        + (withChildren ? ", or with a code below it," : "") + " holds one of its words")
    notes.append(
      "precision: right of found; recall: right of coded; F1: 2 × right of found + coded; "
        + "0 of 0 and – have no value")
    notes.append(
      "95%: percentiles of \(grouped(bootstrap.replicates)) bootstrap samples of transcripts, seed "
        + "\(bootstrap.seed); – where all samples are alike or too few of them have a value")
    if hasAgreement {
      notes.append("agree: F1 of the coders against each other, which rules can hardly pass")
    }
    notes.append(
      "micro: the sentences of all codes together; macro: mean of the codes that have a value")
    if !material.leftOut.isEmpty {
      notes.append(
        "\(counted(material.leftOut.count, "code")) not scored, since not all coders looked for them"
      )
    }
    return notes
  }

  private var readers: String {
    switch coders.count {
    case 1: "\(coders[0]) read to the end"
    case 2: "both read to the end"
    default: "all \(coders.count) read to the end"
    }
  }
}
