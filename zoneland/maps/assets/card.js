// A zone's card: every figure, every reading, the clauses, and the pieces that lead to the map.

function figures(rows) {
  const shown = rows.filter(([, text]) => text !== '');
  return el('dl', { class: 'zl-figures' }, shown.map(([label, text]) => [el('dt', {}, label), el('dd', {}, text)]));
}

// A long list is made when it is first opened.
function fold(title, body, isOpen) {
  const node = el('details', { class: 'zl-fold', open: isOpen }, el('summary', {}, title));
  if (typeof body !== 'function') node.append(body);
  else if (isOpen) node.append(body());
  else node.addEventListener('toggle', () => node.append(body()), { once: true });
  return node;
}

// A figure with pieces is a button that shows them.
function figureList(app, zone, rule) {
  const rows = (zone.figures[rule] || []).map((figure) => {
    const text = hasPieces(app, zone, figure)
      ? el('button', {
        type: 'button', class: 'zl-figure', title: app.words.fly, 'aria-label': `${figure.label} ${figure.text} · ${app.words.fly}`,
        onclick: () => showFigure(app, zone, figure),
      }, figure.text)
      : figure.text;
    const level = figure.level && figure.level !== 'findings' ? 'zl-lesser' : null;
    return [el('dt', { class: level }, figure.label), el('dd', { class: level }, text)];
  });
  return el('dl', { class: 'zl-figures' }, rows);
}

function clausesOf(app, rule) {
  const given = app.page.clauses[rule] || [];
  if (!given.length) return null;
  const items = given.map((clause) => el('li', {},
    fold([el('b', {}, clause.title), clause.dated_on ? el('small', {}, ` ${clause.dated_on}`) : null].filter(Boolean), el('blockquote', {}, clause.text), false)));
  return el('div', { class: 'zl-clauses' }, el('h4', {}, app.words.clauses), el('ul', {}, items));
}

function shareCell(app, zone, row, cell, use) {
  if (!cell) return '—';
  const sign = el('span', { class: `zl-sign zl-${cell.verdict}`, title: app.page.verdicts[cell.verdict].label }, app.page.verdicts[cell.verdict].sign);
  const figure = { label: row.reading, use, kinds: row.kinds };
  if (!hasPieces(app, zone, figure)) return [cell.share, sign];
  const node = el('button', { type: 'button', class: 'zl-figure', tabindex: cell.is_own ? '0' : '-1', title: app.words.fly, onclick: () => showFigure(app, zone, figure) }, cell.share);
  return [node, sign];
}

// Of all the table's figures one takes the Tab key; the arrows lead to the others.
function arrowsBetween(table) {
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  table.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td');
    if (!cell || !steps[event.key]) return;
    const [down, across] = steps[event.key];
    const next = table.rows[cell.parentNode.rowIndex + down]?.cells[cell.cellIndex + across]?.querySelector('button');
    event.preventDefault();
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  if (!table.querySelector('button[tabindex="0"]')) table.querySelector('td button')?.setAttribute('tabindex', '0');
  return table;
}

function readingsOf(app, zone) {
  const { land_uses: names, uses, rows } = zone.readings;
  if (!rows.length) return null;
  const heads = names.map((name, at) => el('th', { scope: 'col' },
    name, ...(at === zone.readings.deciding ? [' ', el('small', { class: 'zl-deciding' }, app.words.deciding)] : [])));
  const lines = rows.map((row) => el('tr', {},
    el('th', { scope: 'row' }, row.reading),
    row.cells.map((cell, at) => el('td', { class: cell && cell.is_own ? 'zl-number zl-own' : 'zl-number', title: cell && cell.is_own ? app.words.own_reading : null }, shareCell(app, zone, row, cell, uses[at])))));
  return fold(app.words.readings, arrowsBetween(el('table', { class: 'zl-readings', style: `--uses: ${names.length}` },
    el('thead', {}, el('tr', {}, el('td'), heads)), el('tbody', {}, lines))), true);
}

// A piece without geometry is told, but leads nowhere.
function piece(app, row) {
  const inside = [el('span', { class: 'zl-piece-title' }, row.label), el('span', { class: 'zl-number' }, row.area)];
  const notes = [row.status, row.note, row.id].filter(Boolean).join(' · ');
  if (notes) inside.push(el('small', {}, notes));
  const hasPlace = row.place !== null && row.place !== undefined;
  return el('li', {}, hasPlace
    ? el('button', { type: 'button', class: 'zl-piece', title: app.words.fly, onclick: () => app.show(row.layer, [row.place], { title: row.label }) }, inside)
    : el('div', { class: 'zl-piece' }, inside));
}

function pieces(app, name, rows) {
  return el('ul', { class: 'zl-pieces', 'data-list': name }, rows.map((row) => piece(app, row)));
}

function folded(app, title, name, rows, isOpen) {
  return rows.length ? fold(`${title} (${rows.length})`, () => pieces(app, name, rows), isOpen) : null;
}

// Only what fails a zone is open; the rest waits below with its count.
function findingsOf(app, zone) {
  const { words } = app;
  const whole = (layer) => zone.findings.filter((row) => !row.is_sliver && row.layer === layer);
  const slivers = zone.findings.filter((row) => row.is_sliver && row.layer !== 'notes');
  const notes = zone.findings.filter((row) => row.layer === 'notes');
  return [
    folded(app, words.pieces, 'findings', whole('findings'), true),
    folded(app, words.warning_list, 'warnings', whole('warnings'), false),
    folded(app, words.sliver_list, 'slivers', slivers, false),
    folded(app, words.note_list, 'notes', notes, false),
  ];
}

function plotsOf(app, zone) {
  return [
    folded(app, app.words.plots_list, 'idle', zone.idle.filter((row) => row.layer === 'idle'), true),
    folded(app, app.words.ordinary_list, 'plots', zone.idle.filter((row) => row.layer === 'plots'), false),
  ];
}

function batchesOf(app, zone) {
  if (!zone.batches.length) return null;
  const { words } = app;
  const heads = [words.year, words.batch_count, ...['approved', 'supplied', 'left', 'lapsed'].map((key) => `${words[key]} (${words.ha})`)];
  const lines = zone.batches.map(([year, ...cells]) => el('tr', {},
    el('th', { scope: 'row' }, year), cells.map((text) => el('td', { class: 'zl-number' }, text))));
  return fold(words.batches, el('table', { class: 'zl-batches' },
    el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, lines)), false);
}

function ruleSection(app, zone, rule, ...body) {
  return el('section', { class: 'zl-rule', 'data-rule': rule },
    el('h3', {}, app.words[`rule.${rule}`], badge(app, zone.rules[rule])), figureList(app, zone, rule), ...body, clausesOf(app, rule));
}

function reasonsOf(app, zone) {
  if (!zone.reasons.length) return null;
  return el('ul', { class: 'zl-reasons', 'aria-label': app.words.reasons }, zone.reasons.map((reason) => el('li', {}, reason)));
}

function zoneCard(app, zone) {
  const { words } = app;
  return el('article', { class: 'zl-card', 'aria-label': words.zone_card },
    button(words.all_zones, { class: 'zl-back', onclick: () => app.close() }, icon('left'), el('span', {}, words.all_zones)),
    el('header', {},
      el('h2', { tabindex: '-1' }, zone.name), badge(app, zone.verdict), reasonsOf(app, zone),
      figures([[words.id, zone.id], [words.zone_area, `${zone.area} (${zone.area_mu})`]])),
    ruleSection(app, zone, 'industrial_share',
      zone.depends ? el('p', { class: 'zl-caution' }, words.depends) : null,
      readingsOf(app, zone)),
    ruleSection(app, zone, 'control_lines', findingsOf(app, zone)),
    ruleSection(app, zone, 'idle_land', plotsOf(app, zone), batchesOf(app, zone)));
}
