// Looks a page over and names its faults in words; run inside the page. Written for Chromium 90.
(() => {
  const faults = [];
  const root = document.documentElement;
  const all = selector => [...document.querySelectorAll(selector)];
  const shown = el => el.getClientRects().length > 0 && getComputedStyle(el).visibility === 'visible'
    && !el.closest('.visually-hidden, .skip');
  const named = el => {
    const classes = typeof el.className === 'string' && el.className.trim() ? '.' + el.className.trim().split(/\s+/).join('.') : '';
    return `${el.tagName.toLowerCase()}${el.id ? '#' + el.id : ''}${classes} “${(el.innerText || el.getAttribute('aria-label') || el.name || '').trim().slice(0, 20)}”`;
  };

  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) {
    const widest = all('body *').filter(el => el.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 3);
    faults.push(`${over} px wider than the screen: ${widest.map(named).join(', ')}`);
  }

  for (const el of all('a, button, summary, td, th, h1, h2, p').filter(shown)) {
    const style = getComputedStyle(el);
    if (style.display !== 'inline' && style.overflowX === 'visible' && el.clientWidth && el.scrollWidth > el.clientWidth + 8 && !el.querySelector('svg, details')) {
      faults.push(`its words spill out: ${named(el)}`);
    }
  }

  // Names and references.
  const seen = new Set();
  for (const { id } of all('[id]')) {
    if (seen.has(id)) faults.push(`two elements have the id ${id}`);
    seen.add(id);
  }
  for (const el of all('input:not([type=hidden]), select, textarea').filter(shown)) {
    if (!(el.labels && el.labels.length) && !el.getAttribute('aria-label') && !el.getAttribute('aria-labelledby')) faults.push(`no label: ${named(el)}`);
  }
  for (const el of all('img:not([alt])')) faults.push(`no alt: ${el.src}`);
  for (const el of all('a[href], button, summary').filter(shown)) {
    if (!el.textContent.trim() && !el.getAttribute('aria-label')) faults.push(`no name: ${named(el)}`);
  }
  for (const el of all('label[for]')) if (!document.getElementById(el.htmlFor)) faults.push(`a label for nothing: ${el.htmlFor}`);
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
    for (const el of all(`[${name}]`)) {
      for (const id of el.getAttribute(name).split(/\s+/)) if (id && !document.getElementById(id)) faults.push(`${name} leads to nothing: ${id}`);
    }
  }
  if (all('h1').length !== 1) faults.push(`${all('h1').length} first headings`);

  // Contrast of text on plain grounds: 4.5, large type 3 (WCAG 2.1, 1.4.3).
  const color = text => (text.match(/[\d.]+/g) || []).map(Number);
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = el => {
    for (let it = el; it; it = it.parentElement) {
      const style = getComputedStyle(it);
      const back = color(style.backgroundColor);
      if (style.backgroundImage !== 'none') return null;
      if (back.length === 3) return back;
      if (back[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const pale = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const el = node.parentElement;
    if (!node.nodeValue.trim() || !shown(el) || el.closest('svg, option, [disabled], [aria-disabled=true]')) continue;
    const style = getComputedStyle(el);
    const front = color(style.color), back = ground(el);
    if (front.length !== 3 || !back) continue;
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < need - 0.02) pale.set(`${style.color} on rgb(${back})`, `contrast ${ratio.toFixed(2)}: ${named(el)}`);
  }
  faults.push(...pale.values());

  // Fingers: 40 px in each direction, measured by what a touch there would hit. Links in running text are
  // as high as the text.
  if (innerWidth < 500) {
    const small = new Map(), probed = new Map();
    for (const el of all('a[href], button, summary, select, input:not([type=hidden]), textarea').filter(shown)) {
      if (el.disabled || (el.tagName === 'A' && getComputedStyle(el).display === 'inline' && el.closest('p, li, td, dd'))) continue;
      const target = /^(checkbox|radio|file)$/.test(el.type) ? el.closest('label') || el : el;
      if (getComputedStyle(target).opacity === '0') continue;
      const { width, height } = target.getBoundingClientRect();
      if (width < 2 || height < 2 || (width >= 39.5 && height >= 39.5)) continue;
      // Of what is alike, two are enough.
      const like = `${target.tagName}.${target.className} ${target.parentElement.className}`;
      probed.set(like, (probed.get(like) || 0) + 1);
      if (probed.get(like) > 2) continue;
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const box = target.getBoundingClientRect();
      const x = box.left + box.width / 2, y = box.top + box.height / 2;
      const hits = (u, v) => {
        const hit = document.elementFromPoint(x + u, y + v);
        return !!hit && (target.contains(hit) || (hit.control && hit.control === el));
      };
      const wide = width >= 39.5 || (hits(-19, 0) && hits(19, 0));
      const high = height >= 39.5 || (hits(0, -19) && hits(0, 19));
      if (!wide || !high) small.set(like, `${Math.round(width)} × ${Math.round(height)} px to touch: ${named(target)}`);
    }
    faults.push(...small.values());
    window.scrollTo(0, 0);

    // A brief card has state and day side by side on its first line, and its title below them.
    for (const card of all('.grid.is-brief tbody tr').filter(shown)) {
      const [left, right, lead] = ['.at-left-top', '.at-right-top', '.lead'].map(it => card.querySelector(it));
      if (!lead || !left || !right || !shown(left) || !shown(right) || !left.textContent.trim()) continue;
      const [a, b, c] = [left, right, lead].map(it => it.getBoundingClientRect());
      if (a.bottom <= b.top || b.bottom <= a.top || c.top < a.bottom - 1) faults.push(`a card has come apart: ${named(lead)}`);
    }
  }
  return faults;
})()
