// `npm run editor`, weekly and not with the other tests, since most of what is on the screen is Sveltia CMS: the web editor in a browser, on a folder of the browser's own file system, without a network: a colleague opens pages and saves them
// unchanged, and writes an article with two citations, an exercise and a picture. The folder, copied out, builds.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test as anyTest } from "node:test";
import { cite, openFolder, run, showText, siteWithEditor, skip, visibleDialog } from "./editor_site.mjs";
import { axeFindings, copySite, launchBrowser, ServedSite } from "./preview_site.mjs";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mNomLAAK2IYWhIAKz5sAQEE7SkAAAAASUVORK5CYII=", "base64");

const test = skip ? (name, run) => anyTest(name, { skip }, run) : anyTest;
let site;
let browser;
let page;
const elsewhere = [];
const refused = [];

before(async () => {
  if (skip) return;
  const folder = await siteWithEditor();
  const draft = { id: "lee-2026", type: "book", title: "Walking at any age", author: [{ family: "Lee", given: "Bo" }], issued: { "date-parts": [[2026]] } };
  await mkdir(join(folder, "content/references"), { recursive: true });
  await writeFile(join(folder, "content/references/to-complete.json"), `${JSON.stringify([draft], null, 2)}\n`);
  site = await ServedSite.start({ folder });
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  await context.route("**/*", (route) => {
    if (route.request().url().startsWith(site.address)) return route.continue();
    elsewhere.push(route.request().url());
    return route.abort();
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => refused.push(error.message));
});

after(async () => {
  await browser?.close();
  await site?.remove();
});

/** All files of the folder in the browser, as they are now. */
async function folderNow() {
  const files = await page.evaluate(async () => {
    const found = [];
    const read = async (folder, path) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === "directory") await read(handle, `${path}${name}/`);
        else {
          const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
          found.push([path + name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))]);
        }
      }
    };
    await read(await (await navigator.storage.getDirectory()).getDirectoryHandle("guide"), "");
    return found;
  });
  return new Map(files.map(([path, data]) => [path, Buffer.from(data, "base64")]));
}

/** Saves the page, if there is something to save. */
async function save() {
  const button = page.getByRole("button", { name: "Save", exact: true });
  if (!(await button.isEnabled())) return;
  await button.click();
  await button.waitFor({ state: "detached" });
}

/** Inserts a block at the cursor. */
async function insert(name) {
  await page.getByRole("button", { name: "Insert", exact: true }).first().click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

test("the page opens with its own policy and asks nobody else", async () => {
  await openFolder(page, site);
  const icons = page.locator(".material-symbols-outlined").filter({ visible: true });
  await icons.first().waitFor();
  const icon = await icons.first().evaluate((node) => node.getBoundingClientRect());
  assert.ok(icon.width < 30, `an icon, not its name, from a font of the site: ${icon.width} px`);
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(refused, []);
});

test("the pane shows an exercise with its cautions before its steps, and an article with those of its exercises", async () => {
  await page.goto(`${site.address}/editor/#/collections/exercises/entries/cat-cow/index`);
  const pane = page.frameLocator("iframe.preview");
  await pane.locator("h1", { hasText: "Cat-cow" }).waitFor();
  await pane.locator(".caution", { hasText: "Osteoporosis: change the exercise." }).waitFor();
  assert.equal(await pane.locator(".not-reviewed").first().innerText(), "Not medically reviewed");
  const isBefore = await pane.locator(".caution").first().evaluate((caution) => Boolean(caution.compareDocumentPosition(document.querySelector("ol")) & Node.DOCUMENT_POSITION_FOLLOWING));
  assert.ok(isBefore, "the caution stands before the steps");
  await page.goto(`${site.address}/editor/#/collections/articles/entries/middle-back-stretches/index`);
  const embedded = pane.locator("section.exercise", { hasText: "Cat-cow" });
  await embedded.locator(".caution", { hasText: "Osteoporosis" }).waitFor();
  await pane.locator(".care", { hasText: "Get help soon" }).waitFor();
  assert.equal(await pane.locator(".bibliography li").first().innerText(), "Park and Jenis 2021: Osteoporosis and spinal fractures");
  const disclaimers = ["Disclaimer: Please talk to your own clinician", "Disclaimer: For information only"];
  assert.deepEqual(await pane.locator(".disclaimers p").allInnerTexts(), disclaimers);
  await embedded.getByText("Go on from one to the other for 5-10 rounds, in time with your breath.").waitFor();
  assert.deepEqual(elsewhere, [], "no other host is asked for the pane");
  // What the pane draws, not the frame that Sveltia CMS makes, which has no title and no language of its own.
  const frame = Object.assign(page.frames().find((other) => other !== page.mainFrame()), { problems: [] });
  assert.deepEqual((await axeFindings(frame, ["wcag2a", "wcag2aa"])).filter((finding) => !/document-title|html-has-lang/.test(finding)), []);
});

test("citations and exercises have their names, and a dialog begins in its first field, by the keyboard alone", async () => {
  await showText(page);
  await page.locator(".placeholder", { hasText: "Park and Jenis 2021" }).first().waitFor();
  await page.locator(".placeholder", { hasText: "Exercise: Cat-cow" }).first().waitFor();
  const citation = page.locator(".placeholder", { hasText: "Park and Jenis 2021" }).first();
  await citation.focus();
  await page.keyboard.press("Enter");
  const dialog = visibleDialog(page);
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  assert.equal(await page.evaluate(() => document.activeElement.closest("dialog").querySelector('[role="combobox"], input') === document.activeElement), true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Citation", exact: true }).first().click();
  await dialog.getByRole("combobox").first().click();
  await page.getByRole("option", { name: "Lee 2026: Walking at any age (to complete)" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
});

test("pages of each kind that are opened and saved stay the same", async () => {
  const before = await folderNow();
  const pages = [
    "articles/entries/osteoporosis-spine/index", "articles/entries/healthy-spine/index", "exercises/entries/cat-cow/index",
    "programmes/entries/first-standing-routine", "people/entries/editorial-team", "topics/entries/spine", "pages/entries/about",
    "disclaimers/entries/general", "glossary/entries/glossary",
  ];
  for (const address of pages) {
    await page.goto(`${site.address}/editor/#/collections/${address}`);
    await page.getByRole("button", { name: "Save", exact: true }).waitFor();
    if (!address.startsWith("glossary")) await showText(page);
    await save();
  }
  const now = await folderNow();
  const changed = [...before].filter(([path, bytes]) => !now.get(path)?.equals(bytes)).map(([path]) => path);
  assert.deepEqual(changed, []);
  assert.equal(now.size, before.size);
});

test("an article with citations, an exercise and a picture is written, and the folder builds", async () => {
  await page.goto(`${site.address}/editor/#/collections/articles/new`);
  await page.getByRole("textbox", { name: "Title", exact: true }).first().fill("Walking with a friend");
  await page.getByRole("textbox", { name: "Summary", exact: true }).first().fill("Two people keep each other company: a small plan.");
  const text = await showText(page);
  await text.click();
  await page.keyboard.type("Walking loads the bones of the spine ");
  await cite(page, "Park", "p. 4");
  // A word of one letter, which Sveltia CMS without its mended fault deletes.
  await page.keyboard.type("A walk can be done at any age ");
  await cite(page, "Mayo");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await insert("Exercise");
  const dialog = visibleDialog(page);
  await dialog.getByRole("combobox").first().click();
  await page.getByRole("option", { name: "Cat-cow" }).click();
  await dialog.getByRole("button", { name: "Insert" }).click();
  // At once: Sveltia CMS without its mended fault throws away what is typed behind a block.
  await page.keyboard.type("Begin with a few rounds.");
  await insert("Note");
  await page.keyboard.type("Stop when it hurts.");
  await page.locator('.component.wrapper [contenteditable="true"]').click();
  await page.keyboard.type("Wear shoes.");
  await page.getByRole("checkbox", { name: /Add.*Picture at the top/ }).click();
  // The form of the picture is made when it comes into sight.
  await page.mouse.move(300, 600);
  await page.mouse.wheel(0, 600);
  await page.getByRole("button", { name: "Browse" }).first().click();
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Upload" }).click();
  await (await chooser).setFiles({ name: "friends.png", mimeType: "image/png", buffer: PICTURE });
  await dialog.getByRole("button", { name: "Insert" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("textbox", { name: "What it shows", exact: true }).first().fill("Two people walk beside each other.");
  await save();
  const files = await folderNow();
  const written = files.get("content/articles/walking-with-a-friend/index.md").toString();
  assert.match(written, /^---\ntitle: "Walking with a friend"\ndescription: "Two people keep each other company: a small plan\."\n/);
  assert.match(written, /Walking loads the bones of the spine \[@park-spinal-fractures, p\. 4\]\n\nA walk can be done at any age \[@mayo-exercising\]\n\n::exercise\{#cat-cow\}\n\nBegin with a few rounds\.\n\n:::note\nWear shoes\.\n:::\n\nStop when it hurts\.\n$/);
  const copy = await copySite(site.folder);
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), bytes);
  }
  await run(copy, "build");
  assert.match(await readFile(join(copy, "output/articles/walking-with-a-friend/index.html"), "utf8"), /cat-cow/);
  await rm(copy, { recursive: true, force: true });
});
