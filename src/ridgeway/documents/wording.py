"""Text that can stand in every output: nothing invisible, no link that runs anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

# Control characters, characters that reorder or hide what follows, lone surrogates and
# non-characters. XML refuses some, a terminal obeys others, and a reader sees none of them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINK_SCHEMES = frozenset({"http", "https", "mailto"})


def visible(text: str) -> str:
    """The text with each hidden character written out, as in `[U+202E]`.

    Line breaks become a single line feed, a tab becomes a space; nothing else is lost.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def safe_link(address: str) -> str:
    """The address when following it can only open a page or a message, otherwise empty.

    Allowed: http, https and mailto, an absolute path on this site, an anchor on this page.
    """
    address = address.strip()
    if not address or visible(address) != address or any(c in address for c in ' \n"<>\\`'):
        return ""
    if address.startswith("#") or (address.startswith("/") and not address.startswith("//")):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _LINK_SCHEMES:
        return ""
    return address if parts.netloc or parts.scheme.lower() == "mailto" else ""


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
