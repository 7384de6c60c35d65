// Keeps what a page says of work under way up to date, and loads the page again once
// that is over. Without it a reload shows the same.

let isTouched = false;

/** The page as it is by now; what somebody is typing stays. */
function over(region) {
  if (isTouched) {
    region.querySelector('[data-part=over]').hidden = false;
    return;
  }
  const page = new URL(location.href);
  // What was done is said once.
  page.searchParams.delete('done');
  page.hash = '';
  location.replace(page);
}

function watch(region, lines) {
  let looks = 0;
  const again = () => {
    looks += 1;
    setTimeout(look, looks < 120 ? 1000 : 5000);
  };
  const look = async () => {
    if (document.hidden) return again();
    let texts;
    try {
      const answer = await fetch(region.dataset.jobs);
      // The session ended, or the right did: a reload says which.
      if (!answer.ok || answer.redirected) return;
      texts = await answer.json();
    } catch {
      return again();
    }
    if (lines.some((line) => !(line.dataset.job in texts))) return over(region);
    for (const line of lines) {
      const text = texts[line.dataset.job];
      if (line.textContent !== text) line.textContent = text;
    }
    again();
  };
  again();
}

for (const region of document.querySelectorAll('[data-jobs]')) {
  const lines = [...region.querySelectorAll('[data-job]')];
  if (lines.length > 0) watch(region, lines);
}
document.addEventListener('input', () => {
  isTouched = true;
});
