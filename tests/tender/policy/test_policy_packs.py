"""Dated packs: on every day one provision or, before its beginning and after its end, none."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from tender.policy import Pack, Policies, PolicyError, policies
from tender.policy.expression import Expression
from tender.policy.pack import parse_pack
from tender.policy.stages import STAGE_OF, Stage, stage_of

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def rows():
    """Every rule id with its dated provisions, as the packs hold them."""
    found = {}
    for pack in policies().packs.values():
        for row in pack.provisions:
            found.setdefault(row.id, []).append(
                (row.since or pack.since or date.min, row.until or date.max, row)
            )
    return found


ROWS = rows()


@pytest.mark.parametrize("rule", ROWS)
def test_every_rule_answers_for_every_day_once_or_lies_outside_its_declared_dates(rule):
    """Silence and contradiction, day by day: gaps only before the first day and after the last."""
    spans = sorted((since, until) for since, until, _ in ROWS[rule])
    begins, ends = spans[0][0], max(until for _, until in spans)
    for day in DAYS:
        inside = sum(since <= day <= until for since, until in spans)
        assert inside == (1 if begins <= day <= ends else 0), (rule, day)


@pytest.mark.parametrize("rule", ROWS)
def test_the_lookup_agrees_with_the_dates_at_every_edge(rule):
    edges = {FIRST, LAST}
    for since, until, _ in ROWS[rule]:
        near = [d + timedelta(days=n) for d in (since, until) for n in (-1, 0, 1) if FIRST < d < LAST]
        edges |= set(near)
    for day in sorted(edges):
        expected = [row.says for since, until, row in ROWS[rule] if since <= day <= until]
        if expected:
            assert [policies().on(rule, day).says] == expected
        else:
            with pytest.raises(PolicyError):
                policies().on(rule, day)


def test_a_rule_id_belongs_to_one_pack_only():
    owners = {}
    for pack in policies().packs.values():
        for row in pack.provisions:
            owners.setdefault(row.id, set()).add(pack.id)
    assert {rule: packs for rule, packs in owners.items() if len(packs) > 1} == {}


@pytest.mark.parametrize("pack", policies().packs.values(), ids=lambda p: p.id)
def test_every_provision_acts_somewhere(pack):
    """A rule of a system is answered at a step, or says of itself that it is background."""
    for row in pack.provisions:
        stage = stage_of(row)
        if row.expression:
            assert stage is not Stage.CONTEXT, row.id
            assert {STAGE_OF[noun] for noun in Expression(row.expression).roots()}, row.id
        elif pack.level != "national":
            assert "context" in (row.force, *row.kind), row.id


def test_a_rule_acts_at_the_latest_step_of_its_nouns():
    order = list(Stage)
    for row in (row for pack in policies().packs.values() for row in pack.provisions if row.expression):
        steps = [STAGE_OF[noun] for noun in Expression(row.expression).roots()]
        assert stage_of(row) is max(steps, key=order.index)


SEEDS = {"teda": 86, "wuhan": 98, "huizhou": 73, "shenzhen": 77, "futian": 41, "zibo": 41, "initial-plan": 29}


def test_the_seven_systems_hold_all_445_rules_of_their_sources():
    held = {p.id: len(p.provisions) for p in policies().packs.values() if p.id in SEEDS}
    assert held == SEEDS
    assert sum(held.values()) == 445


@pytest.mark.parametrize("pack", policies().packs.values(), ids=lambda p: p.id)
def test_every_parameter_that_a_rule_reads_is_declared_with_its_meaning(pack):
    declared = {p.key: p.says for p in pack.parameters}
    for row in pack.provisions:
        for key in row.expression.split("pack.params['")[1:]:
            assert declared[key.partition("'")[0]], row.id


def small(**dates):
    row = {"id": "X-1", "article": "第一条", "says": "甲。", "force": "must", "kind": ("clause",)}
    row |= {"checked": date(2026, 1, 1), "value": 3, **dates}
    head = {"format": "hengbiao/policy/1", "id": "x", "title": "甲", "instrument": "《甲》", "short": "甲"}
    return Pack.model_validate(head | {"level": "street", "status": "trial", "provision": (row,)})


def test_a_provision_is_in_force_on_its_first_and_last_day_and_on_no_other():
    packs = Policies([small(since=date(2026, 2, 1), until=date(2026, 2, 3))])
    for day in (date(2026, 2, 1), date(2026, 2, 3)):
        assert packs.on("X-1", day).number == 3
    for day in (date(2026, 1, 31), date(2026, 2, 4)):
        with pytest.raises(PolicyError, match="none"):
            packs.on("X-1", day)


def test_two_answers_for_one_day_are_an_error_and_both_are_named():
    twice = small().model_copy(update={"provisions": small().provisions * 2})
    with pytest.raises(PolicyError, match="《甲》第一条, 《甲》第一条"):
        Policies([twice]).on("X-1", date(2026, 1, 1))


def test_a_row_inherits_instrument_dates_and_status_of_its_pack():
    pack = small().model_copy(update={"since": date(2026, 5, 1)})
    row = Policies([pack]).on("X-1", date(2026, 5, 1))
    assert (row.instrument, row.since, row.status) == ("《甲》", date(2026, 5, 1), "trial")


def test_a_figure_is_asked_only_of_a_row_that_has_one():
    with pytest.raises(PolicyError, match="no figure"):
        _ = small(value=None).provisions[0].number


@pytest.mark.parametrize(
    "expression",
    ["lot.mode ==", "open('x')", "lot.__class__", "lot.mode is True", "lot.modes == 'x'", "lots.mode == 'x'"],
)
def test_a_pack_with_a_sentence_outside_the_language_or_on_unknown_nouns_is_not_loaded(expression):
    with pytest.raises(ValidationError, match="expression"):
        small(expression=expression)


HEAD = 'format = "hengbiao/policy/1"\nid = "x"\ntitle = "甲"\ninstrument = "《甲》"\nshort = "甲"\n'
BAD_PACKS = {
    "no toml": ("id = ", "Invalid value"),
    "no rules": (HEAD + 'level = "street"\nstatus = "trial"', "provision"),
    "an unknown level": (HEAD + 'level = "village"\nstatus = "trial"\nprovision = []', "level"),
    "an unknown field": (HEAD + 'level = "street"\nstatus = "trial"\ncolour = 1\nprovision = []', "colour"),
    "another format": (HEAD.replace("policy/1", "policy/2") + "provision = []", "format"),
}


@pytest.mark.parametrize(("text", "named"), BAD_PACKS.values(), ids=BAD_PACKS)
def test_a_pack_that_cannot_be_read_is_named_with_what_is_wrong(text, named):
    with pytest.raises(PolicyError, match=r"qinglan\.toml") as raised:
        parse_pack("qinglan.toml", text)
    assert named in str(raised.value)


def test_two_packs_of_one_id_are_refused():
    with pytest.raises(PolicyError, match="two packs of one id"):
        Policies([small(), small()])


def test_a_mistake_in_a_row_names_the_row_by_its_id():
    row = (
        '[[provision]]\nid = "QL-05"\narticle = "第五条"\nsays = "甲"\nforce = "mustnot"\nkind = ["clause"]\n'
    )
    text = HEAD + 'level = "street"\nstatus = "trial"\n' + row + "checked = 2026-11-21\n"
    with pytest.raises(PolicyError, match="provision › QL-05 › force: Input should be 'must'"):
        parse_pack("qinglan.toml", text)
