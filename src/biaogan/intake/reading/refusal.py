"""Why a file could not be read, in words its owner can act on."""

from __future__ import annotations

# code -> (Chinese, English). {name} is always given; the other words by whoever refuses.
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (
        "找不到“{name}”。请检查路径后重试。",
        "“{name}” was not found. Check the path and try again.",
    ),
    "empty": (
        "“{name}”里没有任何内容。请从系统重新导出。",
        "“{name}” has no content. Export it again from the source system.",
    ),
    "not-a-table": (
        "“{name}”里没有表格。请选择系统导出的 Excel 或 CSV 文件。",
        "“{name}” holds no table. Choose an Excel or CSV file exported from the source system.",
    ),
    "unsupported-format": (
        "“{name}”是{found_zh}，无法作为表格读取。请另存为 .xlsx 或 .csv 后再导入。",
        "“{name}” is {found_en}, which cannot be read as a table. Save it as .xlsx or .csv and import that.",
    ),
    "encrypted": (
        "“{name}”设有打开密码。请在 Excel 中取消密码并另存后再导入。",
        "“{name}” is protected by a password. Remove the password in Excel, save, and import again.",
    ),
    "damaged": (
        "“{name}”已损坏或不完整（{where}）。请重新导出，或用 Excel 打开后另存为 .xlsx。",
        (
            "“{name}” is damaged or incomplete ({where}). Export it again, "
            "or open it in Excel and save it as .xlsx."
        ),
    ),
    "too-large": (
        "“{name}”超出限度：{what_zh}为 {found}，上限 {limit}。请按月份拆分后导入。",
        (
            "“{name}” is too large: {found} {what_en}, the limit is {limit}. "
            "Split it by month and import the parts."
        ),
    ),
    "zip-bomb": (
        "“{name}”解压后异常膨胀（{where}），为安全起见没有读取。请用 Excel 打开后另存为 .xlsx。",
        (
            "“{name}” unzips to an abnormal size ({where}) and was not read for safety. "
            "Open it in Excel and save it as .xlsx."
        ),
    ),
    "unsafe-content": (
        "“{name}”含有表格不应有的声明（{where}），为安全起见没有读取。请用 Excel 打开后另存为 .xlsx。",
        (
            "“{name}” carries declarations that no table needs ({where}) and was not read for safety. "
            "Open it in Excel and save it as .xlsx."
        ),
    ),
    "no-text-encoding": (
        "“{name}”的文字编码无法识别。请用 Excel 打开后另存为“CSV UTF-8”或 .xlsx。",
        (
            "The text encoding of “{name}” was not recognised. "
            "Open it in Excel and save it as CSV UTF-8 or .xlsx."
        ),
    ),
    "timeout": (
        "读取“{name}”超过了 {limit} 秒。请按月份拆分后导入。",
        "Reading “{name}” took more than {limit} seconds. Split it by month and import the parts.",
    ),
    "out-of-memory": (
        "读取“{name}”所需的内存超出限度。请删除表格外多余的单元格，或按月份拆分后导入。",
        (
            "Reading “{name}” needs more memory than allowed. "
            "Delete stray cells far from the table, or split it by month."
        ),
    ),
    "nested-too-deep": (
        "“{name}”是压缩包里的压缩包中的压缩包，没有展开。请先解压再导入。",
        "“{name}” is a zip inside a zip inside a zip and was not unpacked. Unzip it first.",
    ),
}


class Unreadable(Exception):
    """A file that cannot be read: a stable code and one sentence in each language."""

    def __init__(self, code: str, zh: str, en: str, *, name: str = "", detail: str = "") -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en
        self.name = name
        self.detail = detail  # for the log: what the reading process said last


class Refusal(Exception):
    """What the reading process found wrong; the caller turns it into sentences."""

    def __init__(self, code: str, **words: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.words = words

    def about(self, name: str) -> Unreadable:
        return unreadable(self.code, name, words=self.words)


Words = dict[str, str | int]


def unreadable(code: str, name: str, *, words: Words | None = None, detail: str = "") -> Unreadable:
    zh, en = SENTENCES[code]
    said = {"name": name, "where": "-", **(words or {})}
    return Unreadable(code, zh.format(**said), en.format(**said), name=name, detail=detail)


def too_large(what_zh: str, what_en: str, found: int, limit: int) -> Refusal:
    return Refusal("too-large", what_zh=what_zh, what_en=what_en, found=f"{found:,}", limit=f"{limit:,}")
