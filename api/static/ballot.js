"use strict";
/* One item of the paper at a time. A touch moves on by itself after 400 ms, announced; the keyboard
   moves on only by the button, since arrows choose. Nothing is sent or kept before the review. */
(() => {
  const form = document.getElementById("paper");
  if (!form) return;
  const items = Array.from(form.querySelectorAll(".item"));
  const steps = document.getElementById("steps");
  const [back, next, on] = ["back", "next", "review"].map((x) => form.querySelector(`[data-go="${x}"]`));
  const bar = steps.querySelector("progress");
  const PAUSE = 400;
  let at = Math.min(Math.max(Number(form.dataset.at) || 0, 0), items.length - 1);
  let timer = 0;

  const chosen = (item) => item.querySelector("input:checked");
  const done = () => items.filter(chosen).length;

  const show = (n, focus) => {
    at = n;
    items.forEach((item, m) => { item.hidden = m !== at; });
    steps.querySelector("[data-slot='n']").textContent = at + 1;
    bar.value = done();
    back.disabled = at === 0;
    next.hidden = at === items.length - 1;
    on.hidden = !(at === items.length - 1 || done() === items.length);
    if (focus) (chosen(items[at]) || items[at].querySelector("input")).focus();
  };

  const go = (n) => {
    clearTimeout(timer);
    show(Math.min(Math.max(n, 0), items.length - 1), true);
  };

  for (const item of items) {
    item.addEventListener("change", () => { bar.value = done(); on.hidden = on.hidden && done() < items.length; });
    item.addEventListener("click", (event) => {
      if (event.target.tagName !== "INPUT" || event.detail === 0) return;
      const last = at === items.length - 1;
      const said = event.target.parentElement.textContent.trim();
      steps.querySelector("[data-slot='said']").textContent = said;
      clearTimeout(timer);
      if (!last) timer = setTimeout(() => go(at + 1), PAUSE);
    });
  }
  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  back.hidden = false;
  steps.hidden = false;
  form.classList.add("stepping");
  show(at, false);
})();
