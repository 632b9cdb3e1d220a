"""Makes taguette.sqlite3 with Taguette's own code (taguette 1.5.2): python3 make_taguette.py FILE

Its models keep the database, its converter makes the HTML, its extractor the snippets.
"""
import datetime
import os
import sqlite3
import sys

from bs4 import BeautifulSoup
from taguette import convert, extract
from taguette.database import connect
from taguette.database.models import (
    Command, Document, Highlight, Privileges, Project, ProjectMember, Tag, TextDirection, User)

path = sys.argv[1]
if os.path.exists(path):
    os.remove(path)
db = connect("sqlite:///" + path)()


def clock(second):
    return datetime.datetime(2024, 5, 1, 10, 0, second)


def record(command, second):
    command.date = clock(second)
    db.add(command)
    db.flush()


anna, bob = User(login="anna", created=clock(0)), User(login="bob", created=clock(0))
db.add_all([anna, bob])
project = Project(name="Wijk in zicht", description="Café & co", created=clock(1))
db.add(project)
db.add(ProjectMember(project=project, user=anna, privileges=Privileges.ADMIN))
db.add(ProjectMember(project=project, user=bob, privileges=Privileges.TAG))
db.flush()


def document(name, html, second):
    made = Document(
        name=name, description="uit " + name, filename=name, created=clock(second), project=project,
        text_direction=TextDirection.LEFT_TO_RIGHT, contents=html)
    db.add(made)
    db.flush()
    record(Command.document_add("anna", made), second)
    return made


one = document("interview.html", convert.get_html_body("""<html><head><title>T</title></head><body>
<h1>Een
 gesprek</h1>
<p>Ik woon   hier  sinds 1998, in het caf&eacute; &amp; boven de winkel.</p>
<p>Het is <b>gezel</b>lig 🙂 en e\u0301e\u0301n keer <i>niet</i>.<br>Echt.</p>
<ul><li>bank</li><li>boom</li></ul>
<table><tr><td>Ria</td><td>Ja hoor</td></tr><tr><td>I</td><td>Nee &lt;lacht&gt;</td></tr></table>
<pre>
  regel een
regel twee</pre><p>slot&nbsp;&hellip; &alpha;</p><img src="x.png"></body></html>"""), 2)
two = document("notes.txt", "<p>Kort.</p>\n<p>Nog een zin.</p>", 3)

tags = {}
for path_, description in [
        ("wonen", "Waar men woont"), ("wonen.lang", "al lang"), ("sfeer.goed", "gezelligheid"),
        ("oud", "")]:
    tags[path_] = Tag(project=project, path=path_, description=description)
    db.add(tags[path_])
    db.flush()
    record(Command.tag_add("anna", tags[path_]), 4)


def highlight(source, words, names, second, who):
    text = BeautifulSoup(source.contents, "html5lib").get_text().encode("utf-8")
    start = text.index(words.encode("utf-8"))
    end = start + len(words.encode("utf-8"))
    made = Highlight(
        document=source, start_offset=start, end_offset=end,
        snippet=extract.extract(source.contents, start, end))
    db.add(made)
    db.flush()
    retag(source, made, names, second, who)
    return made


def retag(source, made, names, second, who):
    made.tags = [tags[name] for name in names]
    record(Command.highlight_add(who, source, made, [tags[name].id for name in names]), second)


first = highlight(one, "woon   hier", ["wonen"], 10, "anna")
retag(one, first, ["wonen", "wonen.lang"], 11, "bob")
merged = highlight(one, "gezellig 🙂 en e\u0301e\u0301n", ["oud"], 12, "bob")
merged.tags = [tags["sfeer.goed"]]
record(Command.tag_merge("anna", project.id, tags["oud"].id, tags["sfeer.goed"].id), 13)
db.delete(tags.pop("oud"))
highlight(one, "café & boven", ["wonen"], 14, "bob")
highlight(one, "winkel.\nHet is", ["wonen", "sfeer.goed"], 15, "anna")
highlight(one, "bankboom", [], 16, "anna")
highlight(one, "hoor", ["wonen"], 17, "anna")
highlight(one, "<lacht>", ["wonen"], 17, "anna")
highlight(one, "een\nregel", ["wonen"], 18, "anna")
highlight(one, "slot\u00a0… α", ["wonen"], 19, "anna")
highlight(two, "Kort.\nNog", ["sfeer.goed"], 20, "bob")
db.commit()
db.close()

small = sqlite3.connect(path)
small.execute("PRAGMA page_size = 1024")
small.execute("VACUUM")
small.close()
