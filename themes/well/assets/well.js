// What a page gains from script. It reads and works without.
(() => {
 const doc = document, words = doc.currentScript?.dataset ?? {}, marks = "a[role=doc-biblioref]";
 const target = (a) => doc.getElementById(decodeURIComponent(a.hash.slice(1)));

 // Menus and contents that fold on a phone stand open where there is room.
 for (const fold of doc.querySelectorAll("details[data-open-wide]")) {
  const wide = matchMedia(`(min-width: ${fold.dataset.openWide})`);
  const set = () => { fold.open = wide.matches; };
  set();
  wide.addEventListener("change", set);
  fold.addEventListener("click", (e) => { if (!wide.matches && e.target.closest("ol a")) fold.open = false; });
 }

 // The section that is being read, marked in the contents.
 const rail = doc.querySelector(".toc-rail");
 if (rail) {
  const links = new Map();
  for (const a of rail.querySelectorAll("a[href^='#']")) {
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
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  mark();
 }

 // Where the text has a margin, each source stands beside the block that cites it first.
 const text = doc.querySelector(".article > .text"), list = doc.querySelector("ol.references");
 if (text && list) {
  const wide = matchMedia("(min-width: 75rem)");
  let notes = [];
  const lay = () => {
   for (const note of notes) note.remove();
   notes = [];
   if (!wide.matches) return;
   const told = new Set(), blocks = [...text.children];
   let free = 0;
   blocks.forEach((block, i) => {
    if (!block.matches("p, ul, ol, aside, blockquote")) return;
    const end = blocks.slice(i + 1).find((b) => b.matches(".exercise, .table, .do-dont, .figure, .playlist, .experts"))?.offsetTop ?? text.offsetHeight;
    for (const mark of block.querySelectorAll(marks)) {
     const entry = target(mark)?.querySelector("[data-entry]");
     if (!entry || told.has(mark.hash)) continue;
     const note = doc.createElement("p");
     note.className = "beside";
     note.ariaHidden = "true";
     note.textContent = entry.textContent.replace(/\s*(https?:\/\/|doi:)\s*\S+\s*$/i, "");
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
 const said = doc.createElement("p");
 said.role = "status";
 said.className = "visually-hidden";
 const say = (button, text) => {
  if (!said.isConnected) (doc.querySelector("main") ?? doc.body).append(said);
  const before = button.textContent;
  button.textContent = said.textContent = text;
  setTimeout(() => { button.textContent = before; said.textContent = ""; }, 2000);
 };

 // To share a page, to copy its address, to print it.
 const tools = doc.querySelector(".page-tools");
 if (tools) {
  const url = doc.querySelector("link[rel=canonical]")?.href ?? location.href, title = doc.querySelector("h1").textContent;
  const able = { share: navigator.share, copy: navigator.clipboard, print: window.print };
  for (const button of tools.children) button.hidden = !able[button.dataset.do];
  tools.addEventListener("click", async (e) => {
   const button = e.target.closest("button"), what = button?.dataset.do;
   try {
    if (what === "share") await navigator.share({ title, url });
    if (what === "copy") { await navigator.clipboard.writeText(url); say(button, tools.dataset.copied); }
    if (what === "print") print();
   } catch {
    // The reader thought better of it.
   }
  });
  tools.classList.add("ready");
 }

 // A button behind each citation, where the browser can copy.
 const entries = doc.querySelectorAll("[data-entry], .export code");
 if (navigator.clipboard && words.copy && entries.length) {
  doc.querySelector("main")?.append(said);
  for (const entry of entries) {
   const item = entry.closest("li"), box = item ?? entry.closest(".export")?.querySelector(".export-links");
   const more = item?.querySelector(".reference-page"), button = doc.createElement("button");
   button.type = "button";
   button.className = "copy";
   button.textContent = box?.dataset.copy ?? words.copy;
   if (more) button.ariaLabel = more.ariaLabel.replace(more.textContent, button.textContent);
   button.addEventListener("click", async () => {
    const accessed = item?.querySelector(".accessed")?.textContent ?? "";
    try {
     await navigator.clipboard.writeText(`${entry.textContent} ${accessed}`.trim());
    } catch {
     return getSelection().selectAllChildren(entry);
    }
    say(button, words.copied);
   });
   if (box) box.append(" ", button); else entry.after(button);
  }
 }
})();
