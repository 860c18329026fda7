"""The record itself: a sample of its chains, what waits, its epoch, its journal of receipts."""

from datetime import UTC, datetime, timedelta

from domain.refusals import Refused
from ledger.audit import verify
from ledger.door import Ledger
from ledger.known import identity, missing
from ledger.one_hand import by_one_hand, of_nobody_known
from ledger.queries.continuity import continuity
from ledger.queries.health import health
from settings import Settings
from stack.doctor.check import Check, ill, note, well
from watch.receipts import LOOKED_AT, Journal

SAMPLE = 40
"""Streams whose chains are verified: the last moved, and some of all."""
_STREAMS = """
(SELECT stream FROM events ORDER BY recorded_at DESC LIMIT 200)
UNION (SELECT id FROM streams TABLESAMPLE SYSTEM (10) LIMIT 20) LIMIT $1
"""
_REFUSED = "SELECT count(*) FROM follow_ups WHERE refused IS NOT NULL"
_NEWEST = "SELECT max(recorded_at) FROM events"
BEHIND = timedelta(seconds=60)


async def look(url: str, own: Settings) -> list[Check]:
    """All of it; one line where the ledger will not open."""
    try:
        ledger = await Ledger.connect(url, clients=2)
    except Refused as refused:
        return [ill("账本", refused.zh, "先处理上面的问题")]
    try:
        return [
            await _chains(ledger),
            await _continuity(ledger),
            await _two_persons(ledger),
            *await _waiting(ledger),
            *await _journal(ledger, own),
        ]
    finally:
        await ledger.close()


async def _chains(ledger: Ledger) -> Check:
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_STREAMS, (SAMPLE,))
        streams = list(found.scalars())
    faults = [y for x in streams for y in (await verify(ledger, x)).faults]
    if faults:
        words = f"{faults[0].stream} 第 {faults[0].version} 条：{faults[0].zh}"
        todo = "请运行 bihuan verify 全部核对，保留现场，按 docs/runbooks/restore.md 恢复"
        return ill("散列链", words, todo)
    return well("散列链", f"抽查 {len(streams)} 个流，没有不符")


async def _continuity(ledger: Ledger) -> Check:
    state = await continuity(ledger)
    if state.held:
        words = f"第 {state.epoch} 期，恢复后还没有两人说明丢失了什么，暂不能登记"
        return ill("恢复与丢失", words, "请两位工作人员先后登录 /loss 说明、确认")
    return well("恢复与丢失", f"第 {state.epoch} 期，照常登记")


async def _two_persons(ledger: Ledger) -> Check:
    """Were the two always two, as far as is known; and of whom is nothing known."""
    name, alone = "双人办理", await by_one_hand(ledger)
    if alone:
        acts = [y for x in alone for y in x.acts]
        words = f"{len(acts)} 件由同一人的两个账号提请和确认：{'、'.join(acts[:5])}"
        return ill(name, words, "请审计员逐件核对，由另一人重新办理或者更正，并停用多余的账号")
    unknown = await of_nobody_known(ledger)
    if len(unknown) > 1:
        words = f"{len(unknown)} 个账号没有写明是谁，会被当作不同的人：{'、'.join(unknown[:5])}"
        return note(name, words, "请用 bihuan account person 登录名 工号 逐个写明")
    return well(name, "已知的人当中，没有一人用两个账号办理的")


async def _waiting(ledger: Ledger) -> list[Check]:
    found = await health(ledger)
    async with ledger.pool.read() as connection:
        refused = (await connection.exec_driver_sql(_REFUSED)).scalar_one()
    checks = [well("到期处理", f"没有过时未办的；待唤醒 {found.wakes} 个")]
    if found.undone:
        words = f"{found.undone} 个流到期两分钟以上还没有处理"
        checks = [ill("到期处理", words, "请检查 watch 进程和 logs/watch.log")]
    if found.silent is None or found.silent > 5:
        words = "接口没有心跳：这段时间记作服务中断，期限顺延"
        checks.append(ill("心跳", words, "请检查 api 进程和 logs/api.log"))
    else:
        checks.append(well("心跳", f"{found.silent:.0f} 秒前"))
    if refused:
        words = f"{refused} 件连带事项被拒绝"
        checks.append(note("连带事项", words, "请看运行状况，或运行 bihuan incidents"))
    return checks


async def _journal(ledger: Ledger, own: Settings) -> list[Check]:
    """The receipts known outside: is the journal kept, and does the record hold them."""
    known = Journal(own.journal / await identity(ledger)).read(LOOKED_AT)
    async with ledger.pool.read() as connection:
        newest: datetime | None = (await connection.exec_driver_sql(_NEWEST)).scalar_one()
        now = (await connection.exec_driver_sql("SELECT ledger_now()")).scalar_one()
    epoch = await ledger.epoch()
    lost = await missing(ledger, [x for x in known if x.epoch >= epoch])
    if lost:
        words = f"档案缺 {len(lost)} 张已发出的回执"
        todo = (
            "数据库被换成了旧副本，或者有副本写进了同一个 RECEIPTS 目录："
            "副本要另设目录；请按 docs/runbooks/restore.md 处理"
        )
        return [ill("库外回执", words, todo)]
    last = max((x.receipt.recorded_at for x in known), default=datetime.min.replace(tzinfo=UTC))
    if newest is not None and newest - last > BEHIND and now - newest > BEHIND:
        todo = "请检查 watch 进程，以及 RECEIPTS 目录能否写入"
        return [note("库外回执", "回执日志没有跟上档案", todo)]
    return [well("库外回执", f"最近 {len(known)} 张都在档案中")]
