"""Which entries of earlier watch lists are in the news again."""

from __future__ import annotations

import pytest

from aiintel_assets.editorial.watching import taken_up
from aiintel_assets.models import Topic

TOPICS = (
    Topic(("a",), id="cranes", rank=2, names=("赤楊港", "Alder", "起重機")),
    Topic(("b",), id="larch", rank=1, names=("Larch 2", "落葉松實驗室", "赤楊港")),
    Topic(("c",), id="daily", rank=3, names=("OpenAI", "Google")),
)


@pytest.mark.parametrize(
    ("entry", "topic"),
    [
        ("Larch 2：預定 3 月 9 日釋出。（落葉松日報）", "larch"),
        ("落葉松實驗室是否公開 Larch 2 的訓練資料", "larch"),
        ("赤楊港的起重機何時取得許可", "cranes"),
        ("「赤楊港」夜間試驗的結果", "cranes"),
        ("主管機關是否核准赤楊港的起重機", "cranes"),
        ("主管機關是否核准赤楊港的計畫", None),
        ("Larch 2.5 的定價", None),
        ("Larch 20：下一版", None),
        ("Larch 2 Mini：微調腳本的發布日", None),
        ("OpenAI：與 Google 的合作", None),
        ("", None),
    ],
)
def test_an_entry_is_taken_up_by_the_best_topic_that_shares_its_names(entry: str, topic: str | None) -> None:
    found = taken_up(entry, TOPICS)
    assert (found.id if found else None) == topic


def test_an_entry_in_another_script_is_taken_up_by_the_names_forms() -> None:
    entry = "Larch Labs：Larch Labs will publish the weights on 9 March."
    assert taken_up(entry, TOPICS) is None
    found = taken_up(entry, TOPICS, {"Larch Labs": "落葉松實驗室"})
    assert found is not None
    assert found.id == "larch"
