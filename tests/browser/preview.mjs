// The preview in a real browser: what an editor sees after each kind of edit. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { ServedSite, axeFindings, closePage, corner, goTo, launchBrowser, openPage, overlay } from "./preview_site.mjs";

const article = "content/articles/smoking-food-sleep/index.md";
const address = "/articles/smoking-food-sleep/";
let browser;

before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
});

/** A test with a site of its own, whose pages must stay free of errors. */
function previewTest(name, run, { options, prepare, expected = [] } = {}) {
  test(name, { timeout: 240_000 }, async () => {
    const site = await ServedSite.start({ options, prepare }),
      pages = [];
    const open = async (path, settings) => {
      const page = await openPage(browser, site.address + path, settings);
      pages.push(page);
      return page;
    };
    try {
      await run(site, open);
      const problems = pages
        .flatMap((page) => page.problems)
        .filter((problem) => !expected.some((one) => one.test(problem)));
      assert.deepEqual(problems, [], "the browser complained");
    } finally {
      await Promise.all(pages.map(closePage));
      await site.remove();
    }
  });
}

/** Marks the document: the mark is gone once the page has been loaded anew. */
const mark = (page) =>
  page.evaluate(() => {
    window.mark = "still here";
  });
const isMarked = (page) => page.evaluate(() => window.mark === "still here");
/** Waits until a tab is at an address. A save may make two builds, and the second sends it there while it is on its way. */
const arrives = (page, path) => page.waitForFunction((wanted) => location.pathname === wanted, path);
/** Makes a tab one that shows, or one that does not. */
const turn = (page, state) =>
  page.evaluate((to) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => to === "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
const shows = (page, text) => page.getByText(text).first().waitFor({ state: "attached" });

/** Files that every page shows and that keep their address when they change. */
async function linkStaticFiles(site) {
  await mkdir(site.path("static"), { recursive: true });
  await site.write("static/extra.css", "h1 { letter-spacing: 3px; }");
  await site.write("static/extra.js", "document.documentElement.dataset.extra = 'first';");
  const links = `<link rel="stylesheet" href="/extra.css"><script src="/extra.js" defer></script>`;
  await site.edit("themes/well/templates/base.html", "{% block head %}", `${links}{% block head %}`);
}

const hasSpacing = (page, wanted) =>
  page.waitForFunction((value) => getComputedStyle(document.querySelector("h1")).letterSpacing === value, wanted);

describe("a good edit", () => {
  previewTest(
    "of a text patches the page in place and keeps scroll, open details and what scripts added",
    async (site, open) => {
      const page = await open(address);
      await mark(page);
      const details = page.locator("main details.details").first();
      await details.locator("summary").click();
      await page.evaluate(() => {
        document.querySelector("main h2").append(Object.assign(document.createElement("i"), { id: "by-script" }));
        scrollTo({ top: 900, behavior: "instant" });
      });
      const paragraph = await page
        .locator("main p", { hasText: "Smokers are nearly three times" })
        .first()
        .elementHandle();
      await site.edit(article, "Smokers are nearly", "Smokers, as we now say, are nearly");
      await shows(page, "Smokers, as we now say, are nearly");
      assert.ok(await isMarked(page), "the page was loaded anew");
      assert.match(await paragraph.textContent(), /as we now say/, "the paragraph was replaced, not patched");
      assert.equal(await details.evaluate((node) => node.open), true);
      assert.equal(await page.locator("#by-script").count(), 1);
      assert.ok(await page.evaluate(() => Math.abs(scrollY - 900) < 100), "the scroll was lost");
    },
  );

  previewTest("keeps the focus, the words and the selection in a field", async (site, open) => {
    const page = await open("/references/");
    await mark(page);
    const field = page.locator("input[type=search]").first();
    await field.fill("vertebrae");
    await field.evaluate((node) => node.setSelectionRange(2, 5));
    await site.edit("wellpress.yaml", `title: "About"`, `title: "Who we are"`);
    await shows(page, "Who we are");
    assert.ok(await isMarked(page));
    assert.deepEqual(
      await page.evaluate(() => [
        document.activeElement.value,
        document.activeElement.selectionStart,
        document.activeElement.selectionEnd,
      ]),
      ["vertebrae", 2, 5],
    );
  });

  previewTest("of the front matter changes title and description", async (site, open) => {
    const page = await open(address);
    await mark(page);
    const title = (await site.read(article)).match(/title: "(.*)"/)[1];
    await site.edit(article, title, "Another & <title>");
    await page.waitForFunction(() => document.title.includes("Another & <title>"));
    assert.equal(await page.locator("h1").textContent(), "Another & <title>");
    assert.ok(await isMarked(page));
  });

  previewTest("that adds, moves and removes blocks leaves the page as a fresh load has it", async (site, open) => {
    const page = await open(address, { javaScriptEnabled: true });
    await mark(page);
    const text = await site.read(article),
      start = text.indexOf("\n---\n") + 5;
    const blocks = text.slice(start).split("\n\n");
    const first = blocks.findIndex((block) => /^[A-Z]/.test(block.trim()));
    const last = blocks.findLastIndex((block) => /^[A-Z]/.test(block.trim()));
    [blocks[first], blocks[last]] = [blocks[last], blocks[first]];
    blocks.splice(first + 1, 0, "A paragraph that was not there, with **weight**.", "- one\n- two");
    await site.write(article, text.slice(0, start) + blocks.join("\n\n"));
    await shows(page, "A paragraph that was not there");
    assert.ok(await isMarked(page));
    const words = () => document.querySelector("main").innerText.replace(/\s+/g, " ");
    const patched = await page.evaluate(words);
    await page.reload();
    await corner(page).waitFor();
    assert.equal(patched, await page.evaluate(words));
  });

  previewTest("leaves a video playing", async (site, open) => {
    const page = await open("/articles/healthy-spine/");
    await mark(page);
    const video = page.locator("video");
    await video.evaluate(async (node) => {
      node.muted = true;
      node.loop = true;
      await node.play();
      node.kept = true;
    });
    await site.edit("content/articles/healthy-spine/index.md", "Your spine is part", "Your own spine is part");
    await shows(page, "Your own spine is part");
    assert.deepEqual(await video.evaluate((node) => [node.kept, node.paused]), [true, false]);
  });

  previewTest(
    "of another page leaves this one alone, and many saves in a row end with the last",
    async (site, open) => {
      const page = await open(address),
        other = await open("/articles/standing-tall/");
      await mark(page);
      await mark(other);
      const file = "content/articles/standing-tall/index.md",
        text = await site.read(file);
      for (let round = 0; round < 30; round += 1)
        await site.write(file, text.replace("Somebody has probably", `Save ${round}: somebody has`));
      await shows(other, "Save 29: somebody has");
      assert.ok((await isMarked(page)) && (await isMarked(other)));
    },
  );
});

describe("the theme", () => {
  previewTest("an edited stylesheet takes effect without a reload and without a bare moment", async (site, open) => {
    const page = await open(address);
    await mark(page);
    await page.evaluate(() => {
      window.fewest = 99;
      const count = () => {
        window.fewest = Math.min(
          window.fewest,
          [...document.styleSheets].filter((sheet) => sheet.ownerNode?.rel === "stylesheet").length,
        );
      };
      new MutationObserver(count).observe(document, { childList: true, subtree: true });
    });
    const sheets = await page.evaluate(() => document.styleSheets.length);
    const css = await site.read("themes/well/assets/well.css");
    await site.write("themes/well/assets/well.css", `${css}\nh1 { letter-spacing: 7px; }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
    await page.waitForFunction((before) => document.styleSheets.length === before, sheets);
    assert.ok(await isMarked(page), "the page was loaded anew");
    assert.ok(
      await page.evaluate((before) => window.fewest >= before, sheets),
      "for a moment a stylesheet was missing",
    );
  });

  previewTest(
    "files that keep their address are asked for again when they change",
    async (site, open) => {
      const page = await open(address);
      await hasSpacing(page, "3px");
      await mark(page);
      for (const wanted of ["5px", "6px"]) {
        await site.write("static/extra.css", `h1 { letter-spacing: ${wanted}; }`);
        await hasSpacing(page, wanted);
      }
      await page.waitForFunction(() => document.querySelectorAll("link[href*='extra.css']").length === 1);
      assert.ok(await isMarked(page));
      await site.write("static/extra.js", "document.documentElement.dataset.extra = 'second';");
      await page.locator("html[data-extra=second]").waitFor();
      assert.equal(await isMarked(page), false);
    },
    { prepare: linkStaticFiles },
  );

  previewTest("an edited script loads the page anew", async (site, open) => {
    const page = await open(address);
    await mark(page);
    const script = await site.read("themes/well/assets/well.js");
    await site.write("themes/well/assets/well.js", `${script}\ndocument.documentElement.dataset.edited = "yes";\n`);
    await page.locator("html[data-edited=yes]").waitFor();
    assert.equal(await isMarked(page), false);
  });

  previewTest("an edited template is patched in", async (site, open) => {
    const page = await open(address);
    await mark(page);
    await site.edit(
      "themes/well/templates/base.html",
      `<main id="content">`,
      `<main id="content"><p>From the template</p>`,
    );
    await shows(page, "From the template");
    assert.ok(await isMarked(page));
  });
});

describe("a mistake", () => {
  previewTest("shows over the last good page and goes when it is put right", async (site, open) => {
    const page = await open(address);
    await mark(page);
    const text = await site.read(article);
    await site.write(article, text.replace("authors: [", "authors: [nobody-known, "));
    await overlay(page).waitFor();
    const line = text.split("\n").findIndex((one) => one.startsWith("authors: [")) + 1;
    await overlay(page).getByText(`${article}:${line}:`).first().waitFor();
    assert.match(await overlay(page).textContent(), /nobody-known/);
    assert.ok(await page.locator("main h1").isVisible(), "the last good page is gone");
    assert.equal(
      await page.evaluate(() => document.activeElement === document.body),
      true,
      "the overlay took the focus",
    );
    assert.deepEqual(await axeFindings(page), []);
    await site.write(article, text);
    await overlay(page).waitFor({ state: "hidden" });
    assert.ok(await isMarked(page));
  });

  previewTest("is in view on a phone, and the corner above what lies over the page", async (site, open) => {
    const page = await open(address, { viewport: { width: 375, height: 800 } });
    const text = await site.read(article);
    await site.write(article, text.replace("Smokers are nearly", `Smokers, ${"a word ".repeat(12)}[are](/nowhere/) nearly`));
    await overlay(page).waitFor();
    const { left, right, window } = await overlay(page).locator("pre").first().evaluate((excerpt) => {
      const [line, marks] = [excerpt.firstChild, document.createRange()];
      marks.setStart(line, line.data.lastIndexOf("^"));
      marks.setEnd(line, line.data.lastIndexOf("^") + 1);
      const [mark, box] = [marks.getBoundingClientRect(), excerpt.getBoundingClientRect()];
      return { left: mark.left - box.left, right: box.right - mark.right, window: box.width };
    });
    assert.ok(left > 0 && right > 0, `the mark is ${left} and ${right} from the edges of ${window}`);
    const above = await corner(page).evaluate((box) => {
      const { x, y, width, height } = box.getBoundingClientRect();
      return box.getRootNode().elementFromPoint(x + width / 2, y + height / 2)?.closest(".corner") === box;
    });
    assert.ok(above, "something lies over the corner");
    const shade = await page.evaluate(() => getComputedStyle(document.querySelector("wellpress-preview").shadowRoot.querySelector(".overlay"), "::backdrop").backgroundColor);
    assert.equal(shade, "rgba(0, 0, 0, 0)", "a backdrop lies over everything");
  });

  previewTest("in the front matter names its line; Escape and the buttons close and open it", async (site, open) => {
    const page = await open(address);
    await site.edit(article, "title:", "titel:");
    await overlay(page).getByText(`${article}:2:`).first().waitFor();
    await page.keyboard.press("Escape");
    await overlay(page).waitFor({ state: "hidden" });
    await page.locator("wellpress-preview").getByRole("button", { name: "Show errors" }).click();
    await overlay(page).waitFor();
    await overlay(page).getByRole("button", { name: "Close" }).click();
    await overlay(page).waitFor({ state: "hidden" });
    assert.equal(await corner(page).getAttribute("data-state"), "failed");
  });

  previewTest(
    "that is there from the first build shows, and the site comes when it is put right",
    async (site, open) => {
      await site.stop();
      const text = await site.read(article);
      await site.write(article, text.replace("title:", "titel:"));
      await site.serve();
      const page = await open("/__wellpress/findings");
      await goToFailing(page, site.address + address);
      await overlay(page).getByText(`${article}:2:`).first().waitFor();
      assert.equal(await page.locator("main h1").textContent(), "Nothing to show yet");
      await site.write(article, text);
      await page.locator("main h1", { hasText: text.match(/title: "(.*)"/)[1] }).waitFor();
      await overlay(page).waitFor({ state: "hidden" });
    },
    { expected: [/status of (404|50\d)/] },
  );

  previewTest("cannot smuggle markup in through a title, a name or an excerpt", async (site, open) => {
    const evil = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
    const page = await open(address);
    await site.edit(article, "authors: [", `authors: ['${evil}', `);
    await overlay(page).getByText("<img src=x").first().waitFor();
    await goTo(page, `${site.address}/__wellpress/findings`);
    await page.locator("main").getByText("<img src=x").first().waitFor();
    assert.equal(await page.locator("main img, main script").count(), 0);
    assert.equal(await page.evaluate(() => window.hit), undefined);
  });

  previewTest("in the name of a file or the title of a draft is text as well", async (site, open) => {
    const text = await site.read(article);
    await mkdir(site.path("content/articles/evil"));
    await site.write(
      "content/articles/evil/index.md",
      text.replace(/title: ".*"/, `title: '<img src=x onerror="window.hit=1">'\ndraft: true\nslug: evil-draft`),
    );
    const page = await open("/__wellpress/drafts");
    await page.locator("main").getByText("<img src=x onerror").waitFor();
    await mkdir(site.path("content/articles/<img src=x onerror=hit()>"));
    await site.write("content/articles/<img src=x onerror=hit()>/index.md", "no front matter");
    await goTo(page, `${site.address}/__wellpress/findings`);
    await page.locator("main h2").getByText("<img src=x onerror=hit()>").first().waitFor();
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.evaluate(() => window.hit), undefined);
  });
});

/** A page that the server can't show yet has no source to read, so only the overlay is waited for. */
async function goToFailing(page, target) {
  await page.goto(target);
  await overlay(page).waitFor();
}

describe("the corner", () => {
  previewTest("shows time and counts, leads to the findings and can be folded", async (site, open) => {
    const page = await open(address);
    await site.edit(article, "Smokers are nearly", "<b>Smokers</b> are nearly");
    const box = page.locator("wellpress-preview .corner[data-state=warned]");
    await box.waitFor();
    const link = box.getByRole("link");
    assert.match(await link.textContent(), /^Built in [\d.]+ m?s · [1-9]\d* warnings?$/);
    assert.equal(await link.getAttribute("href"), "/__wellpress/findings");
    assert.deepEqual(await axeFindings(page), []);
    await box.getByRole("button", { name: "Preview status" }).click();
    await link.waitFor({ state: "hidden" });
    await page.reload();
    await page.locator("wellpress-preview .corner.folded").waitFor();
  });

  previewTest(
    "says that the server is away, and catches up when it is back",
    async (site, open) => {
      const page = await open(address);
      await mark(page);
      await site.stop();
      await page.locator("wellpress-preview .corner[data-state=away]").getByText("Reconnecting").first().waitFor();
      await site.edit(article, "Smokers are nearly", "Smokers, meanwhile, are nearly");
      await site.serve();
      await shows(page, "Smokers, meanwhile, are nearly");
      await corner(page).waitFor();
      assert.ok(await isMarked(page));
    },
    { expected: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/] },
  );

  previewTest(
    "says that the page is gone, keeps it, and comes back with it",
    async (site, open) => {
      const page = await open("/privacy/");
      await mark(page);
      const file = "content/pages/privacy.md",
        text = await site.read(file);
      const settings = await site.read("wellpress.yaml");
      await site.write(
        "wellpress.yaml",
        settings.replace(/^.*privacy.*\n/gm, "").replace(/ {4}- title: "Privacy"\n/, ""),
      );
      await site.move(file, "privacy.kept");
      await page.locator("wellpress-preview").getByText("This page is gone").first().waitFor();
      assert.ok(await page.locator("main h1").isVisible());
      await site.write("wellpress.yaml", settings);
      await site.write(file, text.replace(/title: ".*"/, `title: "Privacy again"`));
      await page.locator("h1", { hasText: "Privacy again" }).waitFor();
      await page.locator("wellpress-preview .notice").waitFor({ state: "hidden" });
      assert.ok(await isMarked(page));
    },
    { expected: [/status of 404/] },
  );

  previewTest("is not printed, and a page with it has no new findings of accessibility", async (site, open) => {
    const page = await open(address);
    assert.deepEqual(await axeFindings(page), []);
    await page.emulateMedia({ media: "print" });
    await corner(page).waitFor({ state: "hidden" });
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    assert.deepEqual(await axeFindings(page), []);
  });

  previewTest("leaves no name behind in the page", async (site, open) => {
    const page = await open(address);
    const names = await page.evaluate(() =>
      Object.keys(window).filter((name) => /wellpress|preview|morph|patch/i.test(name)),
    );
    assert.deepEqual(names, []);
  });
});

describe("following the edited page", () => {
  const options = ["--open-changed"];

  previewTest(
    "goes to the page of the file that was saved",
    async (site, open) => {
      const page = await open(address);
      await site.edit("content/articles/standing-tall/index.md", "Somebody has probably", "Somebody has surely");
      await arrives(page, "/articles/standing-tall/");
      await shows(page, "Somebody has surely");
    },
    { options },
  );

  previewTest(
    "goes there once it is shown, where an editor's window hid it",
    async (site, open) => {
      const page = await open(address);
      await turn(page, "hidden");
      const other = await open(address);
      await site.edit("content/articles/standing-tall/index.md", "Somebody has probably", "Somebody has surely");
      await arrives(other, "/articles/standing-tall/");
      assert.equal(new URL(page.url()).pathname, address);
      await turn(page, "visible");
      await arrives(page, "/articles/standing-tall/");
    },
    { options },
  );

  previewTest(
    "leaves a reader who went back where they are",
    async (site, open) => {
      const page = await open(address);
      await mark(page);
      // As a browser does that keeps a page which is left, and shows it again.
      const pass = (kind) =>
        page.evaluate((name) => window.dispatchEvent(new PageTransitionEvent(name, { persisted: true })), kind);
      await pass("pagehide");
      const other = await open(address);
      await site.edit("content/articles/standing-tall/index.md", "Somebody has probably", "Somebody has surely");
      await arrives(other, "/articles/standing-tall/");
      await site.edit("wellpress.yaml", `title: "About"`, `title: "Who we are"`);
      await shows(other, "Who we are");
      await pass("pageshow");
      await shows(page, "Who we are");
      await site.edit("wellpress.yaml", `title: "Who we are"`, `title: "About us"`);
      await shows(page, "About us");
      assert.ok(await isMarked(page), "the reader was led away");
    },
    { options },
  );

  previewTest(
    "scrolls to the change where it can't be seen",
    async (site, open) => {
      const page = await open("/articles/standing-tall/");
      await mark(page);
      await site.edit(
        "content/articles/standing-tall/index.md",
        "Standing still is where",
        "Standing quite still is where",
      );
      const change = page.getByText("Standing quite still is where").first();
      await change.waitFor();
      await page.waitForFunction(
        (node) => {
          const { top, bottom } = node.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        },
        await change.elementHandle(),
      );
      assert.ok(await isMarked(page));
    },
    { options },
  );
});

describe("several tabs", () => {
  previewTest("show an edit at the same time", async (site, open) => {
    const pages = [await open(address), await open(address), await open(address)];
    await site.edit(article, "Smokers are nearly", "Smokers, all agree, are nearly");
    await Promise.all(pages.map((page) => shows(page, "Smokers, all agree, are nearly")));
  });

  previewTest(
    "a tab that is hidden holds no connection and catches up when it is shown",
    async (site, open) => {
      const page = await open(address);
      await mark(page);
      await turn(page, "hidden");
      const other = await open(address);
      await site.edit(article, "Smokers are nearly", "Smokers, unseen, are nearly");
      await shows(other, "Smokers, unseen, are nearly");
      await site.write("static/extra.css", "h1 { letter-spacing: 8px; }");
      await hasSpacing(other, "8px");
      assert.equal(await page.getByText("Smokers, unseen, are nearly").count(), 0);
      await turn(page, "visible");
      await shows(page, "Smokers, unseen, are nearly");
      await hasSpacing(page, "8px");
      assert.ok(await isMarked(page));
    },
    { prepare: linkStaticFiles },
  );
});

describe("the server's own pages", () => {
  previewTest("overview, sources and links show what the site has", async (site, open) => {
    const page = await open("/__wellpress/");
    await page.locator("dt", { hasText: "Sources" }).first().waitFor();
    const number = async (name) =>
      Number(
        (
          await page
            .locator("dl div", { has: page.getByText(name, { exact: true }) })
            .locator("dd")
            .textContent()
        ).replace(",", ""),
      );
    const library = await site.read("content/references/well-guide.bib");
    assert.equal(await number("Sources"), library.match(/^@/gm).length);
    assert.ok((await number("Pages")) >= 5 + 11);
    assert.deepEqual(await axeFindings(page), []);

    await goTo(page, `${site.address}/__wellpress/sources`);
    await page.getByRole("button", { name: "Cited" }).click();
    const cited = async () => (await page.locator("tbody tr td:nth-child(4)").allTextContents()).map(Number);
    const up = await cited();
    assert.deepEqual(
      up,
      up.toSorted((one, other) => one - other),
    );
    await page.getByRole("button", { name: "Cited" }).click();
    assert.deepEqual(await cited(), up.toReversed());
    await page.getByRole("searchbox").fill("sawicki");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    assert.deepEqual(await axeFindings(page), []);
  });

  previewTest("the link graph shows the site, and one page with what links to it", async (site, open) => {
    const page = await open("/__wellpress/links");
    await page.locator("svg circle").first().waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.setViewportSize({ width: 1000, height: 700 });
    assert.equal(await page.locator("svg circle").count(), await page.locator("tbody tr").count());
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("searchbox", { name: "Focus on a page" }).fill("smoking");
    await page.locator(".found a").first().click();
    await page.locator("h2", { hasText: "Linked from" }).waitFor();
    const listed = await page
      .locator("section", { has: page.locator("h2", { hasText: "Linked from" }) })
      .locator("li")
      .allTextContents();
    assert.ok(
      listed.some((line) => line.includes("How to keep your spine healthy")),
      listed.join("\n"),
    );
    assert.ok(await page.locator("svg text", { hasText: "How to keep your spine" }).count());
    assert.deepEqual(await axeFindings(page), []);
  });

  previewTest("findings come and go with builds, and can be filtered", async (site, open) => {
    const page = await open("/__wellpress/findings");
    await site.edit(article, "Smokers are nearly", "<b>Smokers</b> are [nearly](/nowhere/)");
    const row = page.locator("main li", { hasText: "link-broken" });
    await row.waitFor();
    await page.getByRole("combobox", { name: "Severity" }).selectOption("warning");
    await row.waitFor({ state: "hidden" });
    assert.match(page.url(), /severity=warning/);
    await page.getByRole("combobox", { name: "Severity" }).selectOption("");
    await row.waitFor();
    assert.match(await row.textContent(), new RegExp(`${article}:\\d+:\\d+`));
    assert.deepEqual(await axeFindings(page), []);
    await site.edit(article, "<b>Smokers</b> are [nearly](/nowhere/)", "Smokers are nearly");
    await row.waitFor({ state: "detached" });
  });
});

describe("patching", () => {
  previewTest("makes of any page any other, and keeps what scripts have added", async (site, open) => {
    const page = await open("/__wellpress/findings");
    const failure = await page.evaluate(patchAnyTrees);
    assert.equal(failure, null);
  });
});

/** In the browser: trees at random, with nodes that scripts added, changed at random and patched. Gives the first failure. */
async function patchAnyTrees() {
  const { align, Patch } = await import("/__wellpress/patch.js");
  let seed = 20261120;
  const below = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  const any = (list) => list[below(list.length)];
  const home = document.createElement("div");
  document.body.append(home);
  const parents = (root) => [root, ...root.querySelectorAll("p, div, li, span, details, section")];

  function tree(depth) {
    const node = document.createElement(any(["p", "div", "li", "span", "details", "section", "noscript", "input"]));
    if (below(4) === 0) node.id = `id-${below(1000000)}`;
    if (below(3) === 0) node.className = `c${below(4)} d${below(3)}`;
    if (node.matches("input, noscript") || depth > 3) return node;
    for (let rest = below(5); rest > 0; rest -= 1) node.append(below(2) ? tree(depth + 1) : `text ${below(50)}`);
    return node;
  }

  const changes = [
    (node, root) => node !== root && node.remove(),
    (node) => node.insertBefore(tree(2), any([null, ...node.childNodes])),
    (node) => node.setAttribute("title", below(9)),
    (node) => node.setAttribute("class", `new ${below(5)}`),
    (node) => node.append(`more ${below(99)}`),
    (node) => node.firstChild && node.append(node.firstChild),
  ];

  function addedByScript(root) {
    const node = document.createElement(any(["b", "p", "div"]));
    node.className = "added";
    any(parents(root))[any(["append", "prepend"])](node);
  }

  const without = (root, selector) => {
    const copy = root.cloneNode(true);
    for (const node of copy.querySelectorAll(selector)) node.remove();
    copy.normalize();
    return copy;
  };

  for (let round = 0; round < 2000; round += 1) {
    const source = document.implementation.createHTMLDocument().createElement("main");
    for (let rest = 2 + below(6); rest > 0; rest -= 1) source.append(tree(0));
    source.normalize();
    const live = document.importNode(source, true);
    home.replaceChildren(live);
    for (let rest = below(3); rest > 0; rest -= 1) addedByScript(live);
    align(source, live);
    for (let version = 0; version < 3; version += 1) {
      const next = document.implementation.createHTMLDocument().importNode(source, true);
      for (let rest = 1 + below(5); rest > 0; rest -= 1) any(changes)(any(parents(next)), next);
      next.normalize();
      const wanted = next.cloneNode(true);
      const patch = new Patch();
      patch.node(source, next);
      const got = without(live, ".added");
      if (patch.lost || !got.isEqualNode(wanted) || !without(source, "none").isEqualNode(wanted)) {
        return { round, version, wanted: wanted.outerHTML, got: got.outerHTML };
      }
    }
  }
  home.remove();
  return null;
}
