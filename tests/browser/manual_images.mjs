// Takes the pictures of the manual, docs/images/*.webp, anew: pages of this repository's own site, the overlay of the preview
// and the dashboard of `check`. `npm run images` here does it, after `cargo build`.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BuiltSite } from "./built_site.mjs";
import { ServedSite, copySite, launchBrowser, openPage, overlay, program } from "./preview_site.mjs";

const images = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/images");
const article = "content/articles/middle-back-stretches/index.md";
const desk = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.25 };
const phone = { viewport: { width: 375, height: 900 }, deviceScaleFactor: 2 };

/** A picture of the window as WebP, which the browser itself makes of it. */
async function keep(browser, page, name) {
  const png = (await page.screenshot({ animations: "disabled" })).toString("base64");
  const darkroom = await browser.newPage();
  const webp = await darkroom.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.82 })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }, png);
  await darkroom.close();
  const bytes = Buffer.from(webp, "base64");
  await writeFile(join(images, `${name}.webp`), bytes);
  console.log(`${name}.webp: ${bytes.length} bytes`);
}

/** Opens an address twice, so that fonts and pictures are there, and scrolls to what it is about. */
async function open(browser, address, settings, about) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  await page.goto(address);
  await page.reload({ waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  if (about) {
    await page.locator(about).first().evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
    await page.waitForLoadState("networkidle");
  }
  return page;
}

async function takePages(browser) {
  const site = await BuiltSite.start({}, await copySite());
  const wanted = [
    ["home", "/", desk, undefined, true],
    ["article", "/articles/middle-back-stretches/", desk, ".article > .text > h2", true],
    ["exercise-phone", "/exercises/cat-cow/", phone, undefined, true],
    ["sources", "/references/", desk, undefined, false],
    ["source", "/references/sawicki-2021/", desk, "main h2", false],
  ];
  for (const [name, path, settings, about, hasDark] of wanted) {
    for (const colorScheme of hasDark ? ["light", "dark"] : ["light"]) {
      const page = await open(browser, site.address + path, { ...settings, colorScheme }, about);
      await keep(browser, page, colorScheme === "dark" ? `${name}-dark` : name);
      await page.context().close();
    }
  }
  await site.remove();
}

/** What somebody sees who has just misspelt a source. */
async function takeOverlay(browser) {
  const site = await ServedSite.start();
  const page = await openPage(browser, `${site.address}/articles/middle-back-stretches/`, { ...desk, viewport: { width: 1280, height: 700 } });
  await site.edit(article, "@sawicki-2021", "@sawicki-2012");
  await overlay(page).getByText("sawicki-2012").first().waitFor();
  await keep(browser, page, "overlay");
  await page.context().close();
  await site.remove();
}

async function takeDashboard(browser) {
  const folder = await copySite(), report = join(folder, "report.html");
  // It ends with 1 where it finds something that fails, and the report is there all the same.
  await new Promise((done) => execFile(program, ["check", "--root", folder, "--format", "html", "--output", report], done));
  const page = await open(browser, pathToFileURL(report).href, desk);
  await keep(browser, page, "dashboard");
  await page.context().close();
}

const browser = await launchBrowser();
await takePages(browser);
await takeOverlay(browser);
await takeDashboard(browser);
await browser.close();
