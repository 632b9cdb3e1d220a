import CommandLineKit
import Project

/// Lets a person move the ends of a passage.
struct Resizing {
  let keyboard: Keyboard
  let page: ReviewPage
  let reader: PassageReader

  private static let keys =
    "[h] [l] move the start a word back or on, [H] [L] the end; [t]ype START-END; Enter takes it, "
    + "[q] leaves it"

  /// The new place; nil where it is to stay as it is.
  func resize(_ item: ReviewItem) throws -> Range<Int>? {
    var item = item
    let before = item.range
    let words = try reader.words(around: item.range, of: item.version)
    page.line(Self.keys, .faint)
    while true {
      switch try keyboard.key() {
      case .enter: return item.range == before ? nil : item.range
      case .escape, .end, .character("q"): return nil
      case .resized: break
      case .character("h"), .left(isShifted: false): item.range = startBack(item.range, words)
      case .character("l"), .right(isShifted: false): item.range = startOn(item.range, words)
      case .character("H"), .left(isShifted: true): item.range = endBack(item.range, words)
      case .character("L"), .right(isShifted: true): item.range = endOn(item.range, words)
      case .character("t"):
        guard let range = try Self.place(keyboard, page) else { break }
        let length = try reader.length(of: item.version)
        guard range.upperBound <= length else {
          page.line("the text has \(length) characters", .warning)
          continue
        }
        guard range.overlaps(before) else {
          page.line("that is another passage: reject this one, and code the other", .warning)
          continue
        }
        item.range = range
      case .character, .left, .right: continue
      }
      page.line("\(item.range.lowerBound)-\(item.range.upperBound)", .heading)
      page.show(try reader.context(of: item))
    }
  }

  /// A place that is typed; nil for none.
  static func place(_ keyboard: Keyboard, _ page: ReviewPage) throws -> Range<Int>? {
    while let answer = try keyboard.line("place (START-END): ")?.trimmed, !answer.isEmpty {
      if let address = SegmentAddress("x:" + answer), address.code == nil { return address.range }
      page.line("'\(answer)' is no place: write START-END, such as 367-422", .warning)
    }
    return nil
  }

  private func startBack(_ range: Range<Int>, _ words: [Range<Int>]) -> Range<Int> {
    let start = words.last { $0.lowerBound < range.lowerBound }?.lowerBound
    return (start ?? range.lowerBound)..<range.upperBound
  }

  private func startOn(_ range: Range<Int>, _ words: [Range<Int>]) -> Range<Int> {
    let start = words.first { $0.lowerBound > range.lowerBound }?.lowerBound ?? range.lowerBound
    return start < range.upperBound ? start..<range.upperBound : range
  }

  private func endBack(_ range: Range<Int>, _ words: [Range<Int>]) -> Range<Int> {
    let end = words.last { $0.upperBound < range.upperBound }?.upperBound ?? range.upperBound
    return end > range.lowerBound ? range.lowerBound..<end : range
  }

  private func endOn(_ range: Range<Int>, _ words: [Range<Int>]) -> Range<Int> {
    let end = words.first { $0.upperBound > range.upperBound }?.upperBound
    return range.lowerBound..<(end ?? range.upperBound)
  }
}
