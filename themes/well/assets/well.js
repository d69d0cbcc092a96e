// What a page gains from script. It reads and works without.
(() => {
  const doc = document, own = doc.currentScript?.dataset ?? {}, marks = "a[role=doc-biblioref]";
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
  if (rail && "IntersectionObserver" in window) {
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

  // The source of a mark, beside the mark: on hover, focus and the first tap.
  if (doc.querySelector(marks) && HTMLElement.prototype.showPopover) {
    const tip = doc.createElement("div");
    tip.id = "source-preview";
    tip.className = "preview";
    tip.setAttribute("role", "tooltip");
    tip.setAttribute("popover", "manual");
    let at = null, timer = 0, touched = false;
    const hide = () => {
      clearTimeout(timer);
      if (!at) return;
      at.removeAttribute("aria-describedby");
      at = null;
      if (tip.matches(":popover-open")) tip.hidePopover();
    };
    const show = (a, tapped) => {
      clearTimeout(timer);
      if (at === a) return;
      hide();
      const item = target(a);
      const entry = item?.querySelector("[data-entry]");
      if (!entry) return;
      tip.textContent = "";
      for (const part of [item.querySelector(".retracted"), entry]) {
        if (!part) continue;
        const span = doc.createElement("span");
        span.innerHTML = part.innerHTML;
        if (part !== entry) span.className = "retracted";
        for (const link of span.querySelectorAll("a")) link.replaceWith(...link.childNodes);
        tip.append(span, " ");
      }
      if (tapped && own.tapAgain) {
        const hint = doc.createElement("span");
        hint.className = "hint";
        hint.textContent = own.tapAgain;
        tip.append(hint);
      }
      if (!tip.isConnected) doc.body.append(tip);
      at = a;
      a.setAttribute("aria-describedby", tip.id);
      tip.showPopover();
      const rects = a.getClientRects(), line = rects[0], last = rects[rects.length - 1], size = tip.getBoundingClientRect();
      const room = doc.documentElement.clientWidth;
      const left = Math.max(16, Math.min(line.left, room - size.width - 16));
      const below = last.bottom + 8, above = line.top - size.height - 8;
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${(below + size.height > innerHeight && above > 0 ? above : below) + scrollY}px`;
    };
    const of = (e) => e.target.closest?.(marks);
    doc.addEventListener("pointerdown", (e) => { touched = e.pointerType === "touch"; if (at && !of(e) && !tip.contains(e.target)) hide(); });
    doc.addEventListener("pointerover", (e) => {
      if (e.pointerType === "touch") return;
      const a = of(e);
      clearTimeout(timer);
      if (a) timer = setTimeout(show, 120, a);
      else if (at && !tip.contains(e.target) && at !== doc.activeElement) timer = setTimeout(hide, 250);
    });
    doc.addEventListener("focusin", (e) => { const a = of(e); if (a && !touched) show(a); else if (!a) hide(); });
    doc.addEventListener("click", (e) => {
      const a = of(e);
      if (!a) return;
      if (touched && at !== a) { e.preventDefault(); show(a, true); } else hide();
    });
    doc.addEventListener("keydown", (e) => { touched = false; if (e.key === "Escape") hide(); });
    addEventListener("resize", hide);
  }
})();
