// A zone's card: every figure, every reading, the clauses, and the pieces that lead to the map.

function figures(rows) {
  const shown = rows.filter(([, text]) => text !== '');
  return el('dl', { class: 'zl-figures' }, shown.map(([label, text]) => [el('dt', {}, label), el('dd', {}, text)]));
}

function fold(title, body, isOpen) {
  return el('details', { class: 'zl-fold', open: isOpen }, el('summary', {}, title), body);
}

function clausesOf(app, rule) {
  const given = app.page.clauses[rule] || [];
  if (!given.length) return null;
  const items = given.map((clause) => el('li', {},
    el('b', {}, clause.title), clause.dated_on ? el('small', {}, ` ${clause.dated_on}`) : null,
    el('blockquote', {}, clause.text)));
  return fold(app.words.clauses, el('ul', { class: 'zl-clauses' }, items), false);
}

function readingsOf(app, zone) {
  const { land_uses: uses, rows } = zone.readings;
  if (!rows.length) return null;
  const told = (cell) => (cell
    ? [cell.share, el('span', { class: `zl-sign zl-${cell.verdict}`, title: app.page.verdicts[cell.verdict].label }, app.page.verdicts[cell.verdict].sign)]
    : '—');
  const heads = uses.map((use, at) => el('th', { scope: 'col' },
    use, ...(at === zone.readings.deciding ? [' ', el('small', { class: 'zl-deciding' }, app.words.deciding)] : [])));
  const lines = rows.map((row) => el('tr', {},
    el('th', { scope: 'row' }, row.reading),
    row.cells.map((cell) => el('td', { class: cell && cell.is_own ? 'zl-number zl-own' : 'zl-number', title: cell && cell.is_own ? app.words.own_reading : null }, told(cell)))));
  return fold(app.words.readings, el('table', { class: 'zl-readings', style: `--uses: ${uses.length}` },
    el('thead', {}, el('tr', {}, el('td'), heads)), el('tbody', {}, lines)), true);
}

// A piece without geometry is told, but leads nowhere.
function piece(app, layer, row, title) {
  const inside = [el('span', { class: 'zl-piece-title' }, title), el('span', { class: 'zl-number' }, row.area)];
  const notes = [row.status, row.note, row.id].filter(Boolean).join(' · ');
  if (notes) inside.push(el('small', {}, notes));
  const hasPlace = row.place !== null && row.place !== undefined;
  return el('li', {}, hasPlace
    ? el('button', { type: 'button', class: 'zl-piece', title: app.words.fly, onclick: () => app.fly(layer, row.place) }, inside)
    : el('div', { class: 'zl-piece' }, inside));
}

function pieces(app, layer, rows) {
  return el('ul', { class: 'zl-pieces', 'data-list': layer }, rows.map((row) => piece(app, layer, row, row.label)));
}

function findingsOf(app, zone) {
  const [large, small] = [zone.findings.filter((row) => !row.is_sliver), zone.findings.filter((row) => row.is_sliver)];
  return [
    large.length ? fold(`${app.words.pieces} (${large.length})`, pieces(app, 'findings', large), true) : null,
    small.length ? fold(`${app.words.sliver_list} (${small.length})`, pieces(app, 'findings', small), false) : null,
  ];
}

function ruleSection(app, zone, rule, ...body) {
  return el('section', { class: 'zl-rule', 'data-rule': rule },
    el('h3', {}, app.words[`rule.${rule}`], badge(app, zone.rules[rule])), ...body, clausesOf(app, rule));
}

function areaRow(app, zone, key) {
  const column = app.page.columns.find((head) => head.key === key);
  const [text, value] = zone.cells[key];
  return [column.label, value === null ? text : `${text} ${column.unit}`];
}

function reasonsOf(app, zone) {
  if (!zone.reasons.length) return null;
  return el('ul', { class: 'zl-reasons', 'aria-label': app.words.reasons }, zone.reasons.map((reason) => el('li', {}, reason)));
}

function zoneCard(app, zone) {
  const { words } = app;
  const share = zone.land_use ? `${words.share} (${zone.land_use})` : words.share;
  const idle = zone.idle.length
    ? fold(`${words.plots_list} (${zone.idle.length})`, pieces(app, 'idle', zone.idle), true) : null;
  return el('article', { class: 'zl-card', 'aria-label': words.zone_card },
    button(words.all_zones, { class: 'zl-back', onclick: () => app.close() }, icon('left'), el('span', {}, words.all_zones)),
    el('header', {},
      el('h2', { tabindex: '-1' }, zone.name), badge(app, zone.verdict), reasonsOf(app, zone),
      figures([[words.id, zone.id], [words.zone_area, `${zone.area} (${zone.area_mu})`]])),
    ruleSection(app, zone, 'industrial_share',
      figures([[share, zone.cells.share[0]]]),
      zone.depends ? el('p', { class: 'zl-caution' }, words.depends) : null,
      readingsOf(app, zone)),
    ruleSection(app, zone, 'control_lines',
      figures(['farmland_m2', 'redline_m2', 'outside_growth_m2'].map((key) => areaRow(app, zone, key))),
      findingsOf(app, zone)),
    ruleSection(app, zone, 'idle_land',
      figures([...['unsupplied_m2', 'idle_m2'].map((key) => areaRow(app, zone, key)), [words.plots, zone.plots]]),
      idle));
}
