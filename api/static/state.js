// What happened to the last request, said in words: offline, failed, refused, slow, being sent.
// The words stand in the page (_states.html). Without this script every form and link works as well.
(function () {
  "use strict";
  var states = document.getElementById("states");
  if (!states) return;

  function say(name, on, text) {
    var line = states.querySelector('[data-state="' + name + '"]');
    line.hidden = !on;
    if (text) line.querySelector("span").textContent = text;
  }
  function network() { say("offline", !navigator.onLine); }
  addEventListener("online", network);
  addEventListener("offline", network);
  network();

  // htmx: the old content stays and is dimmed; after two seconds a line says so
  var waiting = 0, clock = 0;
  document.addEventListener("htmx:before:request", function (event) {
    var target = event.detail.ctx.target;
    if (target && target.setAttribute) target.setAttribute("aria-busy", "true");
    say("failed", false);
    say("refused", false);
    if (!waiting++) clock = setTimeout(function () { say("slow", true); }, 2000);
  });
  document.addEventListener("htmx:finally:request", function (event) {
    var target = event.detail.ctx.target;
    if (target && target.removeAttribute) target.removeAttribute("aria-busy");
    if (!(waiting = Math.max(0, waiting - 1))) { clearTimeout(clock); say("slow", false); }
  });
  document.addEventListener("htmx:error", function (event) {
    if (event.detail.ctx) say("failed", true);
  });
  // an answer without the piece that was asked for is a refusal, or the page for signing in:
  // its one sentence is shown, and what stands on the page stays
  document.addEventListener("htmx:after:request", function (event) {
    var ctx = event.detail.ctx, bad = ctx.response && ctx.response.status >= 400;
    if (bad && ctx.response.status === 401) { event.preventDefault(); say("signed-out", true); return; }
    if (!bad && (!ctx.select || !/<html/i.test(ctx.text))) return;
    var page = new DOMParser().parseFromString(ctx.text, "text/html");
    if (ctx.select && page.querySelector(ctx.select)) return;
    if (bad && !page.querySelector("title")) { if (!/json/.test(ctx.response.headers.get("content-type"))) return; }
    event.preventDefault();
    var said = page.querySelector("[data-said]");
    if (said) say("refused", true, said.textContent);
    else say(page.querySelector('form[action="/login"]') ? "signed-out" : "failed", true);
  });

  var was = new Map();
  // a form is sent once: the pressed button says so until the answer comes
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.method !== "post" || !button || button.tagName !== "BUTTON" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    if (button.matches(".btn")) {
      was.set(button, Array.from(button.childNodes));
      button.dataset.was = "";
      button.replaceChildren(states.dataset.sending);
    }
    setTimeout(function () { again(form); }, 20000);
  });
  function again(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[data-was]").forEach(function (button) {
      button.replaceChildren.apply(button, was.get(button));
      delete button.dataset.was;
    });
  }
  function all() { document.querySelectorAll("form[data-sent]").forEach(again); }
  addEventListener("pageshow", function (event) { if (event.persisted) all(); });
  document.addEventListener("htmx:finally:request", all);
  addEventListener("offline", all);
})();
