/// What a word gives away about somebody, and so what its pseudonym is called.
///
/// A list may name kinds of its own, such as `school`; those keep their name.
package struct IdentifierKind: Sendable, Hashable, Comparable {
  /// In lower case, in English where it is one of the known ones.
  package let name: String

  private init(known name: String) { self.name = name }

  package static let person = Self(known: "person")
  package static let place = Self(known: "place")
  package static let organisation = Self(known: "organisation")
  /// Written as names are, but nothing tells of whom or what.
  package static let name = Self(known: "name")
  package static let telephone = Self(known: "telephone")
  package static let email = Self(known: "email")
  /// Web addresses and handles.
  package static let web = Self(known: "web")
  package static let postcode = Self(known: "postcode")
  /// A street, with the number of a house or without.
  package static let address = Self(known: "address")
  package static let birthdate = Self(known: "birthdate")
  /// The number by which Dutch authorities know a citizen.
  package static let bsn = Self(known: "bsn")
  package static let iban = Self(known: "iban")
  package static let plate = Self(known: "plate")

  private static let dutch: [(Self, String)] = [
    (.person, "persoon"), (.place, "plaats"), (.organisation, "organisatie"), (.name, "naam"),
    (.telephone, "telefoon"), (.email, "e-mail"), (.web, "web"), (.postcode, "postcode"),
    (.address, "adres"), (.birthdate, "geboortedatum"), (.bsn, "bsn"), (.iban, "iban"),
    (.plate, "kenteken"),
  ]
  /// All but those that lists bring.
  package static let known = dutch.map(\.0)
  private static let others: [String: Self] = [
    "phone": .telephone, "organization": .organisation, "e-mail": .email, "mail": .email,
    "street": .address, "straat": .address, "naam": .name, "persoonsnaam": .person,
    "date of birth": .birthdate, "licence plate": .plate,
  ]
  private static let byName: [String: Self] = {
    var kinds = others
    for (kind, word) in dutch { (kinds[kind.name], kinds[word]) = (kind, kind) }
    return kinds
  }()

  /// The kind of that name, Dutch or English; another name is a kind of its own.
  ///
  /// Nil when there is no letter in it.
  package init?(_ written: String) {
    let name = written.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard name.contains(where: \.isLetter) else { return nil }
    self = Self.byName[name] ?? Self(known: name)
  }

  package enum Language: String, Sendable, CaseIterable { case nl, en }

  /// The word that stands in pseudonyms.
  package func word(_ language: Language) -> String {
    guard language == .nl else { return name }
    return Self.dutch.first { $0.0 == self }?.1 ?? name
  }

  package static func < (a: Self, b: Self) -> Bool { a.name < b.name }
}
