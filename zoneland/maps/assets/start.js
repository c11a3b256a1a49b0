// Puts the page together around the folium map it is given.

const CLOSEST_ZOOM = 17;

function readPage() {
  return JSON.parse(document.getElementById('zoneland-data').textContent);
}

function assemble(app) {
  const { map, words } = app;
  const container = map.getContainer();
  container.setAttribute('aria-label', words.map);
  container.setAttribute('aria-describedby', 'zl-keys');
  container.setAttribute('role', 'application');
  const toggle = panelToggle(app);
  app.togglePanel = toggle.set;
  app.panel = el('aside', { class: 'zl-panel', id: 'zl-panel', 'aria-label': words.zones }, app.list);
  app.sources = sourcesDialog(app);
  app.legend = layerBox(app);
  const stage = el('main', { class: 'zl-stage' },
    container, cross(), mapButtons(app), app.measure.node, app.bar.node, app.legend, hoverTip(app),
    el('div', { class: 'zl-foot' }, northArrow(app), app.scaleSpot, coordinates(app)),
    el('p', { class: isTold(app) ? 'zl-notice zl-told' : 'zl-notice' }, noticeOf(app)), toggle.node, app.warning,
    el('p', { class: 'zl-unseen', id: 'zl-keys' }, words.keys), app.crier.node);
  app.root.append(skipLinks(app), heading(app), el('div', { class: 'zl-body' }, app.panel, stage), app.sources);
  document.body.append(app.root);
  document.title = app.page.title || words.untitled;
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  app.scaleSpot.append(container.querySelector('.leaflet-control-scale'));
}

// What lies over the map is kept clear of: on a phone the sheet, else the open legend, whose
// place at the side or above is left free, whichever shows more.
function roomFor(app, bounds) {
  const { map } = app;
  if (app.isNarrow()) return { paddingTopLeft: [12, 56], paddingBottomRight: [12, app.sheetHeight() + 44] };
  const isOpen = !app.legend.querySelector('.zl-layers-body').hidden;
  const [width, height] = isOpen ? [app.legend.offsetWidth, app.legend.offsetHeight] : [0, 0];
  const rooms = [
    { paddingTopLeft: [60, 32], paddingBottomRight: [width + 28, 52] },
    { paddingTopLeft: [60, height + 28], paddingBottomRight: [24, 52] },
  ];
  const zoom = (room) => {
    const taken = L.point(room.paddingTopLeft).add(room.paddingBottomRight);
    const { x, y } = map.getSize().subtract(taken);
    return x > 0 && y > 0 ? map.getBoundsZoom(bounds, false, taken) : -1;
  };
  return zoom(rooms[1]) > zoom(rooms[0]) ? rooms[1] : rooms[0];
}

// Fits what is asked for exactly, not the next step of zoom below it.
function fitted(app, bounds, move) {
  const { options } = app.map;
  const snap = options.zoomSnap;
  options.zoomSnap = 0;
  move(roomFor(app, bounds));
  options.zoomSnap = snap;
}

function actions(app) {
  const { map, page } = app;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const pace = { animate: !calm, duration: 0.7, maxZoom: CLOSEST_ZOOM };
  const go = (bounds) => fitted(app, bounds, (room) => map[calm ? 'fitBounds' : 'flyToBounds'](bounds, { ...room, ...pace }));
  const mark = (marks) => {
    app.painter.marked = marks;
    app.painter.draw();
  };
  const zonesLayer = app.layers.find((layer) => layer.key === 'zones');
  const zoneMark = () => {
    const place = app.chosen === null ? null : page.zones[app.chosen].place;
    return place === null ? [] : [[zonesLayer, place]];
  };
  const whole = L.latLngBounds([page.bounds[1], page.bounds[0]], [page.bounds[3], page.bounds[2]]);

  app.whole = (options) => fitted(app, whole, (room) => map.fitBounds(whole, { ...room, ...options }));
  app.open = (index, options) => {
    const zone = page.zones[index];
    app.bar.shut();
    app.chosen = index;
    app.panel.replaceChildren(zoneCard(app, zone));
    app.panel.scrollTop = 0;
    app.togglePanel(true);
    mark(zoneMark());
    app.panel.querySelector('h2').focus({ preventScroll: true });
    if (!(options && options.stay) && zone.place !== null && zonesLayer.data) {
      map.closePopup();
      go(app.painter.boundsOf(zonesLayer, zone.place));
    }
  };
  app.close = () => {
    const index = app.chosen;
    app.bar.shut();
    app.chosen = null;
    mark([]);
    app.panel.replaceChildren(app.list);
    const back = app.list.querySelector(`[data-zone="${index}"] .zl-zone`);
    if (back) back.focus({ preventScroll: true });
  };
  // Outlines some places of a layer over everything, and goes there.
  app.point = (layer, places) => {
    mark([...zoneMark(), ...places.map((place) => [layer, place])]);
    if (!places.length) return;
    map.closePopup();
    const boxes = places.map((place) => app.painter.boundsOf(layer, place));
    go(boxes.reduce((all, box) => all.extend(box), L.latLngBounds(boxes[0].getSouthWest(), boxes[0].getNorthEast())));
  };
  app.show = (key, places, options) => {
    const layer = app.layers.find((one) => one.key === key);
    if (!layer || !layer.data || !places.length) {
      app.crier.say(app.words.not_drawn);
      return;
    }
    const box = app.root.querySelector(`input[data-layer="${key}"]`);
    if (box && !box.checked) box.click();
    app.measure.stop();
    app.point(layer, places);
    app.bar.open(layer, places, (options && options.title) || layer.title);
  };
  // A sheet lies over the map: what was in the middle moves to the middle of what is left.
  app.recentre = (before) => map.panBy([0, (app.sheetHeight() - before) / 2], { animate: false });
  // Nothing while no sheet is open, and on a wide page.
  app.sheetHeight = () => {
    if (!app.isNarrow() || !app.panel) return 0;
    const legend = app.legend.querySelector('.zl-layers-body');
    return Math.max(app.panel.offsetHeight, legend.hidden ? 0 : legend.offsetHeight);
  };
}

// Escape shuts what is uppermost: dialog (the browser's own doing), popup, measuring, bar, card.
function closeOnEscape(app) {
  let hadPopup = false;
  document.addEventListener('keydown', () => { hadPopup = Boolean(document.querySelector('.leaflet-popup')); }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || app.sources.open) return;
    if (hadPopup) app.map.closePopup();
    else if (app.measure.stop() || app.bar.shut()) return;
    else if (app.chosen !== null) app.close();
  });
}

async function draw(app) {
  if (typeof DecompressionStream !== 'function') {
    app.warning.textContent = app.words.too_old;
    app.warning.hidden = false;
    return;
  }
  try {
    await Promise.all(app.layers.map(unpackLayer));
    app.painter.draw();
    app.labels.spread();
  } catch (error) {
    app.warning.textContent = app.words.broken;
    app.warning.hidden = false;
    throw error;
  }
}

function start(map) {
  const page = readPage();
  const app = {
    page,
    map,
    words: page.words,
    layers: page.layers,
    chosen: null,
    root: el('div', { class: 'zl-app' }),
    scaleSpot: el('div', { class: 'zl-scale' }),
    warning: el('p', { class: 'zl-warning', role: 'alert', hidden: true }),
    isNarrow: () => window.matchMedia('(max-width: 760px)').matches,
    crier: crier(),
  };
  map.createPane('zoneland').style.zIndex = 350; // under whatever a notebook adds
  const [name, a, inverseFlattening] = page.layers.find((layer) => layer.key === 'zones').spheroid;
  app.spheroid = { name, a, inverseFlattening };
  app.painter = new Painter(app.layers);
  app.labels = zoneLabels(app);
  app.list = zoneTable(app);
  app.bar = piecesBar(app);
  app.measure = measureTool(app);
  actions(app);
  assemble(app);
  if (app.isNarrow()) app.togglePanel(false);
  map.invalidateSize({ animate: false });
  app.painter.addTo(map);
  app.whole({ animate: false });
  app.labels.group.addTo(map);
  app.labels.spread();
  clickOnMap(app);
  closeOnEscape(app);
  watchPrint(app);
  app.ready = draw(app).then(() => app.root.setAttribute('data-ready', ''));
  return app;
}

window.zoneland = { start };
