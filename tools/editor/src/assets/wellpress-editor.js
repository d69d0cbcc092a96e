// Opens Sveltia CMS with the configuration of the site: the formats that keep the bytes of files, the components for directives and
// citations, the sources, and the theme's style sheets for the preview. The configuration is made by `wellpress new editor`; what people
// change belongs in config.local.json.
import { citation, directive } from "./components.js";
import { draftsFormat, frontMatterFormat, glossaryFormat } from "./front-matter.js";
import { focusFirstField, nameComponents } from "./labels.js";
import { Pane, sourceLabel } from "./preview.js";

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function loadCms() {
  window.CMS_MANUAL_INIT = true;
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "sveltia/sveltia-cms.js";
    script.onload = () => resolve(window.CMS);
    script.onerror = () => reject(new Error("Sveltia CMS cannot be loaded"));
    document.head.append(script);
  });
}

/** The sources of the configuration, and those that the published site cites since. The pane adds those that are to be completed. */
async function allSources(known, site) {
  const published = await json(new URL("references.json", site)).catch(() => []);
  const keys = new Set(known.map(({ value }) => value));
  const added = published.filter(({ id }) => id && !keys.has(id)).map((item) => ({ value: item.id, label: sourceLabel(item) }));
  return [...known, ...added].sort((one, other) => one.label.localeCompare(other.label));
}

/** Fills in the choices that the configuration only names. */
function fillChoices(fields, choices) {
  for (const field of fields) {
    if (field.choices) {
      field.options = choices[field.choices];
      delete field.choices;
    }
    fillChoices([...(field.fields ?? []), ...(field.field ? [field.field] : [])], choices);
  }
}

/** Maps are merged, and everything else of the local configuration replaces that of the site. */
export function merged(site, local) {
  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  if (!isMap(site) || !isMap(local)) return local;
  const keys = new Set([...Object.keys(site), ...Object.keys(local)]);
  return Object.fromEntries([...keys].map((key) => [key, key in local && key in site ? merged(site[key], local[key]) : (local[key] ?? site[key])]));
}

/** The style sheets of the site's home page, so that the preview looks as the site does. */
async function themeStyles(site) {
  const response = await fetch(site);
  if (!response.ok) return [];
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll('link[rel="stylesheet"]')].map((link) => new URL(link.getAttribute("href"), new URL(site, location.href)).href);
}

function register(cms, { formats, components, sources, config, pane }) {
  const shown = new Set(["exercises", "topics", "disclaimers", ...components.map(({ record }) => record?.folder).filter(Boolean)]);
  const folders = [...shown].filter((folder) => config.collections.some(({ name }) => name === folder));
  const collections = new Map(config.collections.map((collection) => [collection.name, collection]));
  for (const { name, collection, kind, aliases } of formats) {
    cms.registerPreviewTemplate(collection, pane.template(kind, collection, folders));
    cms.registerCustomFormat(name, "md", frontMatterFormat({ fields: collections.get(collection).fields, aliases }));
  }
  const glossary = collections.get("glossary");
  if (glossary) cms.registerCustomFormat("wellpress-glossary", "yaml", glossaryFormat({ fields: glossary.files[0].fields }));
  cms.registerCustomFormat("wellpress-drafts", "json", draftsFormat());
  components.forEach((component) => cms.registerEditorComponent(directive(component, pane)));
  cms.registerEditorComponent(citation(sources));
}

async function start() {
  const address = document.querySelector('link[rel="wellpress-configuration"]').getAttribute("href");
  const [made, local, cms] = await Promise.all([json(address), json("config.local.json"), loadCms()]);
  // The editor is in a folder of the site, which may itself be in a folder of its host.
  const site = new URL(document.querySelector('link[rel="wellpress-site"]').getAttribute("href"), location.href);
  const sources = await allSources(made.sources, site);
  const config = { ...merged(made.cms, local), load_config_file: false };
  fillChoices(config.collections.flatMap(({ fields, files = [] }) => [...(fields ?? []), ...files.flatMap((file) => file.fields)]), { sources });
  const names = made.components.map(({ id }) => `wellpress-${id}`);
  config.field_defaults = { richtext: { editor_components: ["wellpress-citation", ...names, "image", "code-block"], linked_images: false } };
  const pane = new Pane({ cms, words: made.words, sources, standing: made.disclaimers });
  register(cms, { ...made, sources, config, pane });
  (await themeStyles(site).catch(() => [])).forEach((style) => cms.registerPreviewStyle(style));
  cms.registerPreviewStyle(new URL("wellpress-preview.css", location.href).href);
  focusFirstField();
  nameComponents({ components: made.components, sources, pane });
  await cms.init({ config });
}

if (typeof document !== "undefined") {
  start().catch((error) => {
    const message = document.createElement("p");
    message.setAttribute("role", "alert");
    message.textContent = `The editor cannot be opened: ${error.message}`;
    document.body.append(message);
  });
}
