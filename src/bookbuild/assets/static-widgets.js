// static-widgets.js: draws the anywidget models whose state is stored in this page. No kernel, no requests.
// A classic deferred script on purpose: browsers refuse `type=module` on file:// pages.
(() => {
  "use strict";
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const REFERENCE = "IPY_MODEL_", SHARED = "SHARED_";
  const models = new Map(), modules = new Map(), styled = new Set();

  // The part of Backbone's model that anywidget promises to a module.
  class Model {
    constructor(spec) {
      this.module = spec.model_module; this.name = spec.model_name;
      this.state = { ...spec.state }; this.listeners = new Map(); this.ready = null;
    }
    get(key) { return this.state[key]; }
    set(key, value) {
      if (typeof key === "object") { for (const name in key) this.set(name, key[name]); return; }
      if (Object.is(this.state[key], value)) return;
      this.state[key] = value;
      this.tell("change:" + key, this, value); this.tell("change", this);
    }
    save_changes() {} // there is no kernel to save to
    send() {} // and none to talk to
    on(names, f) { for (const name of names.split(/\s+/)) { if (!this.listeners.has(name)) this.listeners.set(name, new Set()); this.listeners.get(name).add(f); } }
    off(names, f) {
      if (!names) { this.listeners.clear(); return; }
      for (const name of names.split(/\s+/)) if (f) this.listeners.get(name)?.delete(f); else this.listeners.delete(name);
    }
    tell(name, ...what) { for (const f of [...(this.listeners.get(name) ?? [])]) f(...what); }
    get widget_manager() { return { get_model: async (id) => models.get(id.replace(REFERENCE, "")) }; }
  }

  // One module per source text, however many widgets share it.
  function load(source) {
    if (!modules.has(source)) {
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      modules.set(source, import(address).finally(() => URL.revokeObjectURL(address)).then((loaded) => {
        const widget = loaded.default ?? loaded;
        return typeof widget === "function" ? widget() : widget;
      }));
    }
    return modules.get(source);
  }

  function style(text) {
    if (!text || styled.has(text)) return;
    styled.add(text);
    const node = document.createElement("style"); node.textContent = text; document.head.append(node);
  }

  function note(words) {
    const node = document.createElement("p"); node.className = "static-widget-note"; node.textContent = words;
    return node;
  }

  async function draw(script) {
    const model = models.get(JSON.parse(script.textContent).model_id);
    if (!model) return note("The state of this widget was not stored with the page.");
    if (model.module !== "anywidget") return note(`This widget (${model.name}) needs a live kernel: open the page in Colab or JupyterLab.`);
    const before = script.previousElementSibling, first = before?.matches("[data-first-paint]") ? before : null;
    const place = document.createElement("div"); place.className = "static-widget";
    script.before(place); // in the page before it is drawn, so that it can measure itself
    style(model.get("_css"));
    const widget = await load(model.get("_esm"));
    await (model.ready ??= Promise.resolve(widget.initialize?.({ model })));
    await widget.render?.({ model, el: place });
    first?.remove(); // the picture that was painted first; no frame lies between it and the live view
    return null;
  }

  async function main() {
    for (const script of document.querySelectorAll(STATE)) {
      const stored = JSON.parse(script.textContent), shared = stored.shared ?? {};
      for (const [id, spec] of Object.entries(stored.state)) {
        for (const key of ["_esm", "_css"]) {
          const text = spec.state[key];
          if (typeof text === "string" && text.startsWith(SHARED)) spec.state[key] = shared[text] ?? text;
        }
        models.set(id, new Model(spec));
      }
    }
    for (const script of document.querySelectorAll(VIEW)) {
      try {
        const words = await draw(script);
        if (words) script.before(words);
      } catch (error) {
        script.before(note(`This widget could not be drawn: ${error}`));
        console.error(error);
      }
    }
    document.documentElement.dataset.widgets = "drawn"; // for tests and benchmarks: everything is on the page
  }
  main();
})();
