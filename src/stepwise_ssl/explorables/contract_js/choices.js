// choices.js: a row of radio buttons for each declared choice.

function makeChoices(about, id, choose) {
  const choices = new Map();
  for (const choice of about.choices) {
    const buttons = Object.entries(choice.options).map(([option, words]) => {
      const radio = html("input", { type: "radio", name: `${id}-${choice.name}`, value: option });
      radio.addEventListener("keydown", (event) => event.stopPropagation());
      radio.addEventListener("change", () => { if (radio.checked) choose({ [choice.name]: option }); });
      return [radio, html("label", {}, radio, html("span", { textContent: words }))];
    });
    const node = html("fieldset", { className: "xp-choice" }, html("legend", { textContent: choice.label }), ...buttons.map((b) => b[1]));
    choices.set(choice.name, { node, radios: buttons.map((b) => b[0]) });
  }
  return choices;
}

function showChoices(choices, state) {
  for (const [name, { radios }] of choices) for (const radio of radios) radio.checked = radio.value === state[name];
}
