/// One act that changed a project: who did what, when, with which program.
///
/// Prefixes keep the hashes of different things apart: 0 a leaf, 1 a node of the Merkle tree (RFC
/// 9162, 2.1.1), 2 a commitment to content, 3 a link of the chain.
package struct LedgerEvent: Sendable, Equatable {
  package var number: Int
  /// UTC, ISO 8601 with milliseconds.
  package var time: String
  /// The coder's name.
  package var actor: String
  /// Program and version, such as `zicht 0.1.0`.
  package var program: String
  package var kind: Kind
  /// Canonical JSON.
  ///
  /// Holds no personal content: texts and names stand behind commitments.
  package var body: String

  package init(
    number: Int, time: String, actor: String, program: String, kind: Kind, body: String
  ) {
    self.number = number
    self.time = time
    self.actor = actor
    self.program = program
    self.kind = kind
    self.body = body
  }

  package enum Kind: String, Sendable, CaseIterable {
    case projectCreated = "project.created"
    case respondentsRecorded = "respondents.recorded"
    case neighbourhoodsRecorded = "neighbourhoods.recorded"
    case transcriptRecorded = "transcript.recorded"
    case codebookRecorded = "codebook.recorded"
    case rulesApplied = "rules.applied"
    case segmentDecided = "segment.decided"
    case segmentCoded = "segment.coded"
    case codingRetracted = "coding.retracted"
    case codingsReanchored = "codings.reanchored"
    case checkpointNamed = "checkpoint.named"
    case actUndone = "act.undone"
    case coderRegistered = "coder.registered"
    case transcriptCoded = "transcript.coded"
    case memoWritten = "memo.written"
    case memoRetracted = "memo.retracted"
    case projectImported = "project.imported"
    case collectionRecorded = "collection.recorded"
    case transcriptsAssigned = "transcripts.assigned"
    case passageSkipped = "passage.skipped"
    case disagreementSettled = "disagreement.settled"
    case projectMerged = "project.merged"
    case namesReplaced = "names.replaced"
    case respondentWithdrawn = "respondent.withdrawn"
    case erasureCompleted = "erasure.completed"
  }

  /// The bytes that are hashed: the fields as canonical JSON, without the hashes.
  package var entry: String {
    var text = "{\"actor\":"
    JSON.quote(actor, into: &text)
    text += ",\"body\":" + body + ",\"kind\":"
    JSON.quote(kind.rawValue, into: &text)
    text += ",\"number\":\(number),\"program\":"
    JSON.quote(program, into: &text)
    text += ",\"time\":"
    JSON.quote(time, into: &text)
    return text + "}"
  }

  package var leaf: Digest { Self.leaf(ofEntry: entry) }

  /// SHA256(0 | entry).
  package static func leaf(ofEntry entry: String) -> Digest {
    var hash = SHA256()
    hash.update([0])
    hash.update(entry)
    return hash.finish()
  }

  /// The event's link in the chain, given the link before; the first follows 32 zero bytes.
  package func link(after previous: Digest) -> Digest { Self.link(of: leaf, after: previous) }

  package static func link(of leaf: Digest, after previous: Digest) -> Digest {
    var hash = SHA256()
    hash.update([3])
    hash.update(previous.bytes)
    hash.update(leaf.bytes)
    return hash.finish()
  }

  package static let genesis = Digest(bytes: Array(repeating: 0, count: 32))
}

/// Content that an event commits to without holding it: with salt and content erased, the hash
/// that stays says nothing.
package struct Commitment: Sendable, Equatable {
  package var hash: Digest
  package var salt: [UInt8]

  /// - Precondition: a salt of 32 random bytes.
  package init(to content: [UInt8], salt: [UInt8]) {
    var hash = SHA256()
    Self.begin(&hash, salt: salt)
    hash.update(content)
    (self.hash, self.salt) = (hash.finish(), salt)
  }

  /// Starts the hash of a commitment to content that comes in pieces.
  package static func begin(_ hash: inout SHA256, salt: [UInt8]) {
    hash.update([2])
    hash.update(salt)
  }
}
