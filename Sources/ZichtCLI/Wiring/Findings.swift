import Coding
import CommandLineKit
import Reports

extension [Diagnostic] {
  /// Writes findings to the error stream, errors and warnings always, notes unless quiet; a kind of
  /// note that many files share is told once with its count.
  func report(_ io: IO) {
    var told: [String: Int] = [:]
    let style = io.style
    for finding in sorted(by: { $0.place < $1.place }) {
      if finding.severity == .note {
        guard !io.isQuiet else { continue }
        let kind = finding.message.text.filter { !$0.isNumber }
        told[kind, default: 0] += 1
        if told[kind, default: 0] > 5 { continue }
      }
      let hint = finding.hint.map { "\n  hint: " + sanitized($0) } ?? ""
      let text =
        sanitized("\(finding.place): \(finding.severity.rawValue): \(finding.message.text)") + hint
      switch finding.severity {
      case .error: io.err(style(.error, text) + "\n")
      case .warning: io.err(style(.warning, text) + "\n")
      case .note: io.err(style(.faint, text) + "\n")
      }
    }
    for (_, count) in told.sorted(by: { $0.key < $1.key }) where count > 5 {
      io.err("… and \(count - 5) more notes of that kind\n")
    }
  }

  func count(_ severity: Diagnostic.Severity) -> Int { filter { $0.severity == severity }.count }
}
