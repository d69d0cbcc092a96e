// The policy that each page has as a tag, on a host that sends no headers: a site with hostile HTML in its text and a hostile
// theme must not request anything from another origin.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { BuiltSite } from "./built_site.mjs";
import { launchBrowser } from "./preview_site.mjs";

/** The paths that were requested from the other origin. */
const foreignRequests = new Set();
let browser, site, foreignServer;

/** HTML that requests one path of the other origin in each way that a browser has; `from` is part of each path. */
const hostileHtml = (origin, from) => `
<img src="${origin}/${from}/image" alt="">
<svg><image href="${origin}/${from}/svg-image"></image></svg>
<script src="${origin}/${from}/script"></script>
<link rel="stylesheet" href="${origin}/${from}/style">
<style>@import "${origin}/${from}/imported-style"; @font-face { font-family: foreign-${from}; src: url("${origin}/${from}/font") } .styled-${from} { font-family: foreign-${from}; background: url("${origin}/${from}/background") }</style>
<p class="styled-${from}">Words</p>
<iframe src="${origin}/${from}/frame"></iframe>
<object data="${origin}/${from}/object"></object>
<embed src="${origin}/${from}/embed">
<video src="${origin}/${from}/video" autoplay muted></video>
<video poster="${origin}/${from}/poster"></video>
<video src="missing.mp4" autoplay muted crossorigin><track default src="${origin}/${from}/track"></video>
<audio src="${origin}/${from}/audio" autoplay muted></audio>
<img srcset="${origin}/${from}/srcset 2x, ${origin}/${from}/srcset 1x" alt="">
<input type="image" src="${origin}/${from}/input" alt="">
<link rel="preload" as="image" href="${origin}/${from}/preload">
<link rel="prefetch" href="${origin}/${from}/prefetch">
<a class="hostile" href="#words" ping="${origin}/${from}/ping">Words</a>
<img src="missing.png" alt="" onerror="fetch('${origin}/${from}/handler', { mode: 'no-cors' })">
<script>for (const send of [() => fetch("${origin}/${from}/fetch", { mode: "no-cors" }), () => navigator.sendBeacon("${origin}/${from}/beacon"), () => { new Image().src = "${origin}/${from}/script-image"; }, () => import("${origin}/${from}/module").catch(() => {}), () => new EventSource("${origin}/${from}/event-source"), () => new WebSocket("${origin.replace("http", "ws")}/${from}/web-socket")]) try { send(); } catch {}</script>
<form class="hostile" action="${origin}/${from}/form" method="post"><button>Send</button></form>
`;

before(async () => {
  foreignServer = createServer((request, response) => {
    foreignRequests.add(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  }).listen(0, "127.0.0.1");
  await once(foreignServer, "listening");
  const origin = `http://127.0.0.1:${foreignServer.address().port}`;
  site = await BuiltSite.start({
    "wellpress.yaml": "title: Test\nbase_url: https://test.example/\ntheme: hostile\nraw_html: true\n",
    "themes/hostile/theme.yaml": "name: hostile\nextends: well\n",
    // In front of <head>, where a parser that looks for the tag alone would not expect anything.
    "themes/hostile/templates/base.html": `<!doctype html>\n<!-- <head> -->\n<html>${hostileHtml(origin, "theme")}<head><title>{{ head.title }}</title></head><body><p>Words.</p>{% block head %}{% endblock %}{% block header_tools %}{% endblock %}{% block breadcrumbs %}{% endblock %}{% block content %}{% endblock %}{% block footer %}{% endblock %}</body></html>\n`,
    "themes/hostile/templates/article.html": "{% extends \"base.html\" %}{% block content %}{{ record.byline.not_reviewed | safe }}{{ record.disclaimers_top | safe }}{{ record.content | safe }}{% endblock %}\n",
    "content/pages/index.md": "---\ntitle: Home\n---\nWords.\n",
    "content/articles/a.md": `---\ntitle: A\ndescription: A text.\n---\nWords.\n\n<div>${hostileHtml(origin, "text").replaceAll("\n", "")}</div>\n`,
  });
  site.policy = null;
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  foreignServer?.closeAllConnections();
  foreignServer?.close();
  await site?.remove();
});

/** Waits until all of these are requested from the other origin, for as long as a busy machine may need. */
async function allRequested(paths) {
  const end = Date.now() + 30_000;
  while (!paths.every((path) => foreignRequests.has(path)) && Date.now() < end) {
    await setTimeout(50);
  }
}

/** Opens the article, submits its forms, and returns what was requested from the other origin. Requests that are expected may take
 * their time; with none, it waits for a moment. */
async function requestsOfArticle(expected = []) {
  foreignRequests.clear();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.address}/articles/a/`);
    await page.waitForLoadState("networkidle");
    await page.locator("a.hostile").evaluateAll((links) => links.forEach((link) => link.click()));
    await allRequested(expected.filter((path) => !path.endsWith("/form")));
    const forms = await page.locator("form.hostile").count();
    for (let number = 0; number < forms; number++) {
      await page.goto(`${site.address}/articles/a/`);
      await page.locator("form.hostile").nth(number).evaluate((form) => form.submit());
      await page.waitForTimeout(300);
    }
    await allRequested(expected);
    // A page that the form has led to is asked for its icon.
    return [...foreignRequests].filter((path) => path !== "/favicon.ico").sort();
  } finally {
    await context.close();
  }
}

describe("a hostile site on a host without headers", () => {
  const ways = [
    "audio", "background", "beacon", "embed", "event-source", "fetch", "font", "form", "frame", "handler", "image",
    "imported-style", "input", "module", "object", "ping", "poster", "prefetch", "preload", "script", "script-image", "srcset",
    "style", "svg-image", "track", "video", "web-socket",
  ];

  test("requests nothing from another origin", async () => {
    assert.deepEqual(await requestsOfArticle(), []);
  });

  test("would do so in every way without the tag", async () => {
    site.change = (path, bytes) => bytes.toString().replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
    try {
      const expected = ["text", "theme"].flatMap((from) => ways.map((way) => `/${from}/${way}`));
      assert.deepEqual(await requestsOfArticle(expected), expected.sort());
    } finally {
      site.change = undefined;
    }
  });
});
