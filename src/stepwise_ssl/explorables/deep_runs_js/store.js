// store.js: runs come when they are asked for: on a page as one classic script each, in a notebook from the kernel.

const PATIENCE = 8000; // milliseconds in which a kernel answers, if there is one

// The folder of the scripts lies beside the script that drew this page, wherever the page itself lies.
function scriptAddress(name) {
  const drawn = document.querySelector('script[src*="static-widgets.js"]');
  return drawn ? new URL(`deep-runs/${encodeURIComponent(name)}.js`, drawn.src).href : null;
}

function bringScript(name) {
  return new Promise((resolve, reject) => {
    const here = window.stepwiseRuns?.[name], address = scriptAddress(name);
    if (here) { resolve(here); return; }
    if (!address) { reject(new Error("this page does not say where its scripts lie")); return; }
    const node = html("script", { src: address, async: true });
    node.addEventListener("load", () => { node.remove(); const pack = window.stepwiseRuns?.[name]; if (pack) resolve(pack); else reject(new Error("the script holds no run")); });
    node.addEventListener("error", () => { node.remove(); reject(new Error("the script did not load")); });
    document.head.append(node);
  });
}

// status(name) -> "none", "loading", "failed", "silent" or "ready"; changed() is called when one has changed.
function makeRuns(model, changed) {
  const runs = new Map(), states = new Map(), timers = new Map();
  let open = true;
  const sent = () => model.get("sent") ?? {};
  function settle(name, state) {
    clearTimeout(timers.get(name));
    if (open && states.get(name) !== state) { states.set(name, state); changed(); }
  }
  function take(name, pack) {
    try {
      if (pack.error) throw new Error(pack.error);
      runs.set(name, unpackRun(pack)); settle(name, "ready");
    } catch (error) { settle(name, "failed"); }
  }
  function bring(name) {
    settle(name, "loading");
    const pack = sent()[name];
    if (pack && !pack.error) { take(name, pack); return; }
    if (STATIC_PAGE()) { bringScript(name).then((found) => { take(name, found); if (!runs.has(name)) delete window.stepwiseRuns[name]; }, () => settle(name, "failed")); return; }
    model.set("asked", [...new Set([...(model.get("asked") ?? []), name])]); model.save_changes();
    timers.set(name, setTimeout(settle, PATIENCE, name, "silent"));
  }
  const heard = () => { for (const [name, pack] of Object.entries(sent())) if (!runs.has(name) && states.has(name)) take(name, pack); };
  model.on("change:sent", heard);
  return {
    run: (name) => runs.get(name) ?? null,
    status: (name) => (name === "none" ? "none" : states.get(name) ?? "loading"),
    want(name) { if (name !== "none" && !states.has(name)) bring(name); },
    retry: bring,
    close() { open = false; timers.forEach((timer) => clearTimeout(timer)); model.off("change:sent", heard); },
  };
}
