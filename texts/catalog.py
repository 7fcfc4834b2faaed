"""What can be bought: zones, lines, sizes, systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.catalog_view import LineOffer, LineView, SizeOffer, ZoneOffer, ZoneView
    from texts.language import Texts

LONGEST_DESCRIPTION = 300


def zone_list(t: Texts, rows: Sequence[ZoneOffer]) -> str:
    """Return the zones in which something is sold, with what each demands."""
    if not rows:
        return t("catalog-title") + "\n\n" + t("catalog-none")
    return fitted(t("catalog-title"), ["", *(_zone(t, each) for each in rows)])


def _zone(t: Texts, each: ZoneOffer) -> str:
    row = t("catalog-zone", name=clipped(each.zone.name or each.zone.guid, LONGEST_NAME), count=each.lines)
    demands = _demands(t, real_name=each.zone.identity_status, white_list=each.zone.white_list_status)
    return f"{row}\n{demands}" if demands else row


def _demands(t: Texts, *, real_name: bool | None, white_list: bool | None) -> str:
    found = [t("catalog-real-name")] if real_name else []
    found += [t("catalog-white-list")] if white_list else []
    return "\n".join(found)


def zone_card(t: Texts, view: ZoneView) -> str:
    """Return a zone with its lines."""
    zone = view.zone
    head = t("catalog-zone-title", name=clipped(zone.name or zone.guid, LONGEST_NAME))
    demands = _demands(t, real_name=zone.identity_status, white_list=zone.white_list_status)
    rows = [_line(t, each) for each in view.lines] or [t("catalog-none")]
    return fitted(f"{head}\n{demands}" if demands else head, ["", *rows])


def _line(t: Texts, each: LineOffer) -> str:
    name = clipped(each.line.name or each.line.guid, LONGEST_NAME)
    if not each.sells:
        return t("catalog-line-closed", name=name)
    if each.price is None:
        return t("catalog-line", name=name)
    return t("catalog-line-from", name=name, price=money(t, each.price))


def line_card(t: Texts, view: LineView) -> str:
    """Return a line with its sizes, prices and systems."""
    line = view.line
    head: list[str] = [t("catalog-line-title", name=clipped(line.name or line.guid, LONGEST_NAME))]
    if line.description:
        head.append(clipped_html(t, line.description))
    if view.zone is not None:
        head += [each for each in (_zone_demands(t, view),) if each]
    if not view.sells:
        head.append(t("catalog-closed"))
    sizes = [t("catalog-sizes"), *(_size(t, each) for each in view.sizes)] if view.sizes else []
    systems = clipped(t.plain("action-separator").join(each.name for each in view.systems), LONGEST_DESCRIPTION * 3)
    tail = t("catalog-systems", systems=systems) if systems else ""
    return fitted("\n".join(head), ["", *sizes], f"\n{tail}" if tail else "")


def _zone_demands(t: Texts, view: LineView) -> str:
    zone = view.zone
    if zone is None:
        return ""
    return _demands(t, real_name=zone.identity_status, white_list=zone.white_list_status)


def buy_for(t: Texts, customer: str) -> str:
    """Return the button to buy for one of several customers, plain."""
    return t.plain("catalog-buy-for", customer=clipped(customer, LONGEST_NAME))


def clipped_html(t: Texts, words: str) -> str:
    """Return what the engine says of a line, in one line."""
    return t("catalog-description", words=clipped(words, LONGEST_DESCRIPTION))


def _size(t: Texts, each: SizeOffer) -> str:
    made = each.configuration
    values = {
        "sign": "⭐" if each.recommended else "•",
        "cpu": str(made.cpu),
        "memory": str(made.memory),
        "disk": str(sum(made.harddisks)),
        "bandwidth": str(made.bandwidth),
    }
    if each.price is None:
        return t("catalog-size-unknown", **values)
    if each.windows is None or each.windows == each.price:
        return t("catalog-size", price=money(t, each.price), **values)
    return t("catalog-size-windows", price=money(t, each.price), windows=money(t, each.windows), **values)
