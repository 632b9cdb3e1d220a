#!/usr/bin/env python3
"""Alters a bundle in many ways, one at a time, as a forger would, and sees verify.py name it.

usage: tamper.py BUNDLE [--seed N] [--share PART]

After each change the manifest is made anew, so that it tells nothing. Exit status 0 when each change
was named by its file, 1 with a line for each that was not.
"""

import argparse
import contextlib
import csv
import hashlib
import importlib.util
import io
import json
import os
import random
import sys

UNCHECKED = {"README.txt", "verify.py", "manifest.sha256"}  # prose, the judge, and what a forger redoes


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Bundle:
    def __init__(self, folder):
        self.folder = folder
        spec = importlib.util.spec_from_file_location("verify", os.path.join(folder, "verify.py"))
        self.verifier = importlib.util.module_from_spec(spec)
        sys.dont_write_bytecode = True
        spec.loader.exec_module(self.verifier)
        self.original = {name: self.read(name) for name in self.names()}

    def names(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.folder)

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        if data is None:
            os.remove(path)
            return
        with open(path, "wb") as file:
            file.write(data)

    def sign(self):
        lines = [hashlib.sha256(self.read(name)).hexdigest() + "  " + name + "\n"
                 for name in sorted(self.names()) if name != "manifest.sha256"]
        self.write("manifest.sha256", "".join(lines).encode())

    def verdict(self, *words):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = self.verifier.main([self.folder, *words])
        return status, output.getvalue()

    def verdict_after(self, changes, *words):
        """What is said of the bundle with some files changed; it is then as before."""
        for name, data in changes.items():
            self.write(name, data)
        self.sign()
        try:
            return self.verdict(*words)
        finally:
            for name in changes:
                if name in self.original:
                    self.write(name, self.original[name])
                else:
                    os.remove(os.path.join(self.folder, name))
            self.write("manifest.sha256", self.original["manifest.sha256"])


class Forger:
    def __init__(self, bundle, seed, share):
        self.bundle, self.random, self.share = bundle, random.Random(seed), share
        self.tried, self.missed = 0, []

    def expect(self, what, changes, named, *words):
        if self.random.random() >= self.share:
            return
        self.tried += 1
        status, output = self.bundle.verdict_after(changes, *words)
        if status != 1 or not any(name in output for name in named):
            self.missed.append("%s: status %s, %s" % (what, status, output.strip()[-300:]))

    def other(self, value):
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self.random.choice([1, -1, 1000])
        if isinstance(value, str):
            return value[:-1] + ("0" if value[-1:] != "0" else "1")
        if value is None:
            return 1
        return list(value) + [1] if isinstance(value, list) else dict(value, more=1)

    def bytes_of(self, name):
        data = self.bundle.original[name]
        places = range(len(data))
        if name == "checkpoint.txt":  # extension lines prove nothing
            places = range(data.index(b"\ntime ") if b"\ntime " in data else len(data))
        for place in self.random.sample(places, min(6, len(places))):
            byte = self.random.choice([b for b in range(256) if b != data[place]])
            changed = data[:place] + bytes([byte]) + data[place + 1:]
            if self.says_the_same(name, data, changed):
                continue
            self.expect("%s, byte %d is %d" % (name, place, byte), {name: changed}, self.names_of(name))

    @staticmethod
    def says_the_same(name, a, b):
        """Whether only the spelling of a table or codebook differs, not what it says."""
        def parsed(data):
            return list(csv.reader(io.StringIO(data.decode(), newline="")))

        try:
            if name.endswith(".csv"):
                return parsed(a) == parsed(b)
            return name.startswith("codebooks/") and json.loads(a) == json.loads(b)
        except (ValueError, csv.Error):
            return False

    @staticmethod
    def names_of(name):
        return [name, "or their salt"] if name == "state/speaker_salt.jsonl" else [name]

    def lines_of(self, name):
        lines = self.bundle.original[name].splitlines(keepends=True)
        if len(lines) < 2 or not name.endswith((".jsonl", ".csv")):
            return
        index = self.random.randrange(0 if name.endswith(".jsonl") else 1, len(lines))
        without = lines[:index] + lines[index + 1:]
        self.expect("%s without line %d" % (name, index + 1), {name: b"".join(without)}, self.names_of(name))
        twice = lines[:index + 1] + lines[index:]
        self.expect("%s with line %d twice" % (name, index + 1), {name: b"".join(twice)}, self.names_of(name))
        if name.endswith(".jsonl"):
            swapped = [lines[1], lines[0]] + lines[2:]
            self.expect("%s in another order" % name, {name: b"".join(swapped)}, self.names_of(name))

    def fields_of(self, name):
        """Each member of some rows, with another value, in canonical form."""
        lines = self.bundle.original[name].decode().splitlines()
        for index in self.random.sample(range(len(lines)), min(2, len(lines))):
            row = json.loads(lines[index])
            for member in row:
                changed = list(lines)
                changed[index] = canonical(dict(row, **{member: self.other(row[member])}))
                data = ("\n".join(changed) + "\n").encode()
                self.expect("%s, line %d, %s" % (name, index + 1, member), {name: data}, self.names_of(name))

    def cells_of(self, name):
        rows = list(csv.reader(io.StringIO(self.bundle.original[name].decode(), newline="")))
        for row in self.random.sample(range(1, len(rows)), min(3, len(rows) - 1)):
            for column in range(len(rows[row])):
                changed = [list(cells) for cells in rows]
                cell = changed[row][column]
                changed[row][column] = str(int(cell) + 1) if cell.isdigit() else cell + "x"
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows(changed)
                self.expect("%s, line %d, %s" % (name, row + 1, rows[0][column]),
                            {name: text.getvalue().encode()}, [name])

    def receipt(self, name):
        """What a receipt proves; its title, notes and program it only tells."""
        receipt = json.loads(self.bundle.original[name])
        for member in ("project", "columns", "rows", "result", "ledger", "codebooks"):
            altered = []
            if member == "ledger":
                altered = [dict(receipt["ledger"], **{key: self.other(value)})
                           for key, value in receipt["ledger"].items()]
            elif member == "codebooks":
                altered = [[dict(book, **{key: self.other(value)}) for book in receipt["codebooks"]]
                           for key in ("id", "version", "sha256")]
            for value in altered or [self.other(receipt[member])]:
                data = (json.dumps(dict(receipt, **{member: value}), indent=2) + "\n").encode()
                self.expect("%s, %s" % (name, member), {name: data}, [name])

    def whole_files(self):
        for name in sorted(self.bundle.original):
            if name not in UNCHECKED and not name.startswith("tables/"):
                self.expect("%s is missing" % name, {name: None}, self.names_of(name))
        for name in ("state/more.jsonl", "more.txt", "codebooks/more@1.json"):
            self.expect("%s is new" % name, {name: b"{}"}, [name])

    # What takes more than one change.

    def chained(self, events):
        """The ledger's lines with all hashes made anew, and its checkpoint."""
        verifier, last, leaves, lines = self.bundle.verifier, bytes(32), [], []
        for event in events:
            event = {key: value for key, value in event.items() if key != "hash"}
            leaves.append(verifier.sha256(b"\0", canonical(event).encode()))
            last = verifier.sha256(b"\3", last, leaves[-1])
            lines.append(canonical(dict(event, hash=last.hex())))
        note = self.bundle.original["checkpoint.txt"].decode().split("\n")
        root = verifier.base64.b64encode(verifier.tree_root(leaves)).decode()
        note[1:3] = [str(len(events)), root]
        return ("\n".join(lines) + "\n").encode(), "\n".join(note).encode()

    def rewritten(self):
        events = [json.loads(line) for line in self.bundle.original["events.jsonl"].decode().splitlines()]
        old = os.path.join(self.bundle.folder, "..", "checkpoint-kept.txt")
        with open(old, "wb") as file:
            file.write(self.bundle.original["checkpoint.txt"])
        for index in range(len(events)):
            forged = events[:index] + [dict(events[index], actor="mallory")] + events[index + 1:]
            lines, note = self.chained(forged)
            self.expect("event %d rewritten" % (index + 1), {"events.jsonl": lines}, ["checkpoint.txt"])
            # Nothing but a checkpoint from elsewhere can tell that its actor was another.
            self.expect("event %d rewritten, and the checkpoint" % (index + 1),
                        {"events.jsonl": lines, "checkpoint.txt": note}, ["history was rewritten", "another project"],
                        "--checkpoint", old)
        for index, event in enumerate(events):
            for member in event["body"]:
                body = dict(event["body"], **{member: self.other(event["body"][member])})
                forged = events[:index] + [dict(event, body=body)] + events[index + 1:]
                lines, note = self.chained(forged)
                self.expect("event %d, %s, with the checkpoint" % (index + 1, member),
                            {"events.jsonl": lines, "checkpoint.txt": note}, ["history was rewritten", "another project"],
                            "--checkpoint", old)
        lines, note = self.chained(events[:-1])
        self.expect("the last event cut off", {"events.jsonl": lines, "checkpoint.txt": note},
                    ["events are missing"], "--checkpoint", old)
        unknown = dict(events[-1], number=len(events) + 1, kind="coding.blessed", body={})
        lines, note = self.chained(events + [unknown])
        self.expect("an unknown kind", {"events.jsonl": lines, "checkpoint.txt": note}, ["coding.blessed"])
        os.remove(old)

    def run(self):
        for name in sorted(self.bundle.original):
            if name in UNCHECKED:
                continue
            if name.endswith(".receipt.json"):
                self.receipt(name)
                continue
            self.bytes_of(name)
            self.lines_of(name)
            if name.endswith(".jsonl"):
                self.fields_of(name)
            elif name.endswith(".csv"):
                self.cells_of(name)
        self.whole_files()
        self.rewritten()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1)
    arguments = parser.parse_args()
    bundle = Bundle(arguments.bundle)
    status, output = bundle.verdict()
    if status != 0:
        print("the bundle itself does not verify:\n" + output)
        return 1
    forger = Forger(bundle, arguments.seed, arguments.share)
    forger.run()
    for line in forger.missed[:40]:
        print("unnoticed: " + line)
    print("tamper: %d changes, %d unnoticed" % (forger.tried, len(forger.missed)))
    return 1 if forger.missed else 0


if __name__ == "__main__":
    sys.exit(main())
