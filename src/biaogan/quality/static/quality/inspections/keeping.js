/* Keeps the inspection pages of one person ready for when there is no network, and shows what waits. */
(() => {
  "use strict";
  const EVERY = 15000;
  const queue = window.inspectionQueue;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  let asked = 0;
  const show = async (place) => {
    const texts = place.dataset;
    const turn = ++asked;
    const found = await queue.all(texts.person);
    if (turn !== asked) return; // something has happened since, and is being shown
    const waiting = found.filter((one) => one.state === "waiting");
    const photos = waiting.filter((one) => one.kind === "picture").length;
    const refused = found.filter((one) => one.state === "refused");
    const hindrance = waiting.length ? queue.hindrance() || (navigator.onLine ? "" : "offline") : "";
    let said = texts.textNone;
    if (waiting.length) said = filled(photos ? texts.textPhotos : texts.textSome, { count: waiting.length, photos });
    const why = { offline: texts.textOffline, entry: texts.textEntry, failed: texts.textFailed }[hindrance];
    const count = place.querySelector("[data-pending-count]");
    const whole = why ? `${said} · ${why}` : said;
    if (count.textContent !== whole) count.textContent = whole;
    place.dataset.waiting = String(waiting.length);
    place.querySelector("[data-pending-entry]").hidden = hindrance !== "entry";
    showRefused(place, refused);
    place.hidden = false;
  };

  const showRefused = (place, refused) => {
    const list = place.querySelector("[data-pending-refused]");
    const form = place.querySelector("[data-refused-line]");
    list.hidden = !refused.length;
    list.replaceChildren(...refused.map((entry) => {
      const line = form.content.cloneNode(true);
      const said = entry.sentence || place.dataset.textRefused;
      line.querySelector("[data-sentence]").textContent = entry.about ? `${entry.about}：${said}` : said;
      line.querySelector("[data-again]").addEventListener("click", async () => {
        await queue.change(entry.number, { state: "waiting", sentence: "" });
        await queue.drain(place.dataset.person);
      });
      line.querySelector("[data-drop]").addEventListener("click", async () => {
        await queue.drop(entry.number);
        document.dispatchEvent(new CustomEvent("given-up", { detail: entry }));
      });
      return line;
    }));
  };

  // Pages and photos named by links; what is no longer named goes.
  const keep = async (person, wanted, { whole }) => {
    const cache = await caches.open(`kept-${person}`);
    await Promise.all([...wanted].map(async (url) => {
      try {
        const answer = await fetch(url, { credentials: "same-origin", cache: "no-cache", redirect: "manual" });
        if (answer.ok && answer.type !== "opaqueredirect") await cache.put(url, answer);
      } catch { /* no network: what was kept before stays */ }
    }));
    if (!whole || !navigator.onLine) return;
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (path.endsWith("/phone") && !wanted.has(path)) await cache.delete(request);
    }
  };

  const begin = async (place) => {
    const { person, worker, reach } = place.dataset;
    await show(place);
    document.addEventListener("queue", () => show(place));
    const drain = () => queue.drain(person);
    window.addEventListener("online", drain);
    window.addEventListener("offline", () => show(place));
    document.addEventListener("visibilitychange", () => document.hidden || drain());
    setInterval(async () => {
      if ((await queue.all(person)).some((one) => one.state === "waiting")) drain();
    }, EVERY);
    drain();
    navigator.storage?.persist?.();
    await navigator.serviceWorker.register(worker, { scope: reach });
    await navigator.serviceWorker.ready;
    const list = !document.querySelector("[data-inspection]");
    const wanted = new Set([window.location.pathname, reach]);
    document.querySelectorAll("a[data-keep]").forEach((link) => wanted.add(new URL(link.href).pathname));
    await keep(person, wanted, { whole: list && !window.location.search });
    place.dataset.ready = "";
  };

  const ready = () => {
    const place = document.querySelector("[data-pending]");
    if (!place) return;
    if (!queue) {
      place.querySelector("[data-pending-count]").textContent = place.dataset.textPlain;
      place.hidden = false;
      return;
    }
    document.documentElement.dataset.queue = "";
    begin(place);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
