// Lets programs of others judge the Well Guide. `run` installs them and starts this.
//
// Each instrument judges everything, and a page into which a fault was planted: it has to find that. A finding is wrong unless
// `argued.json` says why it is none; an argument there that no finding matches is wrong as well, since it would hide the next one.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Site, downloads, folder } from "./site.mjs";

/** The instruments by name. Each is loaded only when it is needed. */
const instruments = {
  html: async () => (await import("./html.mjs")).html,
  "schema.org": async () => (await import("./structured_data.mjs")).structuredData,
  feeds: async () => (await import("./feeds.mjs")).feeds,
  sitemaps: async () => (await import("./feeds.mjs")).sitemaps,
  manifests: async () => (await import("./manifests.mjs")).manifests,
  ibm: async () => (await import("./accessibility.mjs")).ibm,
  pa11y: async () => (await import("./accessibility.mjs")).htmlcs,
  lighthouse: async () => (await import("./lighthouse.mjs")).lighthouse,
  epub: async () => (await import("./printed.mjs")).epub,
  pdf: async () => (await import("./printed.mjs")).pdf,
  "pdf-tags": async () => (await import("./printed.mjs")).pdfTags,
  markdown: async () => (await import("./markdown.mjs")).markdown,
  csl: async () => (await import("./csl.mjs")).csl,
};
const quick = ["html", "schema.org", "feeds", "sitemaps"];
const printed = ["epub", "pdf", "pdf-tags"];

function chosen(options) {
  if (options.length === 0) return Object.keys(instruments);
  if (options.length === 1 && options[0] === "--quick") return quick;
  const unknown = options.filter((name) => !Object.hasOwn(instruments, name));
  if (unknown.length === 0) return options;
  console.error(`there is no instrument ${unknown.map((name) => `\`${name}\``).join(", ")}: use --quick, or names of ${Object.keys(instruments).join(", ")}`);
  process.exit(2);
}

/** The arguments for an instrument: those of its findings that `matches` accepts are not wrong. */
function argumentsOf(instrument) {
  const all = JSON.parse(readFileSync(join(folder, "argued.json"), "utf8"));
  return all.filter((each) => each.instrument === instrument).map((each) => ({ ...each, found: 0, message: new RegExp(each.message ?? ""), where: new RegExp(each.where ?? ""), place: new RegExp(each.place ?? "", "s") }));
}

const matches = (argued, finding) =>
  argued.rule === finding.rule && argued.message.test(finding.message) && argued.where.test(finding.case) && argued.place.test(finding.place ?? "");

const isFault = ({ rule, message }, finding) => (!rule || (rule instanceof RegExp ? rule.test(finding.rule) : rule === finding.rule)) && (!message || message.test(finding.message));

/** Whether the instrument finds the fault that it is shown. `findings` are those of the site as it is. */
async function findsFault(instrument, site, findings) {
  const { fault } = instrument;
  const count = (list) => list.filter((finding) => finding.case === fault.case && isFault(fault, finding)).length;
  // Cases that are no part of the site are damaged by the instrument itself.
  if (instrument.suite) return count(await instrument.judge(site, [fault.case], fault.damage)) > count(findings);
  // Text is changed as text. A book and a sheet are bytes.
  const change = instrument.printed ? fault.damage : (bytes) => fault.damage(bytes.toString("utf8"));
  site.damage(fault.case.split(" ")[0], change);
  const damaged = await instrument.judge(site, [fault.case]);
  site.mend();
  return count(damaged) > count(findings);
}

async function judgeWith(name, site) {
  const started = Date.now();
  const instrument = await instruments[name]();
  const version = await instrument.version();
  const cases = instrument.cases(site);
  const findings = await instrument.judge(site, cases);
  const found = await findsFault(instrument, site, findings);
  const reasons = argumentsOf(name);
  const wrong = [];
  for (const finding of findings) {
    const reason = reasons.find((each) => matches(each, finding));
    if (reason) reason.found += 1;
    else wrong.push(finding);
  }
  const touched = (list) => new Set(list.map((finding) => finding.case));
  const faulty = touched(wrong);
  const arguedCases = [...touched(findings)].filter((each) => !faulty.has(each)).length;
  return { name, instrument, version, found, cases, reasons, wrong, argued: findings.length - wrong.length, arguedCases, right: cases.length - touched(findings).size, note: instrument.note?.(), seconds: Math.round((Date.now() - started) / 1000) };
}

/** The wrong findings by kind, each with how often it is there and its first place. */
function describe(wrong) {
  const kinds = new Map();
  for (const finding of wrong) {
    const kind = `${finding.rule}: ${finding.message}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), finding]);
  }
  return [...kinds].map(([kind, [first, ...more]]) => `  ${more.length + 1} x ${kind}\n      ${first.case}${first.place ? `: ${first.place.replace(/\s+/g, " ").slice(0, 300)}` : ""}`);
}

function problemsOf(result) {
  const problems = describe(result.wrong);
  if (!result.found) problems.push(`  it does not find the fault planted in ${result.instrument.fault.case}`);
  if (result.cases.length === 0) problems.push("  it had nothing to judge");
  for (const reason of result.reasons.filter((each) => each.found === 0)) {
    problems.push(`  argued.json has a reason that no finding needs: ${reason.rule} ${reason.message.source}`);
  }
  return problems;
}

const row = (...cells) => `| ${cells.join(" | ")} |`;

function report(results) {
  console.log(row("instrument", "program", "version", "cases", "right", "argued", "wrong", "findings argued", "findings wrong", "seconds"));
  console.log(row(...Array(10).fill("---")));
  for (const { name, instrument, version, cases, right, arguedCases, argued, wrong, seconds } of results) {
    console.log(row(name, instrument.program, version, cases.length, right, arguedCases, cases.length - right - arguedCases, argued, wrong.length, seconds));
  }
  for (const { name, reasons, note } of results) {
    if (note) console.log(`\n${name}: ${note}`);
    for (const { rule, found, message, reason } of reasons) console.log(`\n${name}: ${found} x ${rule}${message.source === "(?:)" ? "" : ` (${message.source})`}\n  ${reason}`);
  }
  const failed = results.filter((result) => problemsOf(result).length > 0);
  for (const result of failed) console.log(`\nWRONG: ${result.name}\n${problemsOf(result).join("\n")}`);
  return failed.length;
}

const names = chosen(process.argv.slice(2));
const site = await Site.build(names.some((name) => printed.includes(name)));
const results = [];
const missing = [];
try {
  for (const name of names) {
    console.error(`== ${name}`);
    const { suite } = await instruments[name]();
    if (suite && !existsSync(join(downloads, suite))) {
      missing.push(name);
      continue;
    }
    results.push(await judgeWith(name, site));
  }
} finally {
  await site.remove();
}
const failed = report(results);
for (const name of missing) console.log(`\nNOT JUDGED: ${name}, because its cases could not be fetched`);
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : missing.length > 0 ? 3 : 0;
