"""What a site shows across editions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from aiintel_assets.labels import labels
from aiintel_assets.models import FollowUp
from aiintel_assets.post.chronicle import Issue, chronicle, slug
from aiintel_tests.post.golden_site import DAYS, EARLIER, LATEST, issue_of

ISSUES = [issue_of(day) for day in DAYS]
WHOLE = chronicle(ISSUES, labels())


def lines(kind: str, issues: list[Issue] | None = None) -> dict[str, dict[str, Any]]:
    found = WHOLE if issues is None else chronicle(issues, labels())
    return {line["name"]: line for line in found["timelines"] if line["kind"] == kind}


def test_names_of_several_editions_have_a_timeline_newest_first() -> None:
    names = lines("entity")
    assert list(names) == ["Larch 2", "落葉松實驗室"]
    assert [(e["edition"], e["anchor"]) for e in names["Larch 2"]["entries"]] == [
        ("2026-03-10", "t-larch"), ("2026-03-08", "t-earlier"), ("2026-02-27", "t-odd"),
    ]  # fmt: skip
    assert names["Larch 2"]["editions"] == 3
    assert names["Larch 2"]["places"] == [6, 814, 994]


def test_forms_of_one_name_share_a_timeline() -> None:
    other = replace(EARLIER.summaries["t-earlier"], entities=("LARCH 2",))
    issues = [Issue("2026-03-08", EARLIER.topics, {**EARLIER.summaries, "t-earlier": other}, ()), issue_of(LATEST)]
    assert list(lines("entity", issues)) == ["LARCH 2"]


def test_each_watched_matter_has_its_course() -> None:
    watched = lines("watched")
    larch, port = watched["Larch 2：預定 3 月 9 日釋出。"], watched["赤楊港：夜間試驗的結果"]
    assert [e["edition"] for e in larch["entries"]] == ["2026-03-10"]
    assert larch["listed"] == "2026-03-08"
    assert port["entries"] == []


def test_what_the_editor_says_of_a_watched_matter_goes_before_names() -> None:
    told = FollowUp("2026-03-08", "赤楊港：夜間試驗的結果", "起重機通過試驗", "t-cranes")
    issues = [issue_of(EARLIER), replace(issue_of(LATEST), followed=(told,))]
    (entry,) = lines("watched", issues)[told.line]["entries"]
    assert entry["anchor"] == "t-cranes"


def test_the_calendar_has_every_month_from_the_first_edition_to_the_last() -> None:
    assert [month["month"] for month in WHOLE["months"]] == ["2026-03", "2026-02"]
    weeks = WHOLE["months"][1]["weeks"]
    assert weeks[0] == [None] * 6 + ["2026-02-01"]
    assert sum(day is not None for week in weeks for day in week) == 28
    years = chronicle([Issue("2025-11-30", (), {}, ()), Issue("2026-01-01", (), {}, ())], labels())["months"]
    assert [month["month"] for month in years] == ["2026-01", "2025-12", "2025-11"]


def test_every_item_can_be_searched_newest_first() -> None:
    assert [(entry["edition"], entry["anchor"]) for entry in WHOLE["search"]] == [
        (day.edition, topic.id) for day in reversed(DAYS) for topic in day.topics
    ]
    assert all(entry["title"] and entry["core"] and entry["section"] for entry in WHOLE["search"])


def test_an_edition_leads_to_the_timelines_of_its_names() -> None:
    assert [line["name"] for line in WHOLE["editions"]["2026-03-08"]["timelines"]] == ["Larch 2", "落葉松實驗室"]


def test_slugs_are_plain_and_each_name_has_its_own() -> None:
    assert slug("Kestrel 3", "kestrel 3").startswith("kestrel-3-")
    assert slug("紅隼", "紅隼").startswith("n-")
    assert len({slug(name, name) for name in ("C++", "C#", "C", "../c")}) == 4


def test_what_cannot_be_encoded_is_no_failure() -> None:
    watched = lines("watched", [Issue("2026-03-08", (), {}, ("half \ud800 a pair",))])
    assert list(watched) == ["half a pair"]


def test_no_edition_at_all_is_no_failure() -> None:
    nothing = chronicle([], labels())
    assert nothing == {"months": [], "editions": {}, "timelines": [], "search": []}


def test_the_same_issues_give_the_same_bytes() -> None:
    assert json.dumps(chronicle(ISSUES, labels())) == json.dumps(WHOLE)
