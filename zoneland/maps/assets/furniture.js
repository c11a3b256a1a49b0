// The page around the map: title block, notices, the map's buttons, scale and north.

function heading(app) {
  const { page, words } = app;
  const facts = page.facts.map(([label, text]) => el('span', { class: 'zl-fact' }, el('small', {}, label), text));
  const counts = page.counts.map((told) => el('span', { class: `zl-count zl-${told.verdict}` },
    el('b', {}, told.sign), el('span', {}, told.label), el('strong', {}, String(told.count))));
  const isPublic = page.profile === 'public';
  return el('header', { class: 'zl-head' },
    el('div', { class: 'zl-title' }, el('h1', {}, page.title || words.untitled), el('p', { class: 'zl-facts' }, facts)),
    el('div', { class: 'zl-counts' }, counts),
    el('p', { class: isPublic ? 'zl-stamp zl-stamp-public' : 'zl-stamp' }, isPublic ? words.public : words.internal),
    el('div', { class: 'zl-actions' },
      button(words.sources, { class: 'zl-action', onclick: () => app.sources.showModal() }, icon('info'), el('span', {}, words.sources)),
      button(words.print_a4, { class: 'zl-action', onclick: () => printMap(app, 'a4') }, icon('print'), el('span', {}, 'A4')),
      button(words.print_a3, { class: 'zl-action', onclick: () => printMap(app, 'a3') }, icon('print'), el('span', {}, 'A3'))));
}

function sourcesDialog(app) {
  const { page, words } = app;
  const inputs = page.inputs.map((input) => el('tr', {},
    el('th', { scope: 'row' }, input.role),
    el('td', {}, input.path, input.layer ? el('small', {}, ` ${input.layer}`) : null),
    el('td', { class: 'zl-number' }, input.rows),
    el('td', {}, el('code', {}, input.sha256))));
  const heads = ['', words.file, words.rows, words.sha256].map((text) => el('th', { scope: 'col' }, text));
  const rules = Object.keys(page.clauses).map((rule) => {
    const told = clausesOf(app, rule);
    return told && el('div', {}, el('h3', {}, app.words[`rule.${rule}`] || rule), told.lastChild);
  });
  const notes = [noticeOf(app), page.frame.fit ? fill(words.accuracy, { accuracy: page.frame.fit.accuracy_m }) : null];
  const dialog = el('dialog', { class: 'zl-dialog', 'aria-label': words.sources },
    button(words.close, { class: 'zl-round', onclick: () => dialog.close() }, icon('close')),
    el('h2', {}, words.sources),
    figures(page.facts),
    inputs.length ? el('div', { class: 'zl-scroll' }, el('table', { class: 'zl-inputs' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, inputs))) : null,
    rules,
    el('h3', {}, words.notes), el('ul', {}, notes.filter(Boolean).map((note) => el('li', {}, note))));
  return dialog;
}

// With a number there is nothing left to warn of; a printed sheet has it among its facts.
function isTold({ page }) {
  return Boolean(page.stamp.map_approval) && page.profile !== 'public' && !page.base;
}

function noticeOf(app) {
  return app.page.profile === 'public' ? app.words.public_note : app.words.unaudited;
}

function mapButtons(app) {
  const { words, map } = app;
  const node = el('div', { class: 'zl-zoom' },
    button(words.zoom_in, { class: 'zl-round', onclick: () => map.zoomIn(1) }, icon('plus')),
    button(words.zoom_out, { class: 'zl-round', onclick: () => map.zoomOut(1) }, icon('minus')),
    button(words.whole, { class: 'zl-round', onclick: () => app.whole() }, icon('whole')),
    app.measure.buttons);
  L.DomEvent.disableClickPropagation(node);
  return node;
}

function northArrow(app) {
  return el('div', { class: 'zl-north', role: 'img', 'aria-label': app.words.north },
    el('span', { class: 'zl-needle' }), el('span', {}, app.words.north));
}

function panelToggle(app) {
  const node = button(app.words.hide_panel, {
    class: 'zl-panel-toggle', 'aria-controls': 'zl-panel', onclick: () => set(app.root.classList.contains('zl-panel-shut')),
  }, icon('left'));
  const set = (open) => {
    if (open) app.shutLegend();
    const before = app.sheetHeight();
    app.root.classList.toggle('zl-panel-shut', !open);
    node.setAttribute('aria-expanded', String(open));
    const label = open ? app.words.hide_panel : app.words.show_panel;
    node.setAttribute('aria-label', label);
    node.title = label;
    app.map.invalidateSize({ animate: false });
    app.recentre(before);
  };
  node.setAttribute('aria-expanded', 'true');
  return { node, set };
}

// For the keyboard: past the list, straight to the map, or back.
function skipLinks(app) {
  const { words, map } = app;
  return el('nav', { class: 'zl-skip', 'aria-label': words.map },
    button(words.skip_map, { onclick: () => map.getContainer().focus() }),
    button(words.skip_zones, {
      onclick: () => {
        app.togglePanel(true);
        app.panel.querySelector('input, button').focus();
      },
    }));
}

// The middle of what is not covered, which the Enter key picks; seen while the map has the keyboard.
function cross() {
  return el('span', { class: 'zl-cross', 'aria-hidden': 'true' });
}
