"""Executing the declared award rule (执行定标规则): one function a rule, one result type."""


from scoring.allocation import Plan, Status, solve
from scoring.allocation import sequence as lot_order
from tender.allocate.explain import passed_over
from tender.allocate.problem import Candidate, candidates, problem_of
from tender.allocate.result import Allocation, LotAward, Outcome, PassedOver
from tender.book import Combination, LotOrder
from tender.case import Case
from tender.findings import Finding, error

SECONDS = 60


def allocate(case: Case, *, seconds: float = SECONDS) -> Allocation:
    """The award of every lot by the rule that the book printed, within about ``seconds``."""
    rule = case.book.award
    if isinstance(rule, Combination):
        return _combination(case, seconds)
    if isinstance(rule, LotOrder):
        return _lot_order(case, rule)
    return _per_lot(case)


def _sentence(case: Case) -> str:
    return case.book.award.sentence(case.book.terms, case.book.fiscal)


def _empty(case: Case, lot: str) -> LotAward:
    least = len(case.valid(lot))
    why = f"符合要求的{case.book.terms.bidder}{least}家，不足法定数量，本标段终止"
    return LotAward(lot, None, None, None, None, why_empty=why)


def _won(c: Candidate, over: tuple[PassedOver, ...] = ()) -> LotAward:
    return LotAward(c.lot, c.operator, c.rank, c.total, c.price_fen, over)


def _per_lot(case: Case) -> Allocation:
    ranked = candidates(case)
    findings, lots = [], []
    for lot in case.book.lots:
        first = [c for c in ranked.get(lot.id, ()) if c.rank == 1]
        if len(first) > 1:
            names = "、".join(case.name(c.operator) for c in first)
            findings.append(_tie(f"标段 {lot.id}", f"{names}并列第一"))
        lots.append(_won(first[0]) if len(first) == 1 else _empty(case, lot.id))
    outcome = Outcome.OPEN_TIE if findings else Outcome.DECIDED
    return Allocation(outcome, _sentence(case), tuple(lots), tuple(findings))


def _lot_order(case: Case, rule: LotOrder) -> Allocation:
    ranked = candidates(case)
    supplies = {"fiscal": case.book.fiscal.baseline_fen} if case.book.fiscal else {}
    declared = {
        lot: [
            lot_order.Candidate(
                c.offer, c.operator, c.rank, c.price_fen, dict.fromkeys(supplies, c.price_fen)
            )
            for c in ranked.get(lot, ())
        ]
        for lot in rule.order
    }
    results = lot_order.in_order(
        declared,
        quota=rule.max_lots_per_operator,
        fallback=lot_order.Fallback(rule.only_quota_holders),
        supplies=supplies,
    )
    by_offer = {c.offer: c for cs in ranked.values() for c in cs}
    lots: dict[str, LotAward] = {}
    findings: list[Finding] = []
    for result in results:
        if result.outcome is lot_order.Outcome.OPEN:
            findings.append(_tie(f"标段 {result.lot}", "、".join(result.may_win) + "并列或取决于前面标段的抽签"))
            lots[result.lot] = LotAward(result.lot, None, None, None, None, why_empty="并列待抽签")
        elif result.winner is None:
            why = "剩余供应商均已达数量限制或超出财政支出基数" if result.stepped_aside else ""
            empty = _empty(case, result.lot)
            lots[result.lot] = LotAward(result.lot, None, None, None, None, why_empty=why or empty.why_empty)
        else:
            over = tuple(_stepped(case, rule, by_offer[s.candidate.offer], s) for s in result.stepped_aside)
            lots[result.lot] = _won(by_offer[result.winner.offer], over)
    outcome = Outcome.OPEN_TIE if findings else Outcome.DECIDED
    ordered = tuple(lots[lot.id] for lot in case.book.lots)
    return Allocation(outcome, _sentence(case), ordered, tuple(findings))


def _stepped(case: Case, rule: LotOrder, c: Candidate, aside: lot_order.SteppedAside) -> PassedOver:
    if aside.reason is lot_order.Reason.QUOTA:
        why = f"按标段次序已{case.book.terms.award}{rule.max_lots_per_operator}个标段，达到数量限制，由下一名递补。"
        article = case.packs.cite("REG-34")
    else:
        why = "与前面标段的金额合计超过财政支出基数，由下一名递补。"
        article = case.packs.cite(case.book.fiscal.article) if case.book.fiscal else ""
    return PassedOver(c.operator, c.rank, c.total, c.price_fen, why, article)


def _combination(case: Case, seconds: float) -> Allocation:
    ranked = candidates(case)
    problem = problem_of(case)
    plan = solve(problem, seconds=seconds)
    if plan.status is not Status.PROVED_BEST:
        lots = tuple(_undecided(lot.id, plan) for lot in case.book.lots)
        return Allocation(Outcome.NO_AWARD, _sentence(case), lots, (_unproved(plan),), plan, problem)
    if len(plan.ties.plans) > 1 or not plan.ties.complete:
        lots = tuple(_undecided(lot.id, plan) for lot in case.book.lots)
        found = _tie("全部标段", f"同样好的方案有{len(plan.ties.plans)}个{'' if plan.ties.complete else '以上'}")
        return Allocation(
            Outcome.OPEN_TIE, _sentence(case), lots, (found,), plan, problem, open_plans=plan.ties.plans
        )
    chosen = set(plan.offers)
    lots = []
    for lot in case.book.lots:
        winner = next((c for c in ranked.get(lot.id, ()) if c.offer in chosen), None)
        better = [c for c in ranked.get(lot.id, ()) if winner is None or c.rank < winner.rank]
        over = tuple(passed_over(case, problem, plan, c, seconds) for c in better)
        if winner:
            lots.append(_won(winner, over))
        elif over:
            why = "在定标规则的各项限制内没有可以确定的供应商"
            lots.append(LotAward(lot.id, None, None, None, None, over, why))
        else:
            lots.append(_empty(case, lot.id))
    return Allocation(Outcome.DECIDED, _sentence(case), tuple(lots), (), plan, problem)


def _undecided(lot: str, plan: Plan) -> LotAward:
    why = "组合方案并列，待抽签确定" if plan.status is Status.PROVED_BEST else "组合方案未获证明"
    return LotAward(lot, None, None, None, None, why_empty=why)


def _tie(where: str, what: str) -> Finding:
    return error(
        "award.tie_open",
        where,
        what,
        "并列由采购人按采购文件规定抽签确定",
        "在公证或监督人员见证下抽签，形成书面记录后再确定结果",
        "O87-57",
    )


def _unproved(plan: Plan) -> Finding:
    words = {
        Status.INFEASIBLE: "没有满足全部条件的方案",
        Status.FEASIBLE: "找到的方案未能证明最优，或两种求解程序结果不一致",
        Status.UNKNOWN: "在限定时间内没有找到方案，也没有证明不存在",
    }
    return error(
        "award.not_proved",
        "定标",
        words[plan.status],
        "只有经两种求解程序一致证明的最优方案才能作为定标结果",
        "放宽限制或延长求解时间后重试；不得以未证明的方案定标",
    )


