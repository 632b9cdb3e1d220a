"""What qdapy reads in a project, as JSON; of users it tells those that coded, by name."""

import json
import sys
import zipfile
from xml.etree import ElementTree

from qdapy.qdpx import read_qdpx

project = read_qdpx(sys.argv[1], warn=False)
root = ElementTree.fromstring(zipfile.ZipFile(sys.argv[1]).read("project.qde"))
ns = "{urn:QDA-XML:project:1.0}"
# It names coders: their GUIDs, and who has none, are had from the XML, coding by coding.
users = [coding.get("creatingUser") or "" for selection in root.iter(ns + "PlainTextSelection")
         for coding in selection.findall(ns + "Coding")]
rows = project.fragments.to_dict("records")
print(json.dumps({
    "codes": len(project.codebook),
    "users": len(list(root.iter(ns + "User"))),
    "sources": len(project.sources),
    "selections": len(set(row["annotationKey"] for row in rows)) + len(project.uncoded),
    "codings": len(rows),
    "coded": [[row["itemKey"], row["codeId"], user, row["text"]] for row, user in zip(rows, users)],
}))
