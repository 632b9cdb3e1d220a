import Coding
import TestSupport
import Testing

/// What is found by its form, and what only looks like it.
@Suite struct IdentifierPatternTests {
  /// Marked text: what is to be found stands in ⟨ ⟩.
  private func check(
    _ marked: String, _ kind: IdentifierKind?, _ location: SourceLocation = #_sourceLocation
  ) {
    let marked = MarkedText(marked, open: "⟨", close: "⟩")
    let text = SourceText(marked.text)
    let found = IdentifierPatterns.find(in: text, stretches: [0..<text.utf8.count])
    var points = CodePoints(text)
    let ranges = found.map {
      points.offset(ofByte: $0.range.lowerBound)..<points.offset(ofByte: $0.range.upperBound)
    }
    #expect(ranges == marked.ranges, "\(marked.text): \(found)", sourceLocation: location)
    #expect(Set(found.map(\.kind)) == (kind.map { [$0] } ?? []), sourceLocation: location)
  }

  @Test(arguments: [
    "bel ⟨06-12345678⟩, graag", "⟨06 12 34 56 78⟩", "⟨0612345678⟩.", "tel ⟨010-4123456⟩",
    "(⟨(010) 412 34 56⟩)", "⟨+31 6 12345678⟩", "⟨+31612345678⟩", "⟨+31 (0)6 - 12 34 56 78⟩",
    "⟨0031 6 12345678⟩", "⟨+32 2 123 45 67⟩", "⟨0049 30 1234567⟩", "⟨06-12345678⟩ en ⟨0181-612345⟩",
    "⟨06.12.34.56.78⟩", "⟨06/12345678⟩",
  ]) func telephone(_ text: String) { check(text, .telephone) }

  @Test(arguments: [
    "in 2018 tot 2019", "010-2018", "06-12345", "06-07-2018", "1234567890", "a0612345678",
    "06123456789012", "0612345678a", "00-12345678", "+31", "nummer 12", "(1998)", "( 3 ) 4",
    "0,5 en 0.75 procent", "0800-1234", "112",
  ]) func noTelephone(_ text: String) { check(text, nil) }

  @Test(arguments: [
    "mail ⟨jan.de-vries@voorbeeld.nl⟩.", "<⟨a_b+c@post.example.co.uk⟩>", "⟨JAN@VOORBEELD.NL⟩,",
    "(⟨jan@voorbeeld.nl⟩)", "⟨1@ab.eu⟩",
  ]) func email(_ text: String) { check(text, .email) }

  @Test(arguments: ["jan@voorbeeld", "5 @ 3", "jan@.nl", "@", "a@b", "foo@bar.1", "@@"])
  func noEmail(_ text: String) { check(text, nil) }

  @Test(arguments: [
    "zie ⟨https://voorbeeld.nl/jan?x=1⟩.", "⟨www.voorbeeld.nl⟩,", "(⟨http://a.b⟩)",
    "op ⟨facebook.com/jan.de.vries⟩ dan", "⟨@jan_de_vries⟩ zei", "⟨buurt-moerwijk.nl⟩",
    "⟨HTTPS://X.NL⟩!",
  ]) func web(_ text: String) { check(text, .web) }

  @Test(arguments: [
    "het huis.De auto", "o.a. en i.v.m.", "weg.Nu", "b.v. dit", "3.5 procent", "@ja",
    "www. en dan", "ik@", "t/m",
  ]) func noWeb(_ text: String) { check(text, nil) }

  @Test(arguments: ["⟨3081 KL⟩ Rotterdam", "⟨1234AB⟩", "in ⟨9999 ZZ⟩."])
  func postcode(_ text: String) { check(text, .postcode) }

  @Test(arguments: [
    "0123 AB", "12345 AB", "1234 Ab", "1234 SS", "1234 SA", "1234 ABC", "in 2018 en", "2000km",
    "1234-AB",
  ]) func noPostcode(_ text: String) { check(text, nil) }

  @Test(arguments: ["bsn ⟨111222333⟩", "⟨1112 22 333⟩", "⟨111.222.333⟩,", "⟨123456782⟩"])
  func bsn(_ text: String) { check(text, .bsn) }

  @Test(arguments: ["111222334", "000000000", "1112223334", "123456789", "11122233", "111222333x"])
  func noBSN(_ text: String) { check(text, nil) }

  @Test(arguments: [
    "⟨NL91ABNA0417164300⟩", "op ⟨NL91 ABNA 0417 1643 00⟩ graag", "⟨DE89370400440532013000⟩",
    "⟨BE68 5390 0754 7034⟩.",
  ]) func iban(_ text: String) { check(text, .iban) }

  @Test(arguments: ["NL91ABNA0417164301", "nl91abna0417164300", "NL91 ABNA", "ABCD1234567890123"])
  func noIBAN(_ text: String) { check(text, nil) }

  @Test(arguments: ["⟨GT-654-R⟩", "⟨12-AB-34⟩ reed", "⟨99-XXX-9⟩", "⟨AB-12-CD⟩."])
  func plate(_ text: String) { check(text, .plate) }

  @Test(arguments: ["12-34-56", "AB-CD-EF", "gt-654-r", "AB-12-CD-34", "06-AB-1", "CO-2018-A"])
  func noPlate(_ text: String) { check(text, nil) }

  @Test(arguments: [
    "geboren op ⟨3 mei 1948⟩ in", "geboortedatum: ⟨03-05-1948⟩", "geb. ⟨3/5/48⟩",
    "I was born ⟨1948-05-03⟩",
    "Ik ben jarig op ⟨3 mei⟩, dus", "geboren ⟨3.5.1948⟩.",
  ]) func birthdate(_ text: String) { check(text, .birthdate) }

  @Test(arguments: [
    "op 3 mei 1948 verhuisd", "geboren\nop 3 mei 1948", "geboren in 1948", "geboren op 45-05-1948",
    "geboren in huis 3, kamer 2", "geboren 3-13-1948", "geboren 3-5.1948",
  ]) func noBirthdate(_ text: String) { check(text, nil) }

  /// Random signs never trap, and what is found lies in order within its stretch.
  @Test(arguments: 0..<200) func anyText(seed: Int) {
    var random = Seeded(UInt64(seed))
    let signs = Array("0613 +-.@/()NLABab:é\n[]_www.nl")
    let text = SourceText(String((0..<random.pick(1...120)).map { _ in random.pick(signs) }))
    let middle =
      text.utf8.indices.filter { text.utf8[$0] & 0xC0 != 0x80 }.randomElement(using: &random) ?? 0
    var end = 0
    for found in IdentifierPatterns.find(
      in: text, stretches: [0..<middle, middle..<text.utf8.count])
    {
      #expect(found.range.lowerBound >= end && !found.range.isEmpty)
      #expect(found.range.upperBound <= middle || found.range.lowerBound >= middle)
      #expect(text[found.range].unicodeScalars.allSatisfy { $0 != "\u{FFFD}" })
      end = found.range.upperBound
    }
  }
}
