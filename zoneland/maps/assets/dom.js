// Elements made in one way: whatever is shown arrives as a text node, never as markup.

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return node;
}

function button(label, attributes, ...children) {
  const named = children.length ? { 'aria-label': label, title: label } : {};
  return el('button', { type: 'button', ...named, ...attributes }, ...(children.length ? children : [label]));
}

// A function as replacement: in a replacement text `$` would mean something.
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function badge(app, verdict) {
  const told = app.page.verdicts[verdict];
  return el('span', { class: `zl-badge zl-${verdict}` }, el('b', {}, told.sign), ` ${told.label}`);
}

const ICONS = {
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  whole: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  layers: 'M12 4l9 5-9 5-9-5zM3 14l9 5 9-5',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
  length: 'M4 17L17 4l3 3L7 20zM8 13l2 2M11 10l2 2M14 7l2 2',
  size: 'M5 8l8-4 7 7-4 8-11 1zM5 8v.01',
  undo: 'M9 6L5 10l4 4M5 10h9a5 5 0 0 1 0 10h-3',
  info: 'M12 11v6M12 7.5v.5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
};

function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('class', 'zl-icon');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', ICONS[name]);
  picture.append(path);
  return picture;
}

// Said by a screen reader as soon as it changes; not seen.
function crier() {
  const node = el('p', { class: 'zl-unseen', role: 'status', 'aria-live': 'polite' });
  return { node, say: (text) => { node.textContent = text; } };
}
