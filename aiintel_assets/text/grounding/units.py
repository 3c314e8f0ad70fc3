"""Units in the smallest one of their kind, and measures of one kind in several systems. No text is read here."""

from __future__ import annotations

from decimal import Decimal

Amount = tuple[Decimal, str]
LARGE, WHOLE = 1_000, Decimal(100)
_MONTH = range(28, 32)
_YEAR = range(365, 367)
IMPERIAL = "imperial "
_SYSTEMS = (IMPERIAL, "nautical ", "local ")
# What a converted measure may differ by: 5 feet 6 inches are said to be 168 cm, and 66 pounds 30 kg.
_ABOUT = Decimal("0.015")
_SCALES: dict[str, tuple[str, Decimal]] = {
    "ms": ("time", Decimal("0.001")),
    "seconds": ("time", Decimal(1)),
    "minutes": ("time", Decimal(60)),
    "hours": ("time", Decimal(3600)),
    "days": ("time", Decimal(86400)),
    "weeks": ("time", Decimal(604800)),
    "months": ("months", Decimal(1)),
    "quarters": ("months", Decimal(3)),
    "decades": ("months", Decimal(120)),
    "years": ("months", Decimal(12)),
    "MB": ("bytes", Decimal(1)),
    "GB": ("bytes", Decimal(1000)),
    "TB": ("bytes", Decimal(10**6)),
    "PB": ("bytes", Decimal(10**9)),
    "Mb": ("bits", Decimal(1)),
    "Gb": ("bits", Decimal(1000)),
    "Tb": ("bits", Decimal(10**6)),
    "kWh": ("energy", Decimal(1)),
    "MWh": ("energy", Decimal(1000)),
    "GWh": ("energy", Decimal(10**6)),
    "TWh": ("energy", Decimal(10**9)),
    "W": ("watts", Decimal("0.001")),
    "kW": ("watts", Decimal(1)),
    "MW": ("watts", Decimal(1000)),
    "GW": ("watts", Decimal(10**6)),
    "users": ("people", Decimal(1)),
    "companies": ("people", Decimal(1)),
    "cents": ("USD", Decimal("0.01")),
    "bp": ("pp", Decimal("0.01")),
    "nm": ("length", Decimal("1e-9")),
    "um": ("length", Decimal("1e-6")),
    "mm": ("length", Decimal("0.001")),
    "cm": ("length", Decimal("0.01")),
    "metres": ("length", Decimal(1)),
    "km": ("length", Decimal(1000)),
    "inches": ("imperial length", Decimal("0.0254")),
    "feet": ("imperial length", Decimal("0.3048")),
    "miles": ("imperial length", Decimal("1609.344")),
    "nmi": ("nautical length", Decimal(1852)),
    "mg": ("mass", Decimal("1e-6")),
    "grams": ("mass", Decimal("0.001")),
    "kg": ("mass", Decimal(1)),
    "tonnes": ("mass", Decimal(1000)),
    "pounds": ("imperial mass", Decimal("0.45359237")),
    "m2": ("area", Decimal(1)),
    "hectares": ("area", Decimal(10_000)),
    "km2": ("area", Decimal(10**6)),
    "sqft": ("imperial area", Decimal("0.09290304")),
    "ping": ("local area", Decimal("3.305785")),
    "acres": ("imperial area", Decimal("4046.8564")),
}
_POUND = Decimal("0.45359237")
LOCAL = frozenset({"元", "CNY", "TWD", "HKD"})
NEEDS_UNIT = frozenset({"%", "x"})
COUNTED = frozenset({"", "people", "tokens", "params"})


def base(value: Decimal, unit: str) -> Amount:
    """An amount in the smallest unit of its kind: 2 days as seconds, 1 GW as kilowatts."""
    kind, scale = _SCALES.get(unit, (unit, Decimal(1)))
    # 2 billion times a week is no multiple.
    kind = "" if kind == "x" and abs(value) >= LARGE else kind
    return abs(value) * scale, kind


def family(unit: str) -> str:
    """What a unit measures, whatever the system: months are time, too."""
    kind = _measured(base(Decimal(1), unit)[1])
    return "time" if kind == "months" else kind


def _measured(kind: str) -> str:
    return next((kind.removeprefix(system) for system in _SYSTEMS if kind.startswith(system)), kind)


def is_in_other_units(value: Decimal, kind: str, other: Decimal, other_kind: str) -> bool:
    """Whether two amounts agree that have no unit in common: two months and 60 days, 168 cm and 5 feet 6 inches."""
    if {kind, other_kind} == {"months", "time"}:
        months, seconds = (value, other) if kind == "months" else (other, value)
        days = seconds / 86400
        return bool(months) and (int(days / months) in _MONTH or int(12 * days / months) in _YEAR)
    if other_kind == "GBP" and kind == "mass":
        other, other_kind = other * _POUND, IMPERIAL + kind
    same = _measured(kind) == _measured(other_kind)
    return same and kind != other_kind and abs(value - other) <= value * _ABOUT
