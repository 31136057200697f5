#!/usr/bin/env python3
"""Puts the code that the tests compile and run into the pages, which then show it wherever they are read.

    docs/snippets.py check     fails if a page shows other code than the programs have
    docs/snippets.py write     puts it there

The line above a block of code says where it comes from, as a comment of HTML: `<!-- first_hour/host.cpp open -->` is
what stands between the two lines `//! [open]` of that file, and `<!-- first_hour/host.txt 2-4 -->` are lines of it.
"""

import pathlib
import re
import sys
import textwrap

FOLDER = pathlib.Path(__file__).resolve().parent
BLOCK = re.compile(r"^<!-- (\S+) ([^>]+) -->\n```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def source(file, part):
    """A part of a file, without the indentation that all of its lines have."""
    text = (FOLDER / file).read_text()
    lines = re.fullmatch(r"(\d+)-(\d+)", part)
    if lines:
        first, last = map(int, lines.groups())
        return "".join(text.splitlines(keepends=True)[first - 1:last])
    mark = re.escape(f"//! [{part}]")
    found = re.search(rf"^ *{mark}\n(.*?)^ *{mark}$", text, re.DOTALL | re.MULTILINE)
    if not found:
        sys.exit(f"{file} has no part '{part}'.")
    return textwrap.dedent(found[1])


def with_code(page):
    text = page.read_text()
    unnamed = re.search(r"(?<! -->)\n```cpp\n.*", text)
    if unnamed:
        sys.exit(f"{page.name} has code that does not say where it comes from.")
    return BLOCK.sub(lambda block: "<!-- {0} {1} -->\n```{2}\n{code}```".format(
        *block.groups(), code=source(block[1], block[2])), text)


def main():
    shown = 0
    for page in sorted(FOLDER.glob("*.md")):
        if page.name == "packages.md":
            continue  # the tests of the packages take its programs from there
        text = with_code(page)
        shown += len(BLOCK.findall(text))
        if sys.argv[1:] == ["write"]:
            page.write_text(text)
        elif sys.argv[1:] != ["check"]:
            sys.exit(__doc__)
        elif text != page.read_text():
            sys.exit(f"{page.name} shows other code than the programs have: run docs/snippets.py write.")
    if shown == 0:
        sys.exit("No page shows code.")


main()
