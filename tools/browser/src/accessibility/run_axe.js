// Runs axe on the page in which it runs, which has loaded axe. It is called with the options for axe and the names of its rules about
// colours, and returns what `Outcome` in `axe.rs` describes.
async (options, colourRules) => {
  // A colour on its way to another one, after the view has changed, is not the one that readers see.
  if (!window.wellpressStill) {
    window.wellpressStill = new CSSStyleSheet();
    window.wellpressStill.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(window.wellpressStill);
  }
  for (const animation of document.getAnimations()) {
    try {
      animation.finish();
    } catch {
      // One without an end.
    }
  }
  const result = await axe.run(document, options);

  /** All style rules of the page, also those in media queries and layers. */
  const styleRules = function* (rules) {
    for (const rule of rules) {
      if (rule.style && rule.selectorText) yield rule;
      if (rule.cssRules) yield* styleRules(rule.cssRules);
    }
  };
  const all = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...styleRules(sheet.cssRules)];
    } catch {
      // Of another site.
      return [];
    }
  });
  const matches = (element, selector) => {
    try {
      return element.matches(selector);
    } catch {
      // A nested rule, or one of another browser.
      return false;
    }
  };

  /** The declaration that decides a property of an element: without it, the property has another value. */
  const deciding = (element, property, names) => {
    const value = () => getComputedStyle(element)[property];
    const before = value();
    for (const rule of all.toReversed()) {
      const name = names.find((name) => rule.style.getPropertyValue(name));
      if (!name || !matches(element, rule.selectorText)) continue;
      const text = rule.style.cssText;
      const declared = rule.style.getPropertyValue(name);
      rule.style.removeProperty(name);
      const isDeciding = value() !== before;
      rule.style.cssText = text;
      if (isDeciding) return { selector: rule.selectorText, property: name, value: declared };
    }
    return null;
  };

  /** The first declaration that is found for an element or one around it. */
  const firstAround = (element, find) => {
    for (let around = element; around; around = around.parentElement) {
      const found = find(around);
      if (found) return found;
    }
    return null;
  };
  const stylesOf = (element) => {
    const colour = firstAround(element, (around) => deciding(around, "color", ["color"]));
    const isOpaque = (around) => getComputedStyle(around).backgroundColor !== "rgba(0, 0, 0, 0)";
    const names = ["background-color", "background"];
    const background = firstAround(element, (around) => isOpaque(around) && deciding(around, "backgroundColor", names));
    return [colour, background].filter(Boolean);
  };

  const named = ({ id, tags }) => ({ rule: id, tags });
  const violations = result.violations.map((violation) => ({
    ...named(violation),
    help: violation.help,
    elements: violation.nodes.map(({ target, html, element, any, all, none }) => ({
      selector: target.flat().join(" "),
      html,
      words: [...any, ...all, ...none].map(({ message }) => message),
      styles: element && colourRules.includes(violation.id) ? stylesOf(element) : [],
    })),
  }));
  return { violations, passes: result.passes.map(named), incomplete: result.incomplete.map(named) };
}
