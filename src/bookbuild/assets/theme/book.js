// Wide equations and tables scroll inside their own box. A box that does scroll can be reached by
// keyboard and has a name; one that fits is left alone, so that Tab does not stop at every formula.
(function () {
  "use strict";
  const KINDS = [
    ['mjx-container[display="true"]', "Equation"],
    [".pst-scrollable-table-container, .output.text_html:not(:has(.book-figure, .book-widget))", "Table"],
  ];

  function mark() {
    for (const [selector, name] of KINDS) {
      let count = 0;
      for (const box of document.querySelectorAll("article " + selector.split(", ").join(", article "))) {
        count += 1;
        const wide = box.scrollWidth > box.clientWidth; // even by one pixel: the browser lets it scroll
        if (wide && !box.dataset.scrolls) {
          box.dataset.scrolls = "yes";
          box.tabIndex = 0;
          box.setAttribute("role", "region");
          box.setAttribute("aria-label", name + " " + count + ", scrolls sideways");
        } else if (!wide && box.dataset.scrolls) {
          delete box.dataset.scrolls;
          for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
        }
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
})();
