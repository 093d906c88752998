/* Serves the inspection pages when there is no network. What belongs to a person lies in a cache named after
   them, which the pages fill and empty; static files lie in a cache named after their version. */
"use strict";
const STATIC = `static-${VERSION}`;
const PAGES = /^\/quality\/inspections(\/\d+\/phone)?$/;
const PHOTOS = /^\/quality\/photos\//;
const PATIENCE = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(STATIC).then((cache) => cache.addAll(ASSETS)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("static-") && name !== STATIC) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

const kept = async (request) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith("kept-")) continue;
    const found = await (await caches.open(name)).match(request, { ignoreSearch: true, ignoreVary: true });
    if (found) return found;
  }
  return undefined;
};

const page = async (request) => {
  const answer = fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    const first = await Promise.race([answer, late]);
    return first || (await kept(request)) || (await answer);
  } catch (fault) {
    const found = await kept(request);
    if (found) return found;
    throw fault;
  }
};

const first = async (find, request) => (await find(request)) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (PAGES.test(url.pathname)) event.respondWith(page(request));
  else if (PHOTOS.test(url.pathname)) event.respondWith(first(kept, request));
  else if (ASSETS.includes(url.pathname)) {
    event.respondWith(first(async () => (await caches.open(STATIC)).match(request), request));
  }
});
