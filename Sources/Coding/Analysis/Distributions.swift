#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Areas under the distributions that tests and intervals rest on.
package enum Distributions {
  /// The value that so much of a standard normal distribution lies below.
  ///
  /// Acklam's rational approximation, made exact to the last digits by a step of Halley's.
  ///
  /// - Precondition: `share` lies between 0 and 1.
  package static func normalQuantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a share between 0 and 1")
    let rough = share < 0.5 ? -roughQuantile(share) : share > 0.5 ? roughQuantile(1 - share) : 0
    let excess = 0.5 * erfc(-rough / 2.0.squareRoot()) - share
    let step = excess * (2 * Double.pi).squareRoot() * exp(rough * rough / 2)
    return rough - step / (1 + rough * step / 2)
  }

  /// Abramowitz & Stegun 26.2.23 for the upper tail; off by less than 0.0005.
  private static func roughQuantile(_ tail: Double) -> Double {
    let t = (-2 * log(tail)).squareRoot()
    let top = 2.515517 + t * (0.802853 + t * 0.010328)
    return t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  }

  /// How much of a χ² distribution lies above a value.
  ///
  /// Finite sums for whole degrees of freedom (Abramowitz & Stegun 26.4.4 and 26.4.5). O(degrees).
  package static func chiSquareTail(_ value: Double, degrees: Int) -> Double {
    guard value > 0 else { return 1 }
    let half = value / 2
    let isEven = degrees.isMultiple(of: 2)
    var sum = isEven ? 0 : erfc(half.squareRoot())
    var term = isEven ? exp(-half) : 2 * (half / Double.pi).squareRoot() * exp(-half)
    var order = isEven ? 0.0 : 0.5
    for _ in 0..<(degrees / 2) {
      sum += term
      order += 1
      term *= half / order
    }
    return min(1, sum)
  }

  package static func logarithm(_ value: Double) -> Double { log(value) }
  package static func exponential(_ value: Double) -> Double { exp(value) }
  package static func arcsine(_ value: Double) -> Double { asin(value) }
}
