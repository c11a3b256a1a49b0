// The table of zones: found by name or id, sorted by any column, a row leads to the zone.

function compareCells(first, second) {
  if (first === null || second === null) return (first === null) - (second === null);
  return typeof first === 'string' ? first.localeCompare(second, document.documentElement.lang) : first - second;
}

function sortedZones(zones, sort) {
  const order = zones.map((zone, index) => index);
  if (!sort.key) return order;
  const value = (index) => zones[index].cells[sort.key][1];
  return order.sort((a, b) => {
    const missing = (value(a) === null) - (value(b) === null);
    return missing || sort.direction * compareCells(value(a), value(b)) || a - b;
  });
}

function matches(zone, query) {
  const asked = query.trim().toLowerCase();
  return `${zone.name}\n${zone.id}`.toLowerCase().includes(asked);
}

function zoneRow(app, index) {
  const zone = app.page.zones[index];
  const cells = app.page.columns.map(({ key }) => {
    const [text, value] = zone.cells[key];
    if (key === 'name') {
      const id = zone.id === zone.name ? null : el('small', {}, zone.id);
      return el('th', { scope: 'row' }, button(zone.name, { class: 'zl-zone' }), id);
    }
    if (key === 'verdict') return el('td', {}, badge(app, zone.verdict));
    const tone = value === 0 ? 'zl-zero' : '';
    const mark = key === 'share' && zone.depends ? el('small', { class: 'zl-depends' }, app.words.depends_short) : null;
    return el('td', { class: `zl-number ${key === 'share' ? '' : tone}`, 'data-column': key }, text, mark);
  });
  return el('tr', { 'data-zone': String(index), onclick: () => app.open(index) }, cells);
}

function tableHead(app, sort, refresh) {
  const heads = app.page.columns.map(({ key, label, unit }) => {
    const press = () => {
      sort.direction = sort.key === key ? -sort.direction : (typeof app.page.zones[0].cells[key][1] === 'string' || key === 'verdict' || key === 'share' ? 1 : -1);
      sort.key = key;
      refresh();
    };
    const name = button(label, { class: 'zl-sort', title: app.words.sort, onclick: press });
    if (unit) name.append(el('small', {}, unit));
    return el('th', { scope: 'col', 'data-column': key }, name);
  });
  return el('thead', {}, el('tr', {}, heads));
}

function zoneTable(app) {
  const { zones } = app.page;
  const sort = { key: '', direction: 1 };
  const body = el('tbody');
  const told = el('p', { class: 'zl-told', role: 'status' });
  const search = el('input', {
    type: 'search', class: 'zl-search', placeholder: app.words.search, 'aria-label': app.words.search, autocomplete: 'off',
  });
  const refresh = () => {
    const shown = sortedZones(zones, sort).filter((index) => matches(zones[index], search.value));
    body.replaceChildren(...shown.map((index) => zoneRow(app, index)));
    const counts = { found: shown.length, total: zones.length };
    const text = shown.length === zones.length ? app.words.of : app.words.found;
    told.textContent = shown.length ? fill(text, counts) : app.words.nothing;
    for (const cell of head.querySelectorAll('th')) {
      const isSorted = cell.dataset.column === sort.key;
      cell.setAttribute('aria-sort', isSorted ? (sort.direction > 0 ? 'ascending' : 'descending') : 'none');
    }
  };
  const head = tableHead(app, sort, refresh);
  search.addEventListener('input', refresh);
  refresh();
  const scroll = el('div', { class: 'zl-scroll' }, el('table', { class: 'zl-table' },
    el('caption', { class: 'zl-unseen' }, app.words.table), head, body));
  const list = el('div', { class: 'zl-list' }, el('div', { class: 'zl-tools' }, search, told), scroll);
  // A shade at the edge tells that there are more columns.
  const hint = () => list.classList.toggle('zl-more', scroll.scrollLeft + scroll.clientWidth < scroll.scrollWidth - 1);
  scroll.addEventListener('scroll', hint);
  new ResizeObserver(hint).observe(scroll);
  return list;
}
