"use strict";
/* The queue as people see it, and the worker that keeps the pages. All words stand in the page. */
(() => {
  const box = document.getElementById("queue");
  const slot = (where, name) => where.querySelector(`[data-slot="${name}"]`);
  const say = (where, name, on) => { where.querySelector(`[data-say="${name}"]`).hidden = !on; };
  const SHANGHAI = "Asia/Shanghai";
  const at = (instant) => new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: SHANGHAI, month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
  }).format(new Date(instant));

  const line = (entry) => {
    const made = document.getElementById("queued").content.cloneNode(true).firstElementChild;
    const fields = Object.fromEntries(entry.fields);
    slot(made, "title").textContent = entry.title;
    slot(made, "happened").textContent = at(`${fields["visit.happened_at"]}:00+08:00`);
    slot(made, "photos").textContent = entry.photos.map((x) => x.name).join("、");
    slot(made, "said").textContent = entry.said || "";
    say(made, "refused", entry.state === "refused");
    say(made, "gone", entry.state === "gone");
    say(made, "other", entry.who !== box.dataset.who);
    made.dataset.key = entry.key;
    made.querySelector('[data-act="edit"]').href =
      `/group/${encodeURIComponent(entry.project)}/inspection#kept-${entry.key}`;
    made.querySelector('[data-act="drop"]').addEventListener("click", () => say(made, "sure", true));
    made.querySelector('[data-act="sure"]').addEventListener("click", async () => {
      await queue.drop(entry.key);
      await show();
    });
    return made;
  };

  const receipt = (one) => {
    const made = document.getElementById("sent").content.cloneNode(true).firstElementChild;
    slot(made, "title").textContent = one.title;
    slot(made, "at").textContent = at(one.received_at);
    slot(made, "version").textContent = one.version;
    return made;
  };

  const show = async () => {
    const [entries, done, synced] = await Promise.all([queue.all(), queue.received(), queue.noted("synced")]);
    const waiting = entries.filter((x) => x.state === "waiting").length;
    box.querySelector(".queued").replaceChildren(...entries.map(line));
    const newest = done.sort((a, b) => (a.received_at < b.received_at ? 1 : -1)).slice(0, 3);
    box.querySelector(".sent").replaceChildren(...newest.map(receipt));
    slot(box, "n").textContent = waiting;
    say(box, "count", waiting > 0);
    say(box, "none", !entries.length);
    say(box, "offline", !navigator.onLine);
    say(box, "synced", Boolean(synced));
    if (synced) slot(box, "at").textContent = at(synced);
    box.querySelector('[data-act="send"]').hidden = !(waiting && navigator.onLine);
    box.hidden = !entries.length && !done.length && navigator.onLine && !box.hasAttribute("data-always");
  };

  const send = async () => {
    say(box, "sending", true);
    const became = await queue.send();
    say(box, "sending", false);
    say(box, "sign-in", became === "sign-in");
    await show();
    say(box, "offline", became === "offline" || !navigator.onLine);
  };

  const kept = () => [
    location.pathname, "/group", "/group/inspections",
    ...Array.from(document.querySelectorAll("a[data-keep]"), (x) => new URL(x.href).pathname),
    ...performance.getEntriesByType("resource").map((x) => new URL(x.name).pathname)
      .filter((x) => x.startsWith("/static/")),
    "/static/group/inspection.js",
  ];

  const stay = async () => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data.synced) show();
      if (event.data.kept) document.documentElement.dataset.kept = event.data.kept;
    });
    await navigator.serviceWorker.register("/group/worker.js", { scope: "/group" });
    const ready = await navigator.serviceWorker.ready;
    if (navigator.onLine) ready.active.postMessage({ keep: [...new Set(kept())] });
  };

  /* Here the queue says what an unreachable network means; the general line would contradict it. */
  const general = document.querySelector('#states [data-state="offline"]');
  if (general) general.className = "vh";
  if (general) general.replaceChildren();

  window.bihuan = { show, send };
  box.querySelector('[data-act="send"]').addEventListener("click", send);
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  for (const form of document.querySelectorAll('form[action="/logout"]')) {
    form.addEventListener("submit", () => caches.delete("bihuan-group-1"));
  }
  show().then(send);
  window.addEventListener("load", stay);
})();
