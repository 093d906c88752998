"""What must hold for every template, message, icon and file that ui ships."""

import gzip
import re
from pathlib import Path

import polib
import pytest
from django.template.loader import get_template

import biaogan.ui

UI = Path(biaogan.ui.__file__).parent
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
COMPONENTS = sorted((UI / "templates" / "ui" / "components").glob("*.html"))
STATIC = UI / "static"
OWN = sorted((STATIC / "ui").iterdir())
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
# Both languages side by side, on purpose: units and dates, and the name of a language in itself.
SPOKEN = {"formats.py": None, "language_switch.html": {"中文"}, "chart.js": {"保存为图片"}}


def named(path):
    return path.name


def chinese_in(path):
    allowed = SPOKEN.get(path.name, set())
    if allowed is None:
        return []
    text = path.read_text(encoding="utf-8")
    for words in allowed:
        text = text.replace(words, "")
    return CHINESE.findall(text)


@pytest.mark.parametrize("path", [*TEMPLATES, *sorted(UI.rglob("*.py")), *OWN], ids=named)
def test_chinese_stands_only_in_the_translations(path):
    assert chinese_in(path) == []


def test_a_planted_word_would_be_found(tmp_path):
    planted = tmp_path / "planted.html"
    planted.write_text("<p>门店</p>", encoding="utf-8")
    assert chinese_in(planted) == ["门", "店"]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_one_django_can_read(path):
    assert get_template(str(path.relative_to(UI / "templates")))


@pytest.mark.parametrize("path", [*TEMPLATES, *OWN], ids=named)
def test_nothing_needs_what_the_content_policy_forbids(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    if path.suffix == ".js":
        assert not re.search(r"\beval\(|new Function|\.innerHTML", text)


@pytest.mark.parametrize("path", [*TEMPLATES, *OWN], ids=named)
def test_nothing_is_asked_of_another_origin(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|@import|url\((?!\s*[\"']?data:)", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_a_component_says_what_it_is_given(path):
    assert re.search(r"\{#.{20,}#\}", path.read_text(encoding="utf-8"))


def messages():
    return polib.pofile(str(UI / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def test_every_message_is_translated():
    assert len(messages()) > 50
    assert [entry.msgid for entry in messages() if not entry.msgstr or entry.fuzzy] == []


def test_every_text_of_a_template_has_its_message():
    known = {entry.msgid for entry in messages()}
    used = set()
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        used |= {found[1] for found in re.findall(r"{% translate ([\"'])(.+?)\1", text)}
        used |= {found[1] for found in re.findall(r"_\(([\"'])(.+?)\1\)", text)}
    assert len(used) > 40
    assert {text.replace("%", "%%") if "%" in text else text for text in used} <= known


def test_every_icon_that_is_named_is_drawn():
    drawn = set(
        re.findall(r'<symbol id="([a-z]+)"', (STATIC / "ui" / "icons.svg").read_text(encoding="utf-8"))
    )
    named_in_templates = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([a-z]+)"', path.read_text(encoding="utf-8"))
    }
    assert named_in_templates
    assert named_in_templates <= drawn
    assert {"good", "watch", "bad", "none", "info", "page"} <= drawn


def packed(paths):
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_a_first_visit_is_within_its_budget():
    htmx = STATIC / "vendor" / "htmx-2.0.11" / "htmx.min.js"
    echarts = STATIC / "vendor" / "echarts-6.1.0" / "echarts.min.js"
    plain = packed([*(path for path in OWN if path.name != "chart.js"), htmx])
    assert packed([path for path in OWN if path.suffix == ".css"]) < 25_000
    assert plain < 60_000  # a list page has 120 kB, its rows included
    assert plain + packed([echarts, STATIC / "ui" / "chart.js"]) < 340_000  # the cockpit has 400 kB


def test_every_vendored_file_has_its_licence_and_no_source_map():
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 500
        for script in folder.glob("*.js"):
            assert "sourceMappingURL" not in script.read_text(encoding="utf-8")
