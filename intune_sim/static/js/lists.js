// Lists: menus that close, commands that wait for a chosen row, and a search that loses no letter while it is answered.
(() => {
  const closeMenus = (besides) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (menu !== besides) menu.open = false;
    }
  };

  document.addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')));

  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' && event.target.closest('details.menu[open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
      event.preventDefault();
    }
  });

  const settle = () => {
    for (const command of document.querySelectorAll('[data-for-selection]')) {
      const form = document.getElementById(command.getAttribute('form'));
      command.disabled = !form || !form.querySelector('[name=selected]:checked');
    }
    for (const all of document.querySelectorAll('[data-select-all]')) {
      const boxes = [...all.form.querySelectorAll('[name=selected]')];
      const chosen = boxes.filter((box) => box.checked).length;
      all.hidden = boxes.length === 0;
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-select-all]')) {
      for (const box of event.target.form.querySelectorAll('[name=selected]')) box.checked = event.target.checked;
    }
    settle();
  });

  // Letters typed while the answer was on its way are put back, and asked for.
  let typed = null;
  document.addEventListener('htmx:beforeSwap', () => {
    const active = document.activeElement;
    typed = active && active.matches('.list-frame input[type=search]') ? { id: active.id, value: active.value } : null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    const search = typed && document.getElementById(typed.id);
    if (search && search.value !== typed.value) {
      search.value = typed.value;
      search.dispatchEvent(new Event('input', { bubbles: true }));
    }
    typed = null;
    settle();
  });
  window.addEventListener('pageshow', settle);
  settle();
})();
