// Zone names on the map, each with its verdict's sign: in one line where the zone is wide enough,
// else in two; where a name would lie over another, over a neighbour or under a button, its sign.

const LABEL_MODES = ['', 'zl-wrapped', 'zl-sign-only'];
const LABEL_SPARE_PX = 24; // what a name may stand out on both sides of its zone together
const FURNITURE = '.zl-zoom, .zl-layers, .zl-north, .zl-scale, .zl-notice, .zl-panel-toggle, .zl-bar';

function zoneLabels(app) {
  const group = L.layerGroup();
  const labels = [];
  app.page.zones.forEach((zone) => {
    if (zone.place === null) return;
    const [lon, lat] = app.page.anchors[zone.place];
    const told = app.page.verdicts[zone.verdict];
    const node = el('span', { class: `zl-label zl-${zone.verdict}`, 'aria-hidden': 'true' }, el('b', {}, told.sign), el('span', {}, zone.name));
    labels.push({ node, place: zone.place, latlng: L.latLng(lat, lon) });
    const shape = L.divIcon({ html: node, className: 'zl-label-spot', iconSize: [0, 0] });
    L.marker([lat, lon], { icon: shape, interactive: false, keyboard: false }).addTo(group);
  });

  const setMode = (node, mode) => {
    for (const one of LABEL_MODES) if (one) node.classList.toggle(one, one === mode);
  };
  // All in one mode, then all read: the page is laid out once a mode, not once a label.
  const sizesOf = (mode) => {
    for (const { node } of labels) setMode(node, mode);
    return labels.map(({ node }) => [node.offsetWidth, node.offsetHeight]);
  };
  const roomOf = (place) => {
    const layer = app.layers.find((one) => one.key === 'zones');
    if (!layer.data) return Infinity;
    const box = app.painter.boundsOf(layer, place);
    const [first, last] = [box.getNorthWest(), box.getSouthEast()].map((corner) => app.map.latLngToContainerPoint(corner));
    return last.x - first.x + LABEL_SPARE_PX;
  };
  const furniture = () => {
    const frame = app.map.getContainer().getBoundingClientRect();
    return [...app.root.querySelectorAll(FURNITURE)].map((node) => node.getBoundingClientRect())
      .filter((box) => box.width)
      .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
  };
  const cross = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  const spread = () => {
    if (!app.map.hasLayer(group)) return;
    const sizes = LABEL_MODES.map(sizesOf);
    const size = app.map.getSize();
    const taken = furniture();
    const inside = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
    labels.forEach(({ node, place, latlng }, at) => {
      const { x, y } = app.map.latLngToContainerPoint(latlng);
      const boxes = sizes.map((all) => [x - all[at][0] / 2, y - all[at][1] / 2, x + all[at][0] / 2, y + all[at][1] / 2]);
      const room = roomOf(place);
      const fits = (box) => box[2] - box[0] <= room && inside(box) && !taken.some((other) => cross(box, other));
      const last = LABEL_MODES.length - 1;
      const found = boxes.findIndex((box, mode) => mode === last || fits(box));
      setMode(node, LABEL_MODES[found]);
      taken.push(boxes[found]);
    });
  };
  group.on('add', () => app.map.on('moveend zoomend resize', spread));
  group.on('remove', () => app.map.off('moveend zoomend resize', spread));
  return { group, spread };
}
