// A toggle that depends on another can be set once that one is on.
(() => {
  const isOn = (name) => {
    const on = document.querySelector(`input[name="${name}"][value="on"]`);
    return on && on.checked && !on.disabled;
  };
  // Parents stand above their dependents, so one pass settles all.
  const settle = () => {
    for (const row of document.querySelectorAll('[data-needs]')) {
      for (const input of row.querySelectorAll('input')) input.disabled = !isOn(row.dataset.needs);
    }
  };
  document.addEventListener('change', settle);
  window.addEventListener('pageshow', settle);
})();
