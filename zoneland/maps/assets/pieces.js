// From a figure to its pieces: which they are, and a bar on the map that leads from one to the next.

// Places in a land layer that lie in a zone; zoneland/maps/within.py describes the form.
async function landIn(zone, use) {
  const steps = JSON.parse(new TextDecoder().decode(await inflate(zone.land[use])));
  let place = 0;
  return steps.map((step) => { place += step; return place; });
}

async function landOfKinds(app, zone, { use, kinds }) {
  const layer = app.layers.find((one) => one.key === use);
  if (!layer || !layer.data) return [];
  const counted = new Set(kinds);
  const places = await landIn(zone, use);
  return places.filter((place) => layer.brushes[layer.brushOf[place]].kinds.some((kind) => counted.has(kind)));
}

// Whether a figure can lead anywhere: it has pieces that are drawn, or land of its kinds.
function hasPieces(app, zone, figure) {
  if (figure.places) return figure.places.length > 0;
  if (!figure.kinds || !zone.land[figure.use]) return false;
  const layer = app.layers.find((one) => one.key === figure.use);
  return layer.brushes.some((brush) => brush.kinds.some((kind) => figure.kinds.includes(kind)));
}

async function showFigure(app, zone, figure) {
  const layer = figure.layer || figure.use;
  const places = figure.places || await landOfKinds(app, zone, figure);
  app.show(layer, places, { title: figure.label });
}

// What a feature is, in one line for a screen reader.
function toldOf(layer, feature) {
  const { label } = layer.brushes[layer.brushOf[feature]];
  const facts = layer.fields.map((name, at) => [name, layer.values[at][feature]]).filter(([, text]) => text !== '');
  return [label, ...facts.map(([name, text]) => `${name} ${text}`)].join(' · ');
}

function piecesBar(app) {
  const { words } = app;
  const told = el('span', { class: 'zl-bar-told' });
  const node = el('div', { class: 'zl-bar zl-pieces-bar', role: 'group', hidden: true });
  let shown = { layer: null, places: [], at: -1, title: '', back: null };

  const step = (by) => {
    const count = shown.places.length;
    shown.at = shown.at < 0 ? (by > 0 ? 0 : count - 1) : (shown.at + by + count) % count;
    const place = shown.places[shown.at];
    app.point(shown.layer, [place]);
    told.textContent = `${shown.title} · ${fill(words.step, { at: shown.at + 1, count })}`;
    app.crier.say(`${fill(words.step, { at: shown.at + 1, count })} · ${toldOf(shown.layer, place)}`);
  };
  const shut = () => {
    if (node.hidden) return false;
    const had = node.contains(document.activeElement);
    node.hidden = true;
    if (had && shown.back && shown.back.isConnected) shown.back.focus({ preventScroll: true });
    app.point(null, []);
    app.labels.spread();
    return true;
  };
  node.append(
    button(words.previous, { class: 'zl-round', onclick: () => step(-1) }, icon('left')),
    told,
    button(words.next, { class: 'zl-round', onclick: () => step(1) }, icon('right')),
    button(words.close, { class: 'zl-round', onclick: shut }, icon('close')));
  L.DomEvent.disableClickPropagation(node);

  // The keyboard goes on to the bar, and comes back when it is shut; the mouse stays where it is.
  const open = (layer, places, title) => {
    const back = document.activeElement;
    shown = { layer, places, at: -1, title, back };
    told.textContent = fill(words.shown, { title, count: places.length });
    app.crier.say(places.length === 1 ? toldOf(layer, places[0]) : told.textContent);
    node.setAttribute('aria-label', told.textContent);
    node.hidden = places.length < 2;
    if (!node.hidden && back && back.matches(':focus-visible')) node.querySelector('button:nth-of-type(2)').focus({ preventScroll: true });
    app.labels.spread();
  };
  return { node, open, shut };
}
