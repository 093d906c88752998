"""Invented stores: code, names, revenue in fen, visits, status."""

from __future__ import annotations

from typing import Any

from ui.gallery.speech import say

STORES = (
    ("S01", "青岚一店", "Qinglan First", 5_612_304_55, 1480, "good"),
    ("S02", "青岚二店", "Qinglan Second", 4_901_220_00, 1392, "watch"),
    ("S03", "临江中心店", "Linjiang Central", 6_120_945_10, 1533, "good"),
    ("S04", "北屿店", "Beiyu", 3_402_118_00, 1011, "bad"),
    ("S05", "云栖大道旗舰体验店", "Yunqi Avenue Flagship", 7_045_333_90, 1702, "good"),
    ("S06", "南浔店", "Nanxun", None, None, "none"),
    ("S07", "沙洲店", "Shazhou", 4_220_776_40, 1204, "watch"),
)


def store_name(row: tuple[Any, ...]) -> str:
    return say(row[1], row[2])
