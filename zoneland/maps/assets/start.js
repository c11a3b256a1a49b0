// Puts the page together around the folium map it is given.

const CLOSEST_ZOOM = 17;

function readPage() {
  return JSON.parse(document.getElementById('zoneland-data').textContent);
}

function assemble(app) {
  const { map, words } = app;
  const container = map.getContainer();
  container.setAttribute('aria-label', words.map);
  container.setAttribute('role', 'application');
  const toggle = panelToggle(app);
  app.togglePanel = toggle.set;
  app.panel = el('aside', { class: 'zl-panel', id: 'zl-panel', 'aria-label': words.zones }, app.list);
  app.sources = sourcesDialog(app);
  app.legend = layerBox(app);
  const stage = el('main', { class: 'zl-stage' },
    container, mapButtons(app), app.legend, hoverTip(app),
    el('div', { class: 'zl-foot' }, northArrow(app), app.scaleSpot, coordinates(app)),
    el('p', { class: 'zl-notice' }, noticeOf(app)), toggle.node, app.warning);
  app.root.append(heading(app), el('div', { class: 'zl-body' }, app.panel, stage), app.sources);
  document.body.append(app.root);
  document.title = app.page.title || words.untitled;
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  app.scaleSpot.append(container.querySelector('.leaflet-control-scale'));
}

function actions(app) {
  const { map, page } = app;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const pace = { animate: !calm, duration: 0.7, maxZoom: CLOSEST_ZOOM };
  // What lies over the map is kept clear of: on a phone the sheet, else the open legend.
  const room = () => {
    if (app.isNarrow()) return { paddingTopLeft: [24, 60], paddingBottomRight: [24, app.sheetHeight() + 40] };
    const legend = app.legend.querySelector('.zl-layers-body').hidden ? 0 : app.legend.offsetWidth;
    return { paddingTopLeft: [64, 40], paddingBottomRight: [legend + 40, 56] };
  };
  const go = (bounds) => map[calm ? 'fitBounds' : 'flyToBounds'](bounds, { ...room(), ...pace });
  const mark = (marks) => {
    app.painter.marked = marks;
    app.painter.draw();
  };
  const zonesLayer = app.layers.find((layer) => layer.key === 'zones');
  const zoneMark = () => {
    const place = app.chosen === null ? null : page.zones[app.chosen].place;
    return place === null ? [] : [[zonesLayer, place]];
  };

  app.whole = (options) => map.fitBounds([[page.bounds[1], page.bounds[0]], [page.bounds[3], page.bounds[2]]], { ...room(), ...options });
  app.open = (index, options) => {
    const zone = page.zones[index];
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
    app.chosen = null;
    mark([]);
    app.panel.replaceChildren(app.list);
    const back = app.list.querySelector(`[data-zone="${index}"] .zl-zone`);
    if (back) back.focus({ preventScroll: true });
  };
  app.fly = (key, place) => {
    const layer = app.layers.find((one) => one.key === key);
    const box = app.root.querySelector(`input[data-layer="${key}"]`);
    if (!layer.data) return;
    if (box && !box.checked) box.click();
    map.closePopup();
    mark([...zoneMark(), [layer, place]]);
    go(app.painter.boundsOf(layer, place));
  };
}

// Escape shuts what is uppermost: dialog (the browser's own doing), popup, card.
function closeOnEscape(app) {
  let hadPopup = false;
  document.addEventListener('keydown', () => { hadPopup = Boolean(document.querySelector('.leaflet-popup')); }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || app.sources.open) return;
    if (hadPopup) app.map.closePopup();
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
    sheetHeight: () => (app.isNarrow() ? app.panel.offsetHeight : 0), // nothing while it is shut
  };
  map.createPane('zoneland').style.zIndex = 350; // under whatever a notebook adds
  app.painter = new Painter(app.layers);
  app.labels = zoneLabels(app);
  app.list = zoneTable(app);
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
