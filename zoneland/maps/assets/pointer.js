// What lies under the pointer: a tip while hovering, the whole pile on a click, and coordinates.

function aboutFeature(app, [layer, feature]) {
  const brush = layer.brushes[layer.brushOf[feature]];
  const rows = layer.fields.map((label, at) => [label, layer.values[at][feature]]);
  return el('div', { class: 'zl-about' },
    el('div', { class: 'zl-about-title' }, swatch(brush), el('b', {}, brush.label), layer.title === brush.label ? null : el('small', {}, layer.title)),
    figures(rows));
}

function zoneAt(app, hits) {
  const hit = hits.find(([layer]) => layer.key === 'zones');
  return hit ? app.page.zones.findIndex((zone) => zone.place === hit[1]) : -1;
}

// The zone by name, then the topmost thing in it; lines only where nothing else lies.
function tipOf(app, hits) {
  const zone = app.page.zones[zoneAt(app, hits)];
  const others = hits.filter(([layer]) => layer.key !== 'zones');
  const top = others.find(([layer]) => layer.brushes[0].fill) || others[0];
  return [
    zone ? el('div', { class: 'zl-tip-zone' }, badge(app, zone.verdict), el('b', {}, zone.name)) : null,
    top ? aboutFeature(app, top) : null,
  ].filter(Boolean);
}

function hoverTip(app) {
  const tip = el('div', { class: 'zl-tip', hidden: true, role: 'tooltip' });
  const canHover = window.matchMedia('(hover: hover)').matches;
  const hide = () => { tip.hidden = true; };
  let asked = 0;
  const show = (event) => {
    const hits = app.measure.isOn() ? [] : app.painter.hits(event.latlng);
    if (!hits.length) return hide();
    tip.replaceChildren(...tipOf(app, hits));
    tip.hidden = false;
    const { x, y } = event.containerPoint;
    const size = app.map.getSize();
    tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > size.y ? y - tip.offsetHeight - 10 : y + 18}px`;
    return undefined;
  };
  if (canHover) {
    app.map.on('mousemove', (event) => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => show(event));
    });
    app.map.on('mouseout movestart zoomstart click', () => {
      cancelAnimationFrame(asked);
      hide();
    });
  }
  return tip;
}

// What lies at a place opens the zone's card, and tells each thing there in a popup. By keyboard
// the popup comes first, with a button that leads on to the card.
function pick(app, latlng, byKey) {
  const hits = app.painter.hits(latlng);
  const zone = zoneAt(app, hits);
  const others = hits.filter(([layer]) => layer.key !== 'zones');
  if (byKey) tellPicked(app, hits);
  else if (zone >= 0) app.open(zone, { stay: true });
  if (!others.length && !(byKey && zone >= 0)) return;
  const card = byKey && zone >= 0
    ? button(`${app.page.zones[zone].name} · ${app.words.open_card}`, { class: 'zl-open-card', onclick: () => app.open(zone, { stay: true }) }) : null;
  const body = el('div', { class: 'zl-pile' }, card, others.map((hit) => aboutFeature(app, hit)));
  L.popup({ maxWidth: 300, maxHeight: 260, autoPanPadding: [24, 24], className: 'zl-popup' })
    .setLatLng(latlng).setContent(body).openOn(app.map);
  const close = document.querySelector('.zl-popup .leaflet-popup-close-button');
  if (close) {
    close.setAttribute('aria-label', app.words.close);
    close.title = app.words.close;
  }
  if (!byKey) return;
  // The keyboard goes back to the map, unless it has gone elsewhere.
  app.map.once('popupclose', ({ popup }) => {
    if (popup.getElement().contains(document.activeElement)) app.map.getContainer().focus({ preventScroll: true });
  });
  document.querySelector('.zl-popup .zl-open-card, .zl-popup .leaflet-popup-close-button').focus({ preventScroll: true });
}

function tellPicked(app, hits) {
  const names = hits.map(([layer, feature]) => toldOf(layer, feature)).join('; ');
  app.crier.say(hits.length ? fill(app.words.picked, { names }) : app.words.nothing_here);
}

// The place under the cross: the middle of what is not covered.
function crossing(app) {
  const { x, y } = app.map.getSize();
  return app.map.containerPointToLatLng([x / 2, (y - app.sheetHeight()) / 2]);
}

function clickOnMap(app) {
  const container = app.map.getContainer();
  app.map.on('click', ({ latlng }) => (app.measure.isOn() ? app.measure.add(latlng) : pick(app, latlng, false)));
  container.addEventListener('keydown', (event) => {
    if (event.target !== container) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (app.measure.isOn()) app.measure.add(crossing(app));
      else pick(app, crossing(app), true);
    } else if (event.key === 'Backspace' && app.measure.isOn()) {
      event.preventDefault();
      app.measure.undo();
    }
  });
}

function planeOf(fit, lon, lat) {
  const u = (lon - fit.lon0) / fit.half_lon;
  const v = (lat - fit.lat0) / fit.half_lat;
  if (Math.abs(u) > 1 || Math.abs(v) > 1) return null; // beyond what was fitted and checked
  const sum = (factors) => factors.reduce((total, factor, k) => total + factor * u ** fit.powers[k][0] * v ** fit.powers[k][1], 0);
  return { easting: sum(fit.easting), northing: sum(fit.northing) };
}

function coordinates(app) {
  const { frame } = app.page;
  const { words } = app;
  const note = frame.fit ? fill(words.accuracy, { accuracy: frame.fit.accuracy_m }) : '';
  const node = el('output', { class: 'zl-coordinates', 'aria-label': words.coordinates, title: note, hidden: true });
  const tell = (latlng) => {
    const degrees = `${latlng.lng.toFixed(frame.decimals)}°E  ${latlng.lat.toFixed(frame.decimals)}°N`;
    const place = frame.fit ? planeOf(frame.fit, latlng.lng, latlng.lat) : null;
    const metres = place ? `${words.northing} ${place.northing.toFixed(1)}  ${words.easting} ${place.easting.toFixed(1)}` : '';
    node.replaceChildren(el('span', {}, degrees, el('small', {}, frame.degrees)),
      ...(metres ? [el('span', {}, metres, el('small', {}, frame.crs))] : []));
    node.hidden = false;
  };
  // Without a pointer: where was touched, or the cross.
  app.map.on('mousemove click', ({ latlng }) => tell(latlng));
  app.map.on('moveend', () => {
    if (app.map.getContainer().matches(':focus-visible')) tell(crossing(app));
  });
  return node;
}
