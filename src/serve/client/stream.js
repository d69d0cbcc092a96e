// The stream of builds, as it is heard by a page of the site and by the server's own pages.

import { own } from "./parts.js";

/**
 * Listens to builds while the tab shows, and tells of each, and when the server is away. A browser opens six connections
 * to one server, and tabs that nobody looks at would take them all; a tab that shows again hears what it missed.
 * `built` is told of a stream's first message whether another stream came before (`isAgain`), and whether the reader
 * went back to the page (`isBack`).
 */
export function listen({ built, away }) {
  let [stream, retry, heard, joins] = [null, 0, "", 0];

  function connect({ isBack = false } = {}) {
    disconnect();
    let isFirst = true;
    joins += 1;
    stream = new EventSource(`${own}events${heard && `?after=${encodeURIComponent(heard)}`}`);
    stream.addEventListener("build", (event) => {
      heard = event.lastEventId;
      built(JSON.parse(event.data), { isFirst, isAgain: isFirst && joins > 1, isBack: isFirst && isBack });
      isFirst = false;
    });
    stream.addEventListener("error", () => {
      disconnect();
      away();
      retry = setTimeout(connect, 1000, { isBack: isFirst && isBack });
    });
  }

  function disconnect() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  const connectIfShown = (how) => (document.hidden ? disconnect() : connect(how));
  connectIfShown();
  onWaking(() => stream && connect());
  document.addEventListener("visibilitychange", () => connectIfShown());
  addEventListener("online", () => connectIfShown());
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connectIfShown({ isBack: true }));
}

/** A machine that slept may hold a stream that looks open and is dead. A jump of the clock tells. */
function onWaking(act) {
  let tick = Date.now();
  setInterval(() => {
    const slept = Date.now() - tick > 20000;
    tick = Date.now();
    if (slept) act();
  }, 5000);
}
