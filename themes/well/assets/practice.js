// Practice mode of an exercise or a programme: its cautions, to be passed by going on; then one step at a time, with a
// timer for holds and rests. The steps of a programme's exercises come from its handout, as soon as the page is there; from
// then on nothing is asked of a network.
(() => {
  const doc = document, box = doc.querySelector("dialog.practice"), start = doc.querySelector("[data-practice]");
  if (!box?.showModal || !start) return;
  const words = box.dataset, find = (name) => box.querySelector(name);
  let inside = null;
  const stage = find(".practice-stage"), place = find(".practice-place"), timers = find(".practice-timers");
  const [on, back, leave] = ["on", "back", "leave"].map((name) => find(`[data-do=${name}]`));
  const said = find(".practice-said"), sound = find(".practice-sound input");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (name, type, text) => {
    const node = doc.createElement(name);
    if (type) node.className = type;
    if (text) node.textContent = text;
    return node;
  };
  // A copy without what only the page needs: ids, marks of sources, and waiting for a picture until it is in view.
  const copy = (node) => {
    const copied = node.cloneNode(true);
    for (const part of [copied, ...copied.querySelectorAll("[id]")]) part.removeAttribute("id");
    for (const mark of copied.querySelectorAll(".marks, .footnote-ref")) mark.remove();
    for (const picture of copied.querySelectorAll("img")) picture.loading = "eager";
    return copied;
  };
  const copies = (root, name) => [...root.querySelectorAll(name)].map(copy);

  // What is shown one after the other: `nodes`, what leads on, where one is, the dose to keep time for.
  const screensOf = (root, title, pictures, position, outside = []) => {
    const notes = () => copies(root, ".exercise-note");
    const name = "[data-safety=caution]";
    const cautions = () => [...outside.filter((node) => node.matches(name)).map(copy), ...copies(root, name)];
    const others = outside.filter((node) => !node.matches(name)).map(copy);
    const dose = root.querySelector(".dose"), steps = [...root.querySelectorAll(".steps > li")];
    // Each part in one piece, so that a range such as "5–10" does not break at its dash.
    const partOf = (part) => make("span", "", ["dt", "dd"].map((type) => part.querySelector(type).textContent).join(" "));
    const doseLine = () => {
      const line = make("p", "practice-dose");
      line.append(...[...(dose?.children ?? [])].flatMap((part, number) => (number ? [" · ", partOf(part)] : [partOf(part)])));
      return dose ? [line] : [];
    };
    // What leads up to the steps may warn as well.
    const toRead = [...cautions(), ...others, ...copies(root, "[data-safety=disclaimer]"), ...copies(root, ".steps-title ~ :has(~ .steps):not(.steps, .steps ~ *)")];
    const first = [make("h2", "", title), ...toRead, ...copies(root, "[data-safety=stop-if]"), ...copies(root, ".dose"), ...pictures, ...copies(root, ".exercise-intro"), ...notes()];
    // What stands between two lists of steps is shown with the step behind it.
    const between = (step) => {
      const parts = [];
      if (step.previousElementSibling) return parts;
      let part = step.parentNode.previousElementSibling;
      for (; part && !part.matches(".steps, .steps-title"); part = part.previousElementSibling) parts.unshift(part);
      return part?.matches(".steps") ? parts.map(copy) : [];
    };
    const screens = [{ nodes: first, next: toRead.length ? words.understood : words.begin, place: position }];
    steps.forEach((step, number) => {
      const text = make("div", "practice-step");
      text.append(make("p", "practice-number", number + 1));
      const body = make("div"), spoken = step.closest("[lang]");
      if (spoken && !spoken.matches("html")) [body.lang, body.dir] = [spoken.lang, spoken.dir];
      body.append(...copy(step).childNodes);
      text.append(body);
      const shown = step.querySelector("img") ? [] : pictures.map(copy);
      const at = fill(words.stepOf, { number: number + 1, total: steps.length });
      screens.push({ nodes: [...cautions(), ...between(step), text, ...doseLine(), ...shown], place: `${title}: ${at}`, dose });
    });
    const asks = [...(dose?.children ?? [])].some((part) => ["sets", "reps", "rounds", "hold"].includes(part.dataset.dose));
    if (asks || root.querySelector(".exercise-note")) {
      const said = asks ? [make("p", "dek", words.repeatText), ...copies(root, ".dose")] : [];
      screens.push({ nodes: [make("h2", "", asks ? words.repeat : title), ...cautions(), ...said, ...notes()], place: title, dose });
    }
    return screens;
  };
  const allScreens = () => {
    const text = doc.querySelector(".exercise-text"), title = doc.querySelector("h1").textContent;
    const end = { nodes: [make("h2", "", words.done), make("p", "dek", words.doneText)], next: words.leave, place: title };
    if (!inside) {
      // Notices that a theme shows beside the text.
      const notices = doc.querySelectorAll("main [data-safety]");
      const outside = [...notices].filter((node) => !text.contains(node) && !node.closest("dialog, .card"));
      return [...screensOf(text, title, copies(doc, ".exercise-side .plate img"), title, outside), end];
    }
    const toRead = copies(text, ".programme-text > *, .exercise-text > :is([data-safety=caution], [data-safety=disclaimer], .other-language)");
    const first = { nodes: [make("h2", "", words.before), ...toRead], next: words.understood, place: title };
    const each = inside.flatMap((part, number) => {
      const name = [...part.querySelector("h2").childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
      const position = fill(words.exerciseOf, { number: number + 1, total: inside.length });
      return screensOf(part, name, copies(part, ".handout-pictures img"), position);
    });
    return [...(toRead.length ? [first] : []), ...each, end];
  };

  // Time: up to the least that is asked for, then on to the most.
  let screens = [], at = 0, ticking = 0, tones;
  const tone = () => {
    if (!sound.checked) return;
    tones ??= new AudioContext();
    const [voice, volume] = [tones.createOscillator(), tones.createGain()];
    voice.connect(volume).connect(tones.destination);
    volume.gain.setValueAtTime(0.2, tones.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, tones.currentTime + 0.6);
    voice.start();
    voice.stop(tones.currentTime + 0.6);
  };
  const halt = () => { clearInterval(ticking); ticking = 0; };
  const timer = (part) => {
    const [least, most = least] = part.dataset.seconds.split("-").map(Number);
    const [name, goal] = ["dt", "dd"].map((type) => part.querySelector(type).textContent), label = `${name} ${goal}`;
    const line = make("p", "practice-timer"), button = make("button", "quiet", label), shown = make("span", "practice-time");
    button.type = "button";
    shown.setAttribute("role", "timer");
    const tell = (seconds) => { shown.textContent = fill(words.time, { name, seconds, goal }); };
    const end = () => { halt(); button.textContent = label; };
    button.addEventListener("click", () => {
      const running = ticking && button.textContent === words.stop;
      for (const other of timers.querySelectorAll("button")) if (other !== button) other.dispatchEvent(new Event("end"));
      end();
      if (running) return;
      const began = performance.now();
      let last = 0;
      button.textContent = words.stop;
      tell(0);
      said.textContent = "";
      ticking = setInterval(() => {
        const now = Math.min(most, Math.floor((performance.now() - began) / 1000));
        if (now === last) return;
        tell(now);
        if (now >= most) { said.textContent = words.over; tone(); end(); }
        else if (last < least && now >= least) { said.textContent = fill(words.reached, { seconds: now }); tone(); }
        last = now;
      }, 100);
    });
    button.addEventListener("end", end);
    line.append(button, " ", shown);
    return line;
  };

  const show = (number) => {
    halt();
    at = Math.max(0, Math.min(screens.length - 1, number));
    const screen = screens[at];
    stage.replaceChildren(...screen.nodes);
    // In a low window the screen scrolls as a whole.
    stage.scrollTop = stage.parentElement.scrollTop = 0;
    place.textContent = screen.place;
    on.textContent = screen.next ?? words.next;
    back.disabled = at === 0;
    said.textContent = "";
    timers.replaceChildren(...[...(screen.dose?.querySelectorAll("[data-seconds]") ?? [])].map(timer));
  };
  const go = (way) => { if (way > 0 && at === screens.length - 1) box.close(); else show(at + way); };

  // The screen stays on where the browser lets it.
  let awake = null;
  const stayAwake = async () => {
    try { awake = await navigator.wakeLock?.request("screen"); } catch { awake = null; }
  };
  doc.addEventListener("visibilitychange", () => { if (box.open && !doc.hidden) stayAwake(); });

  start.addEventListener("click", () => {
    screens = allScreens();
    show(0);
    box.showModal();
    stage.focus({ preventScroll: true });
    stayAwake();
  });
  box.addEventListener("close", () => { halt(); awake?.release(); awake = null; start.focus(); });
  on.addEventListener("click", () => go(1));
  back.addEventListener("click", () => go(-1));
  leave.addEventListener("click", () => box.close());
  box.addEventListener("keydown", (event) => {
    const forward = doc.dir === "rtl" ? "ArrowLeft" : "ArrowRight", backward = doc.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === forward) go(1); else if (event.key === backward) go(-1); else return;
    event.preventDefault();
  });
  // A swipe along the line, not one that scrolls.
  let touched = null;
  stage.addEventListener("touchstart", (event) => { touched = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0], [x, y] = touched ? [to.clientX - touched.clientX, to.clientY - touched.clientY] : [0, 0];
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) go((x < 0) === (doc.dir !== "rtl") ? 1 : -1);
    touched = null;
  }, { passive: true });
  const ready = () => {
    // What is begun here is gone through wherever the reader goes, with or without a network.
    for (const picture of doc.images) picture.loading = "eager";
    start.closest(".scripted").classList.add("ready");
  };
  const from = start.dataset.practice;
  if (!from) return ready();
  fetch(from).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer))).then((text) => {
    // One that was withdrawn has no steps.
    const all = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".handout-exercise");
    inside = [...all].filter((part) => part.querySelector(".steps"));
    for (const picture of inside.flatMap((part) => [...part.querySelectorAll("img")])) new Image().src = picture.src;
    if (inside.length) ready();
  }, () => {});
})();
