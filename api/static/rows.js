// The board's table by keyboard: J K move, X picks, Enter opens, C urges. Off inside fields.
(() => {
  "use strict";
  const on = () => document.querySelector("tr.cursor");
  const rows = () => [...document.querySelectorAll("tr.debt")];
  const off = () => document.documentElement.dataset.keys === "off";

  function go(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(on());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    all.forEach((x) => x.classList.toggle("cursor", x === next));
    next.querySelector("a.open").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function told() {
    const said = document.querySelector(".picked");
    const number = document.querySelectorAll("td.pick input:checked").length;
    if (!said) return;
    said.dataset.first ??= said.textContent;
    said.textContent = number ? said.dataset.some.replace("0", number) : said.dataset.first;
    said.closest(".bulk").classList.toggle("some", number > 0);
  }

  function pick(row) {
    const box = row?.querySelector("td.pick input");
    if (!box) return;
    box.checked = !box.checked;
    told();
  }

  function urge() {
    const form = document.querySelector("form.pick");
    if (!form) return;
    if (!form.querySelector("td.pick input:checked")) pick(on());
    if (form.querySelector("td.pick input:checked")) form.requestSubmit();
  }

  const does = {
    j: () => go(1),
    k: () => go(-1),
    x: () => pick(on()),
    c: urge,
    Enter: () => on()?.querySelector("a.open").click(),
  };

  document.addEventListener("keydown", (e) => {
    const at = e.target;
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || off()) return;
    if (at.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (e.key === "Enter" && at.matches?.("a, button, summary, input")) return;
    const act = does[e.key];
    if (!act || !document.querySelector("tr.debt")) return;
    e.preventDefault();
    act();
  });
  document.addEventListener("change", (e) => e.target.matches("td.pick input") && told());
  document.addEventListener("focusin", (e) => {
    const row = e.target.closest("tr.debt");
    if (row) rows().forEach((x) => x.classList.toggle("cursor", x === row));
  });

  // What a filter brought is said to who cannot see it.
  const live = document.createElement("p");
  live.className = "vh";
  live.setAttribute("role", "status");
  document.addEventListener("DOMContentLoaded", () => document.body.append(live));
  document.addEventListener("htmx:after:swap", () => {
    live.textContent = document.querySelector("#count b")?.textContent ?? "";
  });
})();
