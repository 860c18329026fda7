"""权限: who may do what, as it is enforced: the matrix itself, read from its file."""

from collections.abc import Mapping

from starlette.responses import Response

from api.matrix import ACCOUNT_ROLES, MATRIX, TOKEN_ROLES, Kind, Right, scope
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import WithTools
from domain.parties import ROLE_ZH as PARTY_ZH
from domain.parties import Role
from ledger.account import ROLE_ZH

router = page_router()
KIND_ZH: Mapping[Kind, str] = {
    "project": "项目",
    "programme": "年度清单",
    "collection": "征集",
    "suggestion": "代表建议",
    "wish": "群众建议",
    "meeting": "会议",
    "register": "履职登记册",
    "ballot": "投票",
}
WHOSE_ZH = {"owed": "自己所负的", "addressed": "发给自己的"}
SCOPE_ZH = {"all": "本地区的", "own": "自己的"}
TOKEN_ZH = {"clerk": "人大机关经办", "auditor": "审计", "admin": "管理员"}


@router.get("/rights")
async def rights_page(signed: WithSigned, tools: WithTools) -> Response:
    """Every right with the roles that hold it, and of which objects each role is told."""
    return page(
        "rights.html",
        signed,
        await tools.ledger.now(),
        here="/rights",
        sample=await sample_shown(tools),
        roles=[ROLE_ZH[x] for x in ACCOUNT_ROLES],
        rights=[_row(x) for x in MATRIX.rights.values() if not x.everybody],
        public=MATRIX.rights["public"].zh,
        kinds=list(KIND_ZH.values()),
        parties=[
            (_token_zh(role), [SCOPE_ZH.get(scope(x, role) or "", "") for x in KIND_ZH])
            for role in TOKEN_ROLES
        ],
        operations=len(MATRIX.interface),
        pages=len(MATRIX.pages),
    )


def _row(right: Right) -> tuple[str, list[str], int]:
    held = WHOSE_ZH.get(right.whose or "", "可以")
    cells = [held if x in right.accounts else "" for x in ACCOUNT_ROLES]
    lines = (*MATRIX.interface.values(), *MATRIX.pages.values())
    return right.zh, cells, sum(x is right for x in lines)


def _token_zh(role: str) -> str:
    return TOKEN_ZH.get(role) or PARTY_ZH[Role(role)]
