// What a page gains from script. It reads and works without.
(() => {
 const doc = document, words = doc.currentScript?.dataset ?? {}, marks = "a[role=doc-biblioref]";
 const one = (selector, root = doc) => root.querySelector(selector), all = (selector, root = doc) => root.querySelectorAll(selector);
 const on = (node, event, run) => node.addEventListener(event, run);
 const target = (a) => doc.getElementById(decodeURIComponent(a.hash.slice(1)));
 const make = (name, type, text) => Object.assign(doc.createElement(name), { className: type, textContent: text ?? "" });
 const main = one("main") ?? doc.body;

 // Menus and contents that fold on a phone stand open where there is room.
 for (const fold of all("details[data-open-wide]")) {
  const wide = matchMedia(`(min-width: ${fold.dataset.openWide})`);
  const set = () => { fold.open = wide.matches; };
  set();
  on(wide, "change", set);
  on(fold, "click", (e) => { if (!wide.matches && e.target.closest("ol a")) fold.open = false; });
 }

 // A video that names no picture has a drawn one until it plays, where browsers have a black box.
 if (words.poster) for (const video of all("video:not([poster])")) video.poster = words.poster;

 // What opens below the menu closes with Escape, and by a click elsewhere.
 const shut = (e) => {
  const fold = one(".menu-below[open]");
  if (!fold || (e.key ? e.key !== "Escape" : fold.contains(e.target))) return;
  fold.open = false;
  if (e.key) one("summary", fold).focus();
 };
 on(doc, "click", shut);
 on(doc, "keydown", shut);

 // Paper shows the steps that are folded, in browsers too that leave them out.
 on(window, "beforeprint", () => { for (const fold of all(".steps-fold, .byline-more")) fold.open = true; });

 // The section that is being read, marked in the contents.
 const rail = one(".toc-rail");
 if (rail) {
  const links = new Map();
  for (const a of all("a[href^='#']", rail)) {
   const at = target(a);
   if (at) links.set(at, a);
  }
  let queued = false;
  const mark = () => {
   queued = false;
   let now;
   for (const [at, a] of links) if (at.getBoundingClientRect().top < innerHeight / 3) now = a;
   for (const a of links.values()) if (a !== now) a.removeAttribute("aria-current");
   if (now && !now.hasAttribute("aria-current")) {
    now.setAttribute("aria-current", "true");
    if (rail.scrollHeight > rail.clientHeight) rail.scrollTop = now.offsetTop - rail.clientHeight / 2;
   }
  };
  const later = () => { if (!queued) { queued = true; requestAnimationFrame(mark); } };
  on(window, "scroll", later);
  on(window, "resize", later);
  mark();
 }

 // Where the text has a margin, each source stands beside the block of a section that cites it first.
 const text = one(".article > .text");
 if (text && one("ol.references")) {
  const wide = matchMedia("(min-width: 75rem)");
  let notes = [];
  const lay = () => {
   for (const note of notes) note.remove();
   notes = [];
   if (!wide.matches) return;
   const told = new Set(), blocks = [...text.children];
   // Below the disclaimer, which stands in the same margin.
   const above = one(".article > .disclaimers:not(.text ~ *)");
   let free = above ? above.offsetTop + above.offsetHeight + 20 - text.offsetTop : 0;
   blocks.forEach((block, i) => {
    if (block.matches("h2")) told.clear();
    if (!block.matches("p, ul, ol, blockquote")) return;
    const end = blocks.slice(i + 1).find((b) => b.matches(".exercise, .table, .do-dont, .figure, .playlist, .experts, .callout, [data-safety], .faq"))?.offsetTop ?? text.offsetHeight;
    for (const mark of all(marks, block)) {
     const entry = one("[data-entry]", target(mark) ?? text);
     if (!entry || told.has(mark.hash)) continue;
     const words = entry.textContent.replace(/\s*(https?:\/\/|doi:)\s*\S+\s*$/i, ""), design = one(".design", target(mark) ?? text);
     const note = make("p", "beside", design ? `${words} ${design.textContent}` : words);
     note.ariaHidden = "true";
     text.append(note);
     const top = Math.max(free, block.offsetTop + 4);
     if (top + note.offsetHeight + 24 > end) { note.remove(); continue; }
     told.add(mark.hash);
     note.style.top = `${top}px`;
     free = top + note.offsetHeight + 20;
     notes.push(note);
    }
   });
  };
  new ResizeObserver(lay).observe(text);
 }

 // What was done, said to those who do not see it; the button says it for a while as well.
 const said = make("p", "visually-hidden");
 said.role = "status";
 main.append(said);
 const say = (button, text) => {
  const before = button.textContent;
  button.textContent = said.textContent = text;
  setTimeout(() => { button.textContent = before; said.textContent = ""; }, 2000);
 };

 // To share a page, to copy its address, to print it.
 const tools = one(".page-tools");
 if (tools) {
  const url = one("link[rel=canonical]").href, clipboard = navigator.clipboard;
  const able = { share: navigator.share, copy: clipboard, print: true };
  for (const button of tools.children) button.hidden = !able[button.dataset.do];
  on(tools, "click", async ({ target }) => {
   const what = target.dataset.do;
   try {
    if (what === "share") await navigator.share({ title: doc.title, url });
    if (what === "copy") { await clipboard.writeText(url); say(target, words.copied); }
    if (what === "print") print();
   } catch {
    // The reader thought better of it.
   }
  });
  tools.classList.add("ready");
 }

 // A button behind each citation, where the browser can copy.
 if (navigator.clipboard && words.copy) {
  for (const entry of all("[data-entry], .export code")) {
   const item = entry.closest("li"), box = item ?? entry.closest(".export")?.querySelector(".export-links");
   const more = item && one(".reference-page", item), button = make("button", "copy", box?.dataset.copy ?? words.copy);
   button.type = "button";
   if (more) button.ariaLabel = more.ariaLabel.replace(more.textContent, button.textContent);
   on(button, "click", async () => {
    const accessed = item && one(".accessed", item)?.textContent;
    try {
     await navigator.clipboard.writeText(`${entry.textContent} ${accessed ?? ""}`.trim());
    } catch {
     return getSelection().selectAllChildren(entry);
    }
    say(button, words.copied);
   });
   if (box) (one(".reference-row", box) ?? box).append(" ", button); else entry.after(button);
  }
 }
})();
