"""Whatever a table holds, each of its rows is good, rejected or ignored, and no fen is lost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.tables import STORES, Row, table

from biaogan.engine.facts.checking import check
from biaogan.engine.facts.kind import Type
from biaogan.engine.facts.kinds import KINDS

ODD_CELLS = st.sampled_from(
    [
        "",
        " ",
        "--",
        "是",
        "否",
        "合计",
        "小计",
        "平均",
        "示例",
        "制表人：甲",
        "金牛店",
        "火星店",
        "S01",
        "2025-06-02",
        "2025-02-30",
        "6月2日",
        "45810",
        "20250602 09:30",
        "1e400",
        "-",
        "(5)",
        "1,234.50",
        "￥3",
        "1.2万",
        "#REF!",
        "返工",
        "精品销售",
        "作废",
        "反结算",
        "V1",
        "LBV***1",
        "\u200b",
        "ＡＢＣ",
        "nan",
        "inf",
        "-inf",
        "0x10",
        "99999999999999999999",
        "2025-06",
        "9折",
        "100%",
        "\t'007",
        "1.0",
        "NULL",
    ]
)
CELLS = (
    st.none()
    | ODD_CELLS
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, pl.DataFrame]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = [
        "store_name",
        *draw(st.lists(st.sampled_from([field.name for field in KINDS[kind].fields]), unique=True)),
    ]
    if draw(st.booleans()) and kind in ("target", "reported_kpi", "ro_misc"):
        value, label = {
            "target": ("value", "month"),
            "reported_kpi": ("value", "code"),
            "ro_misc": ("amount", "kind"),
        }[kind]
        names = [name for name in names if name not in (value, label)] + [
            f"{value}|{label}=2025-0{n}" for n in (1, 2)
        ]
    rows: list[Row] = draw(
        st.lists(st.fixed_dictionaries(dict.fromkeys(dict.fromkeys(names), CELLS)), min_size=1, max_size=8)
    )
    return kind, table(*rows)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_every_row_is_in_exactly_one_part(drawn: tuple[str, pl.DataFrame]) -> None:
    kind, rows = drawn
    result = check(kind, rows, STORES)
    parts = [set(result.good["line"]), set(result.rejected["line"]), set(result.ignored["line"])]
    assert sum(map(len, parts)) == len(set.union(*parts)) == result.read == rows.height
    assert set.union(*parts) == set(rows["line"])
    assert dict(result.good.schema) == KINDS[kind].schema
    for field in KINDS[kind].fields:
        if field.required and field.type is not Type.MONEY:
            assert result.good[field.column].null_count() == 0


FORMS = (
    lambda amount: f"{amount:.2f}",
    lambda amount: f"￥{amount:,.2f}",
    lambda amount: f"({abs(amount):.2f})" if amount < 0 else f"{amount:.2f}元",
    lambda amount: f"{abs(amount):.2f}-" if amount < 0 else f"+{amount:.2f}",
    lambda amount: f"{amount:.4f}",
)
LINES = st.lists(
    st.tuples(
        st.decimals(min_value=-100_000, max_value=1_000_000, places=2, allow_nan=False),
        st.sampled_from(FORMS),
        st.sampled_from(["金牛店", "火星店", None]),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=80, deadline=None)
@given(LINES)
def test_the_money_of_good_and_refused_rows_is_the_money_of_the_file(lines: list) -> None:  # type: ignore[type-arg]
    rows: list[Row] = [
        {"store_name": store, "ro_no": f"R{place}", "op_code": "A", "net_amount": form(amount)}
        for place, (amount, form, store) in enumerate(lines)
    ]
    result = check("ro_labour", table(*rows), STORES)
    refused = set(result.rejected["line"])
    by_hand = [amount for place, (amount, _, _) in enumerate(lines) if place + 2 not in refused]
    assert (result.good["net_amount_fen"].sum() or 0) == int(sum(by_hand, Decimal(0)) * 100)
    assert result.good.height + len(refused) == len(lines)


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_a_total_by_hand_agrees_and_one_fen_more_does_not(lines: list) -> None:  # type: ignore[type-arg]
    rows: list[Row] = [
        {"store_name": "金牛店", "ro_no": "R", "net_amount": form(amount)} for amount, form, _ in lines
    ]
    total = sum((amount for amount, _, _ in lines), Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    agreed = check("ro_labour", table(*rows, {"store_name": "合计", "net_amount": str(total)}), STORES)
    wrong = check(
        "ro_labour", table(*rows, {"store_name": "合计", "net_amount": str(total + Decimal("0.01"))}), STORES
    )
    assert agreed.reasons == {"total-row": 1}
    assert wrong.reasons == {"total-mismatch": 1}
