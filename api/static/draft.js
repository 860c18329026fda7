// A draft that could not be kept says so, and what was written last is kept when the page is left.
(function () {
  "use strict";
  var form = document.getElementById("filing"), keeper = document.getElementById("keeper");
  if (!form || !keeper) return;
  var broken = document.getElementById("draft-broken"), written = false;

  function of(event) {
    var ctx = event.detail && event.detail.ctx;
    return ctx && ctx.sourceElement === keeper ? ctx : null;
  }
  document.addEventListener("htmx:error", function (event) {
    if (of(event)) broken.hidden = false;
  });
  document.addEventListener("htmx:after:request", function (event) {
    var ctx = of(event);
    if (ctx) broken.hidden = Boolean(ctx.response && ctx.response.raw && ctx.response.raw.ok);
  });
  form.addEventListener("input", function () { written = true; });
  form.addEventListener("submit", function () { written = false; });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState !== "hidden" || !written) return;
    var fields = new FormData(form), sent = new URLSearchParams();
    fields.forEach(function (value, name) { if (typeof value === "string") sent.append(name, value); });
    written = false;
    fetch(keeper.getAttribute("hx-post"), {
      method: "POST", body: sent, keepalive: true, headers: { "HX-Request": "true" },
    }).catch(function () { written = true; });
  });
})();
