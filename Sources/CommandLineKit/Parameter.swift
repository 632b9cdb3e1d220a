/// One declared parameter of `C`.
///
/// Parsing, help, completions and the manual page read this list.
package struct Parameter<C> {
  package let info: ParameterInfo
  let set: (inout C, String) throws(UsageError) -> Void

  /// Lifts the parameters of a value that `C` holds: options declared once for many commands.
  package static func group<Part: ParameterSet>(_ path: WritableKeyPath<C, Part>) -> [Self] {
    Part.parameters.map { inner in
      Self(info: inner.info) { whole, text throws(UsageError) in
        try inner.set(&whole[keyPath: path], text)
      }
    }
  }

  package static func flag(
    _ name: String, _ path: WritableKeyPath<C, Bool>, _ help: String, short: Character? = nil
  ) -> Self {
    let info = ParameterInfo(
      kind: .flag, name: name, short: short, placeholder: "", help: help, values: .any,
      standard: "")
    return Self(info: info) { whole, _ throws(UsageError) in whole[keyPath: path] = true }
  }
}

// Options: optional, with a default, and repeatable.
extension Parameter where C: ParameterSet {
  package static func option<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, V?>, _ help: String, short: Character? = nil,
    placeholder: String? = nil, values: Values? = nil
  ) -> Self {
    make(.option(repeats: false), V.self, name, help, short, placeholder, values) {
      $0[keyPath: path] = $1
    }
  }

  package static func option<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, V>, _ help: String, short: Character? = nil,
    placeholder: String? = nil, values: Values? = nil
  ) -> Self {
    make(
      .option(repeats: false), V.self, name, help, short, placeholder, values,
      standard: C()[keyPath: path].argument
    ) { $0[keyPath: path] = $1 }
  }

  /// Each time the option is given its value is appended.
  package static func option<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, [V]>, _ help: String, short: Character? = nil,
    placeholder: String? = nil, values: Values? = nil
  ) -> Self {
    make(.option(repeats: true), V.self, name, help, short, placeholder, values) {
      $0[keyPath: path].append($1)
    }
  }
}

// Arguments, told apart by their place.
extension Parameter where C: ParameterSet {
  package static func argument<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, V>, _ help: String, values: Values? = nil
  ) -> Self {
    make(.argument(required: true), V.self, name, help, nil, nil, values) {
      $0[keyPath: path] = $1
    }
  }

  package static func optionalArgument<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, V?>, _ help: String, values: Values? = nil
  ) -> Self {
    make(.argument(required: false), V.self, name, help, nil, nil, values) {
      $0[keyPath: path] = $1
    }
  }

  /// All remaining arguments, at least one.
  package static func rest<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, [V]>, _ help: String, values: Values? = nil
  ) -> Self {
    make(.rest(required: true), V.self, name, help, nil, nil, values) {
      $0[keyPath: path].append($1)
    }
  }

  /// All remaining arguments, perhaps none.
  package static func optionalRest<V: ArgumentValue>(
    _ name: String, _ path: WritableKeyPath<C, [V]>, _ help: String, values: Values? = nil
  ) -> Self {
    make(.rest(required: false), V.self, name, help, nil, nil, values) {
      $0[keyPath: path].append($1)
    }
  }

  private static func make<V: ArgumentValue>(
    _ kind: ParameterInfo.Kind, _: V.Type, _ name: String, _ help: String, _ short: Character?,
    _ placeholder: String?, _ values: Values?, standard: String = "",
    assign: @escaping (inout C, V) -> Void
  ) -> Self {
    let info = ParameterInfo(
      kind: kind, name: name, short: short, placeholder: placeholder ?? V.placeholder, help: help,
      values: values ?? V.values, standard: standard)
    return Self(info: info) { whole, text throws(UsageError) in
      guard let value = V(argument: text) else { throw .notAValue(text, for: info, V.expectation) }
      assign(&whole, value)
    }
  }
}

extension UsageError {
  fileprivate static func notAValue(
    _ text: String, for info: ParameterInfo, _ expectation: String?
  ) -> Self {
    let label = info.kind.isPositional ? "<\(info.name)>" : "'--\(info.name)'"
    return Self("'\(text)' is not a value for \(label)", hint: expectation)
  }
}
