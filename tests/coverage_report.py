#!/usr/bin/env python3
"""Reports what coverage.sh measured: coverage_report.py COVERAGE.JSON EXCEPTIONS.TXT

A line of the exceptions is a file or folder, a text that stands in the source line, and the reason, separated
by " | ".
Exits with 1 if something is neither covered nor an exception.
"""
import json
import os
import sys

# What the compiler decides or writes is nobody's to test.
compile_time = ("if constexpr", "= default;")


def uncovered(file):
    """The lines that are not run, and those with a branch that is taken one way only."""
    # A segment is [line, column, count, has a count, begins a region, is a gap].
    segments = file["segments"]
    for this, following in zip(segments, segments[1:]):
        line, _, count, has_count, is_entry, is_gap = this
        if has_count and is_entry and not is_gap and count == 0:
            yield line, "is not run"
    # A branch is [line, column, end line, end column, times true, times false, ...]. The same one occurs once
    # for each instance of a template.
    taken = {}
    for branch in file["branches"]:
        counts = taken.setdefault(tuple(branch[:4]), [0, 0])
        counts[0] += branch[4]
        counts[1] += branch[5]
    for (line, *_), (true, false) in taken.items():
        if true == 0 or false == 0:
            yield line, "is never " + ("true" if true == 0 else "false")


def main(coverage_file, exceptions_file):
    with open(exceptions_file, encoding="utf-8") as text:
        exceptions = [line.rstrip("\n").split(" | ") for line in text if line.strip() and not line.startswith("#")]
    with open(coverage_file, encoding="utf-8") as text:
        data = json.load(text)["data"][0]
    used = set()
    findings = []
    for file in data["files"]:
        name = os.path.relpath(file["filename"])
        with open(name, encoding="utf-8") as text:
            source = text.read().splitlines()
        for line, what in sorted(dict(reversed(list(uncovered(file)))).items()):
            if any(part in source[line - 1] for part in compile_time):
                continue
            fitting = [
                i for i, (where, part, _) in enumerate(exceptions) if name.startswith(where) and part in source[line - 1]
            ]
            used.update(fitting)
            if not fitting:
                findings.append(f"{name}:{line}: {what}: {source[line - 1].strip()}")
    for i, exception in enumerate(exceptions):
        if i not in used:
            print(f"{exceptions_file}: not needed this time: {' | '.join(exception)}")
    print("\n".join(findings))
    for kind in ("lines", "branches"):
        total = data["totals"][kind]
        print(f"{kind}: {total['covered']} of {total['count']} ({total['percent']:.1f} %)")
    print(f"{len(exceptions)} exceptions, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
