// Measuring on the map, point by point, with the mouse or with the cross and the Enter key.

const M2_PER_HA = 10000;
const M2_PER_MU = 10000 / 15;
const LEAST_STEP_PX = 4; // the second click of a double click is no second point

function inMetres(words, length) {
  const [key, value] = length < 1000 ? ['measure.m', length.toFixed(1)] : ['measure.km', (length / 1000).toFixed(3)];
  return fill(words[key], { number: value });
}

function inHectares(words, size) {
  if (size < M2_PER_HA) return fill(words['measure.m2'], { number: size.toFixed(1) });
  return fill(words['measure.ha'], { ha: (size / M2_PER_HA).toFixed(4), mu: (size / M2_PER_MU).toFixed(2) });
}

function measureTold(app, kind, points) {
  const { words } = app;
  const rows = [];
  if (kind === 'distance') {
    if (points.length > 1) rows.push([words['measure.length'], inMetres(words, pathLength(app.spheroid, points))]);
  } else if (points.length > 2) {
    if (isCrossed(points)) rows.push([words['measure.size'], words['measure.crossed']]);
    else rows.push([words['measure.size'], inHectares(words, ringArea(app.spheroid, points))]);
    rows.push([words['measure.around'], inMetres(words, pathLength(app.spheroid, [...points, points[0]]))]);
  }
  return rows;
}

function measureTool(app) {
  const { map, words } = app;
  const pane = map.createPane('zoneland-measure');
  pane.style.zIndex = 450; // over the polygons, under popups
  const look = { pane: 'zoneland-measure', renderer: L.svg({ pane: 'zoneland-measure' }), interactive: false };
  const drawn = L.layerGroup();
  const title = el('b');
  const result = el('div', { class: 'zl-measured' });
  const hint = el('small');
  const node = el('div', { class: 'zl-bar zl-measure', role: 'group', hidden: true });
  let kind = '';
  let points = [];

  const redraw = () => {
    drawn.clearLayers();
    const shape = kind === 'area' ? L.polygon : L.polyline;
    shape(points, { ...look, color: '#14202b', weight: 2.5, dashArray: '6 4', fillColor: '#14202b', fillOpacity: 0.1 }).addTo(drawn);
    for (const point of points) L.circleMarker(point, { ...look, radius: 4, color: '#14202b', weight: 2, fillColor: '#fff', fillOpacity: 1 }).addTo(drawn);
    const rows = measureTold(app, kind, points);
    result.replaceChildren(figures(rows));
    hint.textContent = points.length > 1 ? words['measure.note'] : words['measure.hint'];
    const spoken = [fill(words['measure.points'], { count: points.length }), ...rows.map((row) => row.join(' '))].join(' · ');
    app.crier.say(spoken);
  };
  const add = (latlng) => {
    const last = points[points.length - 1];
    const pixel = (place) => map.latLngToContainerPoint(place);
    if (last && pixel(last).distanceTo(pixel(latlng)) < LEAST_STEP_PX) return;
    points.push(latlng);
    redraw();
  };
  const undo = () => {
    points.pop();
    redraw();
  };
  const stop = () => {
    if (!kind) return false;
    kind = '';
    points = [];
    node.hidden = true;
    drawn.clearLayers().remove();
    app.root.classList.remove('zl-measuring');
    for (const one of app.root.querySelectorAll('[data-measure]')) one.setAttribute('aria-pressed', 'false');
    map.doubleClickZoom.enable();
    app.labels.spread();
    return true;
  };
  const start = (asked) => {
    const was = kind;
    stop();
    if (was === asked) return;
    app.bar.shut();
    map.closePopup();
    kind = asked;
    map.doubleClickZoom.disable();
    app.root.classList.add('zl-measuring');
    app.root.querySelector(`[data-measure=${kind}]`).setAttribute('aria-pressed', 'true');
    title.textContent = fill(words[`measure.title_${kind}`], { spheroid: app.spheroid.name });
    node.setAttribute('aria-label', title.textContent);
    node.hidden = false;
    drawn.addTo(map);
    redraw();
    if (app.isNarrow()) app.togglePanel(false);
    map.getContainer().focus({ preventScroll: true });
    app.labels.spread();
  };
  node.append(
    el('div', { class: 'zl-measure-head' }, title,
      button(words['measure.undo'], { class: 'zl-round', onclick: undo }, icon('undo')),
      button(words['measure.stop'], { class: 'zl-round', onclick: stop }, icon('close'))),
    result, hint);
  L.DomEvent.disableClickPropagation(node);
  const open = (asked) => button(words[`measure.${asked}`], { class: 'zl-round', 'data-measure': asked, 'aria-pressed': 'false', onclick: () => start(asked) },
    icon(asked === 'area' ? 'size' : 'length'));
  return { node, buttons: [open('distance'), open('area')], add, undo, stop, isOn: () => kind !== '' };
}
