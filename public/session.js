// Warns before the session ends, and says when it has ended. The page says the
// same in words for browsers that run no script.

const warning = document.getElementById('session-warning');
const [soon, over] = ['soon', 'over'].map((part) => warning.querySelector(`[data-part=${part}]`));
const minutes = warning.querySelector('[data-part=minutes]');
const warningMs = Number(warning.dataset.warning) * 1000;
// Other tabs use the same session: whichever page came last knows its end.
const KEY = 'session-ends';

function endsIn(seconds) {
  localStorage.setItem(KEY, String(Date.now() + seconds * 1000));
}

function look() {
  const leftMs = Number(localStorage.getItem(KEY)) - Date.now();
  over.hidden = leftMs > 0;
  const isSoon = leftMs > 0 && leftMs <= warningMs;
  if (isSoon) {
    const left = Math.ceil(leftMs / 60_000);
    const unit = { style: 'unit', unit: 'minute', unitDisplay: 'long' };
    const text = `(${new Intl.NumberFormat(document.documentElement.lang, unit).format(left)})`;
    // Read out once a minute at most.
    if (minutes.textContent !== text) minutes.textContent = text;
  }
  soon.hidden = !isSoon;
}

/** Stays signed in without leaving the page; a form posted as usual if that fails. */
async function stay(event) {
  event.preventDefault();
  const form = event.target;
  try {
    const answer = await fetch(form.action, { method: 'POST' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const renewed = page.getElementById('session-warning');
    endsIn(renewed ? Number(renewed.dataset.left) : 0);
    look();
  } catch {
    form.submit();
  }
}

for (const form of document.querySelectorAll('form[action="/account/stay"]')) {
  form.addEventListener('submit', stay);
}
endsIn(Number(warning.dataset.left));
look();
setInterval(look, 1000);
