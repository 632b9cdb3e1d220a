import Coding
import Testing

@Suite struct ParallelMapErrorTests {
  @Test(arguments: [0, 3, 49])
  func `an error in consuming stops the work and is thrown`(last: Int) {
    struct Full: Error {}
    var results: [Int] = []
    #expect(throws: Full.self) {
      try parallelMap(Array(0..<50), threads: 3, window: 4) {
        $0
      } consume: { result in
        results.append(result)
        if result == last { throw Full() }
      }
    }
    #expect(results == Array(0...last))
  }
}
