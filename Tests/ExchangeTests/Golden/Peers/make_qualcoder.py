"""Makes study.qda/data.qda, a project of QualCoder's database version 14: python3 make_qualcoder.py FOLDER

QualCoder can't be run without a screen. The tables and columns are those that it makes, the rows
those that its windows write: positions in code points where it codes by itself, in units of UTF-16
where a person marks words, with CR LF as one.
"""
import os
import sqlite3
import sys

folder = os.path.join(sys.argv[1], "study.qda")
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, "data.qda")
if os.path.exists(path):
    os.remove(path)
db = sqlite3.connect(path)
db.execute("PRAGMA page_size = 1024")
for name, columns in {
    "project": "databaseversion text, date text, memo text, about text, bookmarkfile integer,"
               " bookmarkpos integer, codername text, recently_used_codes text",
    "source": "id integer primary key, name text, fulltext text, mediapath text, memo text,"
              " owner text, date text, av_text_id integer, risid integer, unique(name)",
    "code_image": "imid integer primary key, id integer, x1 integer, y1 integer, width integer,"
                  " height integer, cid integer, memo text, date text, owner text,"
                  " important integer, pdf_page integer",
    "code_av": "avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer,"
               " memo text, date text, owner text, important integer",
    "annotation": "anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,"
                  " owner text, date text, unique(fid, pos0, pos1, owner)",
    "attribute_type": "name text primary key, date text, owner text, memo text, caseOrFile text,"
                      " valuetype text",
    "attribute": "attrid integer primary key, name text, attr_type text, value text, id integer,"
                 " date text, owner text, unique(name, attr_type, id)",
    "case_text": "id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer,"
                 " owner text, date text, memo text",
    "cases": "caseid integer primary key, name text, memo text, owner text, date text,"
             " constraint ucm unique(name)",
    "code_cat": "catid integer primary key, name text, owner text, date text, memo text,"
                " supercatid integer, unique(name)",
    "code_text": "ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,"
                 " pos1 integer, owner text, date text, memo text, avid integer,"
                 " important integer, unique(cid, fid, pos0, pos1, owner)",
    "code_name": "cid integer primary key, name text, memo text, catid integer, owner text,"
                 " date text, color text, unique(name)",
    "journal": "jid integer primary key, name text, jentry text, date text, owner text,"
               " unique(name)",
    "stored_sql": "title text, description text, grouper text, ssql text, unique(title)",
    "coder_names": "name text unique not null, visibility integer not null default 1",
}.items():
    db.execute(f"CREATE TABLE {name} ({columns})")

WHO, WHEN = "anna", "2024-05-01 10:00:00"
interview = "I: Hoe is het 🙂 hier?\r\nRia: Ik woon hier 👩‍👩‍👧 al lang.\r\nEn het is e\u0301e\u0301n groot feest.\r\n"
plain = "Ria: Hier is het fijn. Hier is het groen."


def automatic(words, nth=0):
    """Positions as Python counts them."""
    start = -1
    for _ in range(nth + 1):
        start = interview.index(words, start + 1)
    return start, start + len(words)


def by_hand(words):
    """Positions as the window counts them."""
    shown = interview.replace("\r\n", "\n")
    start = shown.index(words.replace("\r\n", "\n"))
    units = lambda text: len(text.encode("utf-16-le")) // 2
    return units(shown[:start]), units(shown[:start]) + units(words.replace("\r\n", "\n"))


def add(table, **row):
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def code_text(code, source, words, places, **more):
    row = dict(owner=WHO, date=WHEN, memo="", important=None) | more
    add("code_text", cid=code, fid=source, seltext=words, pos0=places[0], pos1=places[1], **row)


add("project", databaseversion="v14", date="2024-04-30 09:00:00", memo="Proef", about="QualCoder 3.8.2",
    bookmarkfile=0, bookmarkpos=0, codername=WHO)
for name in ["anna", "bob", "default"]:
    add("coder_names", name=name)
add("source", id=1, name="interview.txt", fulltext=interview, mediapath=None, memo="eerste", owner=WHO,
    date=WHEN)
add("source", id=2, name="plain.txt", fulltext=plain, mediapath=None, memo="", owner="bob", date=WHEN)
add("source", id=3, name="foto.jpg", fulltext=None, mediapath="/images/foto.jpg", memo="", owner=WHO,
    date=WHEN)
add("source", id=4, name="band.mp3", fulltext=None, mediapath="audio:/home/anna/band.mp3", memo="",
    owner=WHO, date=WHEN, av_text_id=2)
add("code_cat", catid=1, name="Buurt", owner=WHO, date=WHEN, memo="de omgeving")
add("code_cat", catid=2, name="Sfeer", owner=WHO, date=WHEN, memo="", supercatid=1)
add("code_name", cid=1, name="wonen", memo="Waar men woont", catid=1, owner=WHO, date=WHEN,
    color="#B71C1C")
add("code_name", cid=2, name="gezellig", memo="", catid=2, owner=WHO, date=WHEN, color="#1b5e20")
add("code_name", cid=3, name="los", memo="", catid=None, owner="bob", date=WHEN, color="rood")
code_text(1, 1, "woon hier", automatic("woon hier"), memo="let op")
code_text(1, 1, "al lang", by_hand("al lang"), owner="bob")
code_text(2, 1, "e\u0301e\u0301n groot", by_hand("e\u0301e\u0301n groot"), important=1)
code_text(2, 1, "lang.\r\nEn het", automatic("lang.\r\nEn het"))
code_text(3, 1, "lang.\nEn", by_hand("lang.\r\nEn"), owner="bob")
code_text(3, 2, "Hier", (23, 27), owner="bob")
code_text(2, 2, "verdwenen woorden", (5, 22))
add("annotation", fid=1, pos0=by_hand("Ria")[0], pos1=by_hand("Ria")[1], memo="wie is dit?", owner="bob",
    date=WHEN)
add("cases", caseid=1, name="Ria", memo="bewoner", owner=WHO, date=WHEN)
add("cases", caseid=2, name="Jan", memo="", owner=WHO, date=WHEN)
add("case_text", caseid=1, fid=2, pos0=0, pos1=len(plain), owner=WHO, date=WHEN, memo="")
start, end = by_hand("Ik woon hier 👩‍👩‍👧 al lang.")
add("case_text", caseid=1, fid=1, pos0=start, pos1=end, owner=WHO, date=WHEN, memo="haar woorden")
add("case_text", caseid=2, fid=3, pos0=0, pos1=0, owner=WHO, date=WHEN, memo="")
add("attribute_type", name="leeftijd", date=WHEN, owner=WHO, memo="in jaren", caseOrFile="case",
    valuetype="numeric")
add("attribute_type", name="plaats", date=WHEN, owner=WHO, memo="", caseOrFile="file",
    valuetype="character")
add("attribute", name="leeftijd", attr_type="case", value="71", id=1, date=WHEN, owner=WHO)
add("attribute", name="leeftijd", attr_type="case", value="", id=2, date=WHEN, owner=WHO)
add("attribute", name="plaats", attr_type="file", value="Moerwijk", id=1, date=WHEN, owner=WHO)
add("attribute", name="plaats", attr_type="file", value="Tuin", id=3, date=WHEN, owner=WHO)
add("journal", name="dag 1", jentry="Het begin.", date=WHEN, owner=WHO)
add("code_image", id=3, x1=1, y1=2, width=3, height=4, cid=1, memo="", date=WHEN, owner=WHO)
add("code_av", id=4, pos0=0, pos1=1000, cid=2, memo="", date=WHEN, owner=WHO)
add("stored_sql", title="alles", description="", grouper="", ssql="select 1")
db.commit()
db.execute("VACUUM")
db.close()
