"""What a code published, such as versions of its documents or notices, as an Atom feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ridgeway.documents.wording import visible

NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Published:
    """One thing: `address` is absolute; `kind` and `id` together never change."""

    kind: str
    id: str
    title: str
    summary: str
    address: str
    published_date: dt.date


def atom_feed(title: str, address: str, entries: Iterable[Published]) -> bytes:
    """The feed, the latest entry first; a feed without entries is one too."""
    ET.register_namespace("", NAMESPACE)
    found = list(entries)
    feed = ET.Element(_tag("feed"))
    _add(feed, "title", title)
    _add(feed, "id", address)
    ET.SubElement(feed, _tag("link"), href=address, rel="self")
    latest = max((one.published_date for one in found), default=dt.date(1970, 1, 1))
    _add(feed, "updated", _instant(latest))
    for one in found:
        entry = ET.SubElement(feed, _tag("entry"))
        _add(entry, "title", one.title)
        _add(entry, "id", f"urn:ridgeway:{one.kind}:{one.id}")
        ET.SubElement(entry, _tag("link"), href=one.address)
        _add(entry, "updated", _instant(one.published_date))
        author = ET.SubElement(entry, _tag("author"))
        _add(author, "name", title)
        _add(entry, "summary", one.summary or one.title)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, _tag(name)).text = visible(words)


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
