// Random and hostile addresses of the page for making a sheet. Whatever the address is, the page shows nothing of it but exercises of the
// site in doses that they allow.
import assert from "node:assert/strict";
import { forAllTests } from "./built_site.mjs";

const count = 45;
const exercise = (number) => `---
title: Exercise ${number}
dose: {hold: 5 s, reps: 5-10, limits: {hold: 3-10 s, reps: 5-12}}
cautions: [{condition: osteoporosis, advice: "Keep the back straight."}]
---

1. Hold for {{ dose.hold }}, {{ dose.reps }} times.[^1]

[^1]: A footnote of ${number}.
`;
const exercises = Array.from({ length: count }, (_, at) => [`content/exercises/e${at}.md`, exercise(at)]);
const files = {
  "wellpress.yaml": "title: Sheets\nbase_url: https://example.org/\nlanguage: en\n",
  "content/topics/osteoporosis.md": "---\ntitle: Osteoporosis\ntype: condition\n---\n",
  "content/exercises/twist.md": "---\ntitle: Twist\nwithdrawn: {date: 2024-01-01, reason: It harmed.}\n---\n\n1. Twist.\n",
  ...Object.fromEntries(exercises),
};
const { pageTest } = forAllTests(async () => [files]);

// This word is in no page of the site, so that it is only in a page into which an address has brought it.
const foreign = "zzq";
const pieces = [
  "&e=", "e=", "&size=", "size=20", "size=", "&", "=", ",", ":", ",,", "hold", "reps", ":3", ":10", ":99", ":1e99", ":-5", ":0x5", ":NaN", ":5.5", "5-10", "hold:4",
  "twist", "00000000", foreign, "__proto__", "constructor", "toString", "%", "%00", "%E0%A4%A", "%2C", "%3A", "%26", "%3D", "#", "?", "/", "\\", "\n", "\u{1f9d8}", "\u202e", "\ud800",
  `<img src=${foreign} onerror=${foreign}()>`, `%3Cscript%3E${foreign}()%3C/script%3E`, `"><b id=${foreign}>`, `javascript:${foreign}()`, `&${foreign}=1`, `e=${foreign}`, `\${${foreign}}`, `{title}${foreign}`,
];
let seed = 20261120;
// The seed is fixed, so that a failure repeats.
const below = (limit) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % limit;
};
const part = () => (below(3) ? pieces[below(pieces.length)] : `&e=e${below(count)}`);
const address = () => {
  const parts = Array.from({ length: 1 + below(30) }, part).join("");
  return below(10) ? parts : parts.repeat(1 + below(300));
};

/** Opens addresses one after the other, and says what is wrong with the first one that breaks a promise. */
const faultOf = ([addresses, foreign]) => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent);
  const isUnique = (values) => new Set(values).size === values.length;
  const open = (fragment) => {
    history.replaceState(null, "", `#${fragment}`);
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  const scripts = document.querySelectorAll("script, iframe, object, embed, base, meta, link").length;
  const fault = (fragment) => {
    open(fragment);
    const titles = texts(".own-exercises h3"), sheet = document.querySelector(".own-sheet");
    if (document.documentElement.outerHTML.includes(foreign)) return "a word of the address is in the page";
    if (document.querySelectorAll("script, iframe, object, embed, base, meta, link").length !== scripts) return "an element came";
    if (!isUnique(titles.map((title) => title.replace(/^\d+\. /, "")))) return "an exercise is there twice";
    if (!isUnique([...document.querySelectorAll("[id]")].map((node) => node.id))) return "an id is there twice";
    if (!isUnique(texts(".sheet-messages li"))) return "a message is there twice";
    if (titles.length > 40) return "there is more than the limit";
    if (document.querySelectorAll(".sheet-chosen > li").length !== titles.length || sheet.hidden !== !titles.length) return "the sheet is not what is chosen";
    if (!["16", "20", "28"].includes(sheet.dataset.size)) return "the size is none of the page";
    const isAllowed = (dose, [low, high]) => texts(`[data-dose=${dose}] dd`).every((text) => text.match(/\d+/g).every((number) => Number(number) >= low && Number(number) <= high));
    if (!isAllowed("hold", [3, 10]) || !isAllowed("reps", [5, 12])) return "a dose is not allowed";
    if (!titles.length) return undefined;
    // The address on the sheet makes the same sheet, without a message.
    const shown = sheet.innerHTML;
    open(new URL(document.querySelector(".sheet-address a").href).hash.slice(1));
    return sheet.innerHTML === shown && document.querySelector(".sheet-messages").hidden ? undefined : "its own address makes another sheet";
  };
  const sizes = [];
  for (const fragment of addresses) {
    const found = fault(fragment);
    if (found) return { found, fragment };
    sizes.push(document.querySelectorAll(".sheet-chosen > li").length);
  }
  return { most: Math.max(...sizes), filled: sizes.filter(Boolean).length };
};

pageTest("the page for a sheet takes random and hostile addresses as exercises of the site alone", "/sheet/", async (page) => {
  await page.locator(".sheet-parts:not([hidden])").waitFor();
  const all = Array.from({ length: count }, (_, at) => `e=e${at}`).join("&");
  const addresses = [all, "e=e1&".repeat(5000), "e1,".repeat(20_000), ...Array.from({ length: 200 }, address)];
  const outcome = await page.evaluate(faultOf, [addresses, foreign]);
  assert.equal(outcome.found, undefined, `${outcome.found}: ${JSON.stringify(outcome.fragment)}`);
  assert.equal(outcome.most, 40);
  assert.ok(outcome.filled > 100, `only ${outcome.filled} addresses have an exercise`);
});
