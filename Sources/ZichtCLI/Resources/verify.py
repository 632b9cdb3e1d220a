#!/usr/bin/env python3
"""Checks a bundle that `zicht bundle` wrote, without Zicht.

usage: python3 verify.py [FOLDER] [--checkpoint FILE]

In this order: the files against the manifest; the chain of events, and their Merkle tree against
the checkpoint; names, attributes and reasons against their commitments; the state tables against
tables made anew from the events; texts and turns against what was committed to; what rules found
against the digests of their runs; the segments, with quotes cut from the texts, and every cell of
the tables against what these codings give.

Needs Python 3.8 and nothing else. Exit status 0: all is as recorded. 1: something is not, and each
line says where. 2: misuse.
"""

import argparse
import base64
import bisect
import collections
import csv
import hashlib
import io
import itertools
import json
import os
import re
import sys

FORMAT = "zicht bundle 1"
FILLER = "\u2588"  # stands for each character that a withdrawal erased
# The state tables that follow from the events, with the columns that order and tell apart their rows.
KEYS = {
    "respondent": ["id"], "respondent_attribute": ["respondent", "name"],
    "neighbourhood_attribute": ["neighbourhood", "name"], "transcript": ["id"], "version": ["id"],
    "transcript_attribute": ["version", "position"], "speaker": ["version", "number"],
    "codebook": ["id"], "code": ["id"], "rule": ["id"], "application": ["rule", "through_version"],
    "coding": ["id"], "decision": ["version", "start", "end", "code"], "checkpoint": ["name"],
    "undone": ["event"], "redaction": ["version", "speaker"], "erased": ["hash"],
    "reference_coder": ["coder"], "reading": ["version", "coder", "code"], "memo": ["uid"],
    "foreign_id": ["kind", "name"], "collection": ["uid"], "coder": ["coder"],
    "assignment": ["transcript", "coder"], "skipped": ["version", "start", "end", "code", "coder"],
    "settlement": ["uid"], "merged": ["project", "size"],
}
PERSONAL = {"respondent_attribute", "transcript_attribute", "speaker_salt"}  # not in a redacted bundle
NAMES_IN_HEADER = {"respondent", "respondents", "respondenten"}  # no attributes


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def utf8(text):
    return text.encode("utf-8", "surrogatepass")


def canonical(value):
    """The only spelling of a JSON value: sorted members, no white space, no needless escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tree_root(leaves):
    """The root of RFC 9162's Merkle tree (2.1.1) over leaf hashes."""
    peaks = []
    for count, leaf in enumerate(leaves, 1):
        peaks.append(leaf)
        while count % 2 == 0:  # two whole trees of one size make one of twice the size
            right = peaks.pop()
            peaks.append(sha256(b"\1", peaks.pop(), right))
            count //= 2
    while len(peaks) > 1:
        right = peaks.pop()
        peaks.append(sha256(b"\1", peaks.pop(), right))
    return peaks[0] if peaks else sha256()


class Unusable(Exception):
    """Not a bundle, or a part without which nothing can be said."""


class Bundle:
    """The folder, and what was found wrong with it."""

    def __init__(self, folder):
        self.folder, self.problems = folder, []
        about = [row for _, row in self.rows("bundle.json", ["format"])]
        if len(about) != 1 or about[0].get("format") != FORMAT or not isinstance(about[0].get("redacted"), bool):
            raise Unusable("'%s' is no bundle: its bundle.json does not say '%s'" % (folder, FORMAT))
        self.project, self.redacted = about[0].get("project"), about[0]["redacted"]

    def path(self, name):
        return os.path.join(self.folder, *name.split("/"))

    def report(self, where, what):
        self.problems.append("%s: %s" % (where, what))

    def bytes(self, name):
        """A file's bytes; None, and a problem, where it can't be read."""
        try:
            with open(self.path(name), "rb") as file:
                return file.read()
        except OSError as error:
            self.report(name, "can't be read: %s" % (error.strerror or error))
            return None

    def text(self, name):
        data = self.bytes(name)
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError as error:
            self.report(name, "byte %d is no UTF-8" % error.start)
            return None

    def rows(self, name, order):
        """The lines of a JSON Lines file with their numbers: canonical JSON, each row after the one
        before it in the order of some columns."""
        last = None
        try:
            with open(self.path(name), "rb") as file:
                for number, line in enumerate(file, 1):
                    try:
                        text = line.decode("utf-8")
                        row = json.loads(text)
                        if canonical(row) + "\n" != text:
                            raise ValueError
                        key = [row[column] for column in order]
                        if last is not None and not last < key:
                            self.report("%s:%d" % (name, number), "stands out of order, or twice")
                        last = key
                    except (ValueError, KeyError, TypeError, RecursionError):
                        self.report("%s:%d" % (name, number), "is no row of this file in canonical JSON")
                        continue
                    yield number, row
        except OSError as error:
            self.report(name, "can't be read: %s" % (error.strerror or error))

    def files(self):
        """All files of the folder, as paths from it; links are none."""
        for folder, folders, names in os.walk(self.folder):
            folders.sort()
            for path in [os.path.join(folder, name) for name in sorted(names) + folders]:
                name = os.path.relpath(path, self.folder).replace(os.sep, "/")
                if os.path.islink(path):
                    self.report(name, "is a link, which no bundle has")
                elif os.path.isfile(path):
                    yield name

    def exists(self, name):
        return os.path.isfile(self.path(name))


# ----------------------------------------------------------------------------------- the manifest

def check_manifest(bundle):
    listed = {}
    for number, line in enumerate((bundle.text("manifest.sha256") or "").split("\n")[:-1], 1):
        if len(line) < 67 or line[64:66] != "  " or line[66:] in listed:
            bundle.report("manifest.sha256:%d" % number, "is no line of a manifest")
        listed[line[66:]] = line[:64]
    found = {name for name in bundle.files() if name != "manifest.sha256"}
    for name in sorted(found - set(listed)):
        bundle.report(name, "is not in the manifest")
    for name in sorted(set(listed) - found):
        bundle.report(name, "is missing though the manifest lists it")
    for name in sorted(found & set(listed)):
        data = bundle.bytes(name)
        if data is not None and hashlib.sha256(data).hexdigest() != listed[name]:
            bundle.report(name, "was altered: the manifest has another hash of it")


# -------------------------------------------------------------------------------------- the ledger

class Ledger:
    """The events; each hash follows from the event and from the hash before it."""

    def __init__(self, bundle):
        self.events, self.leaves, self.links = [], [], [bytes(32)]
        for line, event in bundle.rows("events.jsonl", ["number"]):
            where = "events.jsonl:%d" % line
            stored = event.pop("hash", None)
            if event.get("number") != len(self.events) + 1:
                bundle.report(where, "event %d is missing" % (len(self.events) + 1))
            leaf = sha256(b"\0", utf8(canonical(event)))
            link = sha256(b"\3", self.links[-1], leaf)
            if stored != link.hex():
                bundle.report(where, "event %s (%s) was altered, or one before it: its hash is not "
                              "the one recorded" % (event.get("number"), event.get("kind")))
            # Go on from what is recorded, so that one altered event is told once.
            self.links.append(as_hash(stored) or link)
            self.leaves.append(leaf)
            self.events.append((where, event))
        if not self.events:
            raise Unusable("events.jsonl holds no event")
        body = self.events[0][1].get("body")
        self.project = body.get("uid") if isinstance(body, dict) else None

    def root(self):
        return tree_root(self.leaves)


def as_hash(text):
    try:
        digest = bytes.fromhex(text)
        return digest if len(digest) == 32 else None
    except (TypeError, ValueError):
        return None


def check_checkpoint(bundle, ledger, name, text):
    """The first events have the root that the checkpoint says; returns words for the verdict."""
    lines = (text or "").split("\n")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        if str(size) != lines[1] or size < 1 or len(root) != 32:
            raise ValueError
    except (IndexError, ValueError):
        bundle.report(name, "is no checkpoint: lines 'zicht/PROJECT', size and root are expected")
        return None
    if lines[0] != "zicht/%s" % ledger.project:
        bundle.report(name, "is a checkpoint of another project")
    elif size > len(ledger.leaves):
        bundle.report(name, "has seen %d events, and there are %d: events are missing"
                      % (size, len(ledger.leaves)))
    elif tree_root(ledger.leaves[:size]) != root:
        bundle.report(name, "the first %d events have another root: history was rewritten" % size)
    else:
        return "%s holds: %d events, %d since" % (name, size, len(ledger.leaves) - size)
    return None


class Contents:
    """What events commit to without holding it: names, labels, attributes, reasons.

    Where a respondent withdrew, an event says which contents were erased and what replaced them.
    """

    def __init__(self, bundle, ledger):
        self.bundle, self.bodies, self.asked, self.erased = bundle, {}, set(), {}
        for _, event in ledger.events:
            if event.get("kind") == "respondent.withdrawn":
                for item in event["body"]["erased"]:
                    self.erased[item["hash"]] = item["replacement"]
        for line, row in [] if bundle.redacted else bundle.rows("content.jsonl", ["hash"]):
            salt, text = as_hash(row.get("salt")), utf8(canonical(row.get("body")))
            if salt is None or sha256(b"\2", salt, text).hex() != row["hash"]:
                bundle.report("content.jsonl:%d" % line, "content %s was altered" % str(row["hash"])[:12])
            self.bodies[row["hash"]] = row.get("body")

    def __call__(self, digest):
        """What stands behind a commitment now; None where nothing does, or the bundle is redacted."""
        if as_hash(digest) is None:
            raise ValueError("no commitment")
        for _ in range(len(self.erased) + 1):  # a ring is no work of Zicht's
            if digest not in self.erased:
                break
            digest = self.erased[digest]
        self.asked.add(digest)
        return self.bodies.get(digest)

    def check_all_asked(self):
        if self.bundle.redacted:
            return
        for digest in sorted(self.asked - {None} - set(self.bodies)):
            self.bundle.report("content.jsonl", "%s is missing though an event refers to it" % digest[:12])
        for digest in sorted(set(map(str, self.bodies)) - self.asked):
            self.bundle.report("content.jsonl", "%s is referred to by no event that stands" % digest[:12])


# --------------------------------------------------------------------------------------- the state

class Tables:
    """Rows by table and key; what is written while recording can be taken back."""

    def __init__(self, names):
        self.tables, self.journal, self.recording = {name: {} for name in names}, [], False

    def __getitem__(self, table):
        return self.tables[table]

    def put(self, table, key, row):
        """Sets a row, or removes it where it is None."""
        rows = self.tables[table]
        if self.recording:
            self.journal.append((table, key, rows.get(key)))
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = row

    def update(self, table, key, **columns):
        self.put(table, key, dict(self.tables[table][key], **columns))

    def roll_back(self, length):
        """Takes back all writes but the first so many."""
        while len(self.journal) > length:
            table, key, row = self.journal.pop()
            if row is None:
                self.tables[table].pop(key, None)
            else:
                self.tables[table][key] = row


class State:
    """The tables that the events make; rows are numbered in the order of events."""

    # Tables whose rows are never deleted, and the column that says that a row is out of force.
    NUMBERED = {"respondent": "undone", "transcript": None, "version": "superseded",
                "codebook": "retired", "code": "retired", "rule": "retired", "coding": "retracted"}

    def __init__(self, content, ledger):
        self.content, self.ledger = content, ledger
        # Two indexes beside the tables: versions by uid and number, rules in force by code and hash.
        self.tables = Tables([*KEYS, "version of", "in force"])
        self.put, self.update = self.tables.put, self.tables.update
        self.undone_later = {event["body"]["first"] for _, event in ledger.events
                             if event.get("kind") == "act.undone"}
        self.withdrawals = {}  # by version: events and what they erased, for good
        self.marks = {}  # by the first event of an act: length of the journal, rows of the tables

    def action(self, kind):
        """What an event of a kind does to the tables; None where this script does not know."""
        return getattr(self, "on_" + str(kind).replace(".", "_"), None)

    def apply(self, event, action):
        if event["number"] in self.undone_later:
            self.tables.recording = True
            self.marks[event["number"]] = (
                len(self.tables.journal), {name: len(self.tables[name]) for name in self.NUMBERED})
        action(event, event["body"])

    def rows(self, table):
        """In the order of the table's key."""
        return sorted(self.tables[table].values(), key=lambda row: [row[name] for name in KEYS[table]])

    def next_id(self, table):
        return len(self.tables[table]) + 1

    def on_project_created(self, event, body):
        pass

    on_erasure_completed = on_project_created
    on_names_replaced = on_project_created

    def on_checkpoint_named(self, event, body):
        if tree_root(self.ledger.leaves[:body["size"]]).hex() != body["root"] or body["size"] >= event["number"]:
            raise ValueError("the first %d events have another root" % body["size"])
        self.put("checkpoint", body["name"], {
            "name": body["name"], "size": body["size"], "root": body["root"], "event": event["number"]})

    # Respondents

    def on_respondents_recorded(self, event, body):
        for item in body["respondents"]:
            content = self.content(item["content"]) or {"id": None, "attributes": []}
            row = self.tables["respondent"].get(item["uid"]) or {
                "id": self.next_id("respondent"), "uid": item["uid"], "withdrawn": None}
            self.put("respondent", item["uid"], dict(
                row, name=content["id"], event=event["number"], undone=None))
            self.replace_attributes("respondent", row["id"], content["attributes"])

    def on_neighbourhoods_recorded(self, event, body):
        for item in body["neighbourhoods"]:
            self.replace_attributes("neighbourhood", item["id"], item["attributes"])

    def replace_attributes(self, of, identity, attributes):
        table = of + "_attribute"
        for key in [key for key in self.tables[table] if key[0] == identity]:
            self.put(table, key, None)
        for position, (name, value) in enumerate(attributes):
            self.put(table, (identity, name), {
                of: identity, "position": position, "name": name, "value": value})

    def on_respondent_withdrawn(self, event, body):
        self.content(body["particulars"])
        self.update("respondent", body["respondent"], withdrawn=event["number"])
        for item in body["erased"]:
            self.put("erased", item["hash"], dict(item, event=event["number"]))
        for item in body["redactions"]:
            version = self.tables["version of"][item["transcript"], item["version"]]
            self.withdrawals.setdefault(version, []).append((event["number"], item))
            shares = [(speaker, None) for speaker in item["speakers"]]
            for speaker, rest in shares + ([(0, item["rest"])] if "rest" in item else []):
                self.put("redaction", (version, speaker), {
                    "version": version, "speaker": speaker, "event": event["number"], "commitment": rest})

    # Transcripts

    def on_transcript_recorded(self, event, body):
        content = self.content(body["content"]) or {"name": None, "header": [], "labels": None}
        uid, version = body["transcript"], self.next_id("version")
        transcript = self.tables["transcript"].get(uid) or {
            "id": self.next_id("transcript"), "uid": uid, "name": content["name"]}
        self.put("transcript", uid, transcript)
        before = None
        for key, row in list(self.tables["version"].items()):
            if row["transcript"] == transcript["id"] and row["superseded"] is None:
                self.update("version", key, superseded=event["number"])
                before = key
        self.put("version of", (uid, body["version"]), version)
        self.put("version", version, dict(
            {name: body[name] for name in ("kind", "sha256", "encoding", "reader", "length", "turns")},
            id=version, transcript=transcript["id"], number=body["version"], event=event["number"],
            superseded=None))
        for position, (name, value) in enumerate(content["header"]):
            self.put("transcript_attribute", (version, position), {
                "version": version, "position": position, "name": name, "value": value})
        for number, speaker in enumerate(body["speakers"]):
            respondent = self.tables["respondent"].get(speaker["respondent"])
            self.put("speaker", (version, number), dict(
                {name: speaker[name] for name in ("part", "turns", "words", "commitment")},
                version=version, number=number, respondent=respondent["id"] if respondent else None,
                label=content["labels"][number] if content["labels"] is not None else None))
        if before is not None and body.get("readings") == "follow":
            for row in [row for row in self.tables["reading"].values() if row["version"] == before]:
                key = (version, row["coder"], row["code"])
                self.put("reading", key, dict(zip(KEYS["reading"], key), event=event["number"]))

    # Codebooks

    def on_codebook_recorded(self, event, body):
        book, number = body["codebook"], event["number"]
        if sha256(utf8(canonical(book))).hex() != body["hash"]:
            raise ValueError("the hash is not that of the codebook")
        self.retire("codebook", lambda row: row["name"] == book["id"], number)
        self.retire("code", lambda row: row["codebook"] == book["id"], number)
        version = self.next_id("codebook")
        self.put("codebook", version, {
            "id": version, "name": book["id"], "number": body["number"], "hash": body["hash"],
            "body": canonical(book), "event": number, "retired": None})
        self.add_codes(book["id"], book["codes"], None, itertools.count())
        self.add_rules(event, body["rules"], book["id"], version)

    def retire(self, table, chosen, event):
        for key, row in list(self.tables[table].items()):
            if row["retired"] is None and chosen(row):
                self.update(table, key, retired=event)

    def add_codes(self, book, codes, parent, positions):
        for code in codes:
            path = (parent["path"] + "/" if parent else "") + code["id"]
            row = self.tables["code"].get((book, path)) or {
                "id": self.next_id("code"), "codebook": book, "path": path, "name": code["id"],
                "parent": parent["id"] if parent else None, "depth": parent["depth"] + 1 if parent else 0}
            self.put("code", (book, path), dict(
                row, label_nl=code["label"]["nl"], label_en=code["label"]["en"],
                definition=code.get("definition", ""), colour=code.get("colour", ""),
                position=next(positions), proposed=int(code.get("proposed", False)), retired=None))
            self.add_codes(book, code.get("codes", []), row, positions)

    def add_rules(self, event, rules, book, version):
        """A rule that the new version has too keeps its row, and so all that it found."""
        kept = set()
        for rule in rules:
            code = self.tables["code"][book, rule["code"]]["id"]
            if (code, rule["hash"]) not in self.tables["in force"]:
                self.add_rule(dict(
                    {name: rule[name] for name in ("hash", "text", "unit", "speaker")},
                    code=code, codebook=version, event=event["number"]))
            kept.add((code, rule["hash"]))
        codes = {row["id"] for row in self.tables["code"].values() if row["codebook"] == book}
        for key, rule in list(self.tables["in force"].items()):
            if key[0] in codes and key not in kept:
                self.retire_rule(rule, event["number"])

    def add_rule(self, columns):
        number = self.next_id("rule")
        self.put("rule", number, dict(columns, id=number, retired=None))
        self.put("in force", (columns["code"], columns["hash"]), number)
        return number

    def retire_rule(self, number, event):
        rule = self.tables["rule"][number]
        self.update("rule", number, retired=event)
        self.put("in force", (rule["code"], rule["hash"]), None)

    # Codings

    def on_rules_applied(self, event, body):
        for item in body["rules"]:
            code = self.tables["code"][item["codebook"], item["code"]]["id"]
            rule = self.tables["in force"][code, item["hash"]]
            self.put("application", (rule, body["through"]), {
                "rule": rule, "through_version": body["through"], "after_version": body["after"],
                "segments": item["segments"], "digest": item["digest"], "event": event["number"]})
        for carried in body.get("carried", []):
            self.on_segment_decided(event, carried)

    def place(self, body):
        version = self.tables["version of"][body["transcript"], body["version"]]
        code = self.tables["code"][body["codebook"], body["code"]]["id"]
        return version, body["start"], body["end"], code

    def on_segment_decided(self, event, body):
        place = self.place(body)
        if "reason" in body:
            self.content(body["reason"])
        row = None
        if body["verdict"] != "undecided":
            row = dict(zip(KEYS["decision"], place), speaker=body["speaker"], words=body["words"],
                       verdict=body["verdict"], coder=body.get("coder", event["actor"]),
                       reason=body.get("reason"), anchor="exact", event=event["number"])
        self.put("decision", place, row)

    def on_coder_registered(self, event, body):
        """What a coder is; where no kind is said, or it is said so, a reference from now on."""
        kind = body.get("kind")
        if kind is not None:
            self.put("coder", body["coder"], {
                "coder": body["coder"], "kind": kind, "event": event["number"]})
        if kind is not None and not body.get("reference"):
            return
        if body["coder"] not in self.tables["reference_coder"]:
            self.put("reference_coder", body["coder"], {"coder": body["coder"], "event": event["number"]})

    def on_transcript_coded(self, event, body):
        """A coder has read a version to the end, looking for some codes."""
        version = self.tables["version of"][body["transcript"], body["version"]]
        for name in body["codes"]:
            code = self.tables["code"][tuple(name.split(":", 1))]["id"]
            key = (version, body["coder"], code)
            if key not in self.tables["reading"]:
                self.put("reading", key, dict(zip(KEYS["reading"], key), event=event["number"]))

    def on_segment_coded(self, event, body):
        if "memo" in body:
            self.content(body["memo"])
        known = self.tables["coding"].get(body["uid"])
        if known is not None and known["retracted"] is None:
            raise ValueError("there is such a coding")
        # Under the uid of one that was taken back it is that one, standing again.
        self.put("coding", body["uid"], dict(
            zip(KEYS["decision"], self.place(body)), id=known["id"] if known else self.next_id("coding"),
            uid=body["uid"],
            speaker=body["speaker"], words=body["words"], coder=body.get("coder", event["actor"]),
            anchor="orphan" if "misfit" in body else "exact", misfit=body.get("misfit"),
            event=event["number"], retracted=None))

    def on_coding_retracted(self, event, body):
        self.update("coding", body["uid"], retracted=event["number"])

    def on_codings_reanchored(self, event, body):
        """Codings and decisions follow their words into the new version, or stay and wait."""
        versions = self.tables["version of"]
        old, new = (versions[body["transcript"], body[name]] for name in ("from", "to"))
        for item in body["codings"]:
            row = self.moved(self.tables["coding"][item["uid"]], item, new)
            placed = item["anchor"] in ("exact", "moved")
            self.put("coding", item["uid"], dict(row, misfit=None) if placed else row)
        for item in body["decisions"]:
            code = self.tables["code"][item["codebook"], item["code"]]["id"]
            place = (old, item["was_start"], item["was_end"], code)
            row = self.moved(self.tables["decision"][place], item, new)
            self.put("decision", place, None)
            self.put("decision", tuple(row[name] for name in KEYS["decision"]), row)

    @staticmethod
    def moved(row, item, version):
        if item["anchor"] not in ("exact", "moved"):
            return dict(row, anchor=item["anchor"])
        return dict(row, anchor=item["anchor"], version=version, start=item["start"], end=item["end"],
                    speaker=item["speaker"], words=item.get("words", row["words"]))

    # People coding together

    def on_transcripts_assigned(self, event, body):
        for uid in body["transcripts"]:
            key = (self.tables["transcript"][uid]["id"], body["coder"])
            self.put("assignment", key, None if body.get("taken_back") else dict(
                zip(KEYS["assignment"], key), blind=int(body.get("blind", False)),
                event=event["number"]))

    def on_passage_skipped(self, event, body):
        key = (*self.place(body), body.get("coder", event["actor"]))
        self.put("skipped", key, dict(zip(KEYS["skipped"], key), event=event["number"]))

    def on_disagreement_settled(self, event, body):
        """Settling the same again replaces it."""
        if "reason" in body:
            self.content(body["reason"])
        coders, codings = canonical(body["coders"]), canonical(body["codings"])
        for uid, row in list(self.tables["settlement"].items()):
            if (row["layer"], row["codings"]) == (body["layer"], codings):
                self.put("settlement", uid, None)
        self.put("settlement", body["uid"], dict(
            zip(KEYS["decision"], self.place(body)), uid=body["uid"], coders=coders, codings=codings,
            layer=body["layer"], coder=body.get("coder", event["actor"]), reason=body.get("reason"),
            event=event["number"]))

    def on_project_merged(self, event, body):
        key = (body["project"], body["size"])
        self.put("merged", key, dict(
            zip(KEYS["merged"], key), root=body["root"], event=event["number"]))

    # Memos, and what came from other programs

    def on_memo_written(self, event, body):
        version = code = None
        if "transcript" in body:
            version = self.tables["version of"][body["transcript"], body["version"]]
        if "code" in body:
            code = self.tables["code"][body["codebook"], body["code"]]["id"]
        for name in ("memo", "title"):
            if name in body:
                self.content(body[name])
        self.put("memo", body["uid"], {
            "uid": body["uid"], "subject": body["subject"], "code": code, "version": version,
            "start": body.get("start"), "end": body.get("end"), "title": body.get("title"),
            "text": body["memo"], "coder": body.get("coder", event["actor"]),
            "event": event["number"], "retracted": None})

    def on_memo_retracted(self, event, body):
        self.update("memo", body["uid"], retracted=event["number"])

    def on_project_imported(self, event, body):
        self.content(body["content"])
        for kind, name, guid in body["guids"]:
            if (kind, name) not in self.tables["foreign_id"]:
                self.put("foreign_id", (kind, name), {
                    "kind": kind, "name": name, "guid": guid, "event": event["number"]})

    def on_collection_recorded(self, event, body):
        self.content(body["content"])
        self.put("collection", body["uid"], {
            "uid": body["uid"], "content": body["content"], "members": canonical(body["members"]),
            "event": event["number"]})

    # Undoing

    def on_act_undone(self, event, body):
        """The tables say again what they said before the act. What is known by a number remains, out
        of force: numbers are never given twice."""
        first, number = body["first"], event["number"]
        journal, counts = self.marks.pop(first)
        remains = []
        for table, column in self.NUMBERED.items():
            for key, row in self.tables[table].items():
                if row["id"] > counts[table]:
                    aside = {column: number} if column and row[column] is None else {}
                    remains.append((table, key, dict(row, **aside)))
        for table, chosen in (
                ("transcript_attribute", lambda row: row["version"] > counts["version"]),
                ("speaker", lambda row: row["version"] > counts["version"]),
                ("application", lambda row: row["event"] >= first or row["rule"] > counts["rule"]),
                ("checkpoint", lambda row: row["event"] >= first),
                ("undone", lambda row: row["by"] >= first)):
            remains += [(table, key, row) for key, row in self.tables[table].items() if chosen(row)]
        remains += [("version of", key, version) for key, version in self.tables["version of"].items()
                    if version > counts["version"]]
        self.tables.roll_back(journal)
        self.tables.recording = bool(self.marks)
        for table, key, row in remains:
            self.put(table, key, row)
        for undone in range(first, body["last"] + 1):
            self.put("undone", undone, {"event": undone, "by": number})
        self.renew_rules(first, number)

    def renew_rules(self, first, event):
        """A rule with runs that were undone goes on under another number, with the runs before."""
        runs = [row for row in self.tables["application"].values()]
        late = {row["rule"] for row in runs if row["event"] >= first}
        for number in sorted(set(self.tables["in force"].values()) & late):
            rule = self.tables["rule"][number]
            self.retire_rule(number, event)
            former = [row["id"] for row in self.tables["rule"].values()
                      if (row["code"], row["hash"], row["retired"]) == (rule["code"], rule["hash"], event)
                      and row["id"] > number and row["id"] not in late]
            if former:
                self.update("rule", former[0], retired=None)
                self.put("in force", (rule["code"], rule["hash"]), former[0])
                continue
            renewed = self.add_rule({name: value for name, value in rule.items() if name not in ("id", "retired")})
            for run in runs:
                if run["rule"] == number and run["event"] < first:
                    self.put("application", (renewed, run["through_version"]), dict(run, rule=renewed))


def rebuild(bundle, ledger):
    contents = Contents(bundle, ledger)
    state = State(contents, ledger)
    for where, event in ledger.events:
        action = state.action(event.get("kind"))
        if action is None:
            bundle.report(where, "event %s is of the unknown kind '%s': this script can't tell what "
                          "it did" % (event.get("number"), event.get("kind")))
            continue
        try:
            state.apply(event, action)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
            bundle.report(where, "event %s makes no sense: %r" % (event.get("number"), error))
    contents.check_all_asked()
    return state


def compare_state(bundle, state):
    for table, columns in KEYS.items():
        if bundle.redacted and table in PERSONAL:
            continue
        name = "state/%s.jsonl" % table
        expected = {tuple(row[column] for column in columns): row for row in state.rows(table)}
        found = set()
        for line, row in bundle.rows(name, columns):
            where, key = "%s:%d" % (name, line), tuple(row.get(column) for column in columns)
            try:
                other = expected.get(key)
            except TypeError:  # a list or an object stands for a key
                other = None
            if other is None:
                bundle.report(where, "is in none of what the events say")
                continue
            found.add(key)
            for column in sorted(set(row) | set(other)):
                if column not in row or column not in other or not same(row[column], other[column]):
                    bundle.report(where, "%s is %s, and the events say %s" % (
                        column, json.dumps(row.get(column)), json.dumps(other.get(column))))
        for key in sorted(set(expected) - found):
            bundle.report(name, "the row of %s is missing though in what the events say"
                          % ", ".join(map(str, key)))


def same(a, b):
    return a == b and type(a) is type(b)  # to Python, True is 1


# --------------------------------------------------------------------------------- texts and turns

def source(version):
    return "sources/%06d.txt" % version


def original(version):
    return "originals/%06d" % version


def check_texts(bundle, state):
    """Turns and texts against the events; the texts, by version."""
    turns = grouped_rows(
        bundle, "turn", state, ("number", "start", "end", "speaker", "from_ms", "to_ms"))
    salts = {} if bundle.redacted else grouped_rows(bundle, "speaker_salt", state, ("number", "salt"))
    texts, speakers, redactions = {}, {}, {}
    for row in state.rows("redaction"):
        redactions.setdefault(row["version"], {})[row["speaker"]] = row["commitment"]
    for row in state.rows("speaker"):
        speakers.setdefault(row["version"], []).append(row)
    for version in state.rows("version"):
        spoken = check_turns(bundle, version, turns.get(version["id"], []))
        if bundle.redacted:
            continue
        redacted = redactions.get(version["id"], {})
        text = texts[version["id"]] = check_text(bundle, version, redacted)
        pieces = share_out(text, spoken)
        salt_of = dict(salts.get(version["id"], []))
        for speaker in speakers.get(version["id"], []):
            check_share(bundle, speaker, pieces.get(speaker["number"], []), salt_of, redacted)
        for number in sorted(salt_of, key=str):
            bundle.report("state/speaker_salt.jsonl",
                          "version %d has no speaker %s" % (version["id"], number))
        check_fillers(bundle, version, pieces, state.withdrawals.get(version["id"], []))
    if not bundle.redacted:
        check_names(bundle, state)
    return texts


def grouped_rows(bundle, table, state, columns):
    """Rows of a table by version."""
    name, groups = "state/%s.jsonl" % table, {}
    for line, row in bundle.rows(name, ["version", "number"]):
        if set(row) != set(columns) | {"version"} or not (
                isinstance(row["version"], int) and row["version"] in state.tables["version"]):
            bundle.report("%s:%d" % (name, line), "belongs to no version, or lacks a column")
            continue
        groups.setdefault(row["version"], []).append(tuple(row[column] for column in columns))
    return groups


def check_turns(bundle, version, turns):
    lines = "".join(" ".join(str(value) for value in turn if value is not None) + "\n" for turn in turns)
    last, in_order = 0, True
    for number, (stored, start, end, _, since, until) in enumerate(turns):
        in_order = in_order and type(start) is type(end) is int and stored == number and last <= start < end
        in_order = in_order and (since is not None or until is None)
        last = end
    if not in_order or sha256(utf8(lines)).hex() != version["turns"]:
        bundle.report("state/turn.jsonl", "the turns of version %d (%s) were altered"
                      % (version["id"], source(version["id"])))
        return []
    return turns


def check_text(bundle, version, redacted):
    name, other = source(version["id"]), original(version["id"])
    data = bundle.bytes(name) or b""
    kept = bundle.bytes(other) if bundle.exists(other) else None
    if redacted and kept is not None:
        bundle.report(other, "is there again, though a respondent of it withdrew")
    elif not redacted and hashlib.sha256(data if kept is None else kept).hexdigest() != version["sha256"]:
        bundle.report(name if kept is None else other, "not the bytes of the file that event %d recorded%s"
                      % (version["event"], ", and there is no %s" % other if kept is None else ""))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bundle.report(name, "byte %d is no UTF-8" % error.start)
        return ""
    if len(text) != version["length"]:
        bundle.report(name, "has %d characters, and event %d says %d"
                      % (len(text), version["event"], version["length"]))
    return text


def share_out(text, turns):
    """The turns of each speaker; of nobody (0) all that stands outside others' turns."""
    pieces, last = {0: []}, 0
    for _, start, end, speaker, *_ in turns:
        if speaker != 0:
            pieces[0].append(text[last:start])
            pieces.setdefault(speaker, []).append(text[start:end])
            last = end
    pieces[0].append(text[last:])
    return pieces


def check_share(bundle, speaker, pieces, salts, redacted):
    """A speaker's words against the commitment to them, or to what is left after a withdrawal."""
    words = "".join(piece + "\n" if speaker["number"] else piece for piece in pieces)
    name, number, salt = source(speaker["version"]), speaker["number"], salts.pop(speaker["number"], None)
    commitment = redacted.get(number, speaker["commitment"])
    who = "of '%s'" % speaker["label"] if number else "outside all turns"
    if commitment is None:
        if salt is not None or set(words) - {FILLER, "\n"}:
            bundle.report(name, "the words %s were erased, and others stand in their place" % who)
    elif as_hash(salt) is None:
        bundle.report("state/speaker_salt.jsonl", "the salt of the words %s in %s is missing" % (who, name))
    elif sha256(b"\2", as_hash(salt), utf8(words)).hex() != commitment:
        bundle.report(name, "the words %s were altered, or their salt" % who)


def check_fillers(bundle, version, pieces, withdrawals):
    """What stands in the place of erased words is what the withdrawals left there."""
    for event, item in withdrawals:
        left = "".join("".join(pieces.get(speaker, [])) for speaker in item["speakers"])
        if sha256(utf8(left)).hex() != item["fillers"]:
            bundle.report(source(version["id"]), "what stands in the place of words that event %d erased "
                          "was altered" % event)


def check_names(bundle, state):
    names = {row["id"]: row["name"] for row in state.rows("transcript")}
    expected = {(source(row["id"]),): {
        "source": source(row["id"]), "file": names[row["transcript"]], "version": row["number"],
        "kind": row["kind"], "in_force": "no" if row["superseded"] else "yes", "sha256": row["sha256"],
    } for row in state.rows("version")}
    compare_table(bundle, "sources/names.csv", ["source"], expected,
                  ["source", "file", "version", "kind", "in_force", "sha256"])


def check_codebooks(bundle, state):
    for row in state.rows("codebook"):
        try:
            digest = sha256(utf8(canonical(json.loads(bundle.text(codebook(row)) or "")))).hex()
        except (ValueError, RecursionError):
            digest = None
        if digest != row["hash"]:
            bundle.report(codebook(row), "is not the codebook that event %d recorded" % row["event"])


def codebook(row):
    return "codebooks/%s@%s.json" % (row["name"], row["number"])


def check_strays(bundle, state):
    """No file that the events don't ask for."""
    known = {"README.txt", "bundle.json", "checkpoint.txt", "events.jsonl", "manifest.sha256",
             "segments.csv", "verify.py"}
    known.update(codebook(row) for row in state.rows("codebook"))
    tables = [*KEYS, "turn", "proposal", "speaker_salt"]
    known.update("state/%s.jsonl" % name for name in tables if not bundle.redacted or name not in PERSONAL)
    if not bundle.redacted:
        known.update(["content.jsonl", "sources/names.csv"])
        for version in state.tables["version"]:
            known.update([source(version), original(version)])
    for name in bundle.files():
        if name not in known and not name.startswith("tables/"):
            bundle.report(name, "is no file of this bundle")


# -------------------------------------------------------------------------- findings and segments

def check_findings(bundle, state):
    """What rules found, by rule, in order; each run has the digest that its event says."""
    found, total, claimed, broken = {}, 0, 0, 0
    columns = ["end", "places", "rule", "speaker", "start", "version", "words"]
    for line, row in bundle.rows("state/proposal.jsonl", ["rule", "version", "start", "end"]):
        total += 1
        numbers = [row.get(name) for name in ("rule", "version", "start", "end", "speaker", "words")]
        if sorted(row) != columns or not all(type(number) is int for number in numbers):
            bundle.report("state/proposal.jsonl:%d" % line, "is no finding of a rule")
            broken += 1
            continue
        found.setdefault(numbers[0], []).append((*numbers[1:], row["places"]))
    for run in state.rows("application"):
        rows = found.get(run["rule"], [])
        first, last = bound(rows, run["after_version"]), bound(rows, run["through_version"])
        lines, version = [], None
        for row in rows[first:last]:
            if row[0] != version:
                version = row[0]
                lines.append("%d\n" % version)
            lines.append("%d %d %d %d" % row[1:5] + (" %s\n" % row[5] if row[5] is not None else "\n"))
        claimed += last - first
        if last - first != run["segments"] or sha256(utf8("".join(lines))).hex() != run["digest"]:
            rule = state.tables["rule"][run["rule"]]
            bundle.report("state/proposal.jsonl", "what rule %d found (%s) was altered: it is not what "
                          "event %d says" % (run["rule"], rule["text"][:60], run["event"]))
    if total - broken != claimed:
        bundle.report("state/proposal.jsonl", "%d findings are of no recorded run of a rule"
                      % (total - broken - claimed))
    return found, total


def bound(rows, version):
    """Index of the first row of a later version; rows of a rule are in the order of versions."""
    return bisect.bisect_left(rows, (version + 1,))


Segment = collections.namedtuple(
    "Segment", "version start end speaker words code coder origin status")


def make_segments(state, found):
    """One for each passage and code that rules in force propose or a person accepted, and one for
    each that a person coded by hand; in the versions in force."""
    current = {row["id"] for row in state.rows("version") if row["superseded"] is None}
    erased = erased_shares(state)
    verdicts = {key: row for key, row in state.tables["decision"].items()
                if key[0] in current and (key[0], row["speaker"]) not in erased}
    places = {}
    for (code, _), rule in state.tables["in force"].items():
        for version, start, end, speaker, words, _ in found.get(rule, []):
            key = (version, start, end, code)
            if version in current and key not in places and (version, speaker) not in erased:
                verdict = verdicts.get(key)
                places[key] = Segment(
                    version, start, end, speaker, words, code,
                    verdict["coder"] if verdict else "rule", "rule",
                    verdict["verdict"] if verdict else "proposed")
    for key, row in verdicts.items():  # what a person accepted stays, also when its rule is gone
        if row["verdict"] == "accepted" and key not in places:
            places[key] = Segment(key[0], key[1], key[2], row["speaker"], row["words"], key[3],
                                  row["coder"], "rule", "accepted")
    by_hand = [Segment(row["version"], row["start"], row["end"], row["speaker"], row["words"],
                       row["code"], row["coder"], "hand", "accepted")
               for row in state.rows("coding") if row["retracted"] is None and row["version"] in current
               and (row["version"], row["speaker"]) not in erased
               and row["coder"] not in state.tables["reference_coder"]]
    return list(places.values()) + by_hand


def erased_shares(state):
    return {key for key, row in state.tables["redaction"].items() if row["commitment"] is None}


class Voice:
    """One speaker in one text in force."""

    def __init__(self, state, speaker, version, transcript, respondent, attributes):
        self.key = (speaker["version"], speaker["number"])
        self.transcript = transcript["name"] if transcript["name"] is not None else transcript["uid"]
        self.respondent = respondent and (
            respondent["name"] if respondent["name"] is not None else respondent["uid"])
        self.words, self.attributes = speaker["words"], attributes
        self.part = "document" if speaker["part"] == "nobody" and version["kind"] == "document" else speaker["part"]
        attributes.update(transcript=self.transcript, kind=version["kind"])


def make_voices(state):
    """Everyone who speaks in the texts in force, with attributes: the respondent's own before those
    of the neighbourhood before those of the transcript's header."""
    def by(table, key):
        groups = {}
        for row in state.rows(table):
            groups.setdefault(row[key], {})[row["name"]] = row["value"]
        return groups

    own, places = by("respondent_attribute", "respondent"), by("neighbourhood_attribute", "neighbourhood")
    headers = by("transcript_attribute", "version")
    transcripts = {row["id"]: row for row in state.rows("transcript")}
    respondents = {row["id"]: row for row in state.rows("respondent")}
    voices, erased = [], erased_shares(state)
    for speaker in state.rows("speaker"):
        version = state.tables["version"][speaker["version"]]
        if version["superseded"] is not None or (version["id"], speaker["number"]) in erased:
            continue
        header = {name: value for name, value in headers.get(version["id"], {}).items()
                  if name not in NAMES_IN_HEADER}
        respondent = respondents.get(speaker["respondent"])
        voice = Voice(state, speaker, version, transcripts[version["transcript"]], respondent, header)
        mine = own.get(speaker["respondent"], {})
        named = [mine.get(name, header.get(name)) for name in ("neighbourhood", "wijk", "buurt")]
        place = next((name for name in named if name is not None), None)
        voice.attributes.update(places.get(place, {}))
        voice.attributes.update(mine)
        if respondent:
            voice.attributes["respondent"] = voice.respondent
        voices.append(voice)
    voices.sort(key=lambda voice: (voice.transcript, voice.key[1]))
    return voices


def check_segments(bundle, state, segments, voices, texts):
    codes = {row["id"]: row for row in state.rows("code")}
    by_key = {voice.key: voice for voice in voices}
    columns = ["file", "start", "end", "quote", "code", "code_path", "respondent", "coder", "origin", "status"]
    if bundle.redacted:
        columns.remove("quote")
    current = {version for version, _ in by_key}
    names = {row["name"] for table in ("respondent_attribute", "neighbourhood_attribute", "transcript_attribute")
             for row in state.rows(table) if row.get("version") in current | {None}}
    names = set() if bundle.redacted else names - NAMES_IN_HEADER - set(columns) - {"codebook"}

    def key(segment):
        code = codes[segment.code]
        return (by_key[segment.version, segment.speaker].transcript, str(segment.start), str(segment.end),
                code["codebook"], code["path"], segment.origin, segment.coder)

    def row(segment):
        voice, code = by_key[segment.version, segment.speaker], codes[segment.code]
        cells = {name: voice.attributes.get(name, "") for name in names}
        cells.update(
            file=voice.transcript, start=segment.start, end=segment.end, code=code["name"],
            code_path=code["path"], respondent=voice.respondent or "", coder=segment.coder,
            origin=segment.origin, status=segment.status, codebook=code["codebook"])
        if not bundle.redacted:
            cells["quote"] = texts[segment.version][segment.start:segment.end]
        return cells

    expected = {key(segment): segment for segment in segments}
    return compare_table(
        bundle, "segments.csv", ["file", "start", "end", "codebook", "code_path", "origin", "coder"],
        expected, columns, names | {"codebook"}, row)


# ------------------------------------------------------------------------------------- the tables

def compare_table(bundle, name, key_columns, expected, columns, unordered=frozenset(), row_of=None):
    """Cell by cell, in whatever order the rows are; returns how many rows there are.

    expected has what is to stand in a row by its key; row_of makes its cells, where they aren't that."""
    text = bundle.text(name)
    if text is None:
        return 0
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = next(rows, [])
        if header[:len(columns)] != columns or sorted(header[len(columns):]) != sorted(unordered):
            bundle.report(name + ":1", "has not the columns that the project gives")
            return 0
        seen = set()
        for cells in rows:
            where, row = "%s:%d" % (name, rows.line_num), dict(zip(header, cells))
            key = tuple(row.get(column) for column in key_columns)
            if key not in expected:  # a cell that a spreadsheet would compute has an apostrophe before it
                key = tuple(cell[1:] if cell and cell[0] == "'" else cell for cell in key)
            if len(cells) != len(header) or key not in expected or key in seen:
                bundle.report(where, "the row of %s is not what the codings give" % " ".join(map(str, key)))
                continue
            seen.add(key)
            compare_row(bundle, where, key, row, row_of(expected[key]) if row_of else expected[key])
    except csv.Error as error:
        bundle.report("%s:%d" % (name, rows.line_num), "is no CSV: %s" % error)
        return 0
    for key in sorted(set(expected) - seen):
        bundle.report(name, "the row of %s is missing" % " ".join(map(str, key)))
    return len(seen)


def compare_row(bundle, where, key, row, expected):
    for name, cell in row.items():
        value = str(expected[name])
        if cell != value and cell != "'" + value:
            bundle.report(where, "%s of %s is %s, and the codings give %s" % (
                name, " ".join(key), json.dumps(cell, ensure_ascii=False),
                json.dumps(value, ensure_ascii=False)))


class Counts:
    """Distinct passages of each code in force and those below it, for each voice."""

    def __init__(self, state, segments, voices):
        codes = [row for row in state.rows("code") if row["retired"] is None]
        self.codes = sorted(codes, key=lambda row: (row["codebook"], row["position"]))
        self.voices, self.attributes = voices, {}
        by_id, above = {row["id"]: row for row in codes}, {}
        for code in codes:
            above[code["id"]], at = [], code["id"]
            while at in by_id:
                above[code["id"]].append(at)
                at = by_id[at]["parent"]
        places = {code: {} for code in by_id}
        for segment in segments:
            if segment.status != "rejected":
                for code in above.get(segment.code, []):
                    places[code].setdefault((segment.version, segment.start, segment.end), segment)
        self.counts = {code: {} for code in by_id}  # by code and voice: segments, words
        for code, found in places.items():
            for segment in found.values():
                count = self.counts[code].setdefault((segment.version, segment.speaker), [0, 0])
                count[0] += 1
                count[1] += segment.words

    def speaking(self, part):
        return [voice for voice in self.voices if voice.part == part]

    def cells(self, code, voices):
        """Segments, respondents, transcripts and words of a code among some voices."""
        counts, segments, words = self.counts[code["id"]], 0, 0
        respondents, transcripts = set(), set()
        for voice in voices:
            if voice.key in counts:
                segments, words = segments + counts[voice.key][0], words + counts[voice.key][1]
                transcripts.add(voice.transcript)
                if voice.respondent:
                    respondents.add(voice.respondent)
        return segments, len(respondents), len(transcripts), words


def groups_of(voices, by):
    """Voices by the values of some attributes, for all combinations of values."""
    groups = {}
    for voice in voices:
        groups.setdefault(tuple(voice.attributes.get(name, "") for name in by), []).append(voice)
    values = [sorted({key[index] for key in groups}) for index in range(len(by))]
    size = 1
    for each in values:
        size *= len(each)
    if size <= 20000:
        for key in itertools.product(*values):
            groups.setdefault(key, [])
    return groups


def share(count, whole):
    if whole == 0:
        return ""
    parts = (2 * count * 10000 + whole) // (2 * whole)
    return "%d.%04d" % divmod(parts, 10000)


def per_thousand(count, words):
    if words == 0:
        return ""
    hundredths = float(count) * 1000 / float(words) * 100
    return "%d.%02d" % divmod(int(hundredths) + (hundredths - int(hundredths) >= 0.5), 100)


MEASURES = ["segments", "respondents", "respondents_of", "respondents_share", "transcripts",
            "transcripts_of", "transcripts_share", "words", "per_1000", "codebook"]


def check_frequencies(bundle, name, counts, by):
    """A row a code, or a code and group."""
    expected = {}
    for group, voices in groups_of(counts.speaking("respondent"), by).items():
        people = len({voice.respondent for voice in voices if voice.respondent and voice.words > 0})
        files, spoken = len({voice.transcript for voice in voices}), sum(voice.words for voice in voices)
        for code in counts.codes:
            segments, respondents, transcripts, words = counts.cells(code, voices)
            key = (code["codebook"], code["path"], *(value or "(none)" for value in group))
            expected[key] = dict(
                zip(["codebook", "code", *by], key), segments=segments, words=words,
                respondents=respondents, respondents_of=people, respondents_share=share(respondents, people),
                transcripts=transcripts, transcripts_of=files, transcripts_share=share(transcripts, files),
                per_1000=per_thousand(segments, spoken))
    compare_table(bundle, name, ["codebook", "code", *by], expected, ["code", *by, *MEASURES])


def check_matrix(bundle, name, counts, part, first, attributes):
    """A row a respondent or document, a column a code."""
    paths = [code["path"] for code in counts.codes]
    codes = {"%s:%s" % (code["codebook"], code["path"]) if paths.count(code["path"]) > 1 else code["path"]: code
             for code in counts.codes}
    groups, expected = {}, {}
    for voice in counts.speaking(part):
        groups.setdefault(voice.respondent or voice.transcript, []).append(voice)
    for key, voices in groups.items():
        expected[key,] = {attribute: voices[0].attributes.get(attribute, "") for attribute in attributes}
        expected[key,].update({first: key, "words": sum(voice.words for voice in voices)})
        expected[key,].update({name: counts.cells(code, voices)[0] for name, code in codes.items()})
    compare_table(bundle, name, [first], expected, [first, *attributes, "words", *codes])


def check_receipt(bundle, ledger, state, name, rows):
    """Whether a table's receipt is of this ledger and of this table; returns the receipt."""
    where = name + ".receipt.json"
    try:
        receipt = json.loads(bundle.text(where) or "")
        size, text = receipt["ledger"]["size"], "\n".join(
            "\t".join(re.sub("[\t\r\n]", " ", cell) for cell in row) for row in rows + [[]])
        books = {(row["name"], row["number"]): row["hash"] for row in state.rows("codebook")}
        expected = {
            "project": ledger.project, "rows": len(rows) - 1, "result": sha256(utf8(text)).hex(),
            "columns": [cell for cell in rows[0] if not (
                cell.endswith(("_of", "_share")) and cell.rpartition("_")[0] in rows[0])],
            "ledger": {"size": size, "root": tree_root(ledger.leaves[:size]).hex(),
                       "head": ledger.links[size].hex(), "time": ledger.events[size - 1][1]["time"]},
            "codebooks": [dict(book, sha256=books.get((book["id"], book["version"])))
                          for book in receipt["codebooks"]]}
        for member, value in expected.items():
            if receipt.get(member) != value:
                bundle.report(where, "%s is %s, and should be %s" % (
                    member, canonical(receipt.get(member)), canonical(value)))
        return receipt
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        bundle.report(where, "is no receipt of a table in this project: %r" % error)
        return None


def check_tables(bundle, ledger, state, counts):
    """Those that a study writes, and others without filters; returns the names of those, and why the
    others were not recomputed."""
    checked, others = [], []
    names = [name for name in bundle.files() if name.startswith("tables/")]
    for name in names:
        if name.endswith(".receipt.json") and name[:-13] in names:
            continue
        try:
            rows = list(csv.reader(io.StringIO(bundle.text(name) or "", newline="")))
            query = ["frequencies"] if rows[0][0] == "code" else ["matrix", "--counts"]
        except (csv.Error, IndexError):
            others.append(name)
            continue
        if name + ".receipt.json" in names:
            receipt = check_receipt(bundle, ledger, state, name, rows)
            if receipt is None:
                continue
            query = receipt["query"]
            if receipt["ledger"]["size"] != len(ledger.events):
                others.append("%s (as of event %d)" % (name, receipt["ledger"]["size"]))
                continue
        options = {word for word in query if word.startswith("--")}
        header, kind = rows[0], query[0]
        if kind == "frequencies" and options <= {"--by"} and "segments" in header:
            check_frequencies(bundle, name, counts, header[1:header.index("segments")])
        elif kind == "matrix" and "--counts" in options and "words" in header and options <= {
                "--counts", "--documents", "--attributes"}:
            part, first = ("document", "file") if header[0] == "file" else ("respondent", "respondent")
            check_matrix(bundle, name, counts, part, first, header[1:header.index("words")])
        else:
            others.append(name)
            continue
        checked.append(name)
    return checked, others


# --------------------------------------------------------------------------------------- the whole

def verify(folder, checkpoint):
    """Checks everything; returns the problems and lines for the verdict."""
    bundle = Bundle(folder)
    check_manifest(bundle)
    ledger = Ledger(bundle)
    if ledger.project != bundle.project:
        bundle.report("bundle.json", "names another project than the events")
    words = [check_checkpoint(bundle, ledger, "checkpoint.txt", bundle.text("checkpoint.txt"))]
    if checkpoint:
        with open(checkpoint, "rb") as file:
            words.append(check_checkpoint(bundle, ledger, checkpoint, file.read().decode("utf-8", "replace")))
    known = len(bundle.problems)
    state = rebuild(bundle, ledger)
    compare_state(bundle, state)
    texts = check_texts(bundle, state)
    check_codebooks(bundle, state)
    check_strays(bundle, state)
    found, findings = check_findings(bundle, state)
    what = "%d events, %d texts, %d findings" % (len(ledger.events), len(state.tables["version"]), findings)
    if len(bundle.problems) > known:  # what is counted was altered: its counts say nothing more
        return bundle.problems, ["checked: %s; segments and tables not any more" % what]
    segments, voices = make_segments(state, found), make_voices(state)
    rows = check_segments(bundle, state, segments, voices, texts)
    tables, others = check_tables(bundle, ledger, state, Counts(state, segments, voices))
    lines = ["checked: %s, %d segments, %d tables" % (what, rows, len(tables))]
    if state.withdrawals:
        lines.append("withdrawn: words were erased in %d texts, as events say" % len(state.withdrawals))
    lines += ["last event %d, hash %s" % (len(ledger.events), ledger.links[-1].hex()),
              "root %s" % ledger.root().hex()] + [line for line in words if line]
    if others:
        lines.append("not recomputed: " + ", ".join(others))
    if bundle.redacted:
        lines.append("redacted: texts, names, attributes and reasons are not here, and were not checked")
    return bundle.problems, lines


def shown(text):
    """Text for a terminal: nothing in it is obeyed."""
    return "".join(character if character.isprintable() else "\\u%04x" % ord(character) for character in text)


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint had from elsewhere")
    arguments = parser.parse_args(words)
    csv.field_size_limit(2**31 - 1)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        problems, lines = verify(arguments.folder, arguments.checkpoint)
    except (Unusable, OSError) as error:
        problems, lines = [str(error)], []
    problems = list(dict.fromkeys(problems))
    for problem in problems[:200]:
        print("ALTERED  " + shown(problem))
    for line in lines:
        print(shown(line))
    print("problems: %d" % len(problems) if problems else "verified: nothing altered")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
