#!/usr/bin/env python3
"""Draws which public header uses which, from their #include lines, as the graph that CONTRIBUTING.md shows.

    tests/headers/include_picture.py           prints the graph
    tests/headers/include_picture.py check     fails if CONTRIBUTING.md shows another one
    tests/headers/include_picture.py write     puts it there

An include cycle is an error. A header and its definitions in detail/ include one another, and count as one. The picture
leaves out the umbrella header and the helpers in detail/, and shows testing/ as one part.
"""

import pathlib
import re
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = PROJECT / "include" / "human_support"
PAGE = PROJECT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)


def read_includes():
    """What each header includes, by their names without `.hpp`."""
    files = {path.relative_to(HEADERS).with_suffix("").as_posix(): path for path in HEADERS.rglob("*.hpp")}
    one = {name: name.removeprefix("detail/") for name in files}
    one = {name: header if header in files else name for name, header in one.items()}
    uses = {header: set() for header in one.values()}
    for name, path in files.items():
        included = re.findall(r'^#include <human_support/(.*)\.hpp>', path.read_text(), re.MULTILINE)
        uses[one[name]] |= {one[other] for other in included} - {one[name]}
    return uses


def stop_at_cycle(uses):
    done = set()

    def visit(header, path):
        if header in path:
            sys.exit("These headers include one another: " + " -> ".join(path[path.index(header):] + [header]))
        if header not in done:
            for other in sorted(uses[header]):
                visit(other, path + [header])
            done.add(header)

    for header in sorted(uses):
        visit(header, [])


def parts_of(uses):
    """The same for the parts that the picture shows; what uses a helper in detail/ uses what that uses."""

    def public(headers):
        parts = set()
        for header in headers:
            if header.startswith("detail/"):
                parts |= public(uses[header])
            else:
                parts.add("testing" if header.startswith("testing/") else header)
        return parts

    parts = {}
    for header in uses:
        if header != "human_support" and not header.startswith("detail/"):
            part, = public({header})
            parts.setdefault(part, set()).update(public(uses[header]) - {part})
    return parts


def reached(uses, header):
    """All that a header uses, through others too."""
    return uses[header].union(*(reached(uses, other) for other in uses[header]))


def draw(parts):
    """A line for each part: what it uses, without what it uses through another part as well."""
    lines = ["graph TD"]
    used = set().union(*parts.values())
    for part, others in sorted(parts.items(), key=lambda item: (-len(reached(parts, item[0])), item[0])):
        through_others = set().union(*(reached(parts, other) for other in others))
        if direct := sorted(others - through_others):
            lines.append(f"    {part} --> {' & '.join(direct)}")
        elif part not in used:
            lines.append(f"    {part}")
    return "\n".join(lines) + "\n"


def main(task):
    uses = read_includes()
    stop_at_cycle(uses)
    parts = parts_of(uses)
    stop_at_cycle(parts)
    picture = draw(parts)
    page = PAGE.read_text()
    shown = BLOCK.search(page)
    if task == "write":
        PAGE.write_text(BLOCK.sub(lambda _: picture, page, count=1))
    elif task != "check":
        print(picture, end="")
    elif not shown or shown.group() != picture:
        sys.exit(f"The headers' includes are not those of the picture in CONTRIBUTING.md, which should be:\n\n{picture}\n"
                 "`tests/headers/include_picture.py write` puts it there.")


main(sys.argv[1] if len(sys.argv) > 1 else "")
