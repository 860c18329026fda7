"use strict";
/* What was recorded in the field and is not yet handed in: kept in IndexedDB, photographs too, and
   sent with the key it was kept under, so that sending twice is one record. Used by the pages and by
   the service worker. */
const queue = (() => {
  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("bihuan", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("inspections", { keyPath: "key" });
      asked.result.createObjectStore("notes");
      asked.result.createObjectStore("received", { keyPath: "key" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  const work = async (store, mode, what) => {
    const db = await open();
    try {
      return await new Promise((done, fail) => {
        const way = db.transaction(store, mode);
        const asked = what(way.objectStore(store));
        way.oncomplete = () => done(asked.result);
        way.onabort = way.onerror = () => fail(way.error);
      });
    } finally {
      db.close();
    }
  };

  const all = () => work("inspections", "readonly", (x) => x.getAll());
  const get = (key) => work("inspections", "readonly", (x) => x.get(key));
  const put = (entry) => work("inspections", "readwrite", (x) => x.put(entry));
  const drop = (key) => work("inspections", "readwrite", (x) => x.delete(key));
  const received = () => work("received", "readonly", (x) => x.getAll());
  const note = (name, value) => work("notes", "readwrite", (x) => x.put(value, name));
  const noted = (name) => work("notes", "readonly", (x) => x.get(name));

  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
    (x) => x.toString(16).padStart(2, "0")).join("");

  const body = (entry, token) => {
    const form = new FormData();
    form.append("form_token", token);
    form.append("key", entry.key);
    for (const [name, value] of entry.fields) form.append(name, value);
    for (const photo of entry.photos) form.append("files", photo.blob, photo.name);
    return form;
  };

  const ask = (path, how) => fetch(path, {
    ...how, headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store",
  });

  /* One record. "sent", "refused", or "later" where the network or the server is away. */
  const hand = async (entry, token) => {
    const at = `/group/${encodeURIComponent(entry.project)}/inspection/filing`;
    const answer = await ask(at, { method: "POST", body: body(entry, token) });
    if (answer.ok) {
      const told = await answer.json();
      await work("received", "readwrite", (x) => x.put({ key: entry.key, title: entry.title, ...told }));
      const now = await get(entry.key);
      if (now && now.saved === entry.saved) await drop(entry.key);
      return "sent";
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return "sign-in";
    if (answer.status >= 500 || [403, 408, 429].includes(answer.status)) return "later";
    const problem = await answer.json().catch(() => ({}));
    const still = await get(entry.key);
    if (still && still.saved !== entry.saved) return "refused"; // changed meanwhile: it is sent anew
    if (still) await put({ ...entry, state: answer.status === 404 ? "gone" : "refused", said: problem.zh || "" });
    return "refused";
  };

  const round = async () => {
    const waiting = (await all()).filter((x) => x.state === "waiting");
    if (!waiting.length) return "none";
    const answer = await ask("/group/session");
    if (answer.type === "opaqueredirect" || answer.status === 401) return "sign-in";
    if (!answer.ok) return "later";
    const me = await answer.json();
    for (const entry of waiting.filter((x) => x.who === me.who)) {
      const became = await hand(entry, me.form_token);
      if (became === "later" || became === "sign-in") return became;
    }
    if (!(await all()).some((x) => x.state === "waiting")) await note("synced", Date.now());
    return "sent";
  };

  /* Hand in what waits. Never throws for a network that is away: what is kept stays kept. */
  const send = async () => {
    const one = () => round().catch((fault) => {
      if (fault instanceof TypeError) return "offline";
      throw fault;
    });
    return navigator.locks ? navigator.locks.request("bihuan-queue", one) : one();
  };

  return { all, get, put, drop, received, noted, key, send };
})();
