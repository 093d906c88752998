"""What comes out of paths, folders and zips."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from biaogan.intake.reading import Limits, Member, Unreadable, expand
from zoo.package import Entry, deflated, raw_zip, repeated

CSV = "工单号,金额\nRO1,1\n".encode()


def expanded(paths: list[Path], into: Path, limits: Limits = Limits()) -> list[str]:  # noqa: B008
    into.mkdir(exist_ok=True)
    out = []
    for item in expand(paths, into=into, limits=limits):
        assert isinstance(item, Unreadable) or item.path.is_file()
        out.append(f"{item.name}!{item.code}" if isinstance(item, Unreadable) else item.name)
    return out


def zip_of(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert list(expand([path], into=tmp_path)) == [Member(path, "a.csv")]


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    assert expanded([tmp_path / "没有.csv"], tmp_path / "out") == ["没有.csv!missing"]


def test_a_folder_gives_its_files_in_order_and_passes_over_lock_files(tmp_path: Path) -> None:
    folder = tmp_path / "日报"
    (folder / "三月").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".DS_Store", "Thumbs.db", "三月/c.csv"):
        (folder / name).write_bytes(CSV)
    assert expanded([folder], tmp_path / "out") == ["日报/a.csv", "日报/b.csv", "日报/三月/c.csv"]


def test_a_zip_gives_its_files(tmp_path: Path) -> None:
    path = tmp_path / "三月.zip"
    path.write_bytes(zip_of({"b.csv": CSV, "子/a.csv": CSV, "子/": b"", "__MACOSX/._a.csv": b"x"}))
    assert expanded([path], tmp_path / "out") == ["三月.zip/b.csv", "三月.zip/子/a.csv"]


def test_names_written_in_gbk_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    whole = deflated("x", CSV)
    path.write_bytes(raw_zip([Entry("维修查询/三月.csv".encode("gbk"), whole.packed, whole.size, whole.crc)]))
    assert expanded([path], tmp_path / "out") == ["a.zip/维修查询/三月.csv"]


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/etc/x.csv", "C:\\etc\\x.csv", "a/../../etc/x.csv"])
def test_a_name_in_a_zip_decides_nothing_about_where_it_lands(tmp_path: Path, name: str) -> None:
    path, into = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(raw_zip([deflated(name, CSV)]))
    assert all(".." not in item and item.endswith("etc/x.csv") for item in expanded([path], into))
    assert len(list(into.iterdir())) == 1
    assert {item.name for item in tmp_path.iterdir()} == {"a.zip", "out"}


def test_a_zip_inside_a_zip_is_unpacked_and_one_inside_that_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"b.zip": zip_of({"c.csv": CSV, "d.zip": zip_of({"e.csv": CSV})})}))
    assert expanded([path], tmp_path / "out") == ["a.zip/b.zip/c.csv", "a.zip/b.zip/d.zip!nested-too-deep"]


def test_a_workbook_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}))
    assert expanded([path], tmp_path / "out") == ["a.xlsx"]


def test_a_zip_larger_than_allowed_once_unzipped_is_refused_whole(tmp_path: Path) -> None:
    path, into = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(raw_zip([deflated("a.csv", CSV), deflated("b.csv", CSV * 100)]))
    assert expanded([path], into, Limits(max_archive_unzipped_bytes=1000)) == ["a.zip!zip-bomb"]
    assert not list(into.iterdir())


def test_all_zips_of_one_call_share_what_may_be_unpacked(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.zip" for n in (1, 2)]
    for path in paths:
        path.write_bytes(zip_of({"a.csv": CSV * 30}))
    assert expanded(paths, tmp_path / "out", Limits(max_archive_unzipped_bytes=1000)) == [
        "1.zip/a.csv",
        "2.zip!zip-bomb",
    ]


def test_a_member_that_unzips_a_thousandfold_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw_zip([deflated("a.csv", CSV), repeated("b.csv", b"", bytes(1 << 20), 32, b"")]))
    assert expanded([path], tmp_path / "out") == ["a.zip/a.csv", "a.zip/b.csv!zip-bomb"]


def test_a_member_behind_a_password_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    whole = deflated("x", CSV)
    path.write_bytes(
        raw_zip([deflated("a.csv", CSV), Entry(b"b.csv", whole.packed, whole.size, whole.crc, flags=1)])
    )
    assert expanded([path], tmp_path / "out") == ["a.zip/a.csv", "a.zip/b.csv!encrypted"]


def test_a_member_with_a_lying_size_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path, into = tmp_path / "a.zip", tmp_path / "out"
    whole = deflated("x", CSV * 1000)
    path.write_bytes(raw_zip([Entry(b"b.csv", whole.packed, 10, whole.crc)]))
    assert expanded([path], into) == ["a.zip/b.csv!damaged"]
    assert not list(into.iterdir())


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"a.csv": CSV})[:40])
    assert expanded([path], tmp_path / "out") == ["a.zip!damaged"]


def test_a_zip_of_too_many_entries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({f"{n}.csv": b"" for n in range(30)}))
    assert expanded([path], tmp_path / "out", Limits(max_entries=20)) == ["a.zip!zip-bomb"]
