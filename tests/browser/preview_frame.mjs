// The preview in a frame of an editor: the page around it is that of the extension of VS Code, which a server here stands in for.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe } from "node:test";
import { address, previewTest } from "./preview_fixture.mjs";

const html = await readFile(new URL("../../editors/vscode/preview.html", import.meta.url), "utf8");
let editor, framed;

before(async () => {
  editor = createServer((_, response) => {
    const values = { address: framed + address, origin: framed, nonce: "0123456789abcdef" };
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html.replace(/\{(address|origin|nonce)\}/g, (_, name) => values[name]));
  }).listen(0, "127.0.0.1");
  await once(editor, "listening");
});
after(() => editor.close());

const editorOrigin = () => `http://127.0.0.1:${editor.address().port}`;

/** The editor has another address than the site. */
const ofEditor = /^asked http:\/\/127\.0\.0\.1:\d+\/$/;

async function openEditor(site, open) {
  const page = await open(address);
  framed = site.address;
  await page.goto(editorOrigin());
  return page;
}

describe("a frame of an editor", () => {
  previewTest("shows the page, scrolls to the words at the top of the text, and goes to another page", async (site, open) => {
    await site.stop();
    await site.serve(["--allow-frame", editorOrigin(), "--allow-frame", "vscode-webview:"]);
    const page = await openEditor(site, open);
    const frame = page.frameLocator("iframe");
    const say = (data) => page.evaluate((data) => window.postMessage(data, "*"), data);
    /** Waits until a heading is the first thing below what covers the top of the window. */
    const isAtTop = (heading) => heading.evaluate((node) => new Promise((done) => {
      const look = () => {
        const { left, top } = node.getBoundingClientRect();
        const isSeen = node.contains(document.elementFromPoint(left + 1, top + 1));
        return isSeen && top < 0.7 * innerHeight ? done() : requestAnimationFrame(look);
      };
      look();
    }));
    const headings = frame.locator(".text h2");
    await headings.nth(1).waitFor();
    for (const at of [2, 0, 1]) {
      // The script of the preview may not listen yet.
      const words = await headings.nth(at).evaluate((node) => node.firstChild.textContent);
      const repeat = setInterval(() => say({ words }).catch(() => {}), 100);
      await isAtTop(headings.nth(at)).finally(() => clearInterval(repeat));
    }
    await say({ address: `${framed}/articles/healthy-spine/` });
    await frame.getByRole("heading", { level: 1, name: "How to keep your spine healthy" }).waitFor();
  }, { expected: [ofEditor] });

  previewTest("shows nothing that it was not allowed to", async (site, open) => {
    const page = await openEditor(site, open);
    await page.waitForLoadState("load");
    assert.equal(await page.frameLocator("iframe").locator("h1").count(), 0);
  }, { expected: [ofEditor, /frame-ancestors/, /ERR_BLOCKED_BY/] });
});
