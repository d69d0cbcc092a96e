// Looks for the safety notices of the page in which it runs. It is called with the selector of the element with the notices to look at,
// the classes of notices and steps, the text of each list of steps that the build wrote, whether animations have ended, and whether to
// find out what may hide a notice, which takes long. It returns what `Measured` in `look.rs` describes. Each text of a notice is put into
// an element `wellpress-words`, so that the words can be hidden without their background.
async (root, noticeClasses, stepClasses, writtenSteps, hasEnded, hasReasons) => {
  const noticeSelector = noticeClasses.map((name) => `.${CSS.escape(name)}`).join(", ");
  const stepSelector = stepClasses.map((name) => `.${CSS.escape(name)}`).join(", ");
  const wordsIn = (text) => text.split(/\s+/).filter(Boolean);
  /** Whether the words of a text stand in another one in the same order. Between them may stand what the HTML hides. */
  const hasWords = (text, words) => {
    const rest = wordsIn(text).values();
    return wordsIn(words).every((word) => rest.some((other) => other === word));
  };
  // A theme may have lists of its own that nobody sees. They stand in for no steps.
  const isWritten = (list) => writtenSteps.some((text) => hasWords(list.textContent, text));
  // What a script wrote onto an opened card is that of another page.
  const cardOf = (element) => element.closest(".card-steps");
  const steps = [...document.querySelectorAll(stepSelector)].filter((list) => list.textContent.trim() && (cardOf(list) || isWritten(list)));
  const notices = [...document.querySelector(root).querySelectorAll(noticeSelector)].filter((notice) => notice.textContent.trim());

  // Whoever reads the steps in an expander has opened it.
  for (const details of document.querySelectorAll("details")) {
    if (details.querySelector(stepSelector)) {
      // Of those with one name, only one would be open.
      details.removeAttribute("name");
      details.open = true;
    }
  }
  await document.fonts.ready;
  // One that has ended is no longer listed, and begins again in the next view.
  const known = (window.wellpressAnimations ??= new Set());
  document.getAnimations().forEach((animation) => known.add(animation));
  const animations = [...known].filter((animation) => animation.playState !== "idle");
  for (const animation of animations) {
    if (!hasEnded) {
      // What a reader sees a second after the page was opened.
      animation.pause();
      animation.currentTime = 1000;
      continue;
    }
    try {
      animation.finish();
    } catch {
      // One without an end is looked at in the middle.
      animation.currentTime = animation.effect.getComputedTiming().duration / 2;
    }
  }
  window.scrollTo({ top: 0, behavior: "instant" });

  /** Whether an animation can look different after a second. */
  const goesOn = (animation) => animation.effect.getComputedTiming().endTime > 1000;

  /** The start tag of an element, as far as a person needs it to find the element. */
  const tag = (element) => {
    const name = element.localName;
    const classes = element.getAttribute("class")?.trim();
    return classes ? `<${name} class="${classes}">` : `<${name}>`;
  };

  /** The elements around a node, from the inside out. */
  const around = (node) => {
    const found = [];
    for (let element = node; element; element = element.parentElement) {
      found.push(element);
    }
    return found;
  };

  /** The place of a rectangle in the page. */
  const inPage = (box) => ({ x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height });

  /** The steps after a notice and those before it, the nearest of each. */
  const beside = (notice) => {
    const follows = (element) => notice.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    const near = steps.filter((element) => cardOf(element) === cardOf(notice));
    return { next: near.find(follows), last: near.findLast((element) => !follows(element)) };
  };

  // An element with `display: contents` has no box of its own, and hides nothing.
  const isRendered = (element) =>
    element.checkVisibility({ visibilityProperty: true }) || getComputedStyle(element).display === "contents";

  /** Whether any element of some steps is shown, such as one that is visible in a page that is not. */
  const isShown = (list) => [list, ...list.querySelectorAll("*")].some((element) => element.checkVisibility({ visibilityProperty: true }));

  /** Whether what hides a notice hides the steps beside it too, such as a tab that is not open. */
  const isHiddenWithSteps = (notice, { next, last }) => {
    const hiding = around(notice).findLast((element) => !isRendered(element));
    return hiding && [next, last].some((list) => list && hiding.contains(list) && !isShown(list));
  };

  const textsOf = (notice) => {
    const walker = document.createTreeWalker(notice, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.localName !== "wellpress-words") {
        texts.push(walker.currentNode);
      }
    }
    return texts.filter((text) => /[\p{L}\p{N}]/u.test(text.data));
  };
  for (const notice of notices) {
    for (const text of textsOf(notice)) {
      const words = document.createElement("wellpress-words");
      text.replaceWith(words);
      words.append(text);
    }
  }

  const wordsOf = (notice) => {
    const found = [];
    for (const element of notice.querySelectorAll("wellpress-words")) {
      const text = element.firstChild;
      const style = getComputedStyle(element);
      for (const match of text.data.matchAll(/\S*[\p{L}\p{N}]\S*/gu)) {
        const range = document.createRange();
        range.setStart(text, match.index);
        range.setEnd(text, match.index + match[0].length);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
        const place = boxes.length > 0 ? inPage(boxes[0]) : null;
        found.push({ text: match[0], place, lines: boxes.length, weight: Number(style.fontWeight) });
      }
    }
    return found;
  };

  /** What may hide an element, in words; null if nothing of that kind is known. */
  const reason = (element) => {
    for (const candidate of around(element)) {
      const style = getComputedStyle(candidate);
      const [opacity, fontSize] = [Number(style.opacity), Number.parseFloat(style.fontSize)];
      const hiding = [
        ["display", style.display === "none"],
        ["visibility", style.visibility !== "visible"],
        ["opacity", opacity < 0.7],
        ["content-visibility", style.contentVisibility === "hidden"],
        ["font-size", fontSize < 7],
        ["clip-path", style.clipPath !== "none"],
        ["clip", style.clip !== "auto"],
        ["mask-image", (style.maskImage ?? "none") !== "none"],
        ["filter", style.filter !== "none"],
        ["transform", style.transform !== "none"],
        ["translate", style.translate !== "none"],
        ["scale", style.scale !== "none"],
        ["zoom", style.zoom !== "1"],
        ["text-indent", Math.abs(Number.parseFloat(style.textIndent)) > 200],
        ["letter-spacing", Number.parseFloat(style.letterSpacing) < -2],
        ["mix-blend-mode", style.mixBlendMode !== "normal"],
        ["overflow", style.overflow !== "visible" && candidate.scrollHeight > candidate.clientHeight + 2],
      ].find(([, is]) => is);
      if (hiding && candidate !== document.documentElement && candidate !== document.body) {
        const [property] = hiding;
        return `\`${property}: ${style.getPropertyValue(property)}\` of \`${tag(candidate)}\``;
      }
    }
    return null;
  };

  /** The element that is shown where a notice should be, like a reason; null if that is the notice. */
  const cover = (notice, place) => {
    window.scrollTo({ top: Math.max(0, place.y - innerHeight / 2), behavior: "instant" });
    const above = document.elementFromPoint(place.x + place.width / 2 - scrollX, place.y + place.height / 2 - scrollY);
    window.scrollTo({ top: 0, behavior: "instant" });
    const isCovered = above && !notice.contains(above) && !above.contains(notice);
    return isCovered ? `\`${tag(above)}\` lies above it` : null;
  };

  /** The upper end of the first line of some steps, or null if they are not shown. */
  const topOf = (list) => {
    const range = document.createRange();
    range.selectNodeContents(list);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    return boxes.length > 0 ? Math.min(...boxes.map((box) => inPage(box).y)) : null;
  };

  const measured = notices.map((notice) => {
    const neighbours = beside(notice);
    const words = wordsOf(notice);
    const first = words.find((word) => word.place);
    const inside = notice.querySelector("wellpress-words")?.parentElement ?? notice;
    return {
      class: noticeClasses.find((name) => notice.classList.contains(name)),
      text: notice.textContent.trim().replaceAll(/\s+/g, " "),
      is_on_card: Boolean(cardOf(notice)),
      words,
      is_hidden_with_steps: Boolean(isHiddenWithSteps(notice, neighbours)),
      steps_top: neighbours.next ? topOf(neighbours.next) : null,
      reason: hasReasons ? (reason(inside) ?? (first ? cover(notice, first.place) : null)) : null,
      element: tag(inside),
    };
  });
  const { scrollWidth, scrollHeight } = document.documentElement;
  return { notices: measured, is_animated: animations.some(goesOn), width: scrollWidth, height: Math.max(scrollHeight, document.body.scrollHeight) };
}
