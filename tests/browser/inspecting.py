"""A home with one region, check items and inspections, and a phone that works in it."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager

from PIL import Image

from browser.chromium import Look

PASSWORD = "hongqiao-bridge-77"
PHONE = Look(360, "light", "zh-hans")
ADDRESS = "/quality/inspections"
# Two stores, `items` check items, `visits` announced inspections planned for today; the first `short` of
# them look at the first third of the items only.
GROWING = """
from datetime import timedelta
from django.utils import timezone
from biaogan.org.actions import begin, create_person, create_store
from biaogan.org.permissions import Role
from biaogan.org.scope import scope_of
from biaogan.quality.inspections.actions import plan_inspection
from biaogan.quality.inspections.templates import make_template
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion, Sop

SCORES = [
    {{"points": 2, "zh": "完全做到，客户在场时也如此", "en": "Fully, also while the customer is there"}},
    {{"points": 1, "zh": "做到一部分：有动作，没有请客户确认", "en": "In part: done, not confirmed"}},
    {{"points": 0, "zh": "没有做到", "en": "Not done"}},
]
WORDS = [
    ("接车时当面环检，请客户确认车身情况", "Walk round the car with the customer and confirm its state"),
    ("报价逐项写明工时与配件，并说明为什么", "The quotation names labour and parts line by line, and why"),
    ("交车前完成质检并签字", "Quality check done and signed before delivery"),
    ("客户休息区每小时巡视一次", "The lounge is looked after every hour"),
]
now = timezone.now()
today = timezone.localdate(now)
owner = begin(region_name="青岚区域", display_name="陆远航", username="luyuanhang", password="{password}")
region = owner.assignments.get().region
stores = [create_store(code=f"S0{{n}}", name=name, aliases=[], region=region, by=owner)
          for n, name in enumerate(["青岚一店", "青岚二店"], 1)]
create_person(username="heyuqing", display_name="何雨晴", role=Role.STORE_MANAGER, password="{password}",
              regions=[], stores=[stores[0]], by=owner)
sop = Sop.objects.create(code="care", step=Step.WELCOME, title_zh="接待流程", reviewed_on=today)
items = []
for n in range({items}):
    step, level = Step.values[n % 8], Level.values[n % 4]
    item = CheckItem.objects.create(code=f"care-{{n}}", sop=sop, step=step, level=level)
    zh, en = WORDS[n % 4]
    CheckItemVersion.objects.create(
        item=item, number=1, text_zh=f"{{zh}}（{{n + 1}}）", text_en=f"{{en}} ({{n + 1}})", scores=SCORES,
        pass_points=1, photo_on_fail=True, written_at=now, in_force_from=today)
    items.append(item)
made = make_template(name="月度流程检查", name_en="Monthly process inspection", kind="announced", items=items,
                     by=owner, at=now)
third = items[: {items} // 3]
brief = make_template(name="短检查", name_en="Short", kind="announced", items=third, by=owner, at=now)
for n in range({visits}):
    chosen = brief if n < {short} else made
    plan_inspection(store=stores[n % 2], template=chosen, planned_on=today, inspector=owner,
                    scope=scope_of(owner), at=now)
"""


def growing(*, items: int, visits: int, short: int = 0) -> str:
    return GROWING.format(items=items, visits=visits, short=short, password=PASSWORD)


class Phone:
    """One phone: a browser profile of its own, which survives its tabs."""

    def __init__(self, browser, address: str) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": 360, "height": 780},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=True,
        )
        self.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": address}])
        self.page = self.context.new_page()
        self.made: dict[str, dict[str, str]] = {}

    def log_in(self, username: str = "luyuanhang") -> None:
        self.page.goto(f"{self.address}/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button.primary")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def open_list(self) -> None:
        """And wait until what is planned is kept on the phone."""
        self.open(ADDRESS)
        self.page.wait_for_selector("[data-pending][data-ready]", state="attached")

    def begin(self, number: int, *, kept: bool = False) -> None:
        """With `kept`, also wait until the page is on the phone."""
        self.open(f"{ADDRESS}/{number}/phone")
        self.page.wait_for_selector("[data-inspection][data-ready]", state="attached")
        if kept:
            self.page.wait_for_selector("[data-pending][data-ready]", state="attached")

    def tear(self) -> None:
        """The tab is killed, whatever it was doing."""
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()

    def network(self, on: bool) -> None:
        self.context.set_offline(not on)

    @property
    def lines(self) -> list[str]:
        return self.page.eval_on_selector_all(".item", "all => all.map(one => one.dataset.line)")

    def tap(self, line: str, score: str) -> None:
        """Returns when the phone says that it has it."""
        self.page.locator(f"#item-{line} label:has(input[value='{score}'])").click()
        self.page.wait_for_selector(f"#item-{line}[data-answered]:not([data-saving])")

    def photo(self, line: str, content: bytes) -> None:
        shown = self.page.locator(f"#item-{line} [data-pictures-list] li")
        before = shown.count()
        files = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.set_input_files(f"#photo-{line}", files)
        shown.nth(before).wait_for(state="attached")

    def draw(self, role: str) -> None:
        canvas = self.page.locator(f"[data-pad='{role}'] canvas")
        canvas.evaluate("it => it.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = canvas.bounding_box()
        self.page.mouse.move(box["x"] + 30, box["y"] + 40)
        self.page.mouse.down()
        for step in range(6):
            self.page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 40 + 30 * (step % 2))
        self.page.mouse.up()

    def sign(self, signatory: str = "何雨晴") -> None:
        self.page.fill("[name=signatory]", signatory)
        self.draw("store")
        self.draw("inspector")
        self.page.click("[data-sign] button[type=submit]")
        wrong = self.page.locator("[data-sign-error]")
        assert wrong.is_hidden(), wrong.inner_text()

    @property
    def waiting(self) -> int:
        return int(self.page.get_attribute("[data-pending]", "data-waiting"))

    def sent(self, timeout: float = 60_000) -> None:
        """Wait until nothing waits any more."""
        self.page.wait_for_selector("[data-pending][data-waiting='0']", state="attached", timeout=timeout)

    def remember(self) -> None:
        """What the phone has made so far, read from its own database before anything can happen to it."""
        found = self.page.evaluate(
            """async (owner) => JSON.stringify((await window.inspectionQueue.all(owner))
            .map(({key, kind, inspection, sha256}) => ({key, kind, inspection, sha256})))""",
            self.page.get_attribute("[data-pending]", "data-person"),
        )
        self.made |= {one["key"]: one for one in json.loads(found)}

    def keys(self, kind: str, number: int) -> set[str]:
        wanted = (kind, str(number))
        return {key for key, one in self.made.items() if (one["kind"], one["inspection"]) == wanted}

    def close(self) -> None:
        self.context.close()


@contextmanager
def phone(browser, address: str, *, username: str = "luyuanhang"):
    made = Phone(browser, address)
    try:
        made.log_in(username)
        yield made
    finally:
        made.close()


def photo_of(number: int, side: int = 2000) -> bytes:
    """A photo as large as a phone's camera makes it; each another one."""
    picture = Image.effect_noise((side // 8, side // 8), 60).resize((side, side * 3 // 4)).convert("RGB")
    picture.paste((number % 256, 40, 90), (0, 0, 200, 200))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
