"""A document as a semantic HTML fragment, for a page of the site or a file of its own.

Everything that came from outside passes through `markupsafe.escape`; the only markup is what the
functions here write. Style is the site's affair: the classes are `paper` and `paper-…`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from ridgeway.documents.description import (
    Align,
    BulletList,
    Callout,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Source,
    Table,
    Text,
    Unknown,
)
from ridgeway.documents.placing import Placed, laid_out, sources_of
from ridgeway.documents.wording import visible

SourceLink = Callable[[str], str]
"""Gives the address that explains a source, or an empty string when there is none."""

CLASSES = (
    "paper paper-front paper-marking paper-title paper-subtitle paper-body paper-back"
    " paper-section paper-block paper-number paper-text paper-list paper-table paper-scroll"
    " paper-left paper-right paper-centre paper-facts paper-statement paper-by paper-unknown"
    " paper-not-held paper-callout paper-callout-title paper-note paper-departure paper-refusal"
    " paper-example paper-empty paper-sources paper-break"
)
"""Every class that the fragment can carry."""


_HEADINGS = {
    1: Markup("h1"),
    2: Markup("h2"),
    3: Markup("h3"),
    4: Markup("h4"),
    5: Markup("h5"),
    6: Markup("h6"),
}
_NOTHING = Markup("")
_MARKED = Markup(" paper-example")


def to_html(
    document: Document,
    *,
    sources: bool = False,
    source_link: SourceLink | None = None,
    heading: int = 1,
) -> Markup:
    """The document as one `<article>`; its title is an `<h1>`, or `<h2>`… with `heading=2`….

    Each block has an `id` and, where it knows, `data-source` with the names of what it was made
    from, separated by spaces. `source_link` adds a visible link beside each such block;
    `sources` adds the appendix that the printed forms can have.
    """
    layout = laid_out(document, sources=sources)
    writer = _Writer(heading, source_link)
    marking = document.classification.name
    head = [
        Markup('<p class="paper-marking">{}</p>').format(marking),
        Markup('<{0} class="paper-title">{1}</{0}>').format(_HEADINGS[heading], document.title),
    ]
    if document.subtitle:
        head.append(Markup('<p class="paper-subtitle">{}</p>').format(document.subtitle))
    return Markup(
        '<article class="paper{}" lang="en-GB" data-digest="{}">'
        '<header class="paper-front">{}{}</header>'
        '<div class="paper-body">{}</div><footer class="paper-back">{}</footer></article>\n'
    ).format(
        _MARKED if document.example else _NOTHING,
        layout.digest,
        _together(head),
        _together(writer.block(p) for p in layout.front),
        writer.sections(layout.body),
        _together(writer.block(p) for p in layout.back),
    )


def _together(parts: Iterable[Markup]) -> Markup:
    return _NOTHING.join(parts)


class _Writer:
    def __init__(self, heading: int, source_link: SourceLink | None) -> None:
        self.heading = heading
        self.source_link = source_link

    def sections(self, body: tuple[Placed, ...]) -> Markup:
        """Level 1 headings open a `<section>` that they name."""
        out: list[Markup] = []
        is_open = False
        for placed in body:
            block = placed.block
            if isinstance(block, Heading) and block.level == 1:
                if is_open:
                    out.append(Markup("</section>"))
                out.append(
                    Markup('<section class="paper-section" aria-labelledby="{}">').format(
                        placed.anchor
                    )
                )
                is_open = True
            out.append(self.block(placed))
        if is_open:
            out.append(Markup("</section>"))
        return _together(out)

    def block(self, placed: Placed) -> Markup:
        block = placed.block
        if isinstance(block, PageBreak):
            return Markup('<div class="paper-break"></div>')
        if isinstance(block, Heading):
            tag = _HEADINGS[min(self.heading + block.level, 6)]
            number = Markup('<span class="paper-number">{}</span> ').format(placed.number)
            return Markup('<{0} id="{1}"{2}>{3}{4}</{0}>').format(
                tag,
                placed.anchor,
                _data(block.source),
                number if placed.number else _NOTHING,
                block.text,
            )
        number = Markup('<a class="paper-number" href="#{}">{}</a> ').format(
            placed.anchor, placed.number
        )
        return Markup('<div class="paper-block" id="{}"{}>{}{}{}</div>').format(
            placed.anchor,
            _data(block.source),
            number if placed.number else _NOTHING,
            self._content(placed),
            self._where_from(placed),
        )

    def _where_from(self, placed: Placed) -> Markup:
        if self.source_link is None:
            return _NOTHING
        links = []
        for name in sources_of(placed.block):
            address = Run("", link=self.source_link(name)).link
            if address:
                links.append(Markup('<a href="{}">{}</a>').format(address, visible(name)))
        if not links:
            return _NOTHING
        return Markup(
            '<details class="paper-sources"><summary>Where this comes from</summary>{}</details>'
        ).format(Markup(" · ").join(links))

    def _content(self, placed: Placed) -> Markup:  # noqa: PLR0911 - one case for each block
        match placed.block:
            case Paragraph(text):
                return Markup('<p class="paper-text">{}</p>').format(_text(text))
            case BulletList(items):
                return Markup('<ul class="paper-list">{}</ul>').format(_items(items))
            case NumberedList(items):
                return Markup('<ol class="paper-list">{}</ol>').format(_items(items))
            case Table() as table:
                return _table(table)
            case KeyValues(pairs):
                rows = (
                    Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(_lines(name), _text(value))
                    for name, value in pairs
                )
                return Markup('<dl class="paper-facts">{}</dl>').format(_together(rows))
            case Quote(text, by, verbatim):
                body = _text(text)
                said = Markup("<q>{}</q>").format(body) if verbatim else body
                return Markup(
                    '<blockquote class="paper-statement"><p>{}</p>'
                    '<footer class="paper-by">{}</footer></blockquote>'
                ).format(said, by)
            case Unknown(what, why):
                return Markup('<p class="paper-unknown"><strong>Not held:</strong> {}</p>').format(
                    _lines(f"{what} {why}".strip())
                )
            case Callout(title, text, tone):
                return Markup(
                    '<div class="paper-callout paper-{}" role="note">'
                    '<p class="paper-callout-title"><strong>{}</strong></p><p>{}</p></div>'
                ).format(tone.value, title, _text(text))
            case _:
                raise TypeError(f"no page form for {type(placed.block).__name__}")


def _data(source: Source) -> Markup:
    if not source:
        return _NOTHING
    return Markup(' data-source="{}"').format(
        " ".join(visible(name).replace(" ", "%20") for name in source)
    )


def _lines(words: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in words.split("\n"))


def _text(runs: Text) -> Markup:
    return _together(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    out = _lines(run.text)
    if run.unknown:
        out = Markup('<span class="paper-not-held">{}</span>').format(out)
    if run.emphasis:
        out = Markup("<em>{}</em>").format(out)
    if run.bold:
        out = Markup("<strong>{}</strong>").format(out)
    if run.link:
        out = Markup('<a href="{}">{}</a>').format(run.link, out)
    return out


def _items(items: Iterable[Text]) -> Markup:
    return _together(Markup("<li>{}</li>").format(_text(item)) for item in items)


_ALIGNED = {
    Align.LEFT: _NOTHING,
    Align.RIGHT: Markup(' class="paper-right"'),
    Align.CENTRE: Markup(' class="paper-centre"'),
}


def _table(table: Table) -> Markup:
    caption = Markup("<caption>{}</caption>").format(table.caption) if table.caption else _NOTHING
    marks = [_ALIGNED[column.align] for column in table.columns]
    head = _together(
        Markup('<th scope="col"{}>{}</th>').format(mark, _lines(column.title))
        for mark, column in zip(marks, table.columns, strict=True)
    )
    if table.rows:
        titles = [" ".join(column.title.split()) for column in table.columns]
        body = _together(_row(row, marks, titles) for row in table.rows)
    else:
        body = Markup('<tr><td class="paper-empty" colspan="{}">{}</td></tr>').format(
            len(table.columns), table.empty
        )
    return Markup(
        '<div class="paper-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="paper-table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(table.caption or "Table", caption, head, body)


def _row(row: Row, marks: list[Markup], titles: list[str]) -> Markup:
    """The cells with the titles of their columns, for where a row stands alone on a phone."""
    cells = _together(
        Markup('<td{} data-l="{}"><span>{}</span></td>').format(mark, title, _text(cell))
        for mark, title, cell in zip(marks, titles, row.cells, strict=True)
    )
    return Markup("<tr{}>{}</tr>").format(_data(row.source), cells)
