from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine import Configuration, Line, System, Zone
from operations.catalog_view import LineOffer, LineView, SizeOffer, ZoneOffer, ZoneView
from tests.texts.samples import EVIL, EVIL_ESCAPED, checked
from texts.catalog import line_card, zone_card, zone_list
from texts.markup import MESSAGE_LIMIT, length

if TYPE_CHECKING:
    from texts import Texts


def zone(name: str = "East", **changes: Any) -> Zone:
    return Zone(guid="z").model_copy(update={"name": name, **changes})


def line(name: str = "BGP", **changes: Any) -> Line:
    return Line(guid="l").model_copy(update={"name": name, **changes})


def size(price: str | None = "88", windows: str | None = "108", *, recommended: bool = False) -> SizeOffer:
    made = Configuration(cpu=2, memory=4, harddisks=(10, 20), bandwidth=5, defense=0)
    prices = [None if each is None else Decimal(each) for each in (price, windows)]
    return SizeOffer(made, recommended, *prices)


def view(*sizes: SizeOffer, **changes: Any) -> LineView:
    values: dict[str, Any] = {"line": line(), "zone": zone(), "sells": True, "sizes": sizes, "systems": ()}
    return LineView(**values | changes)


def test_zones(en: Texts, zh: Texts) -> None:
    rows = [ZoneOffer(1, zone(), 1), ZoneOffer(1, zone("West"), 1200)]
    assert checked(zone_list(en, rows)) == (
        "🗂 <b>What can be bought</b>\n\n<b>East</b>: 1 line\n<b>West</b>: 1,200 lines"
    )
    assert checked(zone_list(zh, rows[:1])) == "🗂 <b>可购买的产品</b>\n\n<b>East</b>：1 条线路"
    assert checked(zone_list(en, [])) == "🗂 <b>What can be bought</b>\n\nNothing is on sale here just now."


def test_what_a_zone_demands_is_said_wherever_it_is_shown(en: Texts, zh: Texts) -> None:
    demanding = zone(identity_status=True, white_list_status=True)
    demands = "⚠ A real-name check is required here.\n⚠ Only for who is on the white list."
    assert checked(zone_list(en, [ZoneOffer(1, demanding, 2)])).endswith(f"<b>East</b>: 2 lines\n{demands}")
    assert checked(zone_card(en, ZoneView(demanding, ()))).startswith(f"🗂 <b>East</b>\n{demands}\n")
    assert checked(line_card(en, view(zone=demanding))) == f"🗂 <b>BGP</b>\n{demands}\n"
    only = zone(identity_status=False, white_list_status=True)
    assert checked(line_card(zh, view(zone=only))) == "🗂 <b>BGP</b>\n⚠ 该地区仅限白名单用户。\n"
    assert checked(line_card(en, view(zone=None))) == "🗂 <b>BGP</b>\n"


def test_the_lines_of_a_zone(en: Texts, zh: Texts) -> None:
    lines = (
        LineOffer(line("A"), Decimal("1072.5"), sells=True),
        LineOffer(line("B"), None, sells=True),
        LineOffer(line("C"), Decimal(3), sells=False),
    )
    assert checked(zone_card(en, ZoneView(zone(), lines))) == (
        "🗂 <b>East</b>\n\n• A, a month from CNY 1,072.50\n• B\n• C (sold out)"
    )
    assert checked(zone_card(zh, ZoneView(zone(), lines))) == (
        "🗂 <b>East</b>\n\n• A，每月 1,072.50 元 起\n• B\n• C（已停售）"
    )
    assert checked(zone_card(en, ZoneView(zone(), ()))).endswith("\nNothing is on sale here just now.")


def test_a_line_with_sizes_and_systems(en: Texts, zh: Texts) -> None:
    systems = tuple(System(guid=name).model_copy(update={"name": name}) for name in ("Debian 12", "Win 2022"))
    sizes = (size(recommended=True), size("30", "30"), size("30", None), size(None, None))
    told = view(*sizes, line=line(description="KVM,\nfast"), systems=systems)
    assert checked(line_card(en, told)) == (
        "🗂 <b>BGP</b>\nKVM, fast\n\n"
        "A month each, estimated; ⭐ is recommended:\n"
        "⭐ 2 CPU, 4 GB, 30 GB disk, 5 Mbit/s: CNY 88.00, with Windows CNY 108.00\n"
        "• 2 CPU, 4 GB, 30 GB disk, 5 Mbit/s: CNY 30.00\n"
        "• 2 CPU, 4 GB, 30 GB disk, 5 Mbit/s: CNY 30.00\n"
        "• 2 CPU, 4 GB, 30 GB disk, 5 Mbit/s: price unknown\n\n"
        "Systems: Debian 12, Win 2022"
    )
    assert "⭐ 2 核 4 GB · 数据盘 30 GB · 5 Mbit/s：88.00 元，Windows 108.00 元\n" in line_card(zh, told)
    assert line_card(zh, told).endswith("\n\n操作系统：Debian 12、Win 2022")


def test_a_line_on_which_nothing_is_sold(en: Texts) -> None:
    assert checked(line_card(en, view(size(), sells=False))).startswith(
        "🗂 <b>BGP</b>\n⛔ Nothing can be bought on this line just now.\n\nA month each"
    )


def test_what_the_engine_says_is_no_markup(t: Texts) -> None:
    evil = System(guid="s").model_copy(update={"name": EVIL})
    assert EVIL_ESCAPED in checked(zone_list(t, [ZoneOffer(1, zone(EVIL), 1)]))
    shown = checked(zone_card(t, ZoneView(zone(EVIL), (LineOffer(line(EVIL), None, sells=True),))))
    assert shown.count(EVIL_ESCAPED) == 2
    shown = checked(line_card(t, view(line=line(EVIL, description=EVIL), systems=(evil,))))
    assert shown.count(EVIL_ESCAPED) == 3


def test_however_much_there_is_a_message_holds_it(t: Texts) -> None:
    long = "很&" * 2000
    systems = tuple(System(guid=str(n)).model_copy(update={"name": long}) for n in range(300))
    card = checked(line_card(t, view(*[size()] * 300, line=line(long, description=long), systems=systems)))
    assert length(card) <= MESSAGE_LIMIT
    assert "\n…\n" in card
    checked(zone_list(t, [ZoneOffer(1, zone(long), 1)] * 300))
    checked(zone_card(t, ZoneView(zone(long), (LineOffer(line(long), Decimal(1), sells=True),) * 300)))
