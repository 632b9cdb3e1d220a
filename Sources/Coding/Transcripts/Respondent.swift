/// One row of a table of respondents or of neighbourhoods: an id and its attributes.
package struct AttributeRow: Sendable, Equatable {
  package var id: String
  /// In the columns' order; empty cells are left out.
  ///
  /// Names in lower case.
  package var attributes: [Attribute]
  package var place: Place

  package init(id: String, attributes: [Attribute], place: Place) {
    (self.id, self.attributes, self.place) = (id, attributes, place)
  }

  package subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
}

/// A name and a value, such as `role` and `bewoner`.
package struct Attribute: Sendable, Equatable, Hashable {
  package var name: String
  package var value: String
  package init(name: String, value: String) { (self.name, self.value) = (name, value) }
}
