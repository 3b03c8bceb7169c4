(() => {
  'use strict';
  document.documentElement.classList.add('js');

  const every = 3000;
  const slower = 15000;
  let page, final, revision, until, timer, wait = every;

  const read = from => {
    page = from;
    final = page.dataset.final === 'yes';
    revision = page.dataset.revision;
    until = page.dataset.left ? performance.now() + Number(page.dataset.left) : null;
  };

  /* The page as it is by now, by which what changes is replaced: every word of it is the server's. */
  const renew = async () => {
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const body = next.getElementById('page');
    if (!body) return;
    const had = document.activeElement;
    for (const part of ['#sum', '#live', '#facts']) {
      const [mine, other] = [page.querySelector(part), body.querySelector(part)];
      if (mine && other) { mine.className = other.className; mine.replaceChildren(...other.childNodes); }
    }
    document.title = next.title;
    Object.assign(page.dataset, { left: '' }, body.dataset);
    read(page);
    if (had && had !== document.body && !had.isConnected) { page.tabIndex = -1; page.focus({ preventScroll: true }); }
  };

  const ask = async () => {
    try {
      const answer = await fetch(page.dataset.state, { cache: 'no-store' });
      wait = answer.ok ? every : slower;
      if (answer.status === 404) final = true;
      if (answer.ok && (await answer.json()).revision !== revision) await renew();
    } catch {
      wait = slower;
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!final && !document.hidden) timer = setTimeout(ask, wait);
  };

  const tick = () => {
    const left = document.getElementById('left');
    if (!left || until === null) return;
    const seconds = Math.max(0, Math.round((until - performance.now()) / 1000));
    const two = number => String(number).padStart(2, '0');
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const text = (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(seconds % 60);
    if (left.textContent !== text) left.textContent = text;
  };

  /* For the browsers within other apps, which have no clipboard to write to. */
  const copyOld = text => {
    const field = document.createElement('textarea');
    field.value = text;
    field.readOnly = true;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  };

  const copy = async button => {
    const text = button.dataset.copy;
    const done = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => copyOld(text));
    button.focus();
    if (!done) return;
    const said = button.textContent;
    if (said === page.dataset.copied) return;
    button.textContent = page.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 2000);
  };

  document.addEventListener('DOMContentLoaded', () => {
    const found = document.getElementById('page');
    if (!found) return;
    read(found);
    tick();
    setInterval(tick, 500);
    plan();
    document.addEventListener('click', event => {
      const button = event.target.closest('[data-copy]');
      if (button) copy(button);
    });
    document.addEventListener('visibilitychange', () => { clearTimeout(timer); if (!document.hidden && !final) ask(); });
  });
})();
