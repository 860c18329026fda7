// Evidence in pieces: a bar, pause and resume, and after a broken line on from where it broke.
// How much has arrived is asked of the server; the whole is checked there by its SHA-256.
const box = document.querySelector("[data-uploads]");
const LEAST = 128 * 1024;
const MOST = 2 * 1024 * 1024;
const running = new Set();

if (box && window.crypto?.subtle) begin();

function begin() {
  const form = box.closest("form");
  const list = box.querySelector(".files");
  const inputs = [box.querySelector("#f-files"), box.querySelector("#f-photo")];
  inputs[0].classList.add("vh"); // its label is pressed instead
  inputs[0].removeAttribute("name"); // what is sent in pieces is not sent again with the form
  if (matchMedia("(pointer: coarse)").matches) {
    inputs[1].hidden = false;
    box.querySelector(".shot").hidden = false;
  }
  for (const input of inputs) {
    input.addEventListener("change", () => {
      for (const file of input.files) start(file, form, list);
      input.value = "";
    });
  }
  const drop = box.querySelector(".drop");
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") for (const file of event.dataTransfer.files) start(file, form, list);
    });
  }
  list.addEventListener("click", (event) => remove(event, form));
  form.addEventListener("submit", (event) => {
    const waits = running.size > 0 && event.submitter?.classList.contains("main");
    const note = document.getElementById("up-wait");
    note.hidden = !waits;
    if (!waits) return;
    event.preventDefault();
    note.querySelector("span").textContent = word("wait");
    note.scrollIntoView({ block: "center" });
  }, true);
  window.addEventListener("beforeunload", (event) => { if (running.size) event.preventDefault(); });
}

function word(name, n = "") {
  const words = document.getElementById("up-words").content;
  return words.querySelector(`[data-word="${name}"]`).textContent.replace("{n}", n);
}

function size(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))}KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}

function remove(event, form) {
  const button = event.target.closest("button");
  const row = event.target.closest("li");
  if (!button || !row || row.matches(".up")) return;
  event.preventDefault();
  row.remove();
  changed(form);
  document.getElementById("f-files").focus();
}

function changed(form) {
  form.dispatchEvent(new Event("arrived", { bubbles: true })); // kept in the draft at once
}

function start(file, form, list) {
  const row = document.getElementById("up-row").content.cloneNode(true).firstElementChild;
  const one = { file, row, form, sent: 0, breaks: 0, paused: false, gone: false, wake: () => {} };
  row.querySelector(".fn").textContent = file.name;
  row.querySelector("progress").max = file.size;
  row.querySelector("progress").setAttribute("aria-label", file.name);
  list.append(row);
  show(one, word("sum"));
  for (const [act, todo] of [["pause", pause], ["remove", giveUp]]) {
    const button = row.querySelector(`[data-act="${act}"]`);
    button.setAttribute("aria-label", `${button.textContent} ${file.name}`);
    button.addEventListener("click", () => todo(one, button));
  }
  if (file.size > Number(box.dataset.most)) return fail(one, word("large"));
  running.add(one);
  run(one, list).catch((error) => fail(one, error.message)).finally(() => running.delete(one));
}

function show(one, text) {
  one.row.querySelector("progress").value = one.sent;
  one.row.querySelector(".mute").textContent = `${size(one.sent)} / ${size(one.file.size)}`;
  if (text !== undefined) one.row.querySelector("small").textContent = text;
}

function fail(one, text) {
  running.delete(one);
  show(one, text);
  one.row.classList.add("failed");
  one.row.querySelector('[data-act="pause"]').hidden = true;
}

function pause(one, button) {
  one.paused = !one.paused;
  button.textContent = word(one.paused ? "go" : "stop");
  button.setAttribute("aria-label", `${button.textContent} ${one.file.name}`);
  if (one.paused) {
    one.abort?.abort();
    show(one, word("paused"));
  }
  one.wake();
}

async function giveUp(one) {
  one.gone = true;
  one.paused = false;
  one.abort?.abort();
  one.wake();
  running.delete(one);
  one.row.remove();
  document.getElementById("f-files").focus();
  if (one.sha256) await ask(one, "DELETE").catch(() => {});
}

async function run(one, list) {
  const digest = await crypto.subtle.digest("SHA-256", await one.file.arrayBuffer());
  one.sha256 = [...new Uint8Array(digest)].map((x) => x.toString(16).padStart(2, "0")).join("");
  const there = [...list.querySelectorAll("input[name=evidence]")].map((x) => x.value);
  const twice = [...running].some((x) => x !== one && x.sha256 === one.sha256);
  if (twice || there.includes(one.sha256)) throw new Error(word("same"));
  list.querySelector(`[data-broken="${one.sha256}"]`)?.remove();
  const place = box.dataset.place;
  const body = JSON.stringify({ name: one.file.name, size: one.file.size, place });
  const json = { "Content-Type": "application/json" };
  let now = await patiently(one, () => ask(one, "PUT", body, json));
  let piece = LEAST;
  while (now && !now.evidence) {
    one.sent = now.received;
    show(one);
    const from = one.sent;
    const began = performance.now();
    const before = one.breaks;
    now = await patiently(one, () => add(one, piece));
    const took = (performance.now() - began) / 1000;
    const whole = now && now.received - from >= Math.min(piece, one.file.size - from);
    if (one.breaks > before || took > 8) piece = Math.max(LEAST, piece / 2);
    else if (took < 2) piece = Math.min(MOST, piece * 2);
    if (now && whole) tell(one, now, took, from);
  }
  if (now) done(one, now.evidence);
}

function tell(one, now, took, from) {
  one.sent = now.received;
  const left = Math.ceil(((one.file.size - now.received) / Math.max(1, now.received - from)) * took);
  const again = one.breaks ? word("again", one.breaks) : "";
  const rest = now.received < one.file.size ? word("left", left) : "";
  show(one, [again, rest].filter(Boolean).join("，"));
}

async function add(one, piece) {
  const from = one.sent;
  const body = one.file.slice(from, from + piece);
  const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(from) };
  return ask(one, "PATCH", body, headers);
}

async function ask(one, method, body, headers = {}) {
  one.abort = new AbortController();
  const answer = await fetch(`/uploads/${one.sha256}`, {
    method, body, signal: one.abort.signal, redirect: "error",
    headers: { ...headers, "X-Form-Token": box.dataset.token },
  });
  if (answer.status === 204) return null;
  if (answer.ok) return answer.json();
  const offset = answer.headers.get("Upload-Offset");
  if (answer.status === 409 && offset !== null) {
    return { received: Number(offset), evidence: null };
  }
  const problem = await answer.json().catch(() => ({ detail: String(answer.status) }));
  const error = new Error(problem.detail);
  error.lasting = answer.status < 500 && answer.status !== 408 && answer.status !== 404;
  throw error;
}

// Again and again until it is done, given up, or refused for good. After a break the server is
// asked first how much it has.
async function patiently(one, what) {
  for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
    while (one.paused) await new Promise((go) => { one.wake = go; });
    if (one.gone) return null;
    try {
      const answer = await what();
      return answer;
    } catch (error) {
      if (one.gone) return null;
      if (one.paused) {
        await asked(one);
        continue;
      }
      if (error.lasting) throw error;
      one.breaks += 1;
      show(one, word("broken"));
      await rest(one, wait);
      await asked(one);
    }
  }
}

function rest(one, seconds) {
  return new Promise((go) => {
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("online", stop);
      go();
    };
    const timer = setTimeout(stop, seconds * 1000);
    addEventListener("online", stop);
    one.wake = stop;
  });
}

async function asked(one) {
  const body = JSON.stringify({
    name: one.file.name, size: one.file.size, place: box.dataset.place,
  });
  try {
    const now = await ask(one, "PUT", body, { "Content-Type": "application/json" });
    one.sent = now.received;
    show(one);
  } catch {
    // Still broken: the next try says so.
  }
}

function done(one, evidence) {
  const row = document.getElementById("up-done").content.cloneNode(true).firstElementChild;
  row.querySelector("input").value = evidence.sha256;
  row.querySelector("label span").textContent = evidence.name;
  row.querySelector(".mute").textContent = size(evidence.size);
  row.querySelector(".ev").textContent = `${evidence.sha256.slice(0, 4)}…${evidence.sha256.slice(-4)}`;
  const button = row.querySelector("[data-act]");
  button.setAttribute("aria-label", `${button.textContent} ${evidence.name}`);
  if (one.breaks) row.querySelector(".ok").title = word("again", one.breaks);
  one.row.replaceWith(row);
  running.delete(one);
  if (!running.size) document.getElementById("up-wait").hidden = true;
  changed(one.form);
}
