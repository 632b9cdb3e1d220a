import Coding

/// The reader of the JSON that speech recognisers write: Whisper and its kin, Amazon Transcribe,
/// Otter.
package enum RecognisedSpeech {
  package static let reader = "json/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      let decoded = try decode(bytes, file: file)
      let json: JSON
      do throws(Diagnostic) {
        json = try JSONReader.read(decoded.text, file: file)
      } catch {
        throw Rejected([error])
      }
      guard let cues = amazon(json) ?? segments(json) else {
        throw Rejected([
          Diagnostic(
            .error, .unknown, at: Place(file: file),
            hint: "known are those of Whisper, Amazon Transcribe and Otter; export it as vtt else")
        ])
      }
      return Dialogue(cues: cues, header: Header(), file: file)
        .read(reader: reader, encoding: decoded.encoding, notes: decoded.notes)
    }
  }

  /// A list of stretches with their words and, perhaps, a speaker and times in seconds.
  private static func segments(_ json: JSON) -> [Cue]? {
    let lists = [
      json["segments"], json["utterances"], json["transcription"], json["transcripts"],
      json["speech"]?["transcripts"], json["monologues"], json,
    ]
    for list in lists.compactMap({ $0?.array }) {
      let cues = list.compactMap(segment)
      if !cues.isEmpty, cues.count == list.count { return cues }
    }
    return nil
  }

  private static func segment(_ json: JSON) -> Cue? {
    guard let text = (json["text"] ?? json["transcript"])?.string else { return nil }
    let start = seconds(json["start"]) ?? clock(json["timestamps"]?["from"])
    let end = seconds(json["end"]) ?? clock(json["timestamps"]?["to"])
    let who = json["speaker"] ?? json["speaker_name"] ?? json["speaker_label"] ?? json["speaker_id"]
    return Cue(
      speaker: name(who), text: Array(text.utf8).trimmed(), time: Moments.span(start, end), line: 0)
  }

  /// A name, or a number that stands for one.
  private static func name(_ json: JSON?) -> String? {
    if let number = json?.integer { return "Speaker \(number)" }
    let name = (json?["name"] ?? json)?.string ?? ""
    return name.isEmpty ? nil : name
  }

  private static func seconds(_ json: JSON?) -> Int? {
    switch json?.content {
    case .integer(let seconds): Moments.milliseconds(Double(seconds))
    case .real(let seconds): Moments.milliseconds(seconds)
    case .string(let text): Moments.milliseconds(text)
    default: nil
    }
  }

  private static func clock(_ json: JSON?) -> Int? { json?.string.flatMap(Moments.milliseconds) }

  /// Amazon Transcribe: words one by one, and who speaks from when on beside them.
  private static func amazon(_ json: JSON) -> [Cue]? {
    guard let results = json["results"], let items = results["items"]?.array else { return nil }
    let speakers = speakersByStart(results)
    var cues: [Cue] = []
    for item in items {
      guard let word = item["alternatives"]?.array?.first?["content"]?.string else { return nil }
      if item["type"]?.string == "punctuation", !cues.isEmpty {
        cues[cues.count - 1].text += Array(word.utf8)
      } else {
        let start = item["start_time"]?.string ?? ""
        let time = Moments.span(Moments.milliseconds(start), seconds(item["end_time"]))
        let who = item["speaker_label"]?.string ?? speakers[start] ?? cues.last?.speaker
        cues.append(Cue(speaker: who, text: Array(word.utf8), time: time, line: 0))
      }
    }
    return cues
  }

  private static func speakersByStart(_ results: JSON) -> [String: String] {
    var speakers: [String: String] = [:]
    for segment in results["speaker_labels"]?["segments"]?.array ?? [] {
      for item in segment["items"]?.array ?? [] {
        guard let start = item["start_time"]?.string, let label = item["speaker_label"]?.string
        else { continue }
        speakers[start] = label
      }
    }
    return speakers
  }
}

extension Diagnostic.Message {
  fileprivate static var unknown: Self { "this is JSON, but not of a speech recogniser we know" }
}
