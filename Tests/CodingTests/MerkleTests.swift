import Coding
import TestSupport
import Testing

/// The tree of RFC 9162, 2.1, against the vectors of certificate transparency and against its
/// definition, word for word.
@Suite struct MerkleTests {
  /// The leaf inputs of the reference tests of RFC 6962.
  private static let reference = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ].compactMap { [UInt8](hex: $0) }.map { SHA256.digest([0] + $0) }

  private static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  private static let inclusions: [(leaf: Int, size: Int, proof: [String])] = [
    (0, 1, []),
    (
      0, 8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ]
    ),
    (
      5, 8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
      1, 5,
      [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
  ]

  private static let consistencies: [(from: Int, to: Int, proof: [String])] = [
    (1, 1, []),
    (
      1, 8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ]
    ),
    (
      6, 8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (
      2, 5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
  ]

  private static func tree(_ leaves: some Sequence<Digest>) -> MerkleTree {
    leaves.reduce(into: MerkleTree()) { $0.append($1) }
  }

  private static func proof(_ ranges: [Range<Int>], _ leaves: [Digest]) -> [Digest] {
    ranges.map { tree(leaves[$0]).root }
  }

  @Test func rootsAreThoseOfTheReference() {
    var tree = MerkleTree()
    #expect(tree.root.hex == Self.roots[0])
    for (leaf, root) in zip(Self.reference, Self.roots.dropFirst()) {
      tree.append(leaf)
      #expect(tree.root.hex == root)
    }
    #expect(tree.size == 8)
  }

  @Test func proofsAreThoseOfTheReference() {
    for (leaf, size, proof) in Self.inclusions {
      let ranges = MerkleProof.inclusion(of: leaf, in: size)
      #expect(Self.proof(ranges, Self.reference).map(\.hex) == proof)
    }
    for (from, to, proof) in Self.consistencies {
      let ranges = MerkleProof.consistency(from: from, to: to)
      #expect(Self.proof(ranges, Self.reference).map(\.hex) == proof)
    }
  }

  // MARK: The definition

  /// The recursive definitions, as the RFC writes them; roots are kept for the next time.
  private final class Naive {
    private let leaves: [Digest]
    private var roots: [Range<Int>: Digest] = [:]

    init(_ leaves: [Digest]) { self.leaves = leaves }

    func root(_ range: Range<Int>) -> Digest {
      if let known = roots[range] { return known }
      if range.count == 1 { return leaves[range.lowerBound] }
      let (left, right) = halves(range)
      let root = MerkleTree.node(root(left), root(right))
      roots[range] = root
      return root
    }

    func path(_ m: Int, _ range: Range<Int>) -> [Digest] {
      if range.count == 1 { return [] }
      let (left, right) = halves(range)
      return m < left.count
        ? path(m, left) + [root(right)] : path(m - left.count, right) + [root(left)]
    }

    func subproof(_ m: Int, _ range: Range<Int>, _ isWhole: Bool) -> [Digest] {
      if m == range.count { return isWhole ? [] : [root(range)] }
      let (left, right) = halves(range)
      return m <= left.count
        ? subproof(m, left, isWhole) + [root(right)]
        : subproof(m - left.count, right, false) + [root(left)]
    }

    /// Parted at the largest power of two below the count.
    private func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>) {
      var k = 1
      while k * 2 < range.count { k *= 2 }
      let middle = range.lowerBound + k
      return (range.lowerBound..<middle, middle..<range.upperBound)
    }
  }

  private static func leaves(_ count: Int, seed: UInt64 = 1) -> [Digest] {
    var random = Seeded(seed)
    return (0..<count).map { _ in Digest(bytes: random.bytes(32)) }
  }

  private static func check(
    _ all: [Digest], _ naive: Naive, size: Int, leaf: Int, earlier: Int
  ) {
    let root = naive.root(0..<size)
    let inclusion = MerkleProof.inclusion(of: leaf, in: size).map { naive.root($0) }
    #expect(inclusion == naive.path(leaf, 0..<size))
    #expect(MerkleProof.verifies(inclusion, leaf: all[leaf], at: leaf, size: size, root: root))
    let consistency = MerkleProof.consistency(from: earlier, to: size).map { naive.root($0) }
    #expect(consistency == naive.subproof(earlier, 0..<size, true))
    #expect(
      MerkleProof.verifies(
        consistency, from: (earlier, naive.root(0..<earlier)), to: (size, root)))
  }

  @Test func agreesWithTheDefinitionForAllSmallSizes() {
    let all = Self.leaves(70)
    let naive = Naive(all)
    var tree = MerkleTree()
    for size in 1...70 {
      tree.append(all[size - 1])
      #expect(tree.root == naive.root(0..<size))
      for place in 0..<size {
        Self.check(all, naive, size: size, leaf: place, earlier: place + 1)
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func agreesWithTheDefinitionAtRandom(seed: UInt64) {
    var random = Seeded(seed)
    let all = Self.leaves(3000, seed: seed)
    let naive = Naive(all)
    for _ in 0..<8 {
      let size = Int.random(in: 71...3000, using: &random)
      #expect(Self.tree(all[..<size]).root == naive.root(0..<size))
      Self.check(
        all, naive, size: size, leaf: Int.random(in: 0..<size, using: &random),
        earlier: Int.random(in: 1...size, using: &random))
    }
  }

  /// Subtrees of many leaves at once give the same tree.
  @Test func growsBySubtrees() {
    let all = Self.leaves(75)
    let naive = Naive(all)
    var tree = MerkleTree()
    for start in stride(from: 0, to: 64, by: 16) {
      tree.append(subtree: naive.root(start..<start + 16), height: 4)
    }
    for leaf in all[64...] { tree.append(leaf) }
    #expect(tree.root == naive.root(0..<75))
  }

  @Test func refusesTamperedProofs() {
    let all = Self.leaves(37)
    let naive = Naive(all)
    let root = naive.root(0..<37)
    for leaf in all.indices {
      let proof = Self.proof(MerkleProof.inclusion(of: leaf, in: 37), all)
      func holds(_ proof: [Digest], leaf hash: Digest, at index: Int, of size: Int = 37) -> Bool {
        MerkleProof.verifies(proof, leaf: hash, at: index, size: size, root: root)
      }
      for spoiled in Self.spoiled(proof) { #expect(!holds(spoiled, leaf: all[leaf], at: leaf)) }
      #expect(!holds(proof, leaf: all[(leaf + 1) % 37], at: leaf))
      #expect(!holds(proof, leaf: all[leaf], at: (leaf + 1) % 37))
      #expect(!holds(proof, leaf: all[leaf], at: leaf, of: 0))
      #expect(!holds(proof, leaf: all[leaf], at: -1))
      #expect(!holds(proof, leaf: all[leaf], at: 37))
      #expect(!holds(proof, leaf: all[leaf], at: leaf, of: .max))
    }
    for size in 1..<37 {
      let earlier = (size: size, root: naive.root(0..<size))
      let proof = Self.proof(MerkleProof.consistency(from: size, to: 37), all)
      for spoiled in Self.spoiled(proof) {
        #expect(!MerkleProof.verifies(spoiled, from: earlier, to: (37, root)))
      }
      #expect(!MerkleProof.verifies(proof, from: (size, root), to: (37, root)))
      #expect(!MerkleProof.verifies(proof, from: earlier, to: (37, earlier.root)))
      #expect(!MerkleProof.verifies(proof, from: (0, earlier.root), to: (37, root)))
      #expect(!MerkleProof.verifies(proof, from: (38, earlier.root), to: (37, root)))
    }
    #expect(!MerkleProof.verifies([], from: (37, all[0]), to: (37, root)))
    #expect(!MerkleProof.verifies([root], from: (37, root), to: (37, root)))
  }

  /// A proof with a bit changed, a hash less, a hash more, two exchanged.
  private static func spoiled(_ proof: [Digest]) -> [[Digest]] {
    var results = [proof + [Digest(bytes: Array(repeating: 7, count: 32))]]
    for index in proof.indices {
      var bytes = proof[index].bytes
      bytes[index % 32] ^= 1
      var (changed, shorter) = (proof, proof)
      changed[index] = Digest(bytes: bytes)
      shorter.remove(at: index)
      results += [changed, shorter]
      if index > 0 {
        var exchanged = proof
        exchanged.swapAt(index - 1, index)
        results.append(exchanged)
      }
    }
    return results
  }
}
