// Files that a page loads: stylesheets that are replaced, and files that change under the same address.

import { twins } from "./patch.js";

const outgoingSheets = new Set();

/** Removes old stylesheets when the new ones are loaded, so that the page is never without style. */
export async function swapSheets(added, old) {
  for (const sheet of old) outgoingSheets.add(sheet);
  const sheetsToRemove = [...outgoingSheets];
  await Promise.all(added.map(loadedOrFailed));
  for (const sheet of sheetsToRemove) {
    sheet.remove();
    outgoingSheets.delete(sheet);
  }
}

function loadedOrFailed(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
  });
}

/** The path of an address, without percent encoding and `index.html`; `null` if it is no address. */
export function pathOf(address) {
  try {
    return decodeURI(new URL(address, location.href).pathname).replace(/\/index\.html$/, "/");
  } catch {
    return null;
  }
}

const isSameOrigin = (address) => new URL(address, location.href).origin === location.origin;

// A file such as `well.7eaa4f2d5f.css` gets another name when it changes.
const isNamedForContent = (address) => /\.[0-9a-f]{10,}\.\w+$/.test(pathOf(address) ?? "");

/**
 * Loads again what the page shows and what changed under its address, such as a file of `static/`. Returns whether the page
 * has to be reloaded, which is so for a script. `*` stands for every file.
 */
export function reloadFiles({ files = [], id }, source) {
  if (!files.length) return false;
  const [changed, isAll] = [new Set(files.map(pathOf)), files.includes("*")];
  const hasChanged = (address) =>
    address && isSameOrigin(address) && !isNamedForContent(address) && (isAll || changed.has(pathOf(address)));
  if (!isAll && [...document.scripts].some((script) => hasChanged(script.src))) return true;
  for (const media of document.querySelectorAll("img[src], source[src], video[src]")) {
    if (hasChanged(media.src)) media.src = withBuild(media.src, id);
  }
  for (const sheet of document.querySelectorAll("link[rel~=stylesheet]")) {
    if (hasChanged(sheet.href)) reloadSheet(sheet, id, source);
  }
  return false;
}

// The address with the build's number, so that the browser does not take the file from its cache.
function withBuild(address, id) {
  const url = new URL(address, location.href);
  url.searchParams.set("build", id);
  return url.href;
}

function reloadSheet(sheet, id, source) {
  const next = sheet.cloneNode();
  next.href = withBuild(sheet.href, id);
  for (const link of source?.querySelectorAll("link") ?? []) if (twins.get(link) === sheet) twins.set(link, next);
  sheet.after(next);
  swapSheets([next], [sheet]);
}
