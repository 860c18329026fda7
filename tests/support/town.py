"""The application as a client sees it, and the parties of one real list (Longgang 2023)."""

from dataclasses import dataclass
from typing import Any

import httpx2

from api.tools import Tools
from ledger.tokens import TokenRole

REGION = "浙江省/温州市/龙港市"
FIRE, HOUSING = "市消防救援大队", "市住房和城乡建设局"
LIST: dict[str, Any] = {
    "id": "LG23",
    "title": "龙港市2023年民生实事项目",
    "region": REGION,
    "regime": "longgang@1",
    "vote": "2023-03-31",
    "next_session": "2024-03-20",
    "projects": [
        {
            "id": "LG23-01",
            "name": "农村老旧民房电气线路改造与智慧烟感安装",
            "lead_unit": FIRE,
            "subprojects": [
                {
                    "no": 1,
                    "name": "电气线路改造",
                    "target": {"op": "ge", "value": 5800, "unit": "户"},
                },
                {"no": 2, "name": "智慧烟感安装"},
            ],
        },
        {
            "id": "LG23-02",
            "name": "居民住宅小区二次供水网络设施改造",
            "lead_unit": HOUSING,
            "subprojects": [{"no": 1, "name": "二次供水网络设施改造"}],
        },
    ],
}
PLAN: dict[str, Any] = {
    "form": "work_plan",
    "target": "完成 5800 户改造",
    "planned_completion": "2023-11-30",
    "money_wan": 300.5,
}


@dataclass
class Service:
    """The application, and a client that speaks for whom it is told."""

    tools: Tools
    app: Any
    http: httpx2.AsyncClient
    keys: int = 0

    async def token(self, party: str, role: TokenRole, region: str | None = REGION) -> str:
        """A new token's text."""
        return (await self.tools.tokens.issue(party, role, region))[1]

    async def ask(
        self, method: str, path: str, token: str | None = None, key: str | None = None, **with_: Any
    ) -> httpx2.Response:
        """One request; a write gets a key of its own unless one is given."""
        headers = dict(with_.pop("headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if method != "GET":
            self.keys += 1
            headers["Idempotency-Key"] = key or f"test-{self.keys}"
        path = path if path.startswith("/static") or path == "/healthz" else f"/api/v1{path}"
        return await self.http.request(method, path, headers=headers, **with_)


@dataclass
class Town(Service):
    """The service with its list opened, and a token of every party."""

    clerk: str = ""
    fire: str = ""
    housing: str = ""
    group: str = ""
    government: str = ""
    auditor: str = ""
