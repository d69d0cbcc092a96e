// A form of a built site in a real browser, under the site's own policy: its states, what it sends, and what stays in it when the
// request fails. The server has another origin, like most services for forms.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { BuiltSite } from "./built_site.mjs";
import { launchBrowser } from "./preview_site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const requests = [];
/** How the server responds to a request; each test sets it. */
let respond;
let browser, site, server;

const allowAllOrigins = { "Access-Control-Allow-Origin": "*" };
const posted = () => requests.filter((request) => request.method === "POST");
/** Responds to a POST with this status and these headers, and to all other requests with an empty 200. */
const respondWith = (status, headers = allowAllOrigins) => (request, response) =>
  response.writeHead(request.method === "POST" ? status : 200, headers).end();

before(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    requests.push({ method: request.method, body, headers: request.headers, url: request.url });
    respond(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const form = `{kind: form, title: Join, action: "http://127.0.0.1:${server.address().port}/in", consent: {text: I agree, version: v2}, success: {title: Thanks, body: We write soon.}, error: Not sent.}`;
  site = await BuiltSite.start({
    "wellpress.yaml": `title: Test\nbase_url: https://test.example/\nsearch: none\ncalls_to_action:\n  join: ${form}\n`,
    "content/pages/index.md": "---\ntitle: Home\n---\nWords.\n",
    "content/articles/a.md": "---\ntitle: A\ntopics: []\n---\nWords.\n\n::cta{#join}\n",
  });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await site?.remove();
});

async function withForm(settings, run) {
  requests.length = 0;
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...settings });
  try {
    const page = await context.newPage();
    page.blocked = [];
    page.on("console", (message) => /Content.Security/i.test(message.text()) && page.blocked.push(message.text()));
    await page.goto(`${site.address}/articles/a/`);
    await run(page, page.locator("form.cta-form"));
    assert.deepEqual(page.blocked, []);
  } finally {
    await context.close();
  }
}

async function fill(form) {
  await form.getByLabel("Email address").fill("ann@test.example");
  await form.getByLabel("I agree").check();
}

const stateOf = (form, state) => form.and(form.page().locator(`[data-state=${state}]`)).waitFor();

describe("a form", () => {
  test("says that it was sent, once, and sends what was typed alone", async () => {
    let release;
    const held = new Promise((go) => (release = go));
    respond = async (request, response) => {
      if (request.method === "POST") await held;
      response.writeHead(200, allowAllOrigins).end();
    };
    await withForm({}, async (page, form) => {
      await stateOf(form, "idle");
      await fill(form);
      await form.getByRole("button").click();
      await stateOf(form, "sending");
      assert.match(await form.getByRole("status").innerText(), /^Sending/);
      await form.getByRole("button").click();
      await form.getByLabel("Email address").press("Enter");
      release();
      await stateOf(form, "sent");
      assert.equal(await form.getByRole("status").innerText(), "Thanks. We write soon.");
      assert.equal(await page.evaluate(() => document.activeElement.className), "cta-status");
      assert.equal(await form.getByRole("button").isVisible(), false);
      assert.equal(page.url(), `${site.address}/articles/a/`);
      assert.equal(posted().length, 1);
      const [{ body, headers, url }] = posted();
      assert.equal(body, "email=ann%40test.example&consent=v2");
      assert.deepEqual([headers.referer, headers.cookie, url], [undefined, undefined, "/in"]);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run("form"));
      assert.deepEqual(violations, []);
    });
  });

  test("takes a server that leads on for one that took it", async () => {
    respond = respondWith(303, { ...allowAllOrigins, Location: `${site.address}/thanks/join/` });
    await withForm({}, async (page, form) => {
      await fill(form);
      await form.getByRole("button").click();
      await stateOf(form, "sent");
      assert.equal(posted().length, 1);
    });
  });

  test("that is refused keeps what was typed, says so, and can be sent again", async () => {
    respond = respondWith(500);
    await withForm({}, async (page, form) => {
      await fill(form);
      await form.getByRole("button").click();
      await stateOf(form, "failed");
      assert.equal(await form.getByRole("alert").innerText(), "Not sent.");
      assert.equal(await form.getByLabel("Email address").inputValue(), "ann@test.example");
      assert.equal(await form.getByLabel("I agree").isChecked(), true);
      respond = respondWith(200);
      await form.getByRole("button").click();
      await stateOf(form, "sent");
      assert.equal(await form.locator(".cta-error").textContent(), "");
      assert.equal(posted().length, 2);
    });
  });

  test("without a network keeps what was typed", async () => {
    respond = respondWith(200);
    await withForm({}, async (page, form) => {
      await fill(form);
      await page.context().setOffline(true);
      await form.getByRole("button").click();
      await stateOf(form, "failed");
      assert.equal(await form.getByLabel("Email address").inputValue(), "ann@test.example");
      assert.equal(page.url(), `${site.address}/articles/a/`);
      assert.equal(requests.length, 0);
    });
  });

  test("of a server that hides its answers is sent by the browser, once", async () => {
    respond = respondWith(303, { Location: `${site.address}/thanks/join/` });
    await withForm({}, async (page, form) => {
      await fill(form);
      await form.getByRole("button").click();
      await page.waitForURL("**/thanks/join/");
      assert.equal(posted().length, 1);
    });
  });

  test("goes without script, to the page of thanks", async () => {
    respond = respondWith(303, { Location: `${site.address}/thanks/join/` });
    await withForm({ javaScriptEnabled: false }, async (page, form) => {
      await fill(form);
      await form.getByRole("button").click();
      await page.waitForURL("**/thanks/join/");
      assert.equal(await page.locator("h1").innerText(), "Thanks");
      assert.equal(await page.locator(".text").innerText(), "We write soon.");
      const [{ body, headers }] = posted();
      assert.deepEqual([body, headers.referer], ["email=ann%40test.example&consent=v2", undefined]);
    });
  });

  test("is not sent before what is asked for is there", async () => {
    respond = respondWith(200);
    await withForm({}, async (page, form) => {
      await form.getByLabel("Email address").fill("ann@test.example");
      await form.getByRole("button").click();
      await stateOf(form, "idle");
      assert.equal(requests.length, 0);
    });
  });
});

test("a page with a form stays within what an article may weigh", async () => {
  await withForm({}, async (page) => {
    const sizes = await page.evaluate(async () => {
      const loaded = [...document.querySelectorAll("link[rel=stylesheet]:not([media=print]), script[src]")].map((node) => node.href ?? node.src);
      return Promise.all(loaded.map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength));
    });
    assert.ok(sizes.length >= 5);
    assert.ok(sizes.reduce((sum, size) => sum + size) <= 45 * 1024, sizes.join(" + "));
  });
});
