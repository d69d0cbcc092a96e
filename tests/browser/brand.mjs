// What a theme of the site brings along, as a browser draws it: logos in several forms, and a table that a template writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { forAllTests } from "./built_site.mjs";

const drawing = (attributes) =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="100%" height="100%" fill="#123456"/></svg>`;
const logos = {
  "with a viewBox alone": { attributes: 'viewBox="0 0 120 30"', width: 160, height: 40 },
  "with a viewBox in large units": { attributes: 'viewBox="0 0 2400 800"', width: 120, height: 40 },
  "with a size": { attributes: 'width="600" height="200"', width: 120, height: 40 },
  "wider than its place": { attributes: 'viewBox="0 0 3000 100"', width: 240, height: 40 },
};
const table = "<table><thead><tr><th>Dose</th><th>Days</th></tr></thead><tbody><tr><td>One</td><td>2</td></tr><tr><td>Three</td><td>4</td></tr></tbody></table>";

const shared = forAllTests(() => [{
  "wellpress.yaml": "title: Test\nbase_url: https://test.example/\nsearch: none\ntheme: mine\n",
  "themes/mine/theme.yaml": "extends: well\nlogo: house.svg\n",
  "themes/mine/assets/house.svg": drawing('viewBox="0 0 120 30"'),
  "themes/mine/templates/page.html": `{% extends "base.html" %}{% block content %}<h1>Doses</h1>${table}{% endblock %}`,
  "content/pages/index.md": "---\ntitle: Home\n---\nWords.\n",
  "content/pages/doses.md": "---\ntitle: Doses\n---\nWords.\n",
}]);
const { pageTest, withPage } = shared;

for (const [name, { attributes, width, height }] of Object.entries(logos)) {
  test(`a logo ${name} has its size on a phone and on a desktop`, async () => {
    await shared.site.build({ "themes/mine/assets/house.svg": drawing(attributes) });
    for (const screen of [375, 1280]) {
      await withPage("/doses/", async (page) => {
        const box = await page.locator(".brand-logo").boundingBox();
        assert.deepEqual([Math.round(box.width), Math.round(box.height)], [width, height], `at ${screen} pixels`);
      }, { settings: { viewport: { width: screen, height: 700 } } });
    }
  });
}

pageTest("a table of a template has lines and blanks", "/doses/", async (page) => {
  const style = await page.locator("tbody td").last().evaluate((cell) => {
    const { paddingTop, borderTopWidth } = getComputedStyle(cell);
    return { paddingTop, borderTopWidth, collapse: getComputedStyle(cell.closest("table")).borderCollapse };
  });
  assert.deepEqual(style, { paddingTop: "12px", borderTopWidth: "1px", collapse: "collapse" });
});
