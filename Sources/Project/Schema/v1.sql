-- A Zicht project file, schema version 1.
--
-- Offsets are zero-based, half-open counts of Unicode code points over source_text.text:
--   substr(text, start + 1, end - start) gives the words.
-- Truth is the event table and the content it commits to. Every other table is either a projection of
-- the events (marked P), committed to by a digest in an event (D), or an index derived from those (I).

------------------------------------------------------------------------------------- the ledger

CREATE TABLE event (
  number  INTEGER PRIMARY KEY CHECK (number >= 1),
  time    TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.???Z'),
  actor   TEXT NOT NULL CHECK (actor <> ''),
  program TEXT NOT NULL,
  kind    TEXT NOT NULL,
  body    TEXT NOT NULL,
  hash    BLOB NOT NULL CHECK (length(hash) = 32)  -- SHA256(3 | hash before | SHA256(0 | entry))
) STRICT;

CREATE TRIGGER event_follows BEFORE INSERT ON event
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps: an event follows the last one'); END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an event is never changed'); END;

CREATE TRIGGER event_remains BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an event is never deleted'); END;

-- Personal content, kept out of the events: they hold hash = SHA256(2 | salt | body).
CREATE TABLE content (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------- respondents and settings

-- P. uid is random: events name a respondent by it, so that they say nothing once the rest is erased.
CREATE TABLE respondent (
  id    INTEGER PRIMARY KEY,
  uid   TEXT NOT NULL UNIQUE,
  name  TEXT NOT NULL UNIQUE CHECK (name <> ''),
  event INTEGER NOT NULL REFERENCES event
) STRICT;

-- P
CREATE TABLE respondent_attribute (
  respondent INTEGER NOT NULL REFERENCES respondent,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (respondent, name)
) STRICT, WITHOUT ROWID;

-- P. Attributes of neighbourhoods, which their respondents share.
CREATE TABLE neighbourhood_attribute (
  neighbourhood TEXT NOT NULL,
  position      INTEGER NOT NULL,
  name          TEXT NOT NULL,
  value         TEXT NOT NULL,
  PRIMARY KEY (neighbourhood, name)
) STRICT, WITHOUT ROWID;

-------------------------------------------------------------------------------------- transcripts

-- P
CREATE TABLE transcript (
  id   INTEGER PRIMARY KEY,
  uid  TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- P. A changed file is a new version; the one before it is superseded, never overwritten.
CREATE TABLE version (
  id         INTEGER PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  number     INTEGER NOT NULL CHECK (number >= 1),
  kind       TEXT NOT NULL CHECK (kind IN ('interview', 'document')),
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),  -- of the file's own bytes
  encoding   TEXT NOT NULL,
  reader     TEXT NOT NULL,
  length     INTEGER NOT NULL,  -- code points of the text
  turns      TEXT NOT NULL CHECK (length(turns) = 64),   -- digest of the turn table's rows
  event      INTEGER NOT NULL REFERENCES event,
  superseded INTEGER REFERENCES event,
  UNIQUE (transcript, number)
) STRICT;
CREATE INDEX version_by_content ON version (sha256);

-- Committed to by the speakers' commitments. original is NULL where the file's bytes are the text's.
CREATE TABLE source_text (
  version  INTEGER PRIMARY KEY REFERENCES version,
  text     TEXT NOT NULL,
  original BLOB
) STRICT;

-- P. What the header says, as it says it.
CREATE TABLE transcript_attribute (
  version  INTEGER NOT NULL REFERENCES version,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- P. Number 0 is nobody: header, labels and, in a document, all of the text.
-- commitment = SHA256(2 | salt | the speaker's words).
CREATE TABLE speaker (
  version    INTEGER NOT NULL REFERENCES version,
  number     INTEGER NOT NULL CHECK (number >= 0),
  label      TEXT NOT NULL,
  part       TEXT NOT NULL CHECK (part IN ('respondent', 'interviewer', 'nobody')),
  respondent INTEGER REFERENCES respondent,
  turns      INTEGER NOT NULL,
  words      INTEGER NOT NULL,
  commitment TEXT NOT NULL CHECK (length(commitment) = 64),
  PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker_salt (
  version INTEGER NOT NULL REFERENCES version,
  number  INTEGER NOT NULL,
  salt    BLOB NOT NULL CHECK (length(salt) = 32),
  PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- D
CREATE TABLE turn (
  version INTEGER NOT NULL REFERENCES version,
  number  INTEGER NOT NULL,
  start   INTEGER NOT NULL CHECK (start >= 0),
  end     INTEGER NOT NULL CHECK (end > start),
  speaker INTEGER NOT NULL,
  PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- I. The words of each version as numbers into the vocabulary, and its sentences. matching: the
-- version of the matching engine that made it.
CREATE TABLE word_stream (
  version  INTEGER PRIMARY KEY REFERENCES version,
  matching INTEGER NOT NULL,
  stream   BLOB NOT NULL
) STRICT;

-- I. Distinct words as written, a line each; first is the number of the first line.
CREATE TABLE vocabulary (
  first INTEGER PRIMARY KEY,
  words BLOB NOT NULL
) STRICT;

---------------------------------------------------------------------------------------- codebooks

-- P
CREATE TABLE codebook (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  number  INTEGER NOT NULL CHECK (number >= 1),
  hash    TEXT NOT NULL CHECK (length(hash) = 64),  -- of its canonical JSON
  body    TEXT NOT NULL,
  event   INTEGER NOT NULL REFERENCES event,
  retired INTEGER REFERENCES event,
  UNIQUE (name, number)
) STRICT;

-- P. A code is known by codebook and path, through all versions of its codebook.
CREATE TABLE code (
  id         INTEGER PRIMARY KEY,
  codebook   TEXT NOT NULL,
  path       TEXT NOT NULL,
  parent     INTEGER REFERENCES code,
  name       TEXT NOT NULL,       -- last part of the path
  label_nl   TEXT NOT NULL,
  label_en   TEXT NOT NULL,
  definition TEXT NOT NULL,
  colour     TEXT NOT NULL,
  position   INTEGER NOT NULL,    -- in its codebook, parents before children
  depth      INTEGER NOT NULL,
  retired    INTEGER REFERENCES event,
  UNIQUE (codebook, path)
) STRICT;

-- P. A rule as one version of a codebook has it; the same rule in the next version is the same row.
CREATE TABLE rule (
  id       INTEGER PRIMARY KEY,
  code     INTEGER NOT NULL REFERENCES code,
  hash     TEXT NOT NULL CHECK (length(hash) = 64),  -- of its text and of all it refers to
  text     TEXT NOT NULL,
  unit     TEXT NOT NULL CHECK (unit IN ('match', 'sentence', 'turn')),
  speaker  TEXT NOT NULL CHECK (speaker IN ('respondent', 'interviewer', 'anyone')),
  codebook INTEGER NOT NULL REFERENCES codebook,     -- the version that brought it
  event    INTEGER NOT NULL REFERENCES event,
  retired  INTEGER REFERENCES event
) STRICT;
CREATE UNIQUE INDEX rule_in_force ON rule (code, hash) WHERE retired IS NULL;

------------------------------------------------------------------------------------------ codings

-- P. One run of one rule over the versions after_version < version <= through_version.
CREATE TABLE application (
  rule            INTEGER NOT NULL REFERENCES rule,
  through_version INTEGER NOT NULL,
  after_version   INTEGER NOT NULL,
  segments        INTEGER NOT NULL,
  digest          TEXT NOT NULL CHECK (length(digest) = 64),  -- over the rows of proposal
  event           INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (rule, through_version)
) STRICT, WITHOUT ROWID;

-- D. What a rule finds in a version never changes, so neither do these rows. places: the words that
-- matched, as start-end pairs; NULL where they are the whole segment.
CREATE TABLE proposal (
  rule    INTEGER NOT NULL,
  version INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  end     INTEGER NOT NULL CHECK (end > start AND start >= 0),
  speaker INTEGER NOT NULL,
  words   INTEGER NOT NULL,
  places  TEXT,
  PRIMARY KEY (rule, version, start, end)
) STRICT, WITHOUT ROWID;

-- P. What a person coded by hand. anchor: how it came through corrections of the transcript; an
-- ambiguous or orphaned coding stays on the version it was made on and waits for a person.
CREATE TABLE coding (
  id        INTEGER PRIMARY KEY,
  uid       TEXT NOT NULL UNIQUE,
  version   INTEGER NOT NULL REFERENCES version,
  start     INTEGER NOT NULL CHECK (start >= 0),
  end       INTEGER NOT NULL CHECK (end > start),
  speaker   INTEGER NOT NULL,
  words     INTEGER NOT NULL,
  code      INTEGER NOT NULL REFERENCES code,
  coder     TEXT NOT NULL,
  anchor    TEXT NOT NULL CHECK (anchor IN ('exact', 'moved', 'ambiguous', 'orphan')),
  event     INTEGER NOT NULL REFERENCES event,
  retracted INTEGER REFERENCES event
) STRICT;
CREATE INDEX coding_by_place ON coding (version, start);

-- P. A person's verdict on what rules propose for a passage.
CREATE TABLE decision (
  version INTEGER NOT NULL REFERENCES version,
  start   INTEGER NOT NULL,
  end     INTEGER NOT NULL,
  code    INTEGER NOT NULL REFERENCES code,
  speaker INTEGER NOT NULL,
  words   INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
  coder   TEXT NOT NULL,
  reason  TEXT,  -- commitment to the words in content
  anchor  TEXT NOT NULL CHECK (anchor IN ('exact', 'moved', 'ambiguous', 'orphan')),
  event   INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (version, start, end, code)
) STRICT, WITHOUT ROWID;

-- I. Distinct segments of a code and its children that are not rejected, for each voice.
CREATE TABLE tally (
  code     INTEGER NOT NULL REFERENCES code,
  version  INTEGER NOT NULL,
  speaker  INTEGER NOT NULL,
  segments INTEGER NOT NULL CHECK (segments > 0),
  words    INTEGER NOT NULL,  -- in those segments; where two overlap, for each
  PRIMARY KEY (code, version, speaker)
) STRICT, WITHOUT ROWID;

-------------------------------------------------------- views: for R, pandas, Datasette, DB Browser

CREATE VIEW transcripts AS
SELECT t.name AS file, v.number AS version, v.kind, v.encoding, v.sha256, v.length,
  (SELECT sum(words) FROM speaker s WHERE s.version = v.id AND s.part = 'respondent') AS respondent_words,
  (SELECT sum(words) FROM speaker s WHERE s.version = v.id) AS words, e.time AS ingested
FROM version v JOIN transcript t ON t.id = v.transcript JOIN event e ON e.number = v.event
WHERE v.superseded IS NULL ORDER BY t.name;

CREATE VIEW respondents AS
SELECT r.name AS respondent,
  (SELECT value FROM respondent_attribute a WHERE a.respondent = r.id AND a.name = 'neighbourhood') AS neighbourhood,
  (SELECT value FROM respondent_attribute a WHERE a.respondent = r.id AND a.name = 'city') AS city,
  (SELECT value FROM respondent_attribute a WHERE a.respondent = r.id AND a.name = 'role') AS role,
  (SELECT count(*) FROM speaker s JOIN version v ON v.id = s.version
    WHERE s.respondent = r.id AND v.superseded IS NULL) AS transcripts,
  (SELECT coalesce(sum(s.words), 0) FROM speaker s JOIN version v ON v.id = s.version
    WHERE s.respondent = r.id AND v.superseded IS NULL) AS words
FROM respondent r ORDER BY r.name;

CREATE VIEW respondent_attributes AS
SELECT r.name AS respondent, a.name AS attribute, a.value
FROM respondent_attribute a JOIN respondent r ON r.id = a.respondent;

CREATE VIEW codes AS
SELECT codebook, path AS code_path, name AS code, label_nl, label_en, definition, colour, depth
FROM code WHERE retired IS NULL ORDER BY codebook, position;

-- One row for each passage and code that rules propose, and for each that a person coded.
CREATE VIEW segments AS
WITH proposed AS (
  SELECT p.version, p.start, p.end, p.speaker, u.code, group_concat(u.text, ' | ') AS rule,
    group_concat(p.places, ' ') AS places
  FROM proposal p JOIN rule u ON u.id = p.rule AND u.retired IS NULL
  GROUP BY u.code, p.version, p.start, p.end),
coded AS (
  SELECT p.version, p.start, p.end, p.speaker, p.code, coalesce(d.coder, 'rule') AS coder,
    'rule' AS origin, coalesce(d.verdict, 'proposed') AS status, p.rule, p.places
  FROM proposed p
  LEFT JOIN decision d ON d.version = p.version AND d.start = p.start AND d.end = p.end AND d.code = p.code
  UNION ALL  -- what a person accepted stays, also when its rule is gone
  SELECT d.version, d.start, d.end, d.speaker, d.code, d.coder, 'rule', d.verdict, NULL, NULL
  FROM decision d WHERE d.verdict = 'accepted' AND NOT EXISTS (
    SELECT 1 FROM proposal p JOIN rule u ON u.id = p.rule AND u.retired IS NULL
    WHERE p.version = d.version AND p.start = d.start AND p.end = d.end AND u.code = d.code)
  UNION ALL
  SELECT h.version, h.start, h.end, h.speaker, h.code, h.coder, 'hand', 'accepted', NULL, NULL
  FROM coding h WHERE h.retracted IS NULL)
SELECT t.name AS file, g.start, g.end, substr(x.text, g.start + 1, g.end - g.start) AS quote,
  c.name AS code, c.path AS code_path, c.codebook, r.name AS respondent, g.coder, g.origin,
  g.status, g.rule, g.places, v.number AS version
FROM coded g
JOIN code c ON c.id = g.code
JOIN version v ON v.id = g.version AND v.superseded IS NULL
JOIN transcript t ON t.id = v.transcript
JOIN source_text x ON x.version = g.version
LEFT JOIN speaker s ON s.version = g.version AND s.number = g.speaker
LEFT JOIN respondent r ON r.id = s.respondent;

-- Codes with their children, over the words of respondents, without what was rejected.
CREATE VIEW frequencies AS
SELECT c.codebook, c.path AS code_path, c.label_en AS label,
  coalesce(sum(y.segments), 0) AS segments, count(DISTINCT s.respondent) AS respondents,
  (SELECT count(DISTINCT s.respondent) FROM speaker s JOIN version v ON v.id = s.version
    WHERE v.superseded IS NULL AND s.respondent IS NOT NULL AND s.words > 0) AS respondents_of,
  count(DISTINCT CASE WHEN s.respondent IS NOT NULL THEN y.version END) AS transcripts
FROM code c
LEFT JOIN (tally y JOIN speaker s ON s.version = y.version AND s.number = y.speaker
    AND s.part = 'respondent' AND s.respondent IS NOT NULL) ON y.code = c.id
WHERE c.retired IS NULL
GROUP BY c.id ORDER BY c.codebook, c.position;

-- What a correction of a transcript left without a sure place: it counts nowhere until a person
-- decides.
CREATE VIEW orphans AS
SELECT t.name AS file, v.number AS version, h.start, h.end,
  substr(x.text, h.start + 1, h.end - h.start) AS quote, c.path AS code_path, c.codebook, h.coder,
  'hand' AS origin, h.anchor
FROM coding h JOIN code c ON c.id = h.code JOIN version v ON v.id = h.version
JOIN transcript t ON t.id = v.transcript JOIN source_text x ON x.version = h.version
WHERE h.retracted IS NULL AND v.superseded IS NOT NULL
UNION ALL
SELECT t.name, v.number, d.start, d.end, substr(x.text, d.start + 1, d.end - d.start), c.path,
  c.codebook, d.coder, d.verdict, d.anchor
FROM decision d JOIN code c ON c.id = d.code JOIN version v ON v.id = d.version
JOIN transcript t ON t.id = v.transcript JOIN source_text x ON x.version = d.version
WHERE v.superseded IS NOT NULL
ORDER BY 1, 3, 4;

CREATE VIEW log AS SELECT number, time, actor, program, kind, body, lower(hex(hash)) AS hash FROM event;
