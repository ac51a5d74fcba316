// words.js: which sentences fit a state, and the words inside them, to two digits.

function describeAugmentation(q) {
  const names = [], two = (value) => trim(tell(value, 2)), agree = (value) => (value > 0.995 && !q.same ? "almost 1" : two(value));
  q.agree_words = agree(q.agreement);
  [q.first, q.second, q.last] = [q.gammas[0], q.gammas[1], q.lowest].map(two);
  [q.first_agree, q.tenth_agree] = [q.agreements[0], q.agreements[9]].map(agree);
  q.times_next = two(q.ratio); q.kept = two((1 - q.grey) ** 2);
  if (q.same) names.push(q.pixels === "raw" ? "same_raw" : "same");
  else if (q.pairing === "shuffled") names.push({ raw: "shuffled_raw", centred: "shuffled", colourless: "shuffled" }[q.pixels]);
  else names.push("agree");
  if (q.pairing === "shuffled" && !q.same) return names;
  if (q.pixels === "raw") names.push("raw");
  const grey = q.grey === 1 && q.noise === 0; // without noise, which has colour of its own
  if (q.same) { if (grey) names.push("all_grey"); return names; }
  if (q.shift > 0 && q.noise === 0) names.push(q.pixels === "colourless" ? "shift_rough" : "shift");
  if (q.grey > 0 && q.grey < 1) names.push("grey"); else if (grey) names.push("all_grey");
  if (q.jitter > 0 && q.noise > 0) names.push("both"); else if (q.jitter > 0) names.push("jitter"); else if (q.noise > 0) names.push("noise");
  if (q.negative) names.push("negative");
  return names;
}
