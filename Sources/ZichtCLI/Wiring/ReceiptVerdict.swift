import Coding
import CommandLineKit
import Project
import Reports

/// What a receipt proves, and how its checkpoint stands to others: a checkpoint had from elsewhere,
/// and the project where one is named.
struct ReceiptVerdict {
  let receipt: SegmentReceipt
  let check: ReceiptCheck
  /// How its checkpoint stands to another: proved or not, in words.
  private(set) var comparisons: [(isGood: Bool, line: String)] = []
  private(set) var standing: ReceiptStanding?

  init(_ receipt: SegmentReceipt, _ known: Checkpoint?, _ project: Project?) throws {
    self.receipt = receipt
    check = ReceiptCheck(receipt)
    if let project {
      let comparison = try project.compare(with: receipt.checkpoint)
      comparisons.append((comparison.isExtended, "the receipt's " + comparison.line))
      if let known {
        let other = try project.compare(with: known)
        comparisons.append((other.isExtended, "the other " + other.line))
      }
      if comparison.isExtended { standing = try project.standing(of: receipt) }
    } else if let known {
      comparisons.append(try Self.compare(receipt.checkpoint, with: known))
    }
  }

  private static func compare(
    _ own: Checkpoint, with known: Checkpoint
  ) throws -> (isGood: Bool, line: String) {
    guard own.origin == known.origin else {
      return (
        false,
        "the receipt is of another project, \(own.origin); the checkpoint's is \(known.origin)"
      )
    }
    guard own.size == known.size else {
      throw Failure(
        "the receipt's checkpoint covers \(counted(own.size, "event")), the other "
          + "\(counted(known.size, "event")): only the project connects the two",
        hint:
          "add --project FILE, or ask for a receipt made with --at \(known.name ?? "\(known.size)")"
      )
    }
    return own.root == known.root
      ? (true, "the receipt is under that very \(known.words)")
      : (false, "the receipt's root is not that of the \(known.words)")
  }

  var isSound: Bool {
    check.isSound && comparisons.allSatisfy(\.isGood) && (standing?.isSame ?? true)
  }

  /// What neither the receipt nor what it was compared with shows.
  var open: [String] {
    if standing?.isSame == true { return [] }
    return check.open + (comparisons.isEmpty ? [ReceiptCheck.unanchored] : [])
  }

  var json: JSON {
    [
      "sound": .bool(isSound), "segment": receipt.segment.json,
      "checkpoint": receipt.checkpoint.json, "proved": .strings(check.proved),
      "leaves_open": .strings(open), "problems": .strings(check.faults),
      "comparisons": .array(
        comparisons.map { ["holds": .bool($0.isGood), "words": .string($0.line)] }),
      "now": standing.map { .string($0.line) } ?? .null,
    ]
  }
}

extension Verify {
  func verify(_ receipt: SegmentReceipt, _ known: CheckpointFile?, _ io: IO) throws {
    let signature = try known.map { try self.signature(of: $0, io) }
    let project = try common.project == nil ? nil : openProject(io)
    func verdict() throws -> ReceiptVerdict {
      try ReceiptVerdict(receipt, known?.checkpoint, project)
    }
    let result = try project.map { try $0.read(verdict) } ?? verdict()
    if common.json {
      writeJSON(result.json.adding(signature.map { [("signature", $0.json)] } ?? []), io)
    } else {
      show(result, io)
      if let known, let signature { tell(signature, of: known, io) }
    }
    if !result.isSound || signature?.isRefuted == true { throw Exit(1) }
  }

  private func show(_ verdict: ReceiptVerdict, _ io: IO) {
    let segment = verdict.receipt.segment
    say("\(segment.address)  \(segment.status.rawValue) · \(segment.coder)", io)
    say("  \(segment.quote)", io)
    for fault in verdict.check.faults { mark(false, fault, io) }
    for line in verdict.check.proved { mark(true, line, io) }
    for comparison in verdict.comparisons { mark(comparison.isGood, comparison.line, io) }
    if let standing = verdict.standing { mark(standing.isSame, standing.line, io) }
    for line in verdict.open { say("open: \(line)", io) }
    let checkpoint = verdict.receipt.checkpoint
    say("under the \(checkpoint.words) of \(checkpoint.origin)", io)
    say("root in hexadecimal: \(checkpoint.root.hex)", io)
  }
}
