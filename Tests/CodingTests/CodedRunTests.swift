import Coding
import TestSupport
import Testing

/// Where coders' passages meet, and where they differ.
@Suite struct CodedRunTests {
  private func span(_ range: Range<Int>, _ coder: String) -> CodedSpan {
    CodedSpan(range: range, coder: coder, uid: "\(coder) \(range)", speaker: 1)
  }

  @Test func passagesThatOverlapAreOneRun() {
    let runs = CodedRun.runs(of: [
      span(20..<30, "a"), span(0..<10, "a"), span(5..<15, "b"), span(14..<16, "a"),
      span(16..<20, "b"),
    ])
    #expect(runs.map(\.range) == [0..<16, 16..<20, 20..<30])
    #expect(runs[0].spans(of: "a").map(\.range) == [0..<10, 14..<16])
    #expect(runs[0].coverage(of: "b") == [5..<15])
    #expect(CodedRun.runs(of: []).isEmpty)
  }

  @Test func howAPassageIsCutIsNoDifference() {
    let cut = CodedRun.runs(of: [span(0..<20, "a"), span(0..<10, "b"), span(10..<20, "b")])
    #expect(cut.count == 1 && cut[0].isAlike(for: ["a", "b"]))
    let gap = CodedRun.runs(of: [span(0..<20, "a"), span(0..<10, "b"), span(11..<20, "b")])
    #expect(gap.count == 1 && !gap[0].isAlike(for: ["a", "b"]))
    // Who looked for the code and found nothing there differs from who found something.
    #expect(!gap[0].isAlike(for: ["a", "c"]))
    #expect(gap[0].isAlike(for: ["a"]))
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func runsAreWhatCharactersSay(_ seed: UInt64) {
    var random = Seeded(seed)
    let coders = ["a", "b", "c"].prefix(Int.random(in: 2...3, using: &random))
    let spans = (0..<Int.random(in: 0...14, using: &random)).map { _ in
      let start = Int.random(in: 0..<60, using: &random)
      return span(start..<(start + Int.random(in: 1...9, using: &random)), random.pick(coders))
    }
    func covered(_ coder: String?) -> [Bool] {
      let own = spans.filter { coder == nil || $0.coder == coder }
      return (0..<70).map { place in own.contains { $0.range.contains(place) } }
    }
    let runs = CodedRun.runs(of: spans)
    #expect(runs.flatMap(\.spans).count == spans.count)
    for (run, next) in zip(runs, runs.dropFirst()) {
      #expect(run.range.upperBound <= next.range.lowerBound)
    }
    let all = covered(nil)
    for run in runs {
      #expect(run.range.allSatisfy { all[$0] })
      let isAlike =
        coders.allSatisfy { coder in run.range.allSatisfy { covered(coder)[$0] } }
        || coders.dropFirst().allSatisfy { coder in
          run.range.allSatisfy { covered(coder)[$0] == covered(coders[0])[$0] }
        }
      #expect(run.isAlike(for: Array(coders)) == isAlike, "seed \(seed), \(run.range)")
    }
    let inRuns = (0..<70).map { place in runs.contains { $0.range.contains(place) } }
    #expect(inRuns == all)
    #expect(CodedRun.runs(of: spans.reversed()).map(\.range) == runs.map(\.range))
  }
}
