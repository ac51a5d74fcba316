// scale.js: slider positions and values.

// A log slider moves in decades and stops at three digits, so what is shown is what is used.
function scaleOf(control, state) {
  const option = control.follows ? state[control.follows] : "";
  let [low, high] = control.windows?.[option] ?? [control.low, control.high];
  if (control.within) high = Math.min(high, state[control.within].length);
  const log = control.follows ? option === "log" : control.scale === "log";
  const clamp = (v) => Math.min(high, Math.max(low, v));
  if (!log) return { low, high, log, min: low, max: high, step: control.step, to: (v) => v, from: (p) => clamp(Number(p.toFixed(10))),
    show: (v) => v.toFixed(Math.max(0, Math.ceil(-Math.log10(control.step) - 1e-9))).replace("-", "−") };
  // Whole ticks: both ends are reached exactly, and so is every power of ten.
  const first = Math.log10(low), count = Math.ceil((Math.log10(high) - first) / control.step - 1e-9);
  return {
    low, high, log, min: 0, max: count, step: 1,
    to: (v) => (Math.log10(Math.max(v, low)) - first) / control.step,
    from: (p) => clamp(Number(Math.pow(10, first + p * control.step).toPrecision(3))),
    show: (v) => trim(tell(v)),
  };
}

// What a change of one quantity does to the others: each is brought inside its slider, so that thumb and picture agree.
function brought(about, state, changes) {
  const next = { ...state, ...changes }, out = { ...changes };
  for (const control of about.controls) {
    if (!(control.follows in changes) && !(control.within in changes)) continue;
    const { low, high } = scaleOf(control, next), value = Math.min(high, Math.max(low, next[control.name]));
    if (value !== next[control.name]) out[control.name] = value;
  }
  return out;
}
