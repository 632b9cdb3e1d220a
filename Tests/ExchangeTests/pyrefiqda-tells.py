"""What pyrefiqda reads in a project, as JSON."""

import json
import sys
import tempfile

from pyrefiqda import RefiProject

with tempfile.TemporaryDirectory() as folder:
    project = RefiProject.load(sys.argv[1], extract_dir=folder)

    def count(codes):
        return sum(1 + count(code.code) for code in codes)

    sources = project.sources.text_source if project.sources else []
    coded, selections = [], 0
    for source in sources:
        path = RefiProject.resolve_source_path(source.plain_text_path, folder)
        text = open(path, encoding="utf-8-sig", newline="").read()
        for selection in source.plain_text_selection:
            selections += 1
            words = text[selection.start_position : selection.end_position]
            for coding in selection.coding:
                user = coding.creating_user or ""
                coded.append([source.guid, coding.code_ref.target_guid, user, words])

print(json.dumps({
    "codes": count(project.code_book.codes.code) if project.code_book else 0,
    "users": len(project.users.user) if project.users else 0,
    "sources": len(sources),
    "selections": selections,
    "codings": len(coded),
    "coded": coded,
}))
