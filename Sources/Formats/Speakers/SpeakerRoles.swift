/// Labels that say what part somebody has and not who it is.
package enum SpeakerRoles {
  /// Whether a label is a role (`Interviewer`, `R1`) or a number (`MW-03`) rather than a name.
  package static func has(_ label: String) -> Bool {
    let letters = label.unicodeScalars.count { $0.properties.isAlphabetic }
    return letters < 2 || label.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }
      || SpeakerWords.part(of: SpeakerWords.key(label)) != nil
  }
}
