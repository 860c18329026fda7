"use strict";
/* For my group's page and the inspection form, and for nothing else: the network first; where there is
   none, or it is slow, what was kept; where nothing was kept, a page that says so. Hands in what waits when the system says that the network is back. */
importScripts("/static/group/queue.js");
const SHELF = "bihuan-group-1";
const PATIENCE = 5000;
const AWAY = "/static/group/away.html";
const WITH_IT = ["/static/tokens.css", "/static/ui.css", "/static/group.css", "/static/mark.svg"];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  await (await caches.open(SHELF)).addAll([AWAY, ...WITH_IT]);
  await self.skipWaiting();
})()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
  await self.clients.claim();
})()));

const ours = (url) => url.origin === self.location.origin;
const page = (url) => /^\/group(\/inspections|\/[^/]+\/inspection)?$/.test(url.pathname);
const part = (url) => url.pathname.startsWith("/static/");

const keep = async (address) => {
  const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
  if (answer.ok) await (await caches.open(SHELF)).put(address, answer);
};

self.addEventListener("message", (event) => {
  const wanted = [...(event.data.keep || []), AWAY].map((x) => new URL(x, self.location.origin))
    .filter((x) => ours(x) && (page(x) || part(x)));
  event.waitUntil(Promise.allSettled(wanted.map((x) => keep(x.pathname))).then((done) => {
    event.source.postMessage({ kept: done.filter((x) => x.status === "fulfilled").length });
  }));
});

const fresh = async (request, url, shelf) => {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected && !url.search) {
    try {
      await shelf.put(url.pathname, answer.clone());
    } catch (full) {
      if (full.name !== "QuotaExceededError") throw full; // a full phone still shows what came
    }
  }
  return answer;
};

const answered = async (request, url) => {
  const shelf = await caches.open(SHELF);
  const past = /[?&](as_of|known_at)=/.test(url.search); // a past day is not what was kept
  const kept = past ? undefined
    : await shelf.match(url.pathname) || (page(url) && await shelf.match("/group/inspections"));
  const network = fresh(request, url, shelf);
  if (kept) {
    const patience = new Promise((done) => { setTimeout(done, PATIENCE, kept); });
    return Promise.race([network, patience]).catch(() => kept);
  }
  if (!page(url)) return network;
  return network.catch(async (fault) => {
    const away = await shelf.match(AWAY);
    if (away) return away;
    throw fault;
  });
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !ours(url)) return;
  if ((event.request.mode === "navigate" && page(url)) || part(url)) {
    event.respondWith(answered(event.request, url));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "queue") return;
  event.waitUntil(queue.send().then(async () => {
    for (const client of await self.clients.matchAll()) client.postMessage({ synced: true });
  }));
});
