// The shell: panes that open over a page and leave it as it is, preferences that apply at once, and menus to search.
(() => {
  const root = document.documentElement;
  const layer = document.getElementById('shell-pane');
  const below = document.getElementById('below-panes');
  const year = 365 * 24 * 3600;

  const prefer = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
    root.dataset[name] = value;
  };

  // A pane of the top bar, opened or closed without leaving the page.
  const settle = () => {
    const pane = layer.querySelector('.pane');
    below.inert = Boolean(pane);
    if (pane) pane.querySelector('h1').focus();
  };
  // One that came with its page is closed by its link, so that nothing on the page still leads back to it.
  const isLive = () => layer.dataset.live === 'true';
  const close = (address) => {
    const opener = document.getElementById(layer.querySelector('.pane').dataset.opener);
    layer.replaceChildren();
    history.replaceState(history.state, '', address);
    settle();
    if (opener) opener.focus();
  };

  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target !== layer) return;
    layer.dataset.live = 'true';
    settle();
  });

  document.addEventListener('click', (event) => {
    const closing = event.target.closest('#shell-pane [data-pane-close]');
    if (closing && isLive()) {
      event.preventDefault();
      close(closing.href);
      return;
    }
    const button = event.target.closest('.fold-switch button');
    if (button) {
      event.preventDefault();
      const folds = root.dataset[button.name] !== 'folded';
      prefer(button.name, folds ? 'folded' : 'open');
      button.setAttribute('aria-expanded', String(!folds));
    }
  });

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-preferences] input[type=radio]')) prefer(event.target.name, event.target.value);
  });

  // A page that is a pane takes the focus when it opens, and gives it back to the link that led to it.
  const opened = [...document.querySelectorAll('.pane')].at(-1);
  if (opened && !opened.querySelector('[autofocus]')) {
    const heading = opened.querySelector('h1');
    heading.tabIndex = -1;
    heading.focus();
  }
  document.addEventListener('click', (event) => {
    const closing = event.target.closest('.pane-close, .pane-scrim, .pane-foot a');
    if (closing && !isLive()) sessionStorage.setItem('closed-pane', location.pathname + location.search);
  });
  const closed = sessionStorage.getItem('closed-pane');
  sessionStorage.removeItem('closed-pane');
  const openers = closed ? [...document.querySelectorAll('.top-bar a, #content a')] : [];
  const opener = openers.find((link) => link.pathname + link.search === closed)
    || openers.find((link) => link.pathname === closed.split('?')[0] && link.closest('#content'));
  if (opener && !opened) opener.focus();

  // Escape closes the pane that lies on top.
  document.addEventListener('keydown', (event) => {
    const panes = [...document.querySelectorAll('.pane-close')];
    if (event.key === 'Escape' && !event.defaultPrevented && panes.length) {
      event.preventDefault();
      (layer && layer.querySelector('.pane-close') || panes.at(-1)).click();
    }
  });

  // The search: Ctrl+/ goes there, arrows walk through what was found, Escape and a click elsewhere close it.
  const field = document.getElementById('global-search');
  const results = document.getElementById('search-results');
  const forget = () => results && results.replaceChildren();
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && event.ctrlKey && field) {
      event.preventDefault();
      field.select();
      return;
    }
    if (!event.target.closest('.global-search')) return;
    const hits = [...results.querySelectorAll('a')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) {
      event.preventDefault();
      const next = hits.indexOf(document.activeElement) + step;
      (next < 0 ? field : hits[Math.min(next, hits.length - 1)]).focus();
    } else if (event.key === 'Escape' && hits.length) {
      event.preventDefault();
      forget();
      field.focus();
    }
  });
  document.addEventListener('focusin', (event) => {
    if (!event.target.closest('.global-search')) forget();
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.global-search')) forget();
  });

  // A section's own menu, narrowed by what is typed.
  for (const box of document.querySelectorAll('.section-search')) {
    box.hidden = false;
    const menu = box.closest('.section-menu');
    box.querySelector('input').addEventListener('input', (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      let shown = 0;
      for (const group of menu.querySelectorAll('.section-group')) {
        const items = [...group.querySelectorAll('li')];
        for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
        const left = items.filter((item) => !item.hidden).length;
        group.hidden = left === 0;
        shown += left;
      }
      document.getElementById('announcer').textContent = wanted ? `${shown} found` : '';
    });
  }
})();
