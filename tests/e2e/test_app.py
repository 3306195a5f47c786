"""The served app in a real browser: a whole life, marks that survive F5, hostile names, Chinese only."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tender.findings import has_error
from tender.ui.rooms import ROOMS
from tender.workspace import Phase, Workspace, open_sample, store_at
from tender.workspace.marking import asked

NOW = datetime(2026, 11, 21, 10, 0)
SLOW = 90_000  # milliseconds that a step may take on a busy machine
HOSTILE = "<script>document.title='x'</script><div style=position:fixed;inset:0>假公告</div>**甲**&lt;"

ENGLISH = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(r"HQ-CS-2026-001|\b[0-9a-f]{16,64}\b|\bL\d[A-Z]?\b|\b[TJ]\d\b|xlsx")
"""The number of the project, hashes, lots, operators, the ending of an uploaded file."""

DRAWN_OTHERWISE = """document.querySelectorAll(
    '[data-testid=stIconMaterial], [data-testid=stSkipToContent]').forEach(e => e.textContent = '')"""
"""Icons are ligatures of English words; the link for screen readers is drawn as 跳到正文."""

Prepare = Callable[[Phase], Workspace]


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)


@pytest.fixture
def prepared(app_home: Path, app_url: str) -> Iterator[Prepare]:
    """A new copy of the sample in the served app's home, brought to a phase behind the pages' back."""
    with store_at(app_home) as store:

        def prepare(phase: Phase) -> Workspace:
            ws = Workspace(store, open_sample(app_home))
            for act in (ws.publish, ws.open_bids, ws.review, ws.import_marks, ws.rank)[:phase]:
                assert not has_error(act(NOW, ws.look().record.head))
            return ws

        yield prepare


def visit(page: Page, app_url: str, ws: Workspace, room: str = "", role: str = "purchaser") -> None:
    page.goto(f"{app_url}/{room}?project={ws.id}&role={role}")
    expect(page.locator(".hb-next")).to_be_visible()
    written(page)


def written(page: Page) -> None:
    """A click while the page is still being written may meet a control that is about to be replaced."""
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()


def press(page: Page, key: str) -> None:
    """A final step: the main button, then the confirmation that states the consequence."""
    written(page)
    page.locator(f".st-key-{key} button").click()
    page.locator(f".st-key-{key}-yes button").click()


def go(page: Page, name: str, heading: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_whole_life_from_an_empty_home_to_the_notice(page: Page, app_url: str) -> None:
    page.goto(app_url)
    page.get_by_role("button", name=re.compile("打开.*样例")).click()
    expect(page.get_by_role("heading", name="检查并发布采购文件")).to_be_visible()
    press(page, "publish")
    expect(page.get_by_text("采购文件已发布。")).to_be_visible()
    go(page, "开启与审查", "开启并审查响应文件")
    press(page, "open-bids")
    expect(page.get_by_text("✓ 已书面确认")).to_be_visible()
    press(page, "review")
    expect(page.get_by_text("审查结论已记录。")).to_be_visible()
    go(page, "评分", "查看评分进度")
    press(page, "import-marks")
    expect(page.get_by_text("评分表已导入并锁定。")).to_be_visible()
    go(page, "排名", "核对排名")
    press(page, "rank")
    expect(page.get_by_text("各标段得分和名次已汇总。")).to_be_visible()
    go(page, "分配", "分配标段")
    sums = page.locator(".hb-sums")
    expect(sums).to_contain_text("✓ 已证最优")
    expect(sums).to_contain_text("632.59分")
    expect(sums).to_contain_text("1,985,000.00元/年")
    press(page, "award")
    expect(page.get_by_text("定标结果已记录。")).to_be_visible()
    go(page, "公告", "发布结果公告")
    press(page, "announce")
    expect(page.get_by_text("下面的公告与发布时的校验值一致")).to_be_visible()
    notice = page.frame_locator("iframe")
    expect(notice.get_by_text("柒拾万元整")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-download-result-notice-docx button").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    go(page, "记录", "核对项目记录")
    expect(page.get_by_text("✓ 记录完整：220条事件")).to_be_visible()


def test_marks_typed_fast_survive_f5_are_read_back_from_the_store_and_locked(
    page: Page, app_url: str, prepared: Prepare
) -> None:
    ws = prepared(Phase.MARKING)
    case = ws.look().case
    for lot in case.live_lots[1:]:  # the first lot is typed in the browser
        marks = {op: {"plan": Fraction("77.25"), "capability": Fraction(81)} for op in case.valid(lot.id)}
        assert ws.keep("J3", lot.id, marks, {}, version=0) == ()
    visit(page, app_url, ws, "mark", "J3")
    typed = ["12.5", "99", "8.75", "100", "0", "66.66"]
    boxes = page.get_by_test_id("stNumberInputField")
    expect(boxes).to_have_count(len(typed))
    boxes.first.click()
    for figure in typed:
        page.keyboard.type(figure, delay=30)
        page.keyboard.press("Tab")  # to the reason
        page.keyboard.press("Tab")  # to the next mark
    page.get_by_role("button", name="保存本标段评分").click()
    expect(page.get_by_text("标段L1的评分已保存。")).to_be_visible()

    page.reload()
    expect(boxes).to_have_count(len(typed))
    assert [float(box.input_value()) for box in boxes.all()] == [float(figure) for figure in typed]

    boxes.first.fill("101")
    page.get_by_role("button", name="保存本标段评分").click()
    expect(page.get_by_text("✗ 现为101，应为0至100之间的评分，没有保存")).to_be_visible()
    assert ws.kept("J3", "L1", ws.look()).marks["T1"]["plan"] == Fraction("12.5")

    page.reload()
    expect(page.get_by_text(f"已填{asked(case)}项，共{asked(case)}项")).to_be_visible()
    page.get_by_role("button", name="核对并锁定评分").click()
    first = page.locator(".hb-table").first
    expect(first).to_contain_text("12.5")
    expect(first).to_contain_text("66.66")
    press(page, "lock")
    expect(page.get_by_text("您的评分已经锁定")).to_be_visible()
    locked = ws.look().state.marks["J3", "L1"].marks
    assert [items[item] for items in locked.values() for item in ("plan", "capability")] == typed


def test_a_hostile_name_is_text_on_every_page_that_shows_it(
    page: Page, app_url: str, prepared: Prepare
) -> None:
    ws = prepared(Phase.PUBLISHED)
    rename(ws.folder / "bids" / "T3.xlsx", "丙健康驿站示例有限公司", HOSTILE)
    for act in (ws.open_bids, ws.review):
        assert not has_error(act(NOW, ws.look().record.head))
    case = ws.look().case
    assert case.name("T3") == HOSTILE
    for judge in case.book.judges:
        for lot in case.live_lots:
            marks = {
                op: {"plan": Fraction(90 - 9 * n), "capability": Fraction(88 - 7 * n)}
                for n, op in enumerate(case.valid(lot.id))
            }
            assert ws.keep(judge.id, lot.id, marks, {}, version=0) == ()
        assert ws.lock(judge.id, {lot.id: 1 for lot in case.live_lots}, NOW) == ()
    assert ws.rank(NOW, ws.look().record.head) == ()

    for room in ("opening", "rank", "allocate", "record"):
        visit(page, app_url, ws, room)
        if room == "rank":
            page.get_by_role("radio", name="L2H").or_(page.get_by_text("L2H", exact=True).last).first.click()
            expect(page.get_by_role("heading", name="第二社区中心健康驿站")).to_be_visible()
        if room == "record":
            page.get_by_role("button", name="开启响应文件").click()
        shown = page.get_by_text("<script>").first
        shown.wait_for(state="attached")
        assert HOSTILE in page.locator("body").inner_text().replace("\n", "")
        assert page.get_by_text("假公告", exact=True).count() == 0
        assert page.title() != "x"
        fixed = "[...document.querySelectorAll('[style*=fixed]')].filter(e => e.textContent.includes('假公告')).length"
        assert page.evaluate(fixed) == 0

    look = ws.look()
    allocation = ws.allocate(look)
    page.set_content(ws.papers(look, allocation).files["result-notice.html"].decode("utf-8"))
    assert HOSTILE in page.locator("body").inner_text()
    assert page.get_by_text("假公告", exact=True).count() == 0


def rename(form: Path, old: str, new: str) -> None:
    """Write another name into a bid form, as its bidder could."""
    book = openpyxl.load_workbook(form)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == old]
    assert len(cells) == 1
    cells[0].value = new
    book.save(form)


def test_an_uploaded_form_is_registered_with_its_hash_and_a_disguised_file_is_refused(
    page: Page, app_url: str, prepared: Prepare, tmp_path: Path
) -> None:
    ws = prepared(Phase.PUBLISHED)
    good = tmp_path / "T9.xlsx"
    good.write_bytes((ws.folder / "bids" / "T1.xlsx").read_bytes())
    bad = tmp_path / "T10.xlsx"
    bad.write_bytes(b"<html><script>alert(1)</script></html>")
    visit(page, app_url, ws, "opening")
    for file in (good, bad):
        page.locator("input[type=file]").set_input_files(file)
        expect(
            page.get_by_test_id("stFileUploaderFile").or_(page.get_by_text(file.name)).first
        ).to_be_visible()
        page.get_by_role("button", name="登记上传的文件").click()
        expect(page.get_by_text("已登记1个文件。" if file is good else "操作没有完成")).to_be_visible()
        expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(
            0
        )  # a new, empty uploader stands there
        page.wait_for_function("!document.querySelector('[data-stale=true]')")
    assert sorted(p.name for p in (ws.folder / "bids").iterdir()) == [f"T{n}.xlsx" for n in range(1, 10)]


@pytest.mark.parametrize("phase", [Phase.DRAFTING, Phase.MARKING, Phase.RANKED])
def test_every_visible_word_is_chinese_and_nothing_sticks_out(
    phase: Phase, page: Page, app_url: str, prepared: Prepare
) -> None:
    ws = prepared(phase)
    roles = [("purchaser", room) for room in ROOMS if room.since <= phase]
    roles += [("J1", room) for room in ROOMS if room.key == "mark" and phase >= Phase.MARKING]
    for role, room in roles:
        visit(page, app_url, ws, room.key, role)
        page.wait_for_function("!document.querySelector('[data-testid=stSpinner]')")
        expect(page.locator("h2")).to_be_visible()
        page.evaluate(DRAWN_OTHERWISE)
        told = page.locator("body").inner_text()
        assert ENGLISH.findall(ALLOWED.sub(" ", told)) == [], (room.key, role)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, room.key


def test_a_limit_is_moved_with_the_keyboard_and_every_view_of_planning_speaks_chinese(
    page: Page, app_url: str, prepared: Prepare
) -> None:
    ws = prepared(Phase.RANKED)
    visit(page, app_url, ws, "allocate")
    page.get_by_text("进行推演").click()
    page.get_by_text("各项条件与文件规定一致").wait_for()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    expect(page.get_by_text("财政支出基数：200万元→190万元").first).to_be_visible()
    expect(page.get_by_text("换了机构的标段")).to_be_visible()
    for view in ("条件的代价", "情景对照", "得失边界", "为何未入选", "调整条件"):
        tab = page.get_by_test_id("stButtonGroup").get_by_text(view, exact=True)
        tab.click()
        written(page)
        page.evaluate(DRAWN_OTHERWISE)
        told = page.locator("body").inner_text()
        assert "仅供规划，不是定标结果" in told
        assert ENGLISH.findall(ALLOWED.sub(" ", told)) == [], view
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, view
    with page.expect_download() as download:  # while the questions of all views are still being worked on
        page.locator(".st-key-planning-xlsx button").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    assert ws.look().state.award is None  # whatever was planned, nothing was decided


def test_a_judge_who_types_another_page_into_the_address_is_led_back(
    page: Page, app_url: str, prepared: Prepare
) -> None:
    ws = prepared(Phase.RANKED)
    page.goto(f"{app_url}/rank?project={ws.id}&role=J2")
    expect(page.get_by_text("您的评分已经锁定")).to_be_visible()
    assert "甲空间运营示例有限公司" in page.locator("body").inner_text()  # from J2's own sheet
    assert "91.10" not in page.locator("body").inner_text()
    links = page.get_by_test_id("stSidebar").get_by_role("link").all_inner_texts()
    assert links == ["评分"]
    assert "Page not found" not in page.locator("body").inner_text()
