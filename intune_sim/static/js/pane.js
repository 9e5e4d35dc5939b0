// Escape closes a side pane, as its close link does.
document.addEventListener('keydown', (event) => {
  const close = document.querySelector('.pane-close');
  if (event.key === 'Escape' && !event.defaultPrevented && close) {
    close.click();
  }
});
