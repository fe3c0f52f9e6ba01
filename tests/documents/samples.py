"""The November 2019 case as facts, and readers that take words back out of each output."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import docx
import pypdf
from docx.oxml.ns import qn

from ridgeway.core.verdict import Force, State
from ridgeway.documents.description import (
    Align,
    Block,
    BulletList,
    Callout,
    Classification,
    Column,
    Contact,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    Tone,
    Unknown,
    Version,
    bold,
    text,
)
from ridgeway.documents.golive_facts import (
    AdviceFacts,
    CriterionFacts,
    DateSet,
    DepartureFacts,
    EvidenceLine,
    GoLiveFacts,
    LatenessFacts,
    Outcome,
    RiskFacts,
    RiskView,
    StatementFacts,
    UnknownFacts,
)

CLEAR = Classification("Clear", "May be passed on without limit.")
PAPER_DATE = dt.date(2019, 11, 8)
GO_LIVE = dt.date(2019, 11, 29)

CRITERIA = (
    "Each approved change is coded and can be deployed on the agreed date",
    "Every test phase is closed against its exit criteria",
    "No defect of severity 1 or 2 would be deployed",
    "Severity 3 to 5 defects have a resolution plan and issues are within thresholds",
    "SIT and UIT were aligned with Production, or the differences were managed",
    "The delivery party is ready to operate the capabilities",
    "The administrator is ready to change the code",
)


def november(**changes: object) -> GoLiveFacts:
    facts: dict[str, object] = {
        "release": "November 2019 SEC Release",
        "go_live_date": GO_LIVE,
        "deciding_body": "Panel",
        "delivery_party": "DCC",
        "criteria_document": "RID",
        "paper_date": PAPER_DATE,
        "classification": CLEAR,
        "criteria": tuple(
            CriterionFacts(
                f"criterion-{n}",
                words,
                State.MET,
                clause="section 8",
                evidence=(
                    EvidenceLine(
                        f"Report {n}",
                        "DCC",
                        PAPER_DATE,
                        "sha256:" + "ab" * 32,
                        source=(f"evidence:{n}",),
                    ),
                ),
                confirmed_by=("TAG",),
                source=(f"criterion:{n}",),
            )
            for n, words in enumerate(CRITERIA, 1)
        ),
        "advice": (
            AdviceFacts(
                "OPSG",
                Outcome.AGREED,
                "operational readiness",
                PAPER_DATE,
                statements=(
                    StatementFacts(
                        "DCC",
                        "Support teams are in place for early life and afterwards.",
                        source=("statement:1",),
                    ),
                ),
                source=("advice:opsg",),
            ),
            AdviceFacts(
                "TAG",
                Outcome.AGREED,
                "the results of testing",
                PAPER_DATE,
                reservations=(
                    StatementFacts(
                        "TAG",
                        "Papers came too late and were too many to be examined.",
                        source=("statement:2",),
                    ),
                ),
                basis="The assessment rests mainly on what was said in the meeting.",
                source=("advice:tag",),
            ),
        ),
        "dates": (
            DateSet(dt.date(2019, 11, 7), "the policy", "by rule", source=("rule:slot",)),
            DateSet(
                dt.date(2019, 11, 24),
                "Panel",
                "requested",
                dt.date(2019, 10, 1),
                dt.date(2019, 12, 1),
                source=("event:SEC/3",),
            ),
            DateSet(
                GO_LIVE,
                "Panel",
                "approved",
                dt.date(2019, 10, 30),
                ground="Within the range that the Authority left to it",
                source=("event:SEC/5",),
            ),
        ),
        "reason_for_move": "extra testing of code that was switched off (CR1066)",
        "reason_source": ("event:SEC/5",),
        "risks": (
            RiskFacts(
                "SECMP0062 could be live and ON without approval",
                "DCC",
                ("Read every release note", "Track it to a later scope"),
                (
                    RiskView(
                        "OPSG",
                        question="how is it enforced?",
                        answer="by the checklist and an alert on each switch.",
                        accepted=True,
                        subject_to="the check stands in the runbook",
                        source=("question:1",),
                    ),
                ),
                ("risk:1",),
            ),
        ),
        "lateness": (
            LatenessFacts(
                "Evidence",
                dt.date(2019, 10, 18),
                PAPER_DATE,
                "SEC RMP 3.0, section 8",
                Force.SHOULD,
                dt.date(2019, 10, 30),
                ("obligation:evidence",),
            ),
        ),
        "departures": (
            DepartureFacts(
                "The testing approach was published on the last day allowed.",
                "SEC RMP 3.0, section 6",
                source=("obligation:tad",),
            ),
        ),
        "unknowns": (UnknownFacts("the votes of the members.", "No source names them."),),
        "authors": ("A. Writer", "B. Writer"),
        "team": "Secretariat",
        "contact": Contact("Helpdesk", "desk@example.org", "020 7946 0000", "https://example.org"),
        "versions": (Version("1.0", "Final", PAPER_DATE, ("A. Writer",), "First issue"),),
        "record_position": "SEC/120",
        "source": ("release:nov19",),
    }
    return GoLiveFacts(**(facts | changes))  # type: ignore[arg-type]


def everything(words: str = "plain words") -> Document:
    """Each kind of block once, with the given words in every text field."""
    blocks: tuple[Block, ...] = (
        Heading(f"H {words}", source=("s:h",)),
        Paragraph(text(f"P {words} ", bold("bold"), Run(" em", emphasis=True)), ("s:p", "s:q")),
        Paragraph(text(Run(f"L {words}", link="https://example.org/a?b=c&d"))),
        BulletList((text(f"B {words}"), text("second"))),
        NumberedList((text(f"N {words}"), text("second"))),
        Heading(f"Sub {words}", 2),
        Table(
            (Column(f"C {words}"), Column("Number", Align.RIGHT)),
            (Row((text(f"T {words}"), text("12")), ("s:row",)), Row((text(None), text("1")))),
            f"Caption {words}",
            source=("s:table",),
        ),
        Table((Column("Only"),), (), empty=f"E {words}"),
        KeyValues(((f"K {words}", text(f"V {words}")), ("gone", text(None)))),
        Quote(text(f"Q {words}"), f"By {words}", True, ("s:quote",)),
        Unknown(f"U {words}", f"Why {words}"),
        Callout(f"Title {words}", text(f"X {words}"), Tone.DEPARTURE),
        PageBreak(),
        Paragraph(text("The end.")),
    )
    return Document(
        f"Doc {words}",
        PAPER_DATE,
        Classification(f"Clear {words}", f"Dist {words}"),
        blocks,
        f"Subtitle {words}",
        f"Action {words}",
        f"Ref {words}",
        (f"Author {words}",),
        f"Team {words}",
        Contact(f"Desk {words}", f"mail {words}", f"phone {words}", f"web {words}"),
        (Version(f"1 {words}", f"Draft {words}", None, (f"VA {words}",), f"VC {words}"),),
        f"POS/1 {words}",
    )


class Page(HTMLParser):
    """The words of a fragment, its tags, and what could run."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)
        else:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "caption", "a", "footer"}:
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def words(self) -> str:
        return "".join(self.said)


def pdf_words(made: bytes) -> str:
    """The text of every page, without the places offered for a line break."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return "\n".join(page.extract_text().replace("\u200b", "") for page in pages)


def docx_words(made: bytes) -> str:
    return "\n".join(_docx_parts(made))


def _docx_parts(made: bytes) -> Iterator[str]:
    word = docx.Document(io.BytesIO(made))
    header = word.sections[0].header._element
    for paragraph in (*header.iter(qn("w:p")), *word.element.body.iter(qn("w:p"))):
        yield "".join(
            piece.text or "" if piece.tag == qn("w:t") else " "
            for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        )


def squeezed(words: str) -> str:
    """Letters, digits and signs in order, without blanks: what line breaks cannot alter."""
    return re.sub(r"\s+", "", words)
