import Coding

/// A few words with a time, as subtitles and speech recognisers have them.
struct Cue {
  /// Who speaks, where the format itself says so.
  var speaker: String?
  /// UTF-8, on one line or more.
  var text: [UInt8]
  var time: TimeSpan?
  /// The line of the file where its text starts; 0 where lines mean nothing.
  var line: Int
}
