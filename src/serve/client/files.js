// Files that a page shows beside its own source: stylesheets that come and go, and files that change under one address.

import { twins } from "./patch.js";

const leaving = new Set();

/** Old stylesheets go when the new ones are there, so that the page is never without. */
export async function swapSheets(arriving, old) {
  for (const sheet of old) leaving.add(sheet);
  const replaced = [...leaving];
  await Promise.all(arriving.map(settled));
  for (const sheet of replaced) {
    sheet.remove();
    leaving.delete(sheet);
  }
}

function settled(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
  });
}

/** The path of an address, in one form; `null` if it is no address. */
export function pathOf(address) {
  try {
    return decodeURI(new URL(address, location.href).pathname).replace(/\/index\.html$/, "/");
  } catch {
    return null;
  }
}

const isOwn = (address) => new URL(address, location.href).origin === location.origin;

// A file such as `well.7eaa4f2d5f.css` has another name once it changes.
const isNamedForContent = (address) => /\.[0-9a-f]{10,}\.\w+$/.test(pathOf(address) ?? "");

/**
 * Asks again for what the page shows and what changed under its address, such as a file of `static/`. Says whether the
 * page has to be loaded anew, which is so for a script. `*` stands for every file.
 */
export function reloadFiles({ files = [], id }, source) {
  if (!files.length) return false;
  const [changed, isAll] = [new Set(files.map(pathOf)), files.includes("*")];
  const isHit = (address) =>
    address && isOwn(address) && !isNamedForContent(address) && (isAll || changed.has(pathOf(address)));
  if (!isAll && [...document.scripts].some((script) => isHit(script.src))) return true;
  for (const shown of document.querySelectorAll("img[src], source[src], video[src]")) {
    if (isHit(shown.src)) shown.src = anew(shown.src, id);
  }
  for (const sheet of document.querySelectorAll("link[rel~=stylesheet]")) {
    if (isHit(sheet.href)) reloadSheet(sheet, id, source);
  }
  return false;
}

function anew(address, id) {
  const url = new URL(address, location.href);
  url.searchParams.set("build", id);
  return url.href;
}

function reloadSheet(sheet, id, source) {
  const next = sheet.cloneNode();
  next.href = anew(sheet.href, id);
  for (const one of source?.querySelectorAll("link") ?? []) if (twins.get(one) === sheet) twins.set(one, next);
  sheet.after(next);
  swapSheets([next], [sheet]);
}
