// Switches and legend in one box: a layer's legend stands under its switch while it is shown.

function legendOf(layer) {
  const isCounted = ['zones', 'findings', 'idle'].includes(layer.key);
  const items = layer.brushes.map((brush) => el('li', {},
    swatch(brush),
    el('span', { class: 'zl-legend-label' }, brush.label),
    isCounted ? el('span', { class: 'zl-legend-count' }, String(brush.count)) : null));
  return el('ul', { class: 'zl-legend' }, items);
}

function layerSwitch(layer, change) {
  // A layer of one kind, named as the layer is, needs no line of its own.
  const isPlain = layer.brushes.length === 1 && layer.brushes[0].label === layer.title;
  const legend = isPlain ? swatch(layer.brushes[0]) : legendOf(layer);
  const box = el('input', {
    type: 'checkbox',
    'data-layer': layer.key,
    onchange: () => {
      layer.on = box.checked;
      legend.hidden = !layer.on;
      change();
    },
  });
  box.checked = layer.on;
  legend.hidden = !layer.on;
  const label = el('label', {}, box, el('span', {}, layer.title), isPlain ? legend : null);
  return el('section', { class: 'zl-layer' }, label, isPlain ? null : legend);
}

function labelSwitch(app) {
  const box = el('input', {
    type: 'checkbox',
    'data-layer': 'labels',
    onchange: () => {
      if (box.checked) app.labels.group.addTo(app.map);
      else app.labels.group.remove();
      app.labels.spread();
    },
  });
  box.checked = true;
  return el('section', { class: 'zl-layer zl-layer-names' }, el('label', {}, box, el('span', {}, app.words.labels)));
}

// What matters most stands first: zones, then findings and plots, then the land and the lines.
const BOX_ORDER = ['zones', 'labels', 'findings', 'idle', 'plan', 'survey', 'farmland', 'redline', 'growth'];

function layerBox(app) {
  const byKey = new Map(app.layers.map((layer) => [layer.key, layer]));
  const switches = BOX_ORDER.filter((key) => key === 'labels' || byKey.has(key)).map((key) => (
    key === 'labels' ? labelSwitch(app) : layerSwitch(byKey.get(key), () => app.painter.draw())));
  const body = el('div', { class: 'zl-layers-body', id: 'zl-layers-body' }, switches);
  const head = button(app.words.layers, {
    class: 'zl-layers-head',
    'aria-controls': 'zl-layers-body',
    onclick: () => toggle(body.hidden),
  }, icon('layers'), el('span', {}, app.words.layers));
  const toggle = (open) => {
    body.hidden = !open;
    head.setAttribute('aria-expanded', String(open));
  };
  toggle(!app.isNarrow());
  const node = el('div', { class: 'zl-layers' }, head, body);
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return node;
}
