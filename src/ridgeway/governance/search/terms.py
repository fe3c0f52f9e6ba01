"""What somebody typed into the search box, as an expression that each database can read.

Nothing typed can be an operator: words are taken out and quoted, the last one may be a beginning.
"""

from __future__ import annotations

import re
import unicodedata

MOST_TERMS = 8
LONGEST_TERM = 60
PREFIX_FROM = 3
_WORD = re.compile(r"[^\W_]+")


def terms_of(typed: str) -> tuple[str, ...]:
    """The words in what was typed, at most eight, each at most sixty characters.

    >>> terms_of('MP102A "AND" pre-payment*')
    ('MP102A', 'AND', 'pre', 'payment')
    """
    text = unicodedata.normalize("NFC", typed[:1000])
    return tuple(word[:LONGEST_TERM] for word in _WORD.findall(text)[:MOST_TERMS])


def whole_words(typed: str) -> bool:
    """Whether the last word is finished: a blank or a mark follows it."""
    return bool(typed) and not typed[-1].isalnum()


def fts5(terms: tuple[str, ...], *, whole: bool = True) -> str:
    """An FTS5 expression in which every term is a quoted string; the last may be a prefix."""
    quoted = [f'"{term}"' for term in terms]
    if quoted and not whole and len(terms[-1]) >= PREFIX_FROM:
        quoted[-1] += " *"
    return " AND ".join(quoted)


def tsquery(terms: tuple[str, ...], *, whole: bool = True) -> str:
    """The same for PostgreSQL's to_tsquery."""
    quoted = ["'" + term.replace("'", "''").replace("\\", "") + "'" for term in terms]
    if quoted and not whole and len(terms[-1]) >= PREFIX_FROM:
        quoted[-1] += ":*"
    return " & ".join(quoted)
