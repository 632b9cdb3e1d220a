#!/usr/bin/env python3
"""Recounts a Zicht study without Zicht's code, and compares every number.

usage: recount.py --zicht PROGRAM --project FILE

From the rows that `zicht segments`, `respondents` and `transcripts` export, and once more from the
views of the SQLite file, this computes each cell of `frequencies`, `crosstab` and `matrix` anew.
Standard library only. Exit status 0 when all agree, 1 with a line for each number that does not.
"""

import argparse
import csv
import io
import itertools
import sqlite3
import subprocess
import sys
import unicodedata

ALTOGETHER = ()  # the group of everyone
JOINING = {"-", "'", "\u2019", "\u2010", "\u2011"}


class Study:
    """What was exported, row by row."""

    def __init__(self, program, project):
        self.program, self.project = program, project
        self.segments = self.table("segments")
        self.respondents = {row["respondent"]: row for row in self.table("respondents")}
        self.transcripts = self.table("transcripts")
        self.codes = [row["code"] for row in self.table("codebook list")]

    def table(self, command, *options):
        words = [self.program, *command.split(), "--project", self.project, "--format", "csv", *options]
        result = subprocess.run(words, capture_output=True, check=True)
        return list(csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline="")))


def word_count(text):
    """Runs of letters, marks and digits; one hyphen or apostrophe within holds them together."""

    def is_word(character):
        return unicodedata.category(character)[0] in "LMN" or character in "_\u00ad\u200b\u200c\u200d"

    count, previous_end, position = 0, None, 0
    while position < len(text):
        if not is_word(text[position]) or unicodedata.category(text[position])[0] == "M":
            position += 1
            continue
        start = position
        while position < len(text) and is_word(text[position]):
            position += 1
        gap = None if previous_end is None else text[previous_end:start]
        if gap not in JOINING:
            count += 1
        previous_end = position
    return count


class Counter:
    """Counts codes over the respondents' segments."""

    def __init__(self, study, words_of):
        self.study = study
        self.segments = [row for row in study.segments if row["respondent"]]
        self.words_of = words_of
        self.spoken_in = {
            row["file"]: [name for name in row["respondents"].split(", ") if name]
            for row in study.transcripts
        }

    def group_of(self, respondent, attributes):
        row = self.study.respondents[respondent]
        return tuple(row[name] or "(none)" for name in attributes)

    def groups(self, attributes):
        present = [self.group_of(name, attributes) for name in self.study.respondents]
        return sorted(itertools.product(*(sorted(set(values)) for values in zip(*present))))

    def denominators(self, attributes, group):
        def is_in(name):
            return group == ALTOGETHER or self.group_of(name, attributes) == group

        names = [name for name in self.study.respondents if is_in(name)]
        words = sum(int(self.study.respondents[name]["words"]) for name in names)
        files = [file for file, speakers in self.spoken_in.items() if any(map(is_in, speakers))]
        return {"respondents_of": len(names), "transcripts_of": len(files), "group_words": words}

    def measures(self, code, attributes, group):
        places, respondents, files = {}, set(), set()
        for row in self.segments:
            if row["code_path"] != code and not row["code_path"].startswith(code + "/"):
                continue
            if group != ALTOGETHER and self.group_of(row["respondent"], attributes) != group:
                continue
            place = (row["file"], int(row["start"]), int(row["end"]))
            places[place] = self.words_of(row)
            respondents.add(row["respondent"])
            files.add(row["file"])
        result = self.denominators(attributes, group)
        result.update(
            segments=len(places), respondents=len(respondents), transcripts=len(files),
            words=sum(places.values()))
        return result


class Comparison:
    def __init__(self):
        self.compared, self.differences = 0, []

    def equal(self, what, told, counted):
        self.compared += 1
        if told != counted:
            self.differences.append(f"{what}: zicht says {told}, the recount {counted}")

    def close(self, what, told, numerator, denominator, decimals):
        self.compared += 1
        if denominator == 0 and told == "":
            return
        expected = numerator / denominator if denominator else None
        if told == "" or expected is None or abs(float(told) - expected) > 0.5001 * 10**-decimals:
            self.differences.append(f"{what}: zicht says {told or 'nothing'}, the recount {expected}")


def compare_frequencies(study, counter, attributes, compare):
    options = ["--by", ",".join(attributes)] if attributes else []
    rows = study.table("frequencies", *options)
    groups = counter.groups(attributes) if attributes else [ALTOGETHER]
    told = {(row["code"], *(row[name] for name in attributes)): row for row in rows}
    compare.equal(f"rows by {attributes}", len(rows), len(study.codes) * len(groups))
    for code, group in itertools.product(study.codes, groups):
        what = f"frequencies {code} {' '.join(group)}"
        row = told.get((code, *group))
        if row is None:
            compare.equal(what, "no row", "a row")
            continue
        counted = counter.measures(code, attributes, group)
        for name in ["segments", "respondents", "respondents_of", "transcripts", "transcripts_of", "words"]:
            compare.equal(f"{what}: {name}", int(row[name]), counted[name])
        for name in ["respondents", "transcripts"]:
            compare.close(
                f"{what}: {name}_share", row[f"{name}_share"], counted[name], counted[f"{name}_of"], 4)
        compare.close(
            f"{what}: per_1000", row["per_1000"], counted["segments"] * 1000, counted["group_words"], 2)


def compare_crosstab(study, counter, attributes, measure, compare):
    rows = study.table("crosstab", "--by", ",".join(attributes), "--measure", measure)
    columns = {" / ".join(group): group for group in counter.groups(attributes)}
    columns["all"] = ALTOGETHER
    for row in rows:
        for column, group in columns.items():
            what = f"crosstab {measure} {row['code']} in {column}"
            if row["code"].startswith("("):
                name = "respondents_of" if row["code"] == "(respondents)" else "group_words"
                compare.equal(what, int(row[column]), counter.denominators(attributes, group)[name])
                continue
            counted = counter.measures(row["code"], attributes, group)
            if measure == "per-1000":
                compare.close(what, row[column], counted["segments"] * 1000, counted["group_words"], 2)
                continue
            compare.equal(what, int(row[column]), counted[measure])
            if measure in ("respondents", "transcripts"):
                compare.equal(f"{what}, of", int(row[f"{column}_of"]), counted[f"{measure}_of"])
                compare.close(
                    f"{what}, share", row[f"{column}_share"], counted[measure], counted[f"{measure}_of"], 4)


def compare_matrix(study, counter, compare):
    counts, binary = study.table("matrix", "--counts"), study.table("matrix")
    compare.equal("rows of the matrix", len(counts), len(study.respondents))
    for row, zero_one in zip(counts, binary):
        name = row["respondent"]
        places = {code: set() for code in study.codes}
        for segment in counter.segments:
            if segment["respondent"] == name:
                for code in study.codes:
                    if (segment["code_path"] + "/").startswith(code + "/"):
                        places[code].add((segment["file"], segment["start"], segment["end"]))
        for code in study.codes:
            compare.equal(f"matrix {name} {code}", int(row[code]), len(places[code]))
            compare.equal(f"matrix {name} {code}, 0 or 1", int(zero_one[code]), int(bool(places[code])))
        compare.equal(f"matrix {name} words", row["words"], study.respondents[name]["words"])


def compare_database(study, counter, database, compare):
    """The same from SQL alone: the views say what the program says."""
    names = ["file", "start", "end", "quote", "code", "code_path", "respondent", "coder", "origin", "status"]
    viewed = sorted(
        tuple("" if value is None else str(value) for value in row)
        for row in database.execute(f"SELECT {', '.join(names)} FROM segments WHERE status <> 'rejected'"))
    exported = sorted(tuple(row[name] for name in names) for row in study.segments)
    compare.equal("number of segments in the view", len(viewed), len(exported))
    for a, b in zip(viewed, exported):
        compare.equal(f"segment {b[0]}:{b[1]}-{b[2]}", a, b)
    for code, *numbers in database.execute(
            "SELECT code_path, segments, respondents, respondents_of, transcripts FROM frequencies"):
        counted = counter.measures(code, [], ALTOGETHER)
        for name, number in zip(["segments", "respondents", "respondents_of", "transcripts"], numbers):
            compare.equal(f"view frequencies {code}: {name}", number, counted[name])
    for name, words in database.execute("SELECT respondent, words FROM respondents WHERE words > 0"):
        compare.equal(f"view respondents {name}", str(words), study.respondents[name]["words"])
    for file, words in database.execute("SELECT file, respondent_words FROM transcripts"):
        row = next(row for row in study.transcripts if row["file"] == file)
        compare.equal(f"view transcripts {file}", words or 0, int(row["respondent_words"]))


def compare_words(study, database, compare):
    """Words spoken, counted in the stored texts."""
    spoken = {}
    query = """
        SELECT r.name, substr(x.text, t.start + 1, t.end - t.start)
        FROM turn t JOIN version v ON v.id = t.version AND v.superseded IS NULL
        JOIN source_text x ON x.version = t.version
        JOIN speaker s ON s.version = t.version AND s.number = t.speaker
        JOIN respondent r ON r.id = s.respondent"""
    for name, text in database.execute(query):
        spoken[name] = spoken.get(name, 0) + word_count(text)
    for name, row in study.respondents.items():
        compare.equal(f"words of {name}", int(row["words"]), spoken.get(name, 0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--zicht", required=True)
    parser.add_argument("--project", required=True)
    arguments = parser.parse_args()
    study = Study(arguments.zicht, arguments.project)
    database = sqlite3.connect(f"file:{arguments.project}?mode=ro", uri=True)
    counter = Counter(study, lambda row: word_count(row["quote"]))
    compare = Comparison()
    for attributes in [[], ["neighbourhood"], ["role"], ["neighbourhood", "role"]]:
        compare_frequencies(study, counter, attributes, compare)
    for measure in ["segments", "respondents", "transcripts", "words", "per-1000"]:
        for attributes in [["role"], ["neighbourhood", "role"]]:
            compare_crosstab(study, counter, attributes, measure, compare)
    compare_matrix(study, counter, compare)
    compare_database(study, counter, database, compare)
    compare_words(study, database, compare)
    for difference in compare.differences[:50]:
        print(difference)
    verdict = f"{len(compare.differences)} differ" if compare.differences else "all agree"
    print(f"recount: {compare.compared} numbers compared, {verdict}")
    return 1 if compare.differences else 0


if __name__ == "__main__":
    sys.exit(main())
