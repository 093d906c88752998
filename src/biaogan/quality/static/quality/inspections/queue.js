/* What was done on this phone and is not yet on the server. An entry leaves only when the server has answered with
   the SHA-256 of what was sent. Entries belong to a person: another one neither sees nor sends them. */
(() => {
  "use strict";
  const able = window.isSecureContext && "indexedDB" in window && "serviceWorker" in navigator && window.crypto?.subtle;
  if (!able) {
    // What is added while the last one is being sent is not left until the next time.
  let busy = false;
  let again = false;
  const drain = async (owner) => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again) {
        again = false;
        await drainOnce(owner);
      }
    } finally {
      busy = false;
    }
  };

  window.inspectionQueue = null;
    return;
  }

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const finished = (transaction) => new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });

  let opened;
  const open = () => {
    opened ||= new Promise((resolve, reject) => {
      const request = indexedDB.open("inspections", 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore("entries", { keyPath: "number", autoIncrement: true });
        store.createIndex("owner", "owner");
        store.createIndex("key", "key", { unique: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const entries = async (mode) => {
    const transaction = (await open()).transaction("entries", mode, { durability: "strict" });
    return [transaction.objectStore("entries"), finished(transaction)];
  };

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (buffer) => hex(await crypto.subtle.digest("SHA-256", buffer));

  // Several at once go in together or not at all.
  const add = async (...made) => {
    const whole = await Promise.all(made.map(async (one) => ({ ...one, sha256: await sha256(one.body), state: "waiting" })));
    const [store, done] = await entries("readwrite");
    whole.forEach((one) => store.add(one));
    await done;
    document.dispatchEvent(new CustomEvent("queue"));
    return whole;
  };
  const all = async (owner) => {
    const [store] = await entries("readonly");
    return asked(store.index("owner").getAll(owner));
  };
  const change = async (number, values) => {
    const [store, done] = await entries("readwrite");
    const entry = await asked(store.get(number));
    if (entry) store.put({ ...entry, ...values });
    await done;
  };
  const drop = async (number) => {
    const [store, done] = await entries("readwrite");
    store.delete(number);
    await done;
    document.dispatchEvent(new CustomEvent("queue"));
  };

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";
  const post = (entry) => fetch(entry.url, {
    method: "POST",
    body: entry.body,
    redirect: "manual",
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "X-Person": entry.owner, "Content-Type": "application/octet-stream" },
  });
  const sentence = async (answer) => {
    try {
      return (await answer.json()).sentence || "";
    } catch {
      return ""; // no words from the server: the page has its own
    }
  };

  // A signed inspection is over on this phone: its page and what the page still needed go.
  const forget = async ({ owner, inspection }) => {
    const over = (await all(owner)).filter((one) => one.inspection === inspection && one.state === "kept");
    await Promise.all(over.map((one) => drop(one.number)));
    await (await caches.open(`kept-${owner}`)).delete(`/quality/inspections/${inspection}/phone`);
  };

  const REFUSED = [403, 404, 409, 413, 422];
  // Sends one entry; says whether the next may follow, and what stands in the way.
  const send = async (entry) => {
    if (!token()) return "entry"; // cookies were cleared; logging in brings them back
    let answer;
    try {
      answer = await post(entry);
    } catch {
      return "offline";
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return "entry";
    if (REFUSED.includes(answer.status)) {
      await change(entry.number, { state: "refused", sentence: await sentence(answer) });
      return "";
    }
    if (!answer.ok) return "failed";
    let kept;
    try {
      kept = await answer.json();
    } catch {
      return "failed";
    }
    if (kept.sha256 !== entry.sha256) return "failed";
    await change(entry.number, { state: "kept", body: null });
    if (entry.kind === "sign-off") await forget(entry);
    document.dispatchEvent(new CustomEvent("kept", { detail: { entry, answer: kept } }));
    return "";
  };

  let hindrance = "";
  const drainOnce = async (owner) => {
    const turn = async () => {
      for (;;) {
        const next = (await all(owner)).find((entry) => entry.state === "waiting");
        if (!next) { hindrance = ""; return; }
        hindrance = await send(next);
        if (hindrance) return;
        document.dispatchEvent(new CustomEvent("queue"));
      }
    };
    // One tab sends at a time; sending twice would be harmless and only costs traffic.
    if (navigator.locks) await navigator.locks.request("inspections", { ifAvailable: true }, (lock) => lock && turn());
    else await turn();
    document.dispatchEvent(new CustomEvent("queue"));
  };

  // What is added while the last one is being sent is not left until the next time.
  let busy = false;
  let again = false;
  const drain = async (owner) => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again) {
        again = false;
        await drainOnce(owner);
      }
    } finally {
      busy = false;
    }
  };

  window.inspectionQueue = { add, all, change, drop, drain, hindrance: () => hindrance };
})();
