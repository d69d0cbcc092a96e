import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

export default function (eleventy) {
  eleventy.addShortcode("cite", function (key) {
    if (!read("library.json")[key]) throw new Error(`no source "${key}": ${this.page.inputPath}`);
    return `<a href="/sources/${key}/">(${key})</a>`;
  });

  eleventy.addShortcode("exercise", (id) => {
    const { title, cautions, steps } = read("exercises.json")[id];
    const warnings = cautions.map((caution) => `<p class="caution">${caution}</p>`).join("");
    return `<section><h3>${title}</h3>${warnings}<ol>${steps.map((step) => `<li>${step}</li>`).join("")}</ol></section>`;
  });

  // `signed` is the hash of the text that the reviewer read.
  eleventy.addGlobalData("eleventyComputed.checked", () => (data) => {
    const { inputPath, rawInput } = data.page;
    if (!inputPath.startsWith("./articles/") || !rawInput) return false;
    if (!data.reviewers) throw new Error(`${inputPath} has no reviewer`);
    const now = createHash("sha256").update(rawInput).digest("hex");
    if (data.signed && data.signed !== now) throw new Error(`${inputPath} was changed after its review`);
    return true;
  });
}
