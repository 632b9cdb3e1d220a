/// GUIDs for things that have none, the same each time: what is read twice is known again.
struct Identity {
  /// What tells this project from all others.
  let project: String

  /// The GUID of one of its things.
  func guid(_ kind: String, _ id: some CustomStringConvertible) -> String {
    GUID.derived(from: "zicht", project, kind, id.description)
  }
}
