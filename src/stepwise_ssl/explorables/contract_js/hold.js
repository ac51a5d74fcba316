// hold.js: while moves follow each other, the page around an explorable is not laid out again.

// A page of equations takes longer to lay out than a move to draw. So while moves follow each other the root
// keeps its height, and a move lays out nothing around it; it is let go when a part of it changes height (a
// sentence takes another line), and when the hand rests. The height comes from the observer, so that none is
// measured on the way; what the observer hears is done in the next frame, or it would hear its own echo.
function makeHold(root, fit) {
  let tall = 0, held = 0;
  function hold() {
    if (!tall) return;
    if (!held) { root.style.height = tall + "px"; root.classList.add("xp-held"); }
    clearTimeout(held); held = setTimeout(release, 250);
  }
  function release() {
    if (!held) return;
    clearTimeout(held); held = tall = 0; root.classList.remove("xp-held"); root.style.height = "";
    watcher.unobserve(root); watcher.observe(root);
  }
  const watcher = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      if (target !== root) { if (held) requestAnimationFrame(release); } else if (!held) tall = borderBoxSize[0].blockSize;
    }
    fit();
  });
  for (const node of [root, ...root.children]) watcher.observe(node);
  return { hold, close() { clearTimeout(held); watcher.disconnect(); } };
}
