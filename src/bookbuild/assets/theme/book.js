// Wide equations and tables scroll inside their own box. A box that does scroll can be reached by
// keyboard and has a name; one that fits is left alone, so that Tab does not stop at every formula.
(function () {
  "use strict";
  const KINDS = [
    ['mjx-container[display="true"]', "Equation"],
    [".pst-scrollable-table-container, .output.text_html:not(:has(.book-figure, .book-widget))", "Table"],
  ];

  // The sides on which something is out of sight, for the shadows of book.css.
  function sides(box) {
    const left = box.scrollLeft >= 1;
    const right = box.scrollLeft + box.clientWidth <= box.scrollWidth - 1;
    box.dataset.scrolls = [left && "left", right && "right"].filter(Boolean).join(" ");
  }

  function mark() {
    for (const [selector, name] of KINDS) {
      let count = 0;
      for (const box of document.querySelectorAll("article " + selector.split(", ").join(", article "))) {
        count += 1;
        const wide = box.scrollWidth > box.clientWidth; // even by one pixel: the browser lets it scroll
        if (wide && !("scrolls" in box.dataset)) {
          box.dataset.scrolls = "";
          box.tabIndex = 0;
          box.setAttribute("role", "region");
          box.setAttribute("aria-label", name + " " + count + ", scrolls sideways");
        } else if (!wide && "scrolls" in box.dataset) {
          delete box.dataset.scrolls;
          for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
        }
        if (wide) sides(box);
      }
    }
  }

  // The search shows a piece of each page it finds, which it fetches: a browser refuses that to a file.
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  let asked = 0;
  function later() {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(mark);
  }

  addEventListener("load", function () {
    later();
    const typeset = window.MathJax && window.MathJax.startup && window.MathJax.startup.promise;
    if (typeset) typeset.then(later);
    new ResizeObserver(later).observe(document.querySelector("article") || document.body);
  });
  document.addEventListener("toggle", later, true);
  document.addEventListener(
    "scroll",
    (event) => {
      if (event.target.dataset && "scrolls" in event.target.dataset) sides(event.target);
    },
    { capture: true, passive: true },
  );
})();
