// Printing: the page becomes a sheet of paper. The map is drawn anew for the sheet's own size and
// at a round scale; legend and facts stand beside it, clauses and signature lines under it.

const SHEETS = { a4: 'zl-a4', a3: 'zl-a3' };
const PRINT_DENSITY = 3;
const CSS_PX_M = 0.0254 / 96; // on paper
const EQUATOR_M = 40075016.686;
const ROUND_SCALES = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const SHEET_EDGE_PX = 14;
const LEAST_SIZE = 0.72; // of the usual type; smaller than this nobody reads it on paper
// Zones' outlines that tell their verdicts without colour too.
const OUTLINES = {
  pass: { dash: [] },
  fail: { dash: [13, 5] },
  cannot_tell: { dash: [3, 4], stroke: '#8f6400' },
};

// Puts a node elsewhere; what is returned puts it back.
function move(node, into) {
  const spot = document.createComment('');
  node.replaceWith(spot);
  into.append(node);
  return () => spot.replaceWith(node);
}

function clauseList(app) {
  const given = Object.values(app.page.clauses).flat();
  const said = new Map(given.map((clause) => [clause.title + clause.text, clause])); // once each
  return [...said.values()].map(({ title, dated_on: day, text }) => el('li', {},
    el('b', {}, title), day ? ` ${day}` : null, el('q', {}, text)));
}

function sheetFoot(app) {
  const { words } = app;
  const clauses = clauseList(app);
  const lines = ['unit', 'prepared', 'checked', 'approved', 'signed_on'].map((key) => (
    el('p', { class: `zl-line zl-line-${key}` }, el('span', {}, words[`sheet.${key}`]), el('i', {}))));
  return el('section', { class: 'zl-sheet-foot' },
    el('div', { class: 'zl-sheet-clauses' }, clauses.length ? [el('h2', {}, words.clauses), el('ol', {}, clauses)] : null),
    el('div', { class: 'zl-sheet-lines' }, lines));
}

function sheetSide(app, scale) {
  const { words } = app;
  const legend = el('div', { class: 'zl-sheet-legend' }, el('h2', {}, words['sheet.legend']));
  const facts = app.page.facts.map(([label, text]) => [el('dt', {}, label), el('dd', {}, text)]);
  return {
    legend,
    node: el('aside', { class: 'zl-sheet-side' }, legend, el('div', { class: 'zl-sheet-facts' },
      el('div', { class: 'zl-sheet-scale' }, scale, el('small', {}, words['sheet.at_size'])),
      el('dl', {}, facts))),
  };
}

// Web Mercator's own scale at the middle of the map.
function metresPerPx(map) {
  return (EQUATOR_M * Math.cos((map.getCenter().lat * Math.PI) / 180)) / map.getZoomScale(map.getZoom(), 0) / WORLD_PX;
}

function roundScale(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return ROUND_SCALES.find((step) => step * power >= least * 0.9999) * power;
}

// Shows an area as large as it goes at a round scale, and gives the scale's number.
function fitToScale(map, bounds) {
  map.fitBounds(bounds, { animate: false, padding: [SHEET_EDGE_PX, SHEET_EDGE_PX] });
  const fitted = metresPerPx(map) / CSS_PX_M;
  map.setZoom(map.getZoom() + Math.log2(fitted / roundScale(fitted)), { animate: false });
  return Math.round(metresPerPx(map) / CSS_PX_M);
}

function outlineZones(app) {
  const layer = app.layers.find((one) => one.key === 'zones');
  const box = app.root.querySelector('input[data-layer="zones"]').closest('.zl-layer');
  const paint = (lookOf) => {
    layer.brushes.forEach((brush, at) => Object.assign(brush, lookOf(brush, at)));
    box.querySelectorAll('.zl-swatch').forEach((node, at) => node.replaceWith(swatch(layer.brushes[at])));
  };
  const before = layer.brushes.map(({ dash, stroke }) => ({ dash, stroke }));
  const told = Object.entries(app.page.verdicts);
  paint((brush) => OUTLINES[told.find(([, { color }]) => color === brush.fill)[0]]);
  return () => paint((brush, at) => before[at]);
}

// Sets a box's type smaller, as far as it can be read; tells whether all of it shows now.
function shrink(box) {
  for (let size = 1; size >= LEAST_SIZE; size -= 0.04) {
    box.style.setProperty('--size', size.toFixed(2));
    if (box.scrollHeight <= box.clientHeight + 1) return true;
  }
  return false;
}

// Nothing is cut off: a long legend gets a wider column, long clauses are told by title.
function fitSheet(legend, clauses) {
  if (!shrink(clauses)) {
    clauses.classList.add('zl-titles');
    shrink(clauses);
  }
  if (shrink(legend)) return;
  legend.closest('.zl-sheet-side').classList.add('zl-wide');
  shrink(legend);
}

function setSheet(app, sheet) {
  const { root, map, painter, page } = app;
  const view = map.getBounds();
  const whole = L.latLngBounds([page.bounds[1], page.bounds[0]], [page.bounds[3], page.bounds[2]]);
  const screen = {
    density: painter.density, padding: painter.options.padding, snap: map.options.zoomSnap, centre: map.getCenter(), zoom: map.getZoom(),
  };
  const scale = el('b', {});
  const side = sheetSide(app, scale);
  const foot = sheetFoot(app);
  root.classList.add('zl-printing', SHEETS[sheet]);
  root.querySelector('.zl-body').append(side.node);
  root.append(foot);
  const undo = [
    move(app.legend, side.legend),
    move(root.querySelector('.zl-foot'), side.node),
    move(root.querySelector('.zl-notice'), side.node),
    outlineZones(app),
  ];
  fitSheet(side.legend, foot.firstChild);
  map.options.zoomSnap = 0; // a round scale lies between the steps
  map.invalidateSize({ animate: false });
  scale.textContent = `1:${fitToScale(map, view.contains(whole) ? whole : view)}`;
  painter.density = PRINT_DENSITY;
  painter.options.padding = 0; // no paper is dragged along
  painter._update();
  app.labels.spread();
  return () => {
    undo.reverse().forEach((back) => back());
    side.node.remove();
    foot.remove();
    root.classList.remove('zl-printing', SHEETS[sheet]);
    painter.density = screen.density;
    painter.options.padding = screen.padding;
    map.options.zoomSnap = screen.snap;
    map.invalidateSize({ animate: false });
    map.setView(screen.centre, screen.zoom, { animate: false });
    app.labels.spread();
  };
}

function printMap(app, sheet) {
  app.sheet = sheet;
  window.print();
}

// The browser's own print command comes this way too, on A4.
function watchPrint(app) {
  let undo = null;
  window.addEventListener('beforeprint', () => {
    if (!undo) undo = setSheet(app, app.sheet || 'a4');
  });
  window.addEventListener('afterprint', () => {
    if (undo) undo();
    undo = null;
    app.sheet = null;
  });
}
