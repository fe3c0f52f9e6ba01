"""File names, lengths, templates, fonts, and words that do not belong into this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import shapes
from tests.house.sources import PACKAGE, ROOT, project_files, python_files, shown, text_files

CODE = ("src", "tests", "bench", "workshop", "docs", "dev", ".ci")


def test_no_file_is_longer_than_the_house_allows() -> None:
    found = [
        f"{shown(path)}: {what}"
        for path in project_files()
        if path.relative_to(ROOT).parts[0] in CODE and (what := shapes.too_long(path))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("lines", "refused"), [(400, False), (401, True)])
def test_length_is_refused_above_four_hundred(tmp_path: Path, lines: int, refused: bool) -> None:
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * lines, encoding="utf-8")
    assert bool(shapes.too_long(path)) is refused


def test_modules_say_what_is_inside() -> None:
    found = [
        f"{shown(path)}: {what}"
        for path in python_files("src", "tests", "bench", "workshop")
        if (what := shapes.empty_name(path.relative_to(ROOT)))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("name", ["utils.py", "web/helpers.py", "data/__init__.py", "handler.py"])
def test_empty_names_are_refused(name: str) -> None:
    assert shapes.empty_name(Path(name))


def test_repository_speaks_of_the_product_alone() -> None:
    found = [
        f"{shown(path)}:{line}: {what}"
        for path in text_files()
        for line, what in shapes.foreign_words(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "see /h~ome/jo/ridgeway",
        "cp x /ro~ot/y",
        "/wo~rk/main/dev",
        "written by Cl~aude",
        "an A~I assistant",
        'font-family: "GDS Trans~port"',
        "govuk-cr~est.png",
    ],
)
def test_foreign_words_are_found(text: str) -> None:
    """The tilde keeps the words themselves out of this file."""
    assert list(shapes.foreign_words(text.replace("~", "")))


@pytest.mark.parametrize("text", ["session", "the route of /works", "href='/home'", "increst"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert not list(shapes.foreign_words(text))


def test_templates_escape_everything_and_hold_no_script() -> None:
    found = [
        f"{shown(path)}:{line}: {what}"
        for path in project_files()
        if path.is_relative_to(PACKAGE) and path.suffix in (".html", ".jinja")
        for line, what in shapes.unsafe_template(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "{{ note|safe }}",
        "{{ note | safe }}",
        "{% autoescape false %}",
        "<script>go()</script>",
        '<button onclick="go()">',
    ],
)
def test_unsafe_templates_are_found(text: str) -> None:
    assert list(shapes.unsafe_template(text))


@pytest.mark.parametrize("text", ['<script src="/x.js" defer></script>', "{{ safely }}", "on time"])
def test_safe_templates_are_left_alone(text: str) -> None:
    assert not list(shapes.unsafe_template(text))


def test_every_font_stands_beside_its_licence() -> None:
    assert shapes.fonts_without_licence(project_files()) == []


def test_font_without_licence_is_found(tmp_path: Path) -> None:
    font = tmp_path / "some.woff2"
    font.touch()
    assert shapes.fonts_without_licence([font]) == [font]
    (tmp_path / "some-LICENSE.txt").touch()
    assert shapes.fonts_without_licence([font]) == []


def test_licence_of_the_project_is_the_one_it_declares() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0" in text
