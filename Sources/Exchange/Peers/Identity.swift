import Coding

/// GUIDs for things that have none, the same each time: what is read twice is known again.
struct Identity {
  /// What tells this project from all others.
  let project: String

  /// The GUID of one of its things.
  ///
  /// The start of SHA-256 over project, kind and id, in the shape of a UUID of version 8 (RFC 9562),
  /// which leaves the other bits to whom it is made by.
  func guid(_ kind: String, _ id: some CustomStringConvertible) -> String {
    let parts = ["zicht", project, kind, id.description].map { part in
      // With its length before it, no part can pass for two.
      "\(part.utf8.count):\(part)"
    }
    var bytes = Array(SHA256.digest(Array(parts.joined().utf8)).bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.hex
    var guid = ""
    for (position, digit) in hex.enumerated() {
      if [8, 12, 16, 20].contains(position) { guid += "-" }
      guid.append(digit)
    }
    return guid
  }
}
