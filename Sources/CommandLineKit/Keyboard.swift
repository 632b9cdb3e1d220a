/// What somebody typed.
package enum Keystroke: Sendable, Equatable {
  case character(Character)
  case enter
  case escape
  case left(isShifted: Bool)
  case right(isShifted: Bool)
  /// The terminal has another size now, or comes back to the front: what is shown is out of date.
  case resized
  /// There is nothing more to come.
  case end
}

/// Reads single keys, and lines where an answer is asked for.
///
/// On a terminal keys come without Enter and unseen, until `close`. From a pipe or a file each
/// character is a key, and a line is what stands up to the next line end.
package final class Keyboard {
  private let io: IO
  private let mode: TerminalMode?
  private var columns: Int

  package init(_ io: IO) {
    self.io = io
    mode = io.isTerminalIn ? TerminalMode(0) : nil
    columns = io.columns
    mode?.setRaw()
  }

  deinit { close() }

  /// Whether somebody sits at it.
  package var isTerminal: Bool { mode != nil }

  /// Gives the terminal back as it was found.
  package func close() { mode?.restore() }

  /// Waits for the next key.
  ///
  /// - Throws: `Interrupted` for Ctrl-C and for signals.
  package func key() throws -> Keystroke {
    try? io.flush()
    while true {
      guard try waitForInput() else { return .resized }
      guard let byte = io.input.byte() else { return .end }
      if let key = try keystroke(byte) { return key }
    }
  }

  /// Asks for one line; nil at the end of the input.
  ///
  /// On a terminal the line can be edited as everywhere, and Ctrl-C still ends the program.
  package func line(_ prompt: String) throws -> String? {
    mode?.restore()
    defer { mode?.setRaw() }
    io.out(prompt)
    try? io.flush()
    while try !waitForInput() {}
    let line = io.input.line()
    // What comes from a pipe isn't seen where it is typed.
    if mode == nil || line == nil { io.out((line ?? "") + "\n") }
    return line
  }

  /// False when the terminal changed its size meanwhile.
  private func waitForInput() throws -> Bool {
    while true {
      try Interrupt.check()
      if io.input.isReady(withinMilliseconds: 200) { return true }
      guard io.columns == columns else {
        columns = io.columns
        return false
      }
    }
  }

  /// Nil for a key that means nothing.
  private func keystroke(_ byte: UInt8) throws -> Keystroke? {
    switch byte {
    case 0x03: throw Interrupted.byKey
    case 0x04: return .end
    case 0x0A, 0x0D: return .enter
    case 0x0C: return .resized
    case 0x1A:
      guard let mode else { return nil }
      mode.restore()
      System.stop()
      mode.setRaw()
      return .resized
    case 0x1B: return escaped()
    case 0x7F: return nil
    case ..<0x20: return nil
    default: return character(byte)
    }
  }

  /// Other keys than letters come as several bytes, the first of them that of Escape.
  private func escaped() -> Keystroke? {
    guard io.input.isReady(withinMilliseconds: 30), let next = io.input.byte() else {
      return .escape
    }
    guard next == UInt8(ascii: "[") || next == UInt8(ascii: "O") else { return nil }
    var parameters: [UInt8] = []
    while let byte = io.input.byte() {
      guard (0x40...0x7E).contains(byte) else {
        parameters.append(byte)
        continue
      }
      let isShifted = parameters.elementsEqual("1;2".utf8)
      switch byte {
      case UInt8(ascii: "C"): return .right(isShifted: isShifted)
      case UInt8(ascii: "D"): return .left(isShifted: isShifted)
      default: return nil
      }
    }
    return .end
  }

  private func character(_ first: UInt8) -> Keystroke? {
    var bytes = [first]
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    while bytes.count < length, let next = io.input.byte() { bytes.append(next) }
    return String(decoding: bytes, as: UTF8.self).first.map { .character($0) }
  }
}
