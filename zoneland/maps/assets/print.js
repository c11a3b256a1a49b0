// Printing: the sheet gets its own size, so the canvas is drawn anew for paper, not stretched.

const SHEETS = { a4: 'zl-a4', a3: 'zl-a3' };
const PRINT_DENSITY = 3;

function setSheet(app, sheet) {
  const { root, map, painter, page } = app;
  const view = map.getBounds();
  const whole = L.latLngBounds([page.bounds[1], page.bounds[0]], [page.bounds[3], page.bounds[2]]);
  const screen = { density: painter.density, snap: map.options.zoomSnap };
  root.classList.add('zl-printing', SHEETS[sheet]);
  painter.density = PRINT_DENSITY;
  map.options.zoomSnap = 0; // fills the sheet, not the next step below it
  map.invalidateSize({ animate: false });
  const clear = { paddingTopLeft: [24, 24], paddingBottomRight: [app.legend.getBoundingClientRect().width + 32, 48] };
  if (view.contains(whole)) map.fitBounds(whole, { animate: false, ...clear });
  else map.fitBounds(view, { animate: false });
  app.labels.spread();
  return () => {
    root.classList.remove('zl-printing', SHEETS[sheet]);
    painter.density = screen.density;
    map.options.zoomSnap = screen.snap;
    map.invalidateSize({ animate: false });
    map.fitBounds(view, { animate: false });
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
