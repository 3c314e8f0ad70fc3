"""The cover of an edition: drawn, or with a picture that an image model painted once and the store keeps."""

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.errors import NewsroomError
from aiintel_assets.labels import Labels
from aiintel_assets.models import Picture
from aiintel_assets.post.cover import CoverFacts, draw_cover
from aiintel_assets.post.day import Day
from aiintel_assets.store import pictures

TOPICS = 3


def cover_of(newsroom: Newsroom, day: Day, words: Labels) -> tuple[bytes, str]:
    """The PNG, and who made it: what an image model cannot do is drawn, and says why."""
    facts = cover_facts(day, words)
    if not newsroom.settings.image_model:
        return draw_cover(facts), "drawn"
    try:
        return draw_cover(facts, _picture(newsroom, day)), newsroom.settings.image_model
    except NewsroomError as error:
        return draw_cover(facts), f"drawn: {error}"


def cover_facts(day: Day, words: Labels) -> CoverFacts:
    """What the edition's cover shows."""
    return CoverFacts(
        edition=day.edition,
        title=day.insight.title,
        topics=tuple(topic.title for topic in day.topics[:TOPICS]),
        sections=tuple(
            (words.sections[section.id].name, sum(topic.section == section.id for topic in day.topics))
            for section in SECTIONS
        ),
        words=words,
    )


def _picture(newsroom: Newsroom, day: Day) -> bytes:
    """The picture painted for the day's topics, asked for once."""
    # Only who has a model paint pays for loading its library.
    from aiintel_assets.editors.imaging import ImageModel, prompt_for  # noqa: PLC0415

    settings = newsroom.settings
    key = settings.openai_api_key
    model = ImageModel(
        settings.openai_base_url or None,
        key.get_secret_value() if key else "none",
        settings.image_model,
        timeout=settings.call_timeout,
    )
    prompt = prompt_for([topic.title for topic in day.topics])
    request = model.request_sha256(prompt)
    with newsroom.store.transaction() as db:
        known = pictures.of_request(db, request)
    if known:
        return known.image
    picture = Picture(request, day.edition, settings.image_model, model.paint(prompt), newsroom.clock())
    with newsroom.store.transaction() as db:
        pictures.add(db, picture)
    return picture.image
