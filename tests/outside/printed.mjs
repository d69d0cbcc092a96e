// What `wellpress handouts` makes: books, judged by EPUBCheck of the W3C, and sheets, judged by pdfua, which knows a part of PDF/UA-1, and
// by pdf.py beside it, which reads them with pikepdf.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { downloads, folder, run, runJudge } from "./site.mjs";

const packages = () => join(downloads, "python/lib", readdirSync(join(downloads, "python/lib")).find((name) => name.startsWith("python")), "site-packages");
const epubcheckJar = () => join(packages(), "epubcheck/epubcheck.jar");
const pdfua = join(downloads, "python/bin/pdfua");
const python = join(downloads, "python/bin/python");

/** Changes text to other text of the same length, where it stands in the file uncompressed. */
function inFile(bytes, from, to) {
  const at = bytes.indexOf(from);
  return at < 0 ? bytes : Buffer.concat([bytes.subarray(0, at), Buffer.from(to), bytes.subarray(at + from.length)]);
}

export const epub = {
  name: "epub",
  program: "EPUBCheck",
  printed: true,
  version: async () => (await run("java", "-jar", epubcheckJar(), "--version")).match(/v([\d.]+)/)[1],
  cases: (site) => site.paths(".epub"),
  // The media type that has to be the first file of a book.
  fault: { case: "/programmes/first-standing-routine/print/first-standing-routine.epub", damage: (bytes) => inFile(bytes, "application/epub+zip", "application/epub+zap"), rule: /PKG-007|PKG-006/ },
  async judge(site, cases) {
    const findings = [];
    for (const path of cases) {
      const { messages } = JSON.parse(await runJudge("java", "-jar", epubcheckJar(), "--quiet", "--json", "-", site.file(path)));
      findings.push(...messages.map(({ ID, severity, message, locations }) => ({ case: path, rule: ID, message: `${severity.toLowerCase()}: ${message}`, place: `${locations[0]?.path}:${locations[0]?.line}` })));
    }
    return findings;
  },
};

export const pdf = {
  name: "pdf",
  program: "pdfua",
  printed: true,
  version: async () => (await run(pdfua, "--version")).trim().split(" ").pop(),
  cases: (site) => site.paths(".pdf"),
  // The mark that says that a file has tags at all.
  fault: { case: "/exercises/cat-cow/print/cat-cow.pdf", damage: (bytes) => inFile(bytes, "/Marked true", "/Markee true"), rule: "UA-01-002" },
  async judge(site, cases) {
    const findings = [];
    for (const path of cases) {
      const answer = JSON.parse(await runJudge(pdfua, "check", "--format", "json", site.file(path)));
      findings.push(...answer.findings.map(({ rule_id, severity, message, location }) => ({ case: path, rule: rule_id, message: `${severity}: ${message}`, place: location })));
      findings.push(...answer.skipped.map(({ rule_id, reason }) => ({ case: path, rule: rule_id, message: `skipped: ${reason}` })));
    }
    return findings;
  },
};

export const pdfTags = {
  name: "pdf-tags",
  program: "pikepdf",
  printed: true,
  version: async () => (await run(python, "-c", "import pikepdf; print(pikepdf.__version__)")).trim(),
  cases: pdf.cases,
  // The body of a list's item, which is then something that no standard knows.
  fault: { case: "/exercises/cat-cow/print/cat-cow.pdf", damage: (bytes) => inFile(bytes, "/S/LBody", "/S/LBodi"), rule: "7.1-role" },
  async judge(site, cases) {
    const findings = JSON.parse(await run(python, join(folder, "pdf.py"), ...cases.map((path) => site.file(path))));
    const paths = new Map(cases.map((path) => [site.file(path), path]));
    return findings.map(({ file, rule, message, place }) => ({ case: paths.get(file), rule, message, place }));
  },
};
