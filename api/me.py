"""Who the caller is, as the service sees it."""

from pydantic import BaseModel

from api.json_route import json_router
from api.receipts import problems
from api.rights import Allowed

router = json_router("本人 me")


class Me(BaseModel):
    """The token's own facts."""

    ref: str
    """How the record names it: for a voter roll, or as a key holder."""
    party: str
    role: str
    region: str | None


@router.get("/me", responses=problems(401, 403, 422, 500, 503))
async def me(caller: Allowed) -> Me:
    """本令牌代表谁、是什么角色、限于哪个地区."""
    return Me(ref=caller.actor.ref, party=caller.party, role=caller.role, region=caller.region)
