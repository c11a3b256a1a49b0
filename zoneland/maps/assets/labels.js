// Zone names on the map, each with its verdict's sign; names that would overlap give way.

function zoneLabels(app) {
  const group = L.layerGroup();
  const nodes = [];
  app.page.zones.forEach((zone) => {
    if (zone.place === null) return;
    const [lon, lat] = app.page.anchors[zone.place];
    const told = app.page.verdicts[zone.verdict];
    const node = el('span', { class: `zl-label zl-${zone.verdict}` }, el('b', {}, told.sign), zone.name);
    nodes.push(node);
    const shape = L.divIcon({ html: node, className: 'zl-label-spot', iconSize: [0, 0] });
    L.marker([lat, lon], { icon: shape, interactive: false, keyboard: false }).addTo(group);
  });

  const spread = () => {
    const taken = [];
    for (const node of nodes) node.style.visibility = '';
    for (const node of nodes) {
      const box = node.getBoundingClientRect();
      const clash = taken.some((other) => box.left < other.right && other.left < box.right
        && box.top < other.bottom && other.top < box.bottom);
      if (clash) node.style.visibility = 'hidden';
      else taken.push(box);
    }
  };
  group.on('add', () => app.map.on('zoomend resize', spread));
  group.on('remove', () => app.map.off('zoomend resize', spread));
  return { group, spread };
}
