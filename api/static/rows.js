// What the keys of keys.js leave on a list: the row that is looked at, how many are picked, and what
// a filter brought, said to who cannot see it. C without a pick takes the row that is looked at.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("tr.debt")];
  const picked = () => document.querySelectorAll("td.pick input:checked").length;

  function told() {
    const said = document.querySelector(".picked");
    if (!said) return;
    said.dataset.first ??= said.textContent;
    said.textContent = picked() ? said.dataset.some.replace("0", picked()) : said.dataset.first;
    said.closest(".bulk").classList.toggle("some", picked() > 0);
  }

  document.addEventListener("change", (e) => e.target.matches("td.pick input") && told());
  document.addEventListener("focusin", (e) => {
    const row = e.target.closest("tr.debt");
    if (row) rows().forEach((x) => x.classList.toggle("cursor", x === row));
  });
  document.addEventListener("click", (e) => {
    const box = document.querySelector("tr.debt.cursor td.pick input");
    if (!box || picked() || !e.target.closest("form.pick .bulk button")) return;
    box.checked = true;
    told();
  });

  const live = document.createElement("p");
  live.className = "vh";
  live.setAttribute("role", "status");
  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(live);
    told(); // a browser that goes back keeps what was picked
  });
  document.addEventListener("htmx:after:swap", () => {
    live.textContent = document.querySelector("#count b")?.textContent ?? "";
  });
})();
