"""Lists of invented papers of high-energy physics, as a group would keep them in BibTeX: ids of before 2007, names in TeX; and its digest."""

import subprocess
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from sites import Built, build, run
from support import write

_THINGS = ("Gluon Jets", "Neutrino Masses", "Quark Stars", "Heavy Mesons", "Dual Strings", "Thin Branes", "Top Decays", "Hot Lattices", "Dark Photons", "Cold Axions")  # fmt: skip
_WAYS = ("at Three Loops", "in Four Colors", "Without Ghosts", "on a Torus", "from Sum Rules")
_TWISTS = ("and What They Hide", "for $N=2$", "Revisited by Hand", 'in {M{\\"u}nchen}')
_ARCHIVES = ("hep-th", "hep-ph", "hep-ex", "hep-lat")
_SUMMARY = """The paper asks an invented question of an invented theory, and says in its first lines why nobody had asked it before.

It answers by counting diagrams that were made up for this list, one loop after the other, and it compares the sum with a
measurement that nobody has taken. The agreement is good because both were written by the same hand on the same day.

Its limits are plain: the theory has no vacuum, the detector has no walls, and the authors have no address. What a reader
can take along is the form of such an entry, with a problem, a mechanism, what was shown and where that ends."""


def bibtex(number: int, *, topic: str | None = None, ground: str | None = None) -> str:
    """Write so many papers as BibTeX; with a topic and a ground also what the group wrote of each, so that nothing is left to write."""
    titles = islice((" ".join(parts) for parts in product(_THINGS, _WAYS, _TWISTS)), number)
    return "\n".join(_entry(place, title, topic, ground) for place, title in enumerate(titles))


def _entry(place: int, title: str, topic: str | None, ground: str | None) -> str:
    archive = _ARCHIVES[place % len(_ARCHIVES)]
    year, month = 1992 + place % 15, place % 12 + 1
    fields = {
        "author": f"Writer{place}, Ada and {{\\'E}}cole, P{{\\'a}}l and {{Invented Collaboration}}",
        "title": f"{{{title}}}",
        "eprint": f"{archive}/{year % 100:02}{month:02}{place + 1:03}",
        "archivePrefix": "arXiv",
        "primaryClass": archive,
        "journal": "J. Inv. Phys.",
        "year": str(year),
    }
    if topic and ground:
        fields |= {
            "topics": topic,
            ground: "made up to be tried out",
            "tldr": f"Paper {place} counts what is not there.",
            "why": "It fills a list.",
        }
        fields |= {"summary": _SUMMARY, "checked": "nothing"}
    return f"@article{{Writer{place}:{year},\n" + ",\n".join(f"    {name} = {{{value}}}" for name, value in fields.items()) + "\n}\n"


# A list as a group would have gathered it over the years, from INSPIRE and by hand

SECTIONS = ("jets", "neutrino-masses", "strings")
LABS = ("lakeside", "hilltop")
_STYLES = ("inspire", "collaboration", "proceedings", "by hand", "apart", "new", "printed", "thesis", "bare", "report")
_HEAD = """% Our list. Ask before you sort it.
@comment{jabref-meta: databaseType:bibtex;}
@string{jip = "J. Inv. Phys."}
@string{pil = "Phys. Inv. Lett. " # {B}}
@preamble{"\\newcommand{\\nc}{N_c}"}

"""
_PEOPLE = (
    "Erd{\\H{o}}s, P{\\'a}l and van der Long, Juan M.",
    'M{\\"u}ller, J{\\"o}rg and {\\O}rsted, Hans and {\\L}ukasik, Zofia and others',
    "Ada Lovelace and Doe, Jr., John",
    "Nu{\\~n}ez, Mar{\\'\\i}a",
    "Ih, S.-Y.",
)
_WORDS = """This invented paper asks how often {thing} are seen where nobody looked, and why the usual count of them came out wrong by a factor of $N_c^{{{power}}}$.

It sums the first {loops} orders by hand, *drops* what cancels, and sets the rest beside a measurement at the invented Lakeside ring. The
two agree within the width of a pencil, and the sum stays finite where the former one did not.

Limits: the ring does not exist, the field has but one colour, and the sum was never carried further than order {loops}.
Whoever takes up the method should first try it where an exact answer is known, and say for which couplings it fails."""


def collection(number: int, *, ground: str) -> str:
    """Write so many papers in every style that such lists have, each with what the group wrote of it, and every 21st of them once more."""
    titles = list(islice((" ".join(parts) for parts in product(_THINGS, _TWISTS, _WAYS)), number))
    entries = [_gathered(place, title, ground) for place, title in enumerate(titles)]
    again = [_again(place, titles[place]) for place in range(0, number, 21)]
    return _HEAD + "\n".join((*entries, *again))


def _gathered(place: int, title: str, ground: str) -> str:
    style = _STYLES[place % len(_STYLES)]
    fields = _known(style, place, title) | _written(place, title, ground)
    kind = {"proceedings": "InProceedings", "thesis": "phdthesis", "bare": "misc", "report": "TECHREPORT"}.get(style, "article")
    key = f"{'Lovelace' if place % 3 else 'Müller'}:{_year(place)}{chr(97 + place % 26)}{chr(97 + place // 26)}"
    if style == "by hand":
        return f"@{kind}{{{key},\n" + "".join(f"  {name.upper()}={{{value}}} ,\n" for name, value in fields.items()) + "}\n"
    return f"@{kind}{{{key},\n" + ",\n".join(f"    {name:<13} = {_quoted(name, value)}" for name, value in fields.items()) + "\n}\n"


def _quoted(name: str, value: str) -> str:
    if name in {"month", "journal"} and value.isalpha() and value.islower():
        return value  # an abbreviation
    return f'"{value}"' if name in {"author", "eprint", "year"} and '"' not in value else f"{{{value}}}"


def _year(place: int) -> int:
    return 1992 + place % 15


def _known(style: str, place: int, title: str) -> dict[str, str]:
    """Say of a paper what lists of its style do."""
    archive, year, month = _ARCHIVES[place % len(_ARCHIVES)], _year(place), place % 12 + 1
    number = f"{year % 100:02}{month:02}{place + 1:03}"
    known = {"author": _PEOPLE[place % len(_PEOPLE)], "title": f"{{{title}}}", "year": str(year)}
    old = {"eprint": f"{archive}/{number}", "archivePrefix": "arXiv"}
    doi = {"doi": f"10.1000/inv.{place}", "journal": "jip", "volume": str(place), "pages": f"{place}--{place + 9}"}
    new = {"eprint": f"07{place % 9 + 4:02}.{place + 1:04}", "archivePrefix": "arXiv", "primaryClass": archive, "year": "2007"}
    besides = {
        "inspire": old | doi | {"primaryClass": archive, "reportNumber": f"INV-TH-{place}", "month": "feb"},
        "collaboration": old | {"author": "Ah, Bo", "collaboration": "INVENTED", "journal": "pil"},
        "proceedings": {"booktitle": f"{{Proceedings of Workshop {place} on Nothing}}", "note": f"arXiv:{archive}/{number}"},
        "by hand": {"url": f"\\url{{https://arxiv.org/abs/{archive}/{number}v2}}", "keywords": "nothing, loops"},
        "apart": {"eprint": number, "archivePrefix": archive, "SLACcitation": f"%%CITATION = {archive.upper()};%%"},
        "new": new,
        "printed": doi | {"month": "sep"},
        "thesis": {"school": 'Universit{\\"a}t Nirgendwo', "url": f"https://theses.test/inv\\_{place}?a=1\\&b=2"},
        "report": old | {"institution": "Invented Institute", "number": f"INV-{place}", "month": str(month)},
    }
    return {"title": known["title"], **old} if style == "bare" else known | besides[style]


def _written(place: int, title: str, ground: str) -> dict[str, str]:
    """Say what the group wrote of a paper; of some also where its code is."""
    thing = next(thing for thing in _THINGS if title.startswith(thing)).lower()
    own = {
        "topics": ", ".join(dict.fromkeys((SECTIONS[place % 3], SECTIONS[place // 7 % 3]))),
        "labs": LABS[place % 2] if place % 5 else "",
        ground: f"later counts of {thing} begin with its sum",
        "tldr": f"The usual count of {thing} is mended at order {place % 4 + 2}, by number {place + 1} of the list.",
        "why": f"It made {thing} countable & cheap: 5% of the former cost.",
        "summary": _WORDS.format(thing=thing, power=place % 5 + 2, loops=place % 4 + 2),
        "checked": ("nothing", "abstract", "full-text")[place % 3],
    }
    code = {"repo": f"https://github.com/invented/loops-{place % 40}", "official": str(place % 2 == 0).lower(), "framework": "none"}
    return {name: value for name, value in (own | (code if place % 7 < 3 else {})).items() if value}


def _again(place: int, title: str) -> str:
    """Write a paper once more as another member had it: in other letters, from where it was printed."""
    doi = f"10.1000/{'INV' if 'doi' in _known(_STYLES[place % len(_STYLES)], place, title) else 'ANN'}.{place}"
    return f"@article{{again{place}, title = {{{title.upper()}}}, journal = {{Ann. Inv.}}, doi = {{{doi}}}}}\n"


# Its digest


@dataclass(frozen=True, kw_only=True)
class Physics:
    """What a group that has such a list makes of it, and what the commands said."""

    root: Path
    imported: subprocess.CompletedProcess
    checked: subprocess.CompletedProcess
    accepted: subprocess.CompletedProcess
    built: Built


def physics(folder: Path) -> Physics:
    """Begin a digest, write its words and an edition a year, bring in the list, take it in, check and build, as people do."""
    root = folder / "hep"
    options = {
        "--name": "Annual of Collisions",
        "--repository": "Hep/annual",
        "--topics": "Jets, Neutrino masses, Strings",
        "--categories": "hep-ph, hep-th, hep-ex, hep-lat",
    }
    day = ("--today", "2026-11-23")
    begun = run("digest", "init", root, "--yes", *day, *(part for pair in options.items() for part in pair), cwd=folder)
    assert begun.returncode == 0, begun.stderr
    with (root / "content/labs.yml").open("a", encoding="utf-8") as labs:
        labs.write("".join(f"{lab}:\n  name: {lab.capitalize()} Ring\n" for lab in LABS))
    for year in range(1992, 2008):
        edition = {"title": f"The {year} edition", "headline": f"what was counted in {year}", "status": "closed", "closed": "2026-11-23"}
        text = "".join(f"{key}: {value}\n" for key, value in edition.items())
        write(
            root / f"content/editions/{year}.yml", f"{text}intro: What the group read in {year}, in its own order.\ncurators: [The group]\n"
        )
    listed = write(folder / "list.bib", collection(200, ground="idea-reused"))
    return Physics(
        root=root,
        imported=run("digest", "import", listed, *day, cwd=root),
        checked=run("digest", "check", cwd=root),
        accepted=run("digest", "accept", *day, cwd=root),
        built=build(root, folder / "host/annual", "--strict"),
    )
