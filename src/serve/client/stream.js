// The stream of reload events, for pages of the site and for the dashboard.

import { dashboardUrl } from "./parts.js";

/**
 * Listens to reload events while the tab is visible. Calls `built` for each, and `away` when the server is gone. A browser
 * opens six connections to one server, and hidden tabs would take them all; a tab that becomes visible again receives what
 * it missed. For the first event of a stream, `built` learns whether this page had a stream before (`isAgain`), and whether
 * the reader went back to the page in history (`isBack`).
 */
export function listen({ built, away }) {
  let [stream, retry, lastEventId, streams] = [null, 0, "", 0];

  function connect({ isBack = false } = {}) {
    disconnect();
    let isFirst = true;
    streams += 1;
    stream = new EventSource(`${dashboardUrl}events${lastEventId && `?after=${encodeURIComponent(lastEventId)}`}`);
    stream.addEventListener("build", (event) => {
      lastEventId = event.lastEventId;
      built(JSON.parse(event.data), { isFirst, isAgain: isFirst && streams > 1, isBack: isFirst && isBack });
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

  const connectIfVisible = (options) => (document.hidden ? disconnect() : connect(options));
  connectIfVisible();
  onWaking(() => stream && connect());
  document.addEventListener("visibilitychange", () => connectIfVisible());
  addEventListener("online", () => connectIfVisible());
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connectIfVisible({ isBack: true }));
}

/** Calls back when the machine has slept, which a jump of the clock shows: a stream may then look open and be dead. */
function onWaking(callback) {
  let tick = Date.now();
  setInterval(() => {
    const slept = Date.now() - tick > 20000;
    tick = Date.now();
    if (slept) callback();
  }, 5000);
}
