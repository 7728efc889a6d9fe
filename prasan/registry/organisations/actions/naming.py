"""How an organisation is found: the text that search looks through, from all that people call it."""

from collections.abc import Iterable

from prasan.registry.areas import queries as areas
from prasan.registry.organisations import rules
from prasan.registry.organisations.models import Organisation, OrganisationType


def search_text(
    name_th: str, name_en: str, kind: OrganisationType, area_code: str, unit: str, aliases: Iterable[str]
) -> str:
    """Names, aliases, what the type is called in this place ("พมจ.ขอนแก่น"; not for units), and the place's line."""
    place = areas.area(area_code) if area_code and kind.short_th and not unit else None
    said = f"{kind.short_th}{place.name_th}" if place else ""
    return rules.search_text((name_th, name_en, said, *aliases), areas.name_line(area_code))


def refresh(row: Organisation) -> None:
    """Make an organisation's search text anew from its names and aliases, and save it."""
    aliases = row.aliases.order_by("id").values_list("text", flat=True)
    row.search_text = search_text(row.name_th, row.name_en, row.type, row.area_id or "", row.unit, aliases)
    row.save(update_fields=["search_text"])
