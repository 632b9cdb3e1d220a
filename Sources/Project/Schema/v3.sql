-- Schema version 3: when turns were said, memos, and what came from other programs.

-- Milliseconds from the start of the recording; NULL where the file does not say. Committed to with the
-- rest of the turn.
ALTER TABLE turn ADD COLUMN from_ms INTEGER CHECK (from_ms >= 0);
ALTER TABLE turn ADD COLUMN to_ms INTEGER CHECK (to_ms >= 0);

-- P. Why an imported coding has no place in its text: it stands at the nearest one that there is, and
-- counts nowhere until a person says where it belongs.
ALTER TABLE coding ADD COLUMN misfit TEXT;

-- P. What people wrote about the project, a code, a transcript or a passage of it. Of a passage
-- the place is that in the version it was written on: memos do not follow corrections. title, text:
-- commitments.
CREATE TABLE memo (
  uid       TEXT PRIMARY KEY,
  subject   TEXT NOT NULL CHECK (subject IN ('project', 'code', 'transcript', 'passage')),
  code      INTEGER REFERENCES code,
  version   INTEGER REFERENCES version,
  start     INTEGER CHECK (start >= 0),
  end       INTEGER CHECK (end > start),
  title     TEXT CHECK (length(title) = 64),
  text      TEXT NOT NULL CHECK (length(text) = 64),
  coder     TEXT NOT NULL CHECK (coder <> ''),
  event     INTEGER NOT NULL REFERENCES event,
  retracted INTEGER REFERENCES event,
  CHECK ((subject = 'code') = (code IS NOT NULL)),
  CHECK ((subject IN ('transcript', 'passage')) = (version IS NOT NULL)),
  CHECK ((subject = 'passage') = (start IS NOT NULL AND end IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- P. Names that other programs know things by; transcripts, codings and memos keep theirs as their uid.
CREATE TABLE foreign_id (
  kind  TEXT NOT NULL CHECK (kind IN ('code', 'coder', 'variable')),
  name  TEXT NOT NULL CHECK (name <> ''),
  guid  TEXT NOT NULL CHECK (guid <> ''),
  event INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- P. Sets of codes, transcripts and memos, as other programs make them. content: the commitment to
-- {name, description}. members: a JSON list of pairs: 'code' and codebook:path, 'transcript' or 'memo'
-- and uid.
CREATE TABLE collection (
  uid     TEXT PRIMARY KEY,
  content TEXT NOT NULL CHECK (length(content) = 64),
  members TEXT NOT NULL,
  event   INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------- views

DROP VIEW segments;
DROP VIEW orphans;

-- One row for each passage and code that rules propose, and for each that a person coded; without
-- what reference coders coded.
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
  FROM coding h WHERE h.retracted IS NULL AND h.misfit IS NULL AND h.coder NOT IN (SELECT coder FROM reference_coder))
SELECT t.name AS file, g.start, g.end, substr(x.text, g.start + 1, g.end - g.start) AS quote,
  c.name AS code, c.path AS code_path, c.codebook, r.name AS respondent, g.coder, g.origin,
  g.status, g.rule, g.places, v.number AS version
FROM coded g
JOIN code c ON c.id = g.code
JOIN version v ON v.id = g.version AND v.superseded IS NULL
JOIN transcript t ON t.id = v.transcript
JOIN source_text x ON x.version = g.version
LEFT JOIN speaker s ON s.version = g.version AND s.number = g.speaker
LEFT JOIN respondent r ON r.id = s.respondent
WHERE NOT EXISTS (
  SELECT 1 FROM redaction y WHERE y.version = g.version AND y.speaker = g.speaker
    AND y.commitment IS NULL);

-- What a correction of a transcript left without a sure place, and what another program's file said of
-- places that its text does not have: it counts nowhere until a person decides.
CREATE VIEW orphans AS
SELECT t.name AS file, v.number AS version, h.start, h.end,
  CASE WHEN h.misfit IS NULL THEN substr(x.text, h.start + 1, h.end - h.start) ELSE '' END AS quote,
  c.path AS code_path, c.codebook, h.coder,
  'hand' AS origin, h.anchor
FROM coding h JOIN code c ON c.id = h.code JOIN version v ON v.id = h.version
JOIN transcript t ON t.id = v.transcript JOIN source_text x ON x.version = h.version
WHERE h.retracted IS NULL AND (v.superseded IS NOT NULL OR h.misfit IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM redaction y WHERE y.version = h.version AND y.speaker = h.speaker
    AND y.commitment IS NULL)
UNION ALL
SELECT t.name, v.number, d.start, d.end, substr(x.text, d.start + 1, d.end - d.start), c.path,
  c.codebook, d.coder, d.verdict, d.anchor
FROM decision d JOIN code c ON c.id = d.code JOIN version v ON v.id = d.version
JOIN transcript t ON t.id = v.transcript JOIN source_text x ON x.version = d.version
WHERE v.superseded IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM redaction y WHERE y.version = d.version AND y.speaker = d.speaker
    AND y.commitment IS NULL)
ORDER BY 1, 3, 4;

-- A row for each turn of the transcripts in force, with its words.
CREATE VIEW turns AS
SELECT t.name AS file, u.number AS turn, u.start, u.end, u.from_ms, u.to_ms, s.label AS speaker, s.part,
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
