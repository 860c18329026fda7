"""The same filing by API, ready to copy: the unit's own duty, and what it has written so far."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from api.pages import words
from api.pages.duty_opened import Opened
from api.pages.filing_form import WrongFields, filing_of
from domain.regimes.model import Form
from ledger.uploads import Upload

_CURL = """\
# 令牌放在环境变量里，不写进脚本
export BIHUAN_TOKEN='bh_…'
# 一、先传证据（没有证据的跳过这一步），记下回执里的sha256
curl -fsS "{origin}/api/v1/evidence" \\
  -H "Authorization: Bearer $BIHUAN_TOKEN" \\
  -H "Idempotency-Key: {key}-file-1" \\
  -F "file=@证据.pdf"
# 二、交这一件。断线后原样重发，只算一次
curl -fsS "{origin}{path}" \\
  -H "Authorization: Bearer $BIHUAN_TOKEN" \\
  -H "Idempotency-Key: {key}" \\
  -H "Content-Type: application/json" \\
  --data-binary @- <<'JSON'
{body}
JSON
"""
_PYTHON = '''\
"""报送：{name}。只用标准库。用法：python3 file.py [证据文件 …]"""
import hashlib, json, os, pathlib, sys, time, urllib.error, urllib.request

AT = "{origin}/api/v1"
TOKEN = os.environ["BIHUAN_TOKEN"]  # 令牌放在环境变量里，不写进脚本
BODY = json.loads(r"""
{body}
""")


def ask(method, path, body=None, **headers):
    """一次请求；断线或服务暂停时等一等，原样重发，不会重复登记。"""
    headers = {{k.replace("_", "-"): v for k, v in headers.items()}}
    headers["Authorization"] = "Bearer " + TOKEN
    for wait in (1, 2, 4, 8, 16, 0):
        sent = urllib.request.Request(AT + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(sent, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if error.code not in (408, 503) or not wait:
                sys.exit(problem["detail"])
        except (urllib.error.URLError, TimeoutError) as error:
            if not wait:
                sys.exit("没有连上：" + str(error))
        time.sleep(wait)


def upload(path):
    """分段上传一个文件；断了先问收到多少，从那里接着传。"""
    content = pathlib.Path(path).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    new = json.dumps({{"name": pathlib.Path(path).name, "size": len(content)}}).encode()
    one = ask("PUT", "/uploads/" + sha256, new, Content_Type="application/json")
    while not one["evidence"]:
        start = one["received"]
        piece = content[start : start + 1024 * 1024]
        one = ask("PATCH", "/uploads/" + sha256, piece, Upload_Offset=str(start),
                  Content_Type="application/octet-stream")
    return sha256


BODY["evidence"] += [upload(x) for x in sys.argv[1:]]
receipt = ask("POST", "{short}", json.dumps(BODY).encode(),
              Content_Type="application/json", Idempotency_Key="{key}")
print("回执：", receipt["stream"], "第", receipt["version"], "条", receipt["received_at"])
'''


class Example(NamedTuple):
    """The request of one duty."""

    path: str
    key: str
    body: str
    name: str
    from_draft: bool
    """Whether the body is what is written in the form, or a pattern to be filled in."""

    def curl(self, origin: str) -> str:
        """For a shell."""
        return _CURL.format(origin=origin, path=self.path, key=self.key, body=self.body)

    def python(self, origin: str) -> str:
        """For Python's standard library alone."""
        short = self.path.removeprefix("/api/v1")
        return _PYTHON.format(
            origin=origin, short=short, key=self.key, body=self.body, name=self.name
        )


def example(one: Opened, values: Mapping[str, str], files: Sequence[Upload]) -> Example | None:
    """Of this duty; None for a form that only people fill in."""
    written = _written(one, values, files)
    body = written or _pattern(one)
    if body is None:
        return None
    kept = {**body}
    kept["evidence"] = [x["sha256"] for x in body.get("evidence", ())]
    key = f"{one.seen.standing.stream}-{one.duty.id}-{one.duty.revision + 1}"
    return Example(
        path=f"/api/v1{one.address}/filings",
        key=key.replace(":", "-").replace("/", "-"),
        body=json.dumps(kept, ensure_ascii=False, indent=2, default=_plain),
        name=words.duty_zh(one.duty.zh, one.duty.period),
        from_draft=written is not None,
    )


def _written(
    one: Opened, values: Mapping[str, str], files: Sequence[Upload]
) -> dict[str, Any] | None:
    try:
        filing = filing_of(one.duty.form, values, list(files))
    except WrongFields:
        return None
    return filing.model_dump(exclude_none=True)


def _pattern(one: Opened) -> dict[str, Any] | None:
    name, form = words.duty_zh(one.duty.zh, one.duty.period), one.duty.form.value
    rows = [{"subproject": x["no"]} for x in one.rows if "no" in x]
    match one.duty.form:
        case Form.WORK_PLAN:
            last = f"{one.duty.due.year}-11-30"
            return {"form": form, "target": "写明数量、地点和标准", "planned_completion": last}
        case Form.PROGRESS:
            return {"form": form, "rows": [{**x, "planned": 25, "claimed": 20} for x in rows]}
        case Form.CLAIM:
            return {"form": form, "rows": [{**x, "actual": 0} for x in rows], "spent_wan": 0}
        case Form.REPORT:
            return {"form": form, "title": name, "text": "正文，最多4000字"}
        case Form.REMEDY:
            return {"form": form, "text": "哪天、做了什么、改到什么程度"}
        case _:
            return None


def _plain(value: Any) -> Any:
    """Figures as JSON's numbers, days as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return str(value)
