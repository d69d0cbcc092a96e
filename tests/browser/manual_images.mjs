// Takes the pictures of the manual, docs/images/*.webp, anew: pages of this repository's own site, the overlay of the preview
// and the dashboard of `check`. `npm run images` here does it, after `cargo build`.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BuiltSite } from "./built_site.mjs";
import { citationDialog, openFolder, showText, siteWithEditor } from "./editor_site.mjs";
import { ServedSite, copySite, launchBrowser, openPage, overlay, program } from "./preview_site.mjs";

const images = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/images");
const article = "content/articles/middle-back-stretches/index.md";
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.25 };
const phone = { viewport: { width: 375, height: 900 } };

/** Saves a screenshot as WebP. A second page of the browser encodes it. */
async function saveScreenshot(browser, page, name) {
  const png = (await page.screenshot({ animations: "disabled" })).toString("base64");
  const encoder = await browser.newPage();
  const webp = await encoder.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.82 })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }, png);
  await encoder.close();
  const bytes = Buffer.from(webp, "base64");
  await writeFile(join(images, `${name}.webp`), bytes);
  console.log(`${name}.webp: ${bytes.length} bytes`);
}

/** Opens a page, loads it again so that fonts and pictures come from the cache, and scrolls to the element `scrollTarget`. */
async function open(browser, address, settings, scrollTarget) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  await page.goto(address);
  await page.reload({ waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  if (scrollTarget) {
    await page.locator(scrollTarget).first().evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
    await page.waitForLoadState("networkidle");
  }
  return page;
}

async function takePages(browser) {
  const site = await BuiltSite.start({}, await copySite());
  const screenshots = [
    ["home", "/", desktop, undefined],
    ["article", "/articles/middle-back-stretches/", desktop, ".article > .text > h2"],
    ["exercise-phone", "/exercises/cat-cow/", phone, undefined],
    ["sources", "/references/", desktop, undefined],
    ["source", "/references/sawicki-2021/", desktop, ".source"],
  ];
  for (const [name, path, settings, scrollTarget] of screenshots) {
    const page = await open(browser, site.address + path, { ...settings, colorScheme: "light" }, scrollTarget);
    await saveScreenshot(browser, page, name);
    await page.context().close();
  }
  await site.remove();
}

/** The overlay of the preview after an author has misspelt a source. */
async function takeOverlay(browser) {
  const site = await ServedSite.start();
  const page = await openPage(browser, `${site.address}/articles/middle-back-stretches/`, { ...desktop, viewport: { width: 1280, height: 700 } });
  await site.edit(article, "@sawicki-2021", "@sawicki-2012");
  await overlay(page).getByText("sawicki-2012").first().waitFor();
  await saveScreenshot(browser, page, "overlay");
  await page.context().close();
  await site.remove();
}

async function takeDashboard(browser) {
  const folder = await copySite(), report = join(folder, "report.html");
  // `check` exits with 1 when it has findings, and still writes the report.
  await new Promise((resolve) => execFile(program, ["check", "--root", folder, "--format", "html", "--output", report], resolve));
  const page = await open(browser, pathToFileURL(report).href, desktop);
  await saveScreenshot(browser, page, "dashboard");
  await page.context().close();
}

/** What a person sees who signs in, for each way; and where the token is pasted. */
async function takeSignIn(browser) {
  const site = await ServedSite.start({ folder: await siteWithEditor() });
  const ways = {
    token: { name: "github", repo: "clinic/guide", auth_methods: ["token"] },
    relay: { name: "github", repo: "clinic/guide", base_url: "https://sign-in.example" },
    pkce: { name: "gitlab", repo: "clinic/guide", auth_type: "pkce", app_id: "0" },
  };
  for (const [way, backend] of Object.entries(ways)) {
    const local = JSON.stringify({ backend });
    await writeFile(site.path("static/editor/config.local.json"), local);
    const served = async () => (await fetch(`${site.address}/editor/config.local.json`)).text();
    while ((await served()) !== local) await setTimeout(100);
    const context = await browser.newContext({ viewport: { width: 900, height: 560 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`${site.address}/editor/`);
    await page.getByRole("button", { name: "Work with Local Repository" }).waitFor();
    await page.evaluate(() => document.fonts.ready);
    if (way === "token") {
      await page.getByRole("button", { name: /Token/ }).click();
      await page.getByRole("textbox", { name: "Personal Access Token" }).waitFor();
    }
    await saveScreenshot(browser, page, `editor-sign-in-${way}`);
    await context.close();
  }
  await site.remove();
}

/** The web editor: a page as a form, and the dialog of a citation. */
async function takeEditor(browser) {
  const site = await ServedSite.start({ folder: await siteWithEditor() });
  const context = await browser.newContext({ ...desktop, reducedMotion: "reduce" });
  const page = await context.newPage();
  await openFolder(page, site);
  await page.goto(`${site.address}/editor/#/collections/articles/entries/osteoporosis-spine/index`);
  await page.getByRole("textbox", { name: "Title", exact: true }).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await saveScreenshot(browser, page, "editor");
  const text = await showText(page);
  await text.locator("p").nth(1).click();
  await citationDialog(page, "Park");
  await saveScreenshot(browser, page, "editor-citation");
  await context.close();
  await site.remove();
}

const browser = await launchBrowser();
await takePages(browser);
await takeOverlay(browser);
await takeDashboard(browser);
await takeSignIn(browser);
await takeEditor(browser);
await browser.close();
