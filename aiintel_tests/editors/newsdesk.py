"""A small made-up day on the extractive editor's desk: plain stories that cannot be mistaken for one another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiintel_assets.edition import Interval
from aiintel_assets.editors.protocol import Desk
from aiintel_assets.models import CleanArticle, Publication, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLOSES = datetime(2026, 3, 10, 6, 40, tzinfo=ZoneInfo("Asia/Taipei"))
PUBLICATIONS = {
    "alder": Publication("alder", "赤楊日報"),
    "birch": Publication("birch", "Birch Wire"),
    "cedar": Publication("cedar", "雪松观察"),
}

LARCH_ZH = (
    "落葉松實驗室（Larch Labs）9日發布語言模型Larch 2，授權條款允許商用。這是該實驗室第一次公開權重。\n"
    "Larch 2有70億個參數，訓練用了9兆個詞元。在柏林基準測試中，準確率為81.5%。\n"
    "它的前一代只有62.0%。「我們想讓筆電也能跑。」落葉松實驗室執行長說。\n"
    "醫院可以直接部署Larch 2，不必把病歷送到雲端。微調教學預定4月2日公開。"
)
LARCH_EN = (
    "Larch Labs released the language model Larch 2 on Monday under a licence that allows commercial use.\n"
    "Larch 2 has 7 billion parameters and was trained on 9 trillion tokens.\n"
    "Hospitals can run the model on their own servers, the company said."
)
PORT_EN = (
    "The Port of Alder will let artificial intelligence steer its cranes at night from Monday.\n"
    "The port said the neural network was trained on 40,000 hours of video. "
    "Crane drivers called the plan unsafe and asked for talks.\n"
    "A report on the first month is due on April 30."
)
FACTORY_HANS = (
    "柳林纺织厂9日启用人工智能验布机，漏检率从4.6%降到1.3%。工厂说，系统使用2200万参数的视觉模型。\n"
    "每台织机上方装有两只相机。这套系统将于5月扩展到其他车间。"
)


def article(
    identity: str, source: str, title: str, text: str, language: str = "zh-Hant", *, hour: int = 1
) -> CleanArticle:
    url = f"https://{source}.example/{identity}"
    published = datetime(2026, 3, 9, hour, tzinfo=UTC)
    return CleanArticle(identity, title, text, language, source, url, published)


ARTICLES = (
    article("a1", "alder", "落葉松實驗室發布Larch 2，權重公開", LARCH_ZH),
    article("b1", "birch", "Larch Labs releases Larch 2 with open weights", LARCH_EN, "en", hour=2),
    article("b2", "birch", "Port of Alder lets AI steer its cranes", PORT_EN, "en", hour=3),
    article("c1", "cedar", "柳林纺织厂启用AI验布机", FACTORY_HANS, "zh-Hans", hour=4),
)


def desk(earlier: Mapping[str, Sequence[Topic]] | None = None) -> Desk:
    """The desk of the edition of 10 March 2026."""
    return Desk("2026-03-10", Interval(CLOSES - timedelta(days=1), CLOSES), CLOSES, PUBLICATIONS, earlier or {})


def topic_of(
    *articles: CleanArticle, title: str = "標題", names: tuple[str, ...] = (), section: str = "models"
) -> Topic:
    """A topic made of the articles, as if classified."""
    ids = tuple(article.id for article in articles)
    return Topic(ids, id=f"t-{'-'.join(ids)}", title=title, section=section, names=names, importance="medium")
