#!/usr/bin/env python3
"""Makes a page of what the benchmarks measured: results_page.py RESULTS PAGE COMMAND

RESULTS is the folder of ratios.csv and figures.csv, which all.sh collects. In the folder PAGE, results.md gets the tables,
and gnuplot draws a picture of each kind of figure. COMMAND is what made the results.
"""

import csv
import datetime
import pathlib
import platform
import re
import subprocess
import sys

STYLE = """
set terminal svg noenhanced size 800,450 font "sans-serif,13" background "white"
set output "{file}"
set title "{title}"
set grid ytics
"""
BARS = STYLE + """
set style fill solid 0.6
set boxwidth 0.6
set yrange [0:*]
set offsets 0, 0, graph 0.1, 0
set ylabel "{unit}"
set xtics rotate by -20
set key off
plot $bars using 0:2:xtic(1) with boxes, $bars using 0:2:2 with labels offset 0,0.6
"""
GROWTH = STYLE + """
set logscale xy
set xlabel "records"
set ylabel "{unit}"
set format x "%.0s%c"
set xrange [{least} / 1.5:{most} * 1.5]
set key outside
plot {lines}
"""


def rows(file, names):
    with open(file, newline="") as lines:
        return [dict(zip(names, row)) for row in csv.reader(lines)]


def grouped(items, key):
    groups = {}
    for item in items:
        groups.setdefault(item[key], []).append(item)
    return groups


def table(head, lines):
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join(["---"] * len(head)) + " |"
    for line in lines:
        yield "| " + " | ".join(line) + " |"
    yield ""


def rounded(number):
    """With three digits, or all of a larger number."""
    value = float(number)
    digits = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return digits.replace("e+0", "e")


def data_block(name, lines):
    return f"${name} << END\n" + "\n".join(lines) + "\nEND\n"


def draw_bars(figures, **names):
    lines = (f'"{figure["name"]}" {rounded(figure["median"]).replace(",", "")}' for figure in figures)
    return data_block("bars", lines) + BARS.format(**names)


def draw_growth(figures, **names):
    script, lines = "", []
    for number, (name, points) in enumerate(grouped(figures, "name").items()):
        script += data_block(f"line{number}", (f'{point["records"]} {point["median"]}' for point in points))
        lines.append(f'$line{number} using 1:2 with linespoints linewidth 2 title "{name}"')
    counts = [int(figure["records"]) for figure in figures]
    return script + GROWTH.format(lines=", ".join(lines), least=min(counts), most=max(counts), **names)


def picture(title, figures, folder):
    """Draws the figures, and returns the lines of the page that show them, as a picture and as a table."""
    file = re.sub(r"[^a-z0-9]+", "_", title.lower()) + ".svg"
    unit = figures[0]["unit"]
    grows = figures[0]["records"] != "0"
    draw = draw_growth if grows else draw_bars
    script = draw(figures, file=folder / file, title=title, unit=unit)
    subprocess.run(["gnuplot"], input=script, text=True, check=True)
    yield from ["### " + title, "", f"![{title}]({file})", ""]
    names = ["records"] if grows else []
    yield from table(
        names + ["", unit + ", median", "best"],
        ([rounded(figure["records"])] * len(names)
         + [figure["name"], rounded(figure["median"]), rounded(figure["best"])] for figure in figures))


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    processors = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return f"{model[1] if model else platform.machine()}, {processors} processors, Linux {platform.release()}, {compiler}"


def page(ratios, figures, folder, command):
    missed = [ratio for ratio in ratios if ratio["verdict"] == "MISSED"]
    yield from ["# Results of the benchmarks", "",
                f"`{command}` made this page on {datetime.date.today()}: {machine()}.", "",
                "A ratio is the median of those of the rounds, in which all that is compared takes turns.", ""]
    if missed:
        yield from ["## Missed", "", "[Why](README.md#what-falls-short-and-why)", ""]
        yield from table(["", "", "measured", "required"],
                         ([line["subject"], line["what"], rounded(line["value"]), line["required"]] for line in missed))
    for subject, lines in grouped(ratios, "subject").items():
        yield from ["## " + subject, ""]
        yield from table(["", "measured", "required", ""],
                         ([line["what"], rounded(line["value"]), line["required"], line["verdict"]] for line in lines))
    yield from ["## Figures", ""]
    for title, lines in grouped(figures, "picture").items():
        yield from picture(title, lines, folder)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    results, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    ratios = rows(results / "ratios.csv", ["subject", "what", "value", "required", "verdict"])
    figures = rows(results / "figures.csv", ["picture", "unit", "name", "records", "best", "median"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text("\n".join(page(ratios, figures, folder, sys.argv[3].strip())))


main()
