import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const js of [true, false]) for (const w of [320, 1280]) { const c = await b.newContext({ viewport: { width: w, height: 900 }, javaScriptEnabled: js }); const p = await c.newPage(); await p.goto("http://127.0.0.1:8765/exercises/passive-backbend/");
 console.log(js, w, await p.locator(".related .plate-card[data-kind=exercise] .card-text").first().boundingBox().then((x) => x.height), js ? await p.locator(".open-steps").first().boundingBox() : ""); await c.close(); }
await b.close();
