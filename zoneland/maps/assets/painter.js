// All polygons on one canvas, drawn for the view alone and found again by hit test.
// Leaflet's own paths would make an object of each of 50,000 parcels; this makes one of a block.

const SMALLEST_PX = 1.6; // what is smaller is drawn as a dot
const STEP_PX = 0.7; // vertices nearer than this to the last one are skipped
const OUTLINED_PX = 5; // blocks of filled features smaller than this go without outlines
const MANY_MARKS = 12; // with more of them a finer outline

const Painter = L.Renderer.extend({
  options: { padding: 0.2 },

  initialize(layers) {
    L.Renderer.prototype.initialize.call(this, { pane: 'zoneland' });
    this.layers = layers; // lowest first
    this.marked = []; // [layer, feature] outlined over everything
    this.density = Math.min(window.devicePixelRatio || 1, 3);
  },

  _initContainer() {
    this._container = el('canvas', { class: 'zl-canvas', 'aria-hidden': 'true' });
    this._ctx = this._container.getContext('2d');
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if ((this._map._animatingZoom && this._bounds) || this._isDrawn()) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    this._drawnFor = this._frame();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * this.density;
    this._container.height = size.y * this.density;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.draw();
  },

  // All that the canvas hangs on, but for the place on the map.
  _frame() {
    const { x, y } = this._map.getSize();
    const origin = this._map.getPixelOrigin();
    return [this._map.getZoom(), x, y, origin.x, origin.y, this.density, this.options.padding].join();
  },

  // Short ways along the map stay on the canvas as it is: it reaches beyond the window.
  _isDrawn() {
    if (!this._bounds || this._drawnFor !== this._frame()) return false;
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    return this._bounds.contains(L.bounds(corner, corner.add(this._map.getSize())));
  },

  // Scale and shift from world pixels to the canvas, and the canvas' edges in world pixels.
  _view() {
    const { x: dx, y: dy } = this._map.getPixelOrigin().add(this._bounds.min);
    const scale = this._map.getZoomScale(this._zoom, 0);
    const size = this._bounds.getSize();
    const edges = [dx / scale, dy / scale, (dx + size.x) / scale, (dy + size.y) / scale];
    return { scale, dx, dy, edges };
  },

  draw() {
    if (!this._map) return;
    const ctx = this._ctx;
    const view = this._view();
    ctx.setTransform(this.density, 0, 0, this.density, 0, 0);
    ctx.clearRect(0, 0, this._container.width, this._container.height);
    ctx.lineJoin = 'round';
    for (const layer of this.layers) {
      if (!layer.on || !layer.data) continue;
      for (const block of layer.data.blocks) {
        if (isSeen(block.box, 0, view)) this._drawBlock(ctx, layer, block, view);
      }
    }
    const width = this.marked.length > MANY_MARKS ? 1.4 : 2.6; // many heavy outlines hide the land
    for (const [layer, feature] of this.marked) this._drawMark(ctx, layer, feature, { view, width });
  },

  _drawBlock(ctx, layer, block, view) {
    const { data } = layer;
    const { boxes } = data;
    const dot = SMALLEST_PX / view.scale;
    const dots = [];
    let sides = 0; // of what is traced, in world pixels
    let traced = 0;
    ctx.beginPath();
    for (const f of block.features) {
      if (!isSeen(boxes, f * 4, view)) continue;
      const side = Math.max(boxes[f * 4 + 2] - boxes[f * 4], boxes[f * 4 + 3] - boxes[f * 4 + 1]);
      if (side < dot) {
        dots.push(f);
        continue;
      }
      sides += side;
      traced++;
      tracePath(ctx, data, f, view);
    }
    const brush = layer.brushes[block.brush];
    const isFine = block.features.length > 1 && sides * view.scale < OUTLINED_PX * traced;
    if (traced) paintPath(ctx, brush, { halo: layer.key === 'zones', outline: !(brush.fill && isFine) });
    if (dots.length) paintDots(ctx, brush, dots.map((f) => [boxes[f * 4] * view.scale - view.dx, boxes[f * 4 + 1] * view.scale - view.dy]));
  },

  _drawMark(ctx, layer, feature, { view, width }) {
    if (!layer.data) return;
    ctx.beginPath();
    tracePath(ctx, layer.data, feature, view);
    const plain = { fill: '', pattern: '', dash: [], stroke: '#14202b', width };
    const { stroke } = layer.brushes[layer.brushOf[feature]];
    paintPath(ctx, layer.key === 'zones' ? { ...plain, stroke, width: 5 } : plain, { halo: true });
  },

  // Features under a place, topmost first, as [layer, feature].
  hits(latlng) {
    const x = mercatorX(latlng.lng);
    const y = mercatorY(latlng.lat);
    const found = [];
    for (const layer of [...this.layers].reverse()) {
      if (!layer.on || !layer.data) continue;
      const { blocks } = layer.data;
      for (let b = blocks.length - 1; b >= 0; b--) {
        if (!isWithin(blocks[b].box, 0, x, y)) continue;
        const { features } = blocks[b];
        for (let at = features.length - 1; at >= 0; at--) {
          if (isInside(layer.data, features[at], x, y)) found.push([layer, features[at]]);
        }
      }
    }
    return found;
  },

  boundsOf(layer, feature) {
    const [west, north, east, south] = layer.data.boxes.subarray(feature * 4, feature * 4 + 4);
    const corner = (x, y) => this._map.unproject(L.point(x, y), 0);
    return L.latLngBounds(corner(west, south), corner(east, north));
  },
});

function isSeen(boxes, at, { edges }) {
  return boxes[at] <= edges[2] && boxes[at + 1] <= edges[3] && boxes[at + 2] >= edges[0] && boxes[at + 3] >= edges[1];
}

function isWithin(boxes, at, x, y) {
  return x >= boxes[at] && y >= boxes[at + 1] && x <= boxes[at + 2] && y <= boxes[at + 3];
}

// Adds a feature's rings to the path that stands in `ctx`.
function tracePath(ctx, data, feature, { scale, dx, dy }) {
  const { rings, points, x: xs, y: ys } = data;
  for (let ring = rings[feature]; ring < rings[feature + 1]; ring++) {
    const last = points[ring + 1] - 1;
    let px = Infinity;
    let py = Infinity;
    for (let i = points[ring]; i <= last; i++) {
      const x = xs[i] * scale - dx;
      const y = ys[i] * scale - dy;
      if (px === Infinity) ctx.moveTo(x, y);
      else if (i !== last && Math.abs(x - px) + Math.abs(y - py) < STEP_PX) continue;
      else ctx.lineTo(x, y);
      px = x;
      py = y;
    }
    ctx.closePath();
  }
}

// By winding, as on the canvas: outer rings turn one way and holes the other, so that parcels
// drawn over each other in one path stay filled.
function isInside(data, feature, x, y) {
  if (!isWithin(data.boxes, feature * 4, x, y)) return false;
  let turns = 0;
  for (let ring = data.rings[feature]; ring < data.rings[feature + 1]; ring++) {
    const first = data.points[ring];
    const end = data.points[ring + 1];
    for (let i = first, j = end - 1; i < end; j = i++) {
      const above = data.y[i] > y;
      if (above === data.y[j] > y) continue;
      const cut = ((data.x[j] - data.x[i]) * (y - data.y[i])) / (data.y[j] - data.y[i]) + data.x[i];
      if (x < cut) turns += above ? 1 : -1;
    }
  }
  return turns !== 0;
}
