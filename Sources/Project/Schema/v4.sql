-- Schema version 4: people coding together.

-- P. What coders are, where that was said; whoever codes and is not here is a person. layer: the name that
-- settled codings stand under.
CREATE TABLE coder (
  coder TEXT PRIMARY KEY CHECK (coder <> ''),
  kind  TEXT NOT NULL CHECK (kind IN ('human', 'import', 'layer')),
  event INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

-- P. Set where the code was coined while coding, and nobody has taken it into the codebook's file yet.
ALTER TABLE code ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0 CHECK (proposed IN (0, 1));

-- P. What a coder is to read to the end. blind: until then the coder sees nothing of what others coded
-- there, and nothing of what rules propose.
CREATE TABLE assignment (
  transcript INTEGER NOT NULL REFERENCES transcript,
  coder      TEXT NOT NULL CHECK (coder <> ''),
  blind      INTEGER NOT NULL CHECK (blind IN (0, 1)),
  event      INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (transcript, coder)
) STRICT, WITHOUT ROWID;

-- P. Passages that a reviewer looked at and left for later.
CREATE TABLE skipped (
  version INTEGER NOT NULL REFERENCES version,
  start   INTEGER NOT NULL CHECK (start >= 0),
  end     INTEGER NOT NULL CHECK (end > start),
  code    INTEGER NOT NULL REFERENCES code,
  coder   TEXT NOT NULL CHECK (coder <> ''),
  event   INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (version, start, end, code, coder)
) STRICT, WITHOUT ROWID;

-- P. How coders' codings of a passage were settled. coders, codings: JSON lists of names and of uids, in
-- order; it holds as long as these are the coders' codings there. What it gave are codings by the layer.
-- The place is that in the version it was settled on. reason: commitment.
CREATE TABLE settlement (
  uid     TEXT PRIMARY KEY,
  version INTEGER NOT NULL REFERENCES version,
  start   INTEGER NOT NULL CHECK (start >= 0),
  end     INTEGER NOT NULL CHECK (end > start),
  code    INTEGER NOT NULL REFERENCES code,
  coders  TEXT NOT NULL,
  codings TEXT NOT NULL,
  layer   TEXT NOT NULL CHECK (layer <> ''),
  coder   TEXT NOT NULL CHECK (coder <> ''),
  reason  TEXT CHECK (length(reason) = 64),
  event   INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

-- P. Projects whose work was merged into this one, each as far as the first size events of its own ledger,
-- whose tree has that root.
CREATE TABLE merged (
  project TEXT NOT NULL CHECK (project <> ''),
  size    INTEGER NOT NULL CHECK (size >= 1),
  root    TEXT NOT NULL CHECK (length(root) = 64),
  event   INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (project, size)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------- views

DROP VIEW codes;

CREATE VIEW codes AS
SELECT codebook, path AS code_path, name AS code, label_nl, label_en, definition, colour, depth, proposed
FROM code WHERE retired IS NULL ORDER BY codebook, position;

DROP VIEW turns;

-- A row for each turn of the transcripts in force, counted from 1, with its words.
CREATE VIEW turns AS
SELECT t.name AS file, u.number + 1 AS turn, u.start, u.end, u.from_ms, u.to_ms, s.label AS speaker, s.part,
  r.name AS respondent, substr(x.text, u.start + 1, u.end - u.start) AS words
FROM turn u
JOIN version v ON v.id = u.version AND v.superseded IS NULL
JOIN transcript t ON t.id = v.transcript
JOIN source_text x ON x.version = u.version
JOIN speaker s ON s.version = u.version AND s.number = u.speaker
LEFT JOIN respondent r ON r.id = s.respondent
WHERE NOT EXISTS (
  SELECT 1 FROM redaction y WHERE y.version = u.version AND y.speaker = u.speaker
    AND y.commitment IS NULL)
ORDER BY t.name, u.number;

-- Who read which transcript to the end, and how many codes were looked for.
CREATE VIEW readings AS
SELECT t.name AS file, v.number AS version, r.coder, count(*) AS codes, e.time
FROM reading r
JOIN version v ON v.id = r.version AND v.superseded IS NULL
JOIN transcript t ON t.id = v.transcript
JOIN event e ON e.number = r.event
GROUP BY r.version, r.coder ORDER BY t.name, r.coder;

-- Who is to read which transcript, and whether that was done.
CREATE VIEW assignments AS
SELECT t.name AS file, a.coder, a.blind, e.time AS assigned,
  EXISTS (SELECT 1 FROM reading r JOIN version v ON v.id = r.version
    WHERE v.transcript = a.transcript AND v.superseded IS NULL AND r.coder = a.coder) AS done
FROM assignment a JOIN transcript t ON t.id = a.transcript JOIN event e ON e.number = a.event
ORDER BY t.name, a.coder;
