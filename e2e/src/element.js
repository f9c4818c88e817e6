// Finds what a user means by a label or the words on a button. Runs inside the page; written for
// Chromium 90. Each public function answers { done }, { x, y } to click, or { refusal } in words.
const e2e = (() => {
  const tidy = text => (text || '').replace(/\s+/g, ' ').trim();
  // A label's colon, its mark of duty and the like are not its name.
  const plain = text => tidy(text).replace(/[\s*＊:：]+$/, '').replace(/\s*[（(](必填|选填|可选)[）)]$/, '');
  const refuse = refusal => ({ refusal });
  const quoted = names => [...new Set(names)].slice(0, 60).map(n => `“${n.slice(0, 40)}”`).join(' ');

  const shown = el => {
    if (!el.getClientRects().length) return false;
    if (el.checkVisibility && !el.checkVisibility({ visibilityProperty: true })) return false;
    return getComputedStyle(el).visibility === 'visible';
  };
  const all = selector => [...document.querySelectorAll(selector)];

  // The smallest containers that show `scope` and hold something wanted.
  const CONTAINERS = 'tr, li, article, section, fieldset, dialog, form, details, nav, aside, header, footer, main,'
    + ' dl, table, .card, [role=row], [role=listitem], [role=group], [role=dialog]';
  const narrow = (found, scope) => {
    if (scope === null) return found;
    const holders = all(CONTAINERS).filter(c =>
      tidy(c.innerText).includes(tidy(scope)) && found.some(el => c.contains(el)));
    const smallest = holders.filter(c => !holders.some(d => d !== c && c.contains(d)));
    return found.filter(el => smallest.some(c => c.contains(el)));
  };

  // One of the candidates by name: exactly so called, or else the only one whose name `near` accepts.
  const pick = (what, wanted, scope, candidates, names, near) => {
    const exact = narrow(candidates.filter(el => names(el).includes(wanted)), scope);
    let found = exact.length ? exact : narrow(candidates.filter(el => names(el).some(n => near(n, wanted))), scope);
    const modal = all('dialog[open], .modal.show').pop();
    if (modal && found.some(el => modal.contains(el))) found = found.filter(el => modal.contains(el));
    if (found.length > 1 && found.every(el => el.href && el.href === found[0].href)) found = [found[0]];
    if (found.length === 1) return { el: found[0] };
    const where = scope === null ? '' : ` beside “${scope}”`;
    if (found.length) return refuse(`${found.length} ${what}s are called so${where}; name the row or use a selector`);
    return refuse(`no visible ${what} is called so${where}; there are: ${quoted(candidates.flatMap(names)) || 'none'}`);
  };

  const CLICKABLE = 'a[href], button, summary, input[type=submit], input[type=button], input[type=reset],'
    + ' input[type=image], [role=button], [role=tab], [role=link], [role=menuitem], [role=switch]';
  const sayings = el => {
    const named = tidy(el.getAttribute('aria-label'));
    const written = tidy(el.innerText) || tidy(el.value) || tidy(el.title) || tidy(el.querySelector('img')?.alt);
    return [...new Set([written, named].filter(Boolean))];
  };

  const labelText = label => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll('input, select, textarea, button, script, template').forEach(el => el.remove());
    return plain(copy.textContent);
  };
  const named = el => [
    el.getAttribute('aria-label'),
    ...(el.getAttribute('aria-labelledby') || '').split(/\s+/).map(id => id && document.getElementById(id)?.innerText),
  ].map(plain).filter(Boolean);
  const labels = el => [...new Set([...(el.labels || [])].map(labelText).concat(named(el)).filter(Boolean))];
  const begins = (name, wanted) => name.startsWith(wanted);
  const fields = kinds => all(kinds).filter(el => shown(el) || [...(el.labels || [])].some(shown));

  const WRITABLE = 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image])'
    + ':not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
  const field = (label, scope, kinds = WRITABLE) => pick('field', plain(label), scope, fields(kinds), labels, begins);

  // Where to click: scrolled into view, not disabled, not covered.
  const spot = el => {
    if (el.disabled || el.getAttribute('aria-disabled') === 'true') return refuse('it is disabled');
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = el.getClientRects()[0];
    if (!box) return refuse('it has no place on the page');
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (hit && (el.contains(hit) || hit.contains(el) || hit.closest('label')?.control === el)) return { x, y };
    return refuse(`it is covered by ${hit ? hit.outerHTML.slice(0, 120) : 'nothing in view'}`);
  };
  // A box that is drawn by its label is clicked on the label.
  const boxSpot = el => {
    const box = el.getBoundingClientRect();
    const drawn = shown(el) && box.width > 1 && getComputedStyle(el).opacity !== '0'
      && getComputedStyle(el).pointerEvents !== 'none';
    return el.disabled ? refuse('it is disabled') : spot(drawn ? el : el.labels[0] || el);
  };

  const announce = el => {
    el.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const enter = el => {
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    el.focus();
  };
  const select = (el, option) => {
    const options = [...el.options];
    const found = options.filter(o => tidy(o.text) === tidy(option));
    if (found.length !== 1) return refuse(`${found.length} options are called “${option}”; there are: ${quoted(options.map(o => tidy(o.text)))}`);
    if (el.disabled || found[0].disabled) return refuse('it is disabled');
    enter(el);
    found[0].selected = true;
    announce(el);
    return { done: true };
  };

  const target = (text, scope) => {
    const candidates = all(CLICKABLE).filter(shown);
    const contains = (name, wanted) => name.includes(wanted);
    let found = pick('button or link', tidy(text), scope, candidates, sayings, contains);
    if (!found.el) {
      const label = pick('label', plain(text), scope, all('label').filter(shown), l => [labelText(l)], begins);
      if (label.el) found = label;
    }
    return found.el ? spot(found.el) : found;
  };

  const fill = (label, value, scope) => {
    const { el, refusal } = field(label, scope);
    if (refusal) return refuse(refusal);
    if (el.tagName === 'SELECT') return select(el, value);
    if (el.type === 'file') return refuse('it takes files; use attach');
    if (el.disabled || el.readOnly) return refuse(`it is ${el.disabled ? 'disabled' : 'read-only'}`);
    if (el.maxLength >= 0 && value.length > el.maxLength) return refuse(`it takes at most ${el.maxLength} characters`);
    enter(el);
    if (el.isContentEditable) el.textContent = value;
    else el.value = value;
    const now = el.isContentEditable ? el.textContent : el.value;
    if (now !== value.replace(/\r\n?/g, '\n')) return refuse(`it does not take “${value}” (type ${el.type}); it now holds “${now}”`);
    announce(el);
    return { done: true };
  };

  const toggle = (label, wanted, scope) => {
    const { el, refusal } = field(label, scope, 'input[type=checkbox], input[type=radio]');
    if (refusal) return refuse(refusal);
    return el.checked === wanted ? { done: true } : boxSpot(el);
  };

  const choose = (label, option, scope) => {
    const group = el => named(el).concat(plain(el.querySelector(':scope > legend')?.innerText)).filter(Boolean);
    const groups = all('fieldset, [role=radiogroup], [role=group]').filter(shown).filter(el => group(el).length);
    const candidates = fields('select').concat(groups.filter(el => el.querySelector('input[type=radio], input[type=checkbox]')));
    const names = el => el.tagName === 'SELECT' ? labels(el) : group(el);
    const { el, refusal } = pick('choice', plain(label), scope, candidates, names, begins);
    if (refusal) return refuse(refusal);
    if (el.tagName === 'SELECT') return select(el, option);
    const boxes = fields('input[type=radio], input[type=checkbox]').filter(box => el.contains(box));
    const box = pick('option', plain(option), null, boxes, labels, begins);
    if (box.refusal) return box;
    return box.el.checked ? { done: true } : boxSpot(box.el);
  };

  const value = (label, scope) => {
    const { el, refusal } = field(label, scope, `${WRITABLE}, input[type=checkbox], input[type=radio]`);
    if (refusal) return refuse(refusal);
    if (el.tagName === 'SELECT') return { value: [...el.selectedOptions].map(o => tidy(o.text)).join('，') };
    if (el.type === 'checkbox' || el.type === 'radio') return { value: el.checked ? '是' : '否' };
    return { value: el.isContentEditable ? el.textContent : el.value };
  };

  const files = (label, scope) => {
    const { el, refusal } = field(label, scope, 'input[type=file]');
    if (refusal) throw new Error(refusal);
    return el;
  };

  const css = selector => {
    const el = all(selector).find(shown);
    return el ? spot(el) : refuse(`nothing visible matches; ${all(selector).length} match unseen`);
  };

  return { target, fill, toggle, choose, value, files, css };
})();
