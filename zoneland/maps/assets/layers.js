// Switches and legend in one box: a layer's legend stands under its switch while it is shown.

function legendOf(layer) {
  const isCounted = ['zones', 'findings', 'warnings', 'notes', 'idle', 'plots'].includes(layer.key);
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

// What matters most stands first: zones, findings and plots; the land's long legend stands last.
const BOX_ORDER = [
  'zones', 'labels', 'findings', 'warnings', 'idle', 'notes', 'plots',
  'farmland', 'redline', 'growth', 'flexible', 'special', 'plan', 'survey',
];

function layerBox(app) {
  const byKey = new Map(app.layers.map((layer) => [layer.key, layer]));
  const switches = BOX_ORDER.filter((key) => key === 'labels' || byKey.has(key)).map((key) => (
    key === 'labels' ? labelSwitch(app) : layerSwitch(byKey.get(key), () => app.painter.draw())));
  const body = el('div', { class: 'zl-layers-body', id: 'zl-layers-body', role: 'group', 'aria-label': app.words.legend },
    el('div', { class: 'zl-layers-all' }, switches));
  const head = button(app.words.layers, {
    class: 'zl-layers-head',
    'aria-controls': 'zl-layers-body',
    onclick: () => toggle(body.hidden),
  }, icon('layers'), el('span', {}, app.words.layers));
  const toggle = (open) => {
    if (open && app.isNarrow() && app.togglePanel) app.togglePanel(false); // one sheet at a time
    const before = app.sheetHeight();
    body.hidden = !open;
    app.root.classList.toggle('zl-legend-open', open);
    app.recentre(before);
    head.setAttribute('aria-expanded', String(open));
  };
  body.hidden = app.isNarrow();
  app.root.classList.toggle('zl-legend-open', !body.hidden);
  head.setAttribute('aria-expanded', String(!body.hidden));
  app.shutLegend = () => { if (app.isNarrow() && !body.hidden) toggle(false); };
  const node = el('div', { class: 'zl-layers' }, head, body);
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return node;
}
