#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a project takes from the world around it; tests give a fixed one.
package struct Surroundings: Sendable {
  /// Milliseconds since 1970, UTC.
  package var now: @Sendable () -> Int
  package var random: @Sendable (_ count: Int) -> [UInt8]
  /// Who acts.
  package var coder: String
  /// Program and version.
  package var program: String
  /// Milliseconds to wait for another writer.
  package var patience = 10_000

  package init(
    now: @escaping @Sendable () -> Int, random: @escaping @Sendable (Int) -> [UInt8],
    coder: String, program: String
  ) {
    (self.now, self.random, self.coder, self.program) = (now, random, coder, program)
  }

  /// The system's clock and its generator of unpredictable bytes.
  package static func system(coder: String, program: String) -> Surroundings {
    Surroundings(
      now: {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
      },
      random: { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        // Whole words: each draw is a call of the kernel's.
        while bytes.count < count {
          withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
      }, coder: coder, program: program)
  }

  /// `2020-03-14T09:26:53.589Z`.
  func timestamp() -> String {
    let milliseconds = now()
    let (year, month, day) = civil(
      fromDays: Int((Double(milliseconds) / 86_400_000).rounded(.down)))
    let time = ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000
    func pad(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
      + "\(pad(time / 3_600_000, 2)):\(pad(time / 60_000 % 60, 2)):\(pad(time / 1000 % 60, 2))"
      + ".\(pad(time % 1000, 3))Z"
  }
}

/// The Gregorian date of a day counted from 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
private func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return (
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
    dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  )
}

/// Journals and new files are for their owner alone, from the first byte.
func restrictNewFiles() { umask(0o077) }

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Makes an empty file; false where there is one of that name already.
///
/// Where it can't be made for another reason, opening it will say so.
func claimFile(_ path: String) -> Bool {
  let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard file >= 0 else { return errno != EEXIST }
  close(file)
  return true
}

func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

func removeFile(_ path: String) {
  unlink(path)
  unlink(path + "-journal")
}
