"use strict";
/* For my group's page and the inspection form, and for nothing else: the network first; where there is
   none, what was kept. Hands in what waits when the system says that the network is back. */
importScripts("/static/group/queue.js");
const SHELF = "bihuan-group-1";
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
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
  const wanted = (event.data.keep || []).map((x) => new URL(x, self.location.origin))
    .filter((x) => ours(x) && (page(x) || part(x)));
  event.waitUntil(Promise.allSettled(wanted.map((x) => keep(x.pathname))).then((done) => {
    event.source.postMessage({ kept: done.filter((x) => x.status === "fulfilled").length });
  }));
});

const answered = async (request, url) => {
  const shelf = await caches.open(SHELF);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (answer.ok && !answer.redirected && !url.search) await shelf.put(url.pathname, answer.clone());
    return answer;
  } catch (fault) {
    if (/[?&](as_of|known_at)=/.test(url.search)) throw fault; // a past day is not what was kept
    const kept = await shelf.match(url.pathname) || (page(url) && await shelf.match("/group/inspections"));
    if (kept) return kept;
    throw fault;
  } finally {
    clearTimeout(timer);
  }
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
