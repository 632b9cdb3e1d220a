import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// `zicht speakers`: who speaks, under which labels.
struct Speakers: ZichtCommand {
  static let name = "speakers"
  static let summary = "List speakers' labels, and propose which are one and who asks."
  static let discussion = """
    Of files and folders as they would be read, or else of the project: labels, parts, turns, words \
    and the first words said. Labels in one file that are likely one speaker's (a slip of the pen, \
    an alias) are proposed, and who asks where no label says it; nothing is merged by itself. \
    Stretches of one speaker in a row are one turn.

    A map says what labels mean, a line a label: 'label = name', 'label = interviewer' (or \
    respondent, nobody), 'label = name, interviewer'. Lines hold for all files, and below a line \
    '[file]' or '[folder/*]' for those; # starts a comment. --write-map writes one in which all that \
    is proposed is a comment: take away the # of what is right, and give it to ingest --map.
    """
  static let examples = [
    Example("zicht speakers Interviews", "Who speaks in the files of a folder."),
    Example("zicht speakers Interviews --write-map speakers.map", "A map to edit."),
    Example("zicht speakers Interviews --map speakers.map", "As the map has them."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var reading = ReadingOptions()
  var writeMap: String?

  static var parameters: [Parameter<Self>] {
    [.optionalRest("path", \.paths, "Files or folders (otherwise the project).", values: .file)]
      + Parameter.group(\.reading) + [
        .option(
          "write-map", \.writeMap, "Write a map with what is proposed, to edit.",
          placeholder: "FILE", values: .file)
      ]
  }

  func run(_ io: IO) throws {
    if let writeMap, FileSystem.exists(writeMap) {
      throw UsageError(
        "'\(writeMap)' exists already, and somebody may have edited it",
        hint: "name another file, or remove it first")
    }
    var listing = SpeakerListing()
    if paths.isEmpty {
      guard reading.map == nil, reading.namePattern == nil else {
        throw UsageError(
          "--map and --name-pattern are for files that are read",
          hint: "name files or folders; zicht ingest --map reads them into the project anew")
      }
      let project = try openProject(io)
      try project.read {
        try project.forEachTranscript { read in
          try Interrupt.check()
          listing.add(read.transcript, named: read.name, respondents: read.respondents)
        }
      }
    } else {
      try read(into: &listing, io)
    }
    if let writeMap { try FileSystem.write(Array(listing.map.utf8), to: writeMap) }
    if common.json { return writeJSON(listing.json, io) }
    TextTable(width: io.width, color: io.color).write(listing.table) { io.out($0) }
    for line in listing.proposalLines { say(line, io) }
    if let writeMap { say("wrote \(writeMap)", io) }
  }

  private func read(into listing: inout SpeakerListing, _ io: IO) throws {
    let material = try Material(paths: paths, respondents: nil, neighbourhoods: nil)
    let reader = try reading.reader(io)
    let progress = Progress(
      io, label: "speakers", total: material.transcripts.count, unit: "files")
    defer { progress.finish() }
    var findings = material.leftAlone
    var labels: [(name: String, labels: [String])] = []
    try parallelMap(material.transcripts, threads: Processors.count) { file in
      (file, reader.read(file))
    } consume: { file, source in
      try Interrupt.check()
      progress.advance(bytes: source.bytes.count)
      findings += source.diagnostics
      guard let transcript = source.transcript else { return }
      labels.append((file.name, transcript.labelsAsWritten))
      listing.add(transcript, named: file.name)
    }
    findings += reader.map?.unused(among: labels) ?? []
    findings.report(io)
    if listing.isEmpty, findings.count(.error) > 0 { throw Exit(1) }
  }
}

extension Transcript {
  /// The labels as the text has them, whatever a map made of them.
  var labelsAsWritten: [String] {
    mapping.map { $0.dropped + $0.written.flatMap { $0 } } ?? speakers.map(\.label)
  }
}
