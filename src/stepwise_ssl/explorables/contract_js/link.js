// link.js: a state as the fragment of an address, #name:gamma=1&gammas=4,2,1, and back.

const sameValue = (a, b) => (Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((v, i) => Object.is(v, b[i])) : Object.is(a, b));
const linkText = (value) => (Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(value));

function toFragment(id, names, state) {
  return `#${id}:` + names.map((name) => `${name}=${linkText(state[name])}`).join("&");
}

// The state that a fragment asks for, brought inside the ranges; null where it speaks of something else.
function fromFragment(about, id, hash, defaults) {
  if (!hash.startsWith(`#${id}:`)) return null;
  const wanted = new URLSearchParams(hash.slice(id.length + 2)), state = { ...defaults };
  const read = (text) => (text !== null && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : null);
  const clamp = (v, { low, high }) => Math.min(high, Math.max(low, v));
  for (const list of about.lists ?? []) {
    const values = (wanted.get(list.name) ?? "").split(",").map(read);
    if (values.length >= list.least && !values.includes(null)) state[list.name] = values.slice(0, list.most).map((v) => clamp(v, list));
  }
  for (const choice of about.choices) if (Object.hasOwn(choice.options, wanted.get(choice.name))) state[choice.name] = wanted.get(choice.name);
  for (const control of about.controls) {
    const value = read(wanted.get(control.name));
    if (value !== null) state[control.name] = clamp(value, control);
    if (control.whole) state[control.name] = Math.round(state[control.name]);
    if (control.within) state[control.name] = Math.min(state[control.name], state[control.within].length);
  }
  return state;
}

// The button that copies the address of the present state, and where it says so.
function linkButton(id, names, read) {
  const said = html("span", { className: "xp-said", role: "status" });
  const done = (text) => { said.textContent = text; setTimeout(() => (said.textContent = ""), 4000); };
  const copy = button("Copy link to this state", () => {
    history.replaceState(null, "", toFragment(id, names, read()));
    Promise.resolve().then(() => navigator.clipboard.writeText(location.href))
      .then(() => done("Link copied."), () => done("The link is in the address bar."));
  }, "xp-button xp-quiet");
  copy.hidden = !STATIC_PAGE();
  return { copy, said };
}
