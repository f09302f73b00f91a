"""A list of invented papers of high-energy physics, as a group would keep it in BibTeX: ids of before 2007, names in TeX."""

from itertools import islice, product

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
