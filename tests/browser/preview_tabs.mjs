// The preview in several tabs of a real browser: tabs that follow the edited page, and hidden ones. `npm test` here runs it,
// after `cargo build`.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { address, arrives, article, hasSpacing, isMarked, linkStaticFiles, mark, previewTest, setVisibility, shows } from "./preview_fixture.mjs";

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
    "goes there once the tab is shown, if an editor's window hid it",
    async (site, open) => {
      const page = await open(address);
      await setVisibility(page, "hidden");
      const otherPage = await open(address);
      await site.edit("content/articles/standing-tall/index.md", "Somebody has probably", "Somebody has surely");
      await arrives(otherPage, "/articles/standing-tall/");
      assert.equal(new URL(page.url()).pathname, address);
      await setVisibility(page, "visible");
      await arrives(page, "/articles/standing-tall/");
    },
    { options },
  );

  previewTest(
    "does not lead away a reader who went back",
    async (site, open) => {
      const page = await open(address);
      await mark(page);
      // A browser sends these events when it keeps a page that the reader left, and when the reader comes back to it.
      const sendTransition = (kind) =>
        page.evaluate((name) => window.dispatchEvent(new PageTransitionEvent(name, { persisted: true })), kind);
      await sendTransition("pagehide");
      const otherPage = await open(address);
      await site.edit("content/articles/standing-tall/index.md", "Somebody has probably", "Somebody has surely");
      await arrives(otherPage, "/articles/standing-tall/");
      await site.edit("wellpress.yaml", `title: "About"`, `title: "Who we are"`);
      await shows(otherPage, "Who we are");
      await sendTransition("pageshow");
      await shows(page, "Who we are");
      await site.edit("wellpress.yaml", `title: "Who we are"`, `title: "About us"`);
      await shows(page, "About us");
      assert.ok(await isMarked(page), "the reader was led away");
    },
    { options },
  );

  previewTest(
    "scrolls to a change that is out of sight",
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
      await setVisibility(page, "hidden");
      const otherPage = await open(address);
      await site.edit(article, "Smokers are nearly", "Smokers, unseen, are nearly");
      await shows(otherPage, "Smokers, unseen, are nearly");
      await site.write("static/extra.css", "h1 { letter-spacing: 8px; }");
      await hasSpacing(otherPage, "8px");
      assert.equal(await page.getByText("Smokers, unseen, are nearly").count(), 0);
      await setVisibility(page, "visible");
      await shows(page, "Smokers, unseen, are nearly");
      await hasSpacing(page, "8px");
      assert.ok(await isMarked(page));
    },
    { prepare: linkStaticFiles },
  );
});
