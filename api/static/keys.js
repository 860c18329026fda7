// Single keys for those whose hands stay on the keyboard: / J K X C ? Esc, and G with a letter.
// They move the browser's own focus, so that Enter, Tab and a screen reader go on from there.
// Off inside fields, with Ctrl, Alt or the system's key, and where the reader switched them off.
(function () {
  "use strict";
  var help = document.getElementById("help");
  var back = null, gone = 0;

  function rows() {
    var found = document.querySelectorAll("main [data-row], main table.rows tbody tr, main .letters > li, main .todo > li");
    return Array.prototype.filter.call(found, function (row) { return first(row) && row.offsetParent !== null; });
  }
  function first(row) { return row.querySelector("[data-open], a[href]"); }
  function here(all) {
    return all.findIndex(function (row) { return row.contains(document.activeElement); });
  }
  function move(by) {
    var all = rows();
    if (!all.length) return;
    var at = here(all);
    var to = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    first(to).focus();
    to.scrollIntoView({ block: "nearest" });
  }
  function inRow(selector) {
    var all = rows(), at = here(all);
    return at < 0 ? null : all[at].querySelector(selector);
  }
  function toggle(open) {
    if (!help || help.open === open) return;
    if (open) back = document.activeElement;
    help.open = open;
    if (open) help.querySelector(".pop").focus();
    else if (back && back.isConnected) { back.focus(); back = null; }
  }
  function press(found) { if (found) found.click(); }

  var keys = {
    "/": function () { var field = document.querySelector("[data-find], input[type=search]"); if (field) { field.focus(); field.select(); } },
    "j": function () { move(1); },
    "k": function () { move(-1); },
    "x": function () { press(inRow("input[type=checkbox]")); },
    "c": function () { press(inRow("[data-key=c]") || document.querySelector("main [data-key=c]")); },
    "?": function () { toggle(!help || !help.open); },
    "g": function () { gone = Date.now(); }
  };

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && help && help.open) { toggle(false); return; }
    if (document.documentElement.dataset.keys === "off" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var on = event.target;
    if (on.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName) && !/^(checkbox|radio|button|submit)$/.test(on.type)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (Date.now() - gone < 1500) {
      gone = 0;
      var link = document.querySelector('[data-go="' + (/^[a-z]$/.test(key) ? key : "") + '"]');
      if (link) { event.preventDefault(); location.assign(link.href); return; }
    }
    if (Object.prototype.hasOwnProperty.call(keys, key)) { event.preventDefault(); keys[key](); }
  });
  if (help) document.addEventListener("click", function (event) {
    if (help.open && !help.contains(event.target)) help.open = false;
  });
})();
