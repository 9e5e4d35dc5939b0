// Parts of a page that ask for themselves again: quiet while nobody can see them, and slower while nothing changes.
(() => {
  // A part that said the same again leaves out as many of its turns, up to this many.
  const MOST_LEFT_OUT = 2;
  const heard = new Map();

  document.addEventListener('htmx:beforeRequest', (event) => {
    const part = event.detail.elt;
    if (!part.hasAttribute('data-live')) return;
    const past = heard.get(part.id);
    if (document.hidden) {
      event.preventDefault();
    } else if (past && past.wait > 0) {
      past.wait -= 1;
      event.preventDefault();
    }
  });

  document.addEventListener('htmx:afterSettle', (event) => {
    const part = document.getElementById(event.detail.elt.id);
    if (!part || !part.hasAttribute('data-live')) return;
    const past = heard.get(part.id);
    const again = past && past.said === part.textContent ? past.again + 1 : 0;
    heard.set(part.id, { said: part.textContent, again, wait: Math.min(again, MOST_LEFT_OUT) });
  });

  // What somebody is pressing stays until it is let go: a click that ends on another element is none.
  let isPressed = false;
  for (const [name, presses] of [['pointerdown', true], ['pointerup', false], ['pointercancel', false]]) {
    document.addEventListener(name, () => { isPressed = presses; }, true);
  }
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (isPressed && event.detail.elt.hasAttribute('data-live')) event.detail.shouldSwap = false;
  });

  // Whoever comes back to the tab sees what is so.
  document.addEventListener('visibilitychange', () => heard.clear());
})();
