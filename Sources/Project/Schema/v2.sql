-- Schema version 2: checkpoints, undone acts, withdrawn respondents, reference coders, readings.

-- P. States of the ledger that were given a name: the first size events, and the root of their tree.
CREATE TABLE checkpoint (
  name  TEXT PRIMARY KEY CHECK (name <> ''),
  size  INTEGER NOT NULL CHECK (size >= 1),
  root  TEXT NOT NULL CHECK (length(root) = 64),
  event INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

-- P. Events that a later one reversed.
CREATE TABLE undone (
  event INTEGER PRIMARY KEY REFERENCES event,
  by    INTEGER NOT NULL REFERENCES event
) STRICT;

-- P. Set when the respondent withdrew: name and attributes are erased then.
ALTER TABLE respondent ADD COLUMN withdrawn INTEGER REFERENCES event;

-- P. Set where all that brought the respondent was undone: known again when recorded again.
ALTER TABLE respondent ADD COLUMN undone INTEGER REFERENCES event;

-- P. Speakers whose words in a version were erased. commitment: where only a part of them was (labels
-- and header, number 0), what stands for the rest; NULL where all of them were.
CREATE TABLE redaction (
  version    INTEGER NOT NULL REFERENCES version,
  speaker    INTEGER NOT NULL,
  event      INTEGER NOT NULL REFERENCES event,
  commitment TEXT CHECK (length(commitment) = 64),
  PRIMARY KEY (version, speaker)
) STRICT, WITHOUT ROWID;

-- P. Content that was erased; replacement is what stands in its place, NULL where nothing does.
CREATE TABLE erased (
  hash        TEXT PRIMARY KEY CHECK (length(hash) = 64),
  replacement TEXT CHECK (length(replacement) = 64),
  event       INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

-- I. Roots of the ledger's tree over each 256 events, so that a proof need not read them all: number n
-- covers the events 256 (n - 1) + 1 to 256 n.
CREATE TABLE tile (
  number INTEGER PRIMARY KEY CHECK (number >= 1),
  root   BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;

-- P. Coders whose codings are there to compare with: they count only where they are asked for.
CREATE TABLE reference_coder (
  coder TEXT PRIMARY KEY CHECK (coder <> ''),
  event INTEGER NOT NULL REFERENCES event
) STRICT, WITHOUT ROWID;

-- P. What a coder read to the end, and the codes looked for: one that stands nowhere in the version was
-- not found there, which is not the same as not coded.
CREATE TABLE reading (
  version INTEGER NOT NULL REFERENCES version,
  coder   TEXT NOT NULL CHECK (coder <> ''),
  code    INTEGER NOT NULL REFERENCES code,
  event   INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (version, coder, code)
) STRICT, WITHOUT ROWID;

--------------------------------------------------------------- views: nothing of what was erased

DROP VIEW transcripts;
DROP VIEW respondents;
DROP VIEW respondent_attributes;
DROP VIEW segments;
DROP VIEW frequencies;
DROP VIEW orphans;

CREATE VIEW transcripts AS
SELECT t.name AS file, v.number AS version, v.kind, v.encoding, v.sha256, v.length,
  (SELECT sum(words) FROM speaker s WHERE s.version = v.id AND s.part = 'respondent'
    AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number))
    AS respondent_words,
  (SELECT sum(words) FROM speaker s WHERE s.version = v.id
    AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number
      AND x.commitment IS NULL)) AS words, e.time AS ingested
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
FROM respondent r WHERE r.withdrawn IS NULL AND r.undone IS NULL ORDER BY r.name;

CREATE VIEW respondent_attributes AS
SELECT r.name AS respondent, a.name AS attribute, a.value
FROM respondent_attribute a
JOIN respondent r ON r.id = a.respondent AND r.withdrawn IS NULL AND r.undone IS NULL;

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
  FROM coding h WHERE h.retracted IS NULL AND h.coder NOT IN (SELECT coder FROM reference_coder))
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

-- Codes with their children, over the words of respondents, without what was rejected.
CREATE VIEW frequencies AS
SELECT c.codebook, c.path AS code_path, c.label_en AS label,
  coalesce(sum(y.segments), 0) AS segments, count(DISTINCT s.respondent) AS respondents,
  (SELECT count(DISTINCT s.respondent) FROM speaker s JOIN version v ON v.id = s.version
    WHERE v.superseded IS NULL AND s.respondent IS NOT NULL AND s.words > 0
    AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number)) AS respondents_of,
  count(DISTINCT CASE WHEN s.respondent IS NOT NULL THEN y.version END) AS transcripts
FROM code c
LEFT JOIN (tally y JOIN speaker s ON s.version = y.version AND s.number = y.speaker
    AND s.part = 'respondent' AND s.respondent IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number)) ON y.code = c.id
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
WHERE h.retracted IS NULL AND v.superseded IS NOT NULL AND NOT EXISTS (
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
