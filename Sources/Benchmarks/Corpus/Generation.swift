import Harness

/// Writes a corpus into a folder.
///
///     files/00001.txt …    one interview each
///     added/…              one interview more, to add later
///     respondents.csv      id, then attributes
///     codebook.json        the rules, and codebook-edited.json with one of them changed
///     truth.tsv            how often each rule must find something
struct Generation {
  static let types = 60_000

  var folder: String
  var interviews: Int
  var words: Int
  var seed: UInt64

  /// O(words of all interviews); some 60 MB of memory, whatever the size.
  func run() throws {
    let lexicon = Lexicon(types: Self.types, seed: seed)
    let writer = InterviewWriter(lexicon: lexicon)
    try Files.makeDirectory(folder + "/files")
    try Files.makeDirectory(folder + "/added")
    var uses = UseCounts(lexicon: lexicon)
    var added = UseCounts(lexicon: lexicon)
    var table = (["id"] + Person.attributeNames).joined(separator: ",") + "\n"
    for number in 1...interviews + 1 {
      let interview = writer.interview(number: number, words: words, seed: seed)
      let isAdded = number > interviews
      isAdded ? added.add(interview) : uses.add(interview)
      let path = "\(folder)/\(isAdded ? "added" : "files")/\(padded(number, to: 5)).txt"
      try Files.write(interview.text, to: path)
      guard !isAdded else { continue }
      table += ([interview.person.id] + interview.person.attributes).joined(separator: ",") + "\n"
    }
    try Files.write(table, to: folder + "/respondents.csv")
    try writeCodebooks()
    let truth = Truth(uses, added: added, lexicon: lexicon)
    try Files.write(truth.text, to: folder + "/truth.tsv")
  }

  private func writeCodebooks() throws {
    for (book, name) in [(RuleBook.standard, "codebook"), (.edited, "codebook-edited")] {
      try Files.write(book.json.text(indented: true), to: "\(folder)/\(name).json")
    }
  }
}
