"""Text to Markdown that shows just this text, whoever wrote it."""

import re
from urllib.parse import quote, urlsplit

_SPACES = re.compile(r"[ \t\n\r\f]+")
_MARK = re.compile(
    r"(?P<slash>[\\`*\[{]|\](?!:)|(?<![^\W_])_|_(?![^\W_])|!(?=$|\[))"  # a backslash before these is understood by everybody
    r"|[<~|$\]]|&(?=#|\w+;)|:(?=[\w+-]+:)|=(?==)"  # strikethrough, tables, formulas, references, emoji: some know these, and others no backslash before them
    r"|(?::(?=//)|(?<=www)\.)(?=\S*[\\`*_\[\]{<&|~$=!:])"  # GitHub makes a link of a bare address, and shows the escapes in it
)
"""What Markdown would take for a mark wherever it stands."""
_OF_EXTENSIONS = re.compile(r"[!?:/](?=[!?:/ ])")
"""What begins a box, a term or a block for extensions that a digest may have switched on for its own pages."""
_AT_START = re.compile(r"[>#]|[-+](?=[\s+-]|$)|\d+(?=[.)](?:\s|$))")
_IN_HTML = re.compile(r"[&<>\"\\`*_\[\]{}|~$]|:(?=//|[\w+-]+:)|(?<=www)\.")
_SAFE = "!#%'*+,/:;=?@_~$-."
"""What may stand in an address as it is; brackets and the rest would end it."""
_SCHEMES = {"http", "https", "mailto"}


def plain(text: str) -> str:
    """Write runs of white space as one space."""
    return _SPACES.sub(" ", text)


def escaped(text: str) -> str:
    """Escape a text that stands within a paragraph."""
    return _MARK.sub(lambda match: f"\\{match[0]}" if match["slash"] else entity(match[0]), text)


def at_start(line: str) -> str:
    """Escape what Markdown would take for the mark of a list, a heading or a quotation at the start of a paragraph."""
    if _OF_EXTENSIONS.match(line):
        return entity(line[0]) + line[1:]
    if not (match := _AT_START.match(line)):
        return line
    return f"{match[0]}\\{line[match.end() :]}" if match[0].isdigit() else f"\\{line}"


def entity(character: str) -> str:
    """Write a character as HTML does where it has a meaning."""
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(character) or f"&#{ord(character)};"


def in_html(text: str) -> str:
    """Escape a text for an HTML tag within Markdown, where some read Markdown and some do not."""
    return _IN_HTML.sub(lambda match: entity(match[0]), plain(text))


def in_attribute(text: str) -> str:
    """Escape a text for HTML alone."""
    return re.sub(r'[&<>"]', lambda match: entity(match[0]), text)


def code(text: str) -> str:
    """Write a text as code within a paragraph."""
    text = plain(text).strip()
    if not text:
        return ""
    return f"<code>{in_html(text)}</code>" if re.search(r"[<&`|\\$]|^#!", text) else f"`{text}`"


def address(href: str) -> str | None:
    """Write an address for a link; None where it is none that may be followed."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return None
    if scheme not in {"", *_SCHEMES}:
        return None
    written = quote(href.strip(), safe=_SAFE + "&").replace("*", "%2A")
    return re.sub(r"&(?=#|\w+;)", "&amp;", written)
