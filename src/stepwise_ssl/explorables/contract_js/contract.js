// contract.js: what every explorable owes its reader, put together from the Python declaration.
// Only model.get/set/on/off/save_changes are used, so it runs on a static page, in JupyterLab and in Colab.
//
// contract({ measure, build }) makes the widget. measure(state, about) -> quantities, the numbers of a state.
// build(host) -> view: { node, resize(width), draw(state, q, stamp) -> { sentences, words, marks }, and, where wanted,
// placed (names of sliders and choices that the view places itself), stations(state, q) (times of events), hint,
// tables (nodes beside the table), close() }.

function contract({ measure, build }) {
  function render({ model, el }) {
    const about = model.get("declaration");
    let id = about.name;
    for (let n = 2; document.getElementById(id); n++) id = `${about.name}-${n}`;
    const declared = [...(about.lists ?? []), ...about.controls, ...about.choices], names = declared.map((c) => c.name);
    const defaults = Object.fromEntries(declared.map((c) => [c.name, c.default]));
    const read = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const undo = [];
    const listen = (target, type, f) => { target.addEventListener(type, f); undo.push(() => target.removeEventListener(type, f)); };

    // The kernel, where there is one, hears of a move at most ten times a second, and always of the last one.
    let saving = 0;
    const save = () => { if (!saving) saving = setTimeout(() => { saving = 0; model.save_changes(); }, 100); };
    const move = (changes) => {
      for (const [name, value] of Object.entries(changes)) if (!sameValue(model.get(name), value)) model.set(name, value);
      save();
    };
    const choose = (changes) => move(brought(about, read(), changes));
    const stop = () => player.stop();
    const goto = (state) => { stop(); move({ ...defaults, ...state }); };

    const sliders = makeSliders(about, id, { move, stop });
    const choices = makeChoices(about, id, choose);
    const player = makePlayer({ slider: () => sliders.get("t"), read, move, stations: () => view.stations?.(read(), measured) ?? [] });
    const presets = about.presets.map((preset) => ({ preset, node: button(preset.name, () => goto(preset.state)) }));
    const why = html("p", { className: "xp-why" });
    const { copy, said } = linkButton(id, names, read);
    const words = makeSentence(), { table, show: showTable } = makeTable(about);
    let measured = null, pending = 0;
    const ask = () => { if (!pending) pending = requestAnimationFrame(draw); };

    const view = build({ id, about, play: player.play, sliders, choices, player, read, move, choose, stop, goto, ask, listen });
    const free = (all) => [...all].filter(([name]) => !view.placed?.includes(name)).map(([, part]) => part.node);
    const details = html("details", { className: "xp-details" }, html("summary", { textContent: "This state as a table" }), table, ...(view.tables ?? []));
    const root = html("section", { id, className: "xp", "aria-label": about.title },
      html("div", { className: "xp-presets", role: "group", "aria-label": "States worth visiting" }, ...presets.map((p) => p.node),
        button("Reset", () => goto({}), "xp-button xp-quiet"), copy, said),
      why, html("div", { className: "xp-controls" }, ...free(sliders)), view.node, words.sentence, words.live,
      html("div", { className: "xp-foot" }, ...free(choices)), details);

    const counts = new Set(about.rows.filter((row) => row.whole).map((row) => row.key));
    const word = (key, value) => (typeof value === "string" || counts.has(key) ? String(value) : sliders.has(key) ? trim(tell(value)) : tell(value));
    const say = (name, q) => (about.sentences[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => word(key, q[key]));
    function reason(state) {
      let text = "";
      for (const { preset, node } of presets) {
        const here = names.every((name) => sameValue(state[name], preset.state[name] ?? defaults[name]));
        if (here) text = preset.why;
        if (node.ariaPressed !== String(here)) node.setAttribute("aria-pressed", here);
      }
      return text || view.hint || "";
    }
    // Called by a frame with its time stamp, or directly without one: then everything is said at once.
    function draw(stamp) {
      pending = 0;
      if (stamp !== undefined) holding?.hold();
      const state = read(), q = (measured = measure(state, about));
      const speech = view.draw(state, q, stamp) ?? {};
      for (const slider of sliders.values()) showSlider(slider, state, speech.words?.[slider.control.name], speech.marks?.[slider.control.name]);
      showChoices(choices, state);
      const text = reason(state); if (why.textContent !== text) why.textContent = text;
      words.say((speech.sentences ?? []).map((name) => say(name, q)).join(" "), stamp);
      showTable(q);
    }

    for (const name of names) { model.on("change:" + name, ask); undo.push(() => model.off("change:" + name, ask)); }
    const link = () => { const state = fromFragment(about, id, location.hash, defaults); if (state) { stop(); move(state); } return state !== null; };
    listen(window, "hashchange", () => { if (link()) root.scrollIntoView({ block: "nearest" }); });
    listen(window.matchMedia("(prefers-reduced-motion: reduce)"), "change", () => { stop(); player.label(); });
    el.append(root); player.label();
    const linked = link();
    let width = 0;
    const fit = () => {
      const now = Math.floor(root.clientWidth);
      if (now && now !== width) { width = now; view.resize(now); draw(); }
    };
    const holding = makeHold(root, fit);
    fit(); if (!width) { view.resize((width = 640)); draw(); width = 0; }
    if (linked) root.scrollIntoView({ block: "nearest" });
    root.explorable = { read, goto, draw: () => draw(), measured: () => measured };
    return () => {
      stop(); words.close(); holding.close(); view.close?.();
      if (saving) { clearTimeout(saving); model.save_changes(); }
      cancelAnimationFrame(pending); undo.forEach((f) => f());
    };
  }
  return { render };
}
