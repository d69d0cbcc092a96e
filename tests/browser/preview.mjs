// The preview in a real browser: what an editor sees after each kind of edit. `npm test` here runs it, after `cargo build`.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { describe } from "node:test";
import { axeFindings, corner, goTo, overlay } from "./preview_site.mjs";
import { address, article, hasSpacing, isMarked, linkStaticFiles, mark, previewTest, readingTest, shows } from "./preview_fixture.mjs";

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
      node.isOriginal = true;
    });
    await site.edit("content/articles/healthy-spine/index.md", "Your spine is part", "Your own spine is part");
    await shows(page, "Your own spine is part");
    assert.deepEqual(await video.evaluate((node) => [node.isOriginal, node.paused]), [true, false]);
  });

  previewTest(
    "of another page leaves this one alone, and many saves in a row end with the last",
    async (site, open) => {
      const page = await open(address),
        otherPage = await open("/articles/standing-tall/");
      await mark(page);
      await mark(otherPage);
      const file = "content/articles/standing-tall/index.md",
        text = await site.read(file);
      for (let round = 0; round < 30; round += 1)
        await site.write(file, text.replace("Somebody has probably", `Save ${round}: somebody has`));
      await shows(otherPage, "Save 29: somebody has");
      assert.ok((await isMarked(page)) && (await isMarked(otherPage)));
    },
  );
});

describe("the theme", () => {
  previewTest("an edited stylesheet takes effect without a reload, and the page is never without styles", async (site, open) => {
    const page = await open(address);
    await mark(page);
    await page.evaluate(() => {
      window.fewestSheets = 99;
      const count = () => {
        window.fewestSheets = Math.min(
          window.fewestSheets,
          [...document.styleSheets].filter((sheet) => sheet.ownerNode?.rel === "stylesheet").length,
        );
      };
      new MutationObserver(count).observe(document, { childList: true, subtree: true });
    });
    const sheets = await page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").length);
    const css = await site.read("themes/well/assets/well.css");
    await site.write("themes/well/assets/well.css", `${css}\nh1 { letter-spacing: 7px; }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
    await page.waitForFunction((count) => document.querySelectorAll("link[rel=stylesheet]").length === count, sheets);
    assert.ok(await isMarked(page), "the page was loaded anew");
    assert.ok(
      await page.evaluate((count) => window.fewestSheets >= count, sheets),
      "for a moment a stylesheet was missing",
    );
  });

  previewTest(
    "files that keep their address are requested again when they change",
    async (site, open) => {
      const page = await open(address);
      await hasSpacing(page, "3px");
      await mark(page);
      for (const spacing of ["5px", "6px"]) {
        await site.write("static/extra.css", `h1 { letter-spacing: ${spacing}; }`);
        await hasSpacing(page, spacing);
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
    const lineNumber = text.split("\n").findIndex((line) => line.startsWith("authors: [")) + 1;
    await overlay(page).getByText(`${article}:${lineNumber}:`).first().waitFor();
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

/** Opens a page that the server can't show yet. It has no source to read, so this waits for the overlay alone. */
async function goToFailing(page, target) {
  await page.goto(target);
  await overlay(page).waitFor();
}

/** The words that the browser highlights as findings of a severity. */
const markedWords = (page, severity) =>
  page.evaluate((name) => [...(CSS.highlights.get(`wellpress-${name}`) ?? [])].map(String), severity);

describe("the findings of the open page", () => {
  const claim = "This cures back pain for good.";

  previewTest("are marked at their words, told as they come, and explained in place, by keyboard alone", async (site, open) => {
    const page = await open(address);
    await mark(page);
    const text = await site.read(article);
    const evil = `<img src=x onerror="window.hit=1">`;
    await site.write(article, text.replace("Smokers are nearly", `${claim} See [${evil}](/nowhere-${"x".repeat(9)}).\n\nSmokers are nearly`));
    await overlay(page).waitFor();
    await site.write(article, text.replace("Smokers are nearly", `${claim}\n\nSmokers are nearly`));
    await shows(page, claim);
    const news = page.locator("wellpress-preview .news");
    await news.getByText("cures").waitFor();
    await page.waitForFunction(() => [...(CSS.highlights.get("wellpress-warning") ?? [])].some((range) => /cures/.test(range)));
    assert.ok(await isMarked(page), "the page was loaded anew");
    assert.deepEqual(await axeFindings(page), []);

    const opener = page.locator("wellpress-preview").getByRole("button", { name: /on this page$/ });
    await opener.focus();
    await page.keyboard.press("Enter");
    const list = page.locator("wellpress-preview .page-findings");
    await list.waitFor();
    const message = list.getByRole("button", { name: /cures/ });
    await message.focus();
    await page.keyboard.press("Enter");
    await list.locator(".explanation").getByText("Why it matters").waitFor();
    const manual = await (await fetch(`${site.address}/__wellpress/rules/promise`)).text();
    assert.ok(manual.startsWith("# promise\n"), manual);
    assert.deepEqual(await axeFindings(page), []);

    // The marks follow the text that a patch moves, and what was opened stays open.
    await site.edit(article, claim, `Words before it. ${claim}`);
    await shows(page, "Words before it.");
    await page.waitForFunction(() => [...CSS.highlights.get("wellpress-warning")].some((range) => /cures/.test(range) && range.startOffset > 15));
    assert.ok(await list.locator(".explanation").getByText("Why it matters").isVisible());
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });

    await site.write(article, text);
    await page.waitForFunction((words) => !document.body.innerText.includes(words), claim);
    await news.waitFor({ state: "hidden" });
    assert.ok(!(await markedWords(page, "warning")).some((words) => /cures/.test(words)));
    assert.ok((await isMarked(page)) && (await page.evaluate(() => window.hit)) === undefined);
  });

  previewTest("open at a click on their words and fit on a phone; other pages' are a link away", async (site, open) => {
    await site.edit(article, "Smokers are nearly", `${claim}\n\nSmokers are nearly`);
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(address, { viewport: { width: 375, height: 800 }, colorScheme });
      await page.waitForFunction(() => CSS.highlights.get("wellpress-warning")?.size);
      const paragraph = page.locator("main p", { hasText: claim });
      await paragraph.scrollIntoViewIfNeeded();
      const at = await page.evaluate(() => {
        const range = [...CSS.highlights.get("wellpress-warning")].find((marked) => /cures/.test(marked));
        const { left, top, height } = range.getClientRects()[0];
        return { x: left + 4, y: top + height / 2 };
      });
      await page.mouse.click(at.x, at.y);
      const list = page.locator("wellpress-preview .page-findings");
      await list.locator(".explanation").getByText("How to put it right").waitFor();
      const { left, right, width } = await list.evaluate((box) => ({ ...box.getBoundingClientRect().toJSON(), width: innerWidth }));
      assert.ok(left >= 0 && right <= width, `the list is from ${left} to ${right} of ${width}`);
      assert.deepEqual(await axeFindings(page), []);
      await list.getByRole("link", { name: "Findings of all pages" }).click();
      await page.locator("main").getByRole("link", { name: "page", exact: true }).first().waitFor();
    }
  });

  readingTest("can be found with the site's own search, whose index is made when it is asked for", async (site, open) => {
    const page = await open("/search/?q=posture");
    await page.locator("main").getByRole("link", { name: /posture|standing/i }).first().waitFor();
  });
});

describe("a build while a page loads", () => {
  // The preview reads a page once more to know its source. Here another page is built in between.
  previewTest("leaves a page in place that it did not change", async (site, open) => {
    const page = await open("/about/");
    const target = site.address + address;
    const isBuiltAgain = async () => (await (await fetch(target)).text()).includes(`data-build="2"`);
    let isFirst = true;
    await page.route(target, async (route) => {
      if (route.request().resourceType() === "fetch" && isFirst) {
        isFirst = false;
        await mark(page);
        await site.write("content/pages/new.md", "---\ntitle: A new page\ndescription: It comes late.\n---\n\nWords.\n");
        while (!(await isBuiltAgain()));
      }
      await route.continue();
    });
    await goTo(page, target);
    await site.edit(article, "Smokers are nearly", "Smokers, as we now say, are nearly");
    await shows(page, "Smokers, as we now say, are nearly");
    assert.ok(await isMarked(page), "the page was loaded anew");
  });
});

describe("a draft", () => {
  const draft = (text) => `---\ntitle: An idea\ndescription: About it.\ndraft: true\n---\n\n${text}\n`;

  previewTest(
    "with a mistake is left out, says so at its address, and appears once it is corrected",
    async (site, open) => {
      const other = await open(address);
      await site.write("content/articles/idea.md", draft("A mark [@nobody-2020]."));
      const corner = other.locator("wellpress-preview .corner[data-state=failed]");
      await corner.getByText(/^Built in .* · 1 error/).waitFor();
      await overlay(other).waitFor({ state: "hidden" });
      const page = await open("/articles/idea/");
      await shows(page, "This draft has mistakes");
      await shows(page, "no source has the key `nobody-2020`");
      await site.write("content/articles/idea.md", draft("Without a mark."));
      await shows(page, "Without a mark.");
      assert.equal(await page.locator(".unpublished").textContent(), "Draft. This page is not published.");
    },
    { expected: [/404/] },
  );
});

describe("the corner", () => {
  previewTest("shows time and counts, leads to the findings and can be folded", async (site, open) => {
    const page = await open(address);
    await site.edit(article, "Smokers are nearly", "<b>Smokers</b> are nearly");
    const box = page.locator("wellpress-preview .corner[data-state=warned]");
    await box.waitFor();
    const link = box.getByRole("link");
    assert.match(await link.textContent(), /^Built in [\d.]+ m?s · [1-9]\d* warnings?(, [1-9]\d* notes?)?$/);
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

  readingTest("is not printed, and a page with it has no new findings of accessibility", async (site, open) => {
    const page = await open(address);
    assert.deepEqual(await axeFindings(page), []);
    await page.emulateMedia({ media: "print" });
    await corner(page).waitFor({ state: "hidden" });
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    assert.deepEqual(await axeFindings(page), []);
  });

  readingTest("leaves no name behind in the page", async (site, open) => {
    const page = await open(address);
    const names = await page.evaluate(() =>
      Object.keys(window).filter((name) => /wellpress|preview|morph|patch/i.test(name)),
    );
    assert.deepEqual(names, []);
  });
});
