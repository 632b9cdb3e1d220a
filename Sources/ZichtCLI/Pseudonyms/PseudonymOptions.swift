import Coding
import CommandLineKit

extension IdentifierKind.Language: ArgumentValue {}

/// What pseudonyms look like, and which words count as a name.
struct PseudonymOptions: ParameterSet {
  var list: String?
  var key: String?
  var form = "[KIND-N]"
  var language = IdentifierKind.Language.nl
  var ignoreCase = false

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "list", \.list, "Names and what becomes of them: CSV or XLSX, with a column text.",
        placeholder: "FILE", values: .file),
      .option(
        "key", \.key, "Which pseudonym is whose: made, or extended, and kept apart (mode 0600).",
        placeholder: "FILE", values: .file),
      .option("form", \.form, "How new pseudonyms look.", placeholder: "FORM"),
      .option("language", \.language, "Of the kinds in new pseudonyms."),
      .flag("ignore-case", \.ignoreCase, "Take 'ria' and 'RIA' for 'Ria'."),
    ]
  }

  func pseudonymForm() throws -> PseudonymForm {
    do throws(PseudonymForm.Fault) {
      return try PseudonymForm(form, language: language)
    } catch {
      throw UsageError(
        "'\(error.form)' is no form of a pseudonym",
        hint: "KIND and N stand in it, once and in this order, as in '[KIND-N]'")
    }
  }
}
