(() => {
  'use strict';
  const [field, button, said] = ['secret', 'copy', 'copied'].map(id => document.getElementById(id));
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand('copy'); }
    button.textContent = said.textContent = 'Copied';
  });
})();
