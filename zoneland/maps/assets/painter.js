// All polygons on one canvas, drawn for the view alone and found again by hit test.
// Leaflet's own paths would make an object of each of 50,000 parcels; this makes none.

const SMALLEST_PX = 1.6; // what is smaller is drawn as a dot
const STEP_PX = 0.7; // vertices nearer than this to the last one are skipped

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
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * this.density;
    this._container.height = size.y * this.density;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.draw();
  },

  // Scale and shift from world pixels to the canvas.
  _view() {
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    return { scale: this._map.getZoomScale(this._zoom, 0), dx: origin.x, dy: origin.y };
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
      for (let f = 0; f < layer.data.count; f++) {
        this._drawFeature(ctx, layer, f, view);
      }
    }
    for (const [layer, feature] of this.marked) this._drawMark(ctx, layer, feature, view);
  },

  _drawFeature(ctx, layer, feature, view) {
    const { data } = layer;
    const [west, north, east, south] = this._boxOf(data, feature, view);
    const size = this._bounds.getSize();
    if (east < 0 || south < 0 || west > size.x || north > size.y) return;
    const brush = layer.brushes[layer.brushOf[feature]];
    if (east - west < SMALLEST_PX && south - north < SMALLEST_PX) {
      ctx.globalAlpha = 1;
      ctx.fillStyle = brush.fill || brush.stroke;
      ctx.fillRect(west, north, SMALLEST_PX, SMALLEST_PX);
      return;
    }
    this._trace(ctx, data, feature, view);
    paintPath(ctx, brush, layer.key === 'zones');
  },

  _drawMark(ctx, layer, feature, view) {
    if (!layer.data) return;
    this._trace(ctx, layer.data, feature, view);
    const plain = { fill: '', pattern: '', dash: [], stroke: '#14202b', width: 2.6 };
    const { stroke } = layer.brushes[layer.brushOf[feature]];
    paintPath(ctx, layer.key === 'zones' ? { ...plain, stroke, width: 5 } : plain, true);
  },

  _boxOf(data, feature, view) {
    const box = data.boxes.subarray(feature * 4, feature * 4 + 4);
    return [
      box[0] * view.scale - view.dx,
      box[1] * view.scale - view.dy,
      box[2] * view.scale - view.dx,
      box[3] * view.scale - view.dy,
    ];
  },

  _trace(ctx, data, feature, view) {
    ctx.beginPath();
    for (let ring = data.rings[feature]; ring < data.rings[feature + 1]; ring++) {
      const last = data.points[ring + 1] - 1;
      let px = Infinity;
      let py = Infinity;
      for (let i = data.points[ring]; i <= last; i++) {
        const x = data.x[i] * view.scale - view.dx;
        const y = data.y[i] * view.scale - view.dy;
        if (px === Infinity) ctx.moveTo(x, y);
        else if (i !== last && Math.abs(x - px) + Math.abs(y - py) < STEP_PX) continue;
        else ctx.lineTo(x, y);
        px = x;
        py = y;
      }
      ctx.closePath();
    }
  },

  // Features under a place, topmost first, as [layer, feature].
  hits(latlng) {
    const x = mercatorX(latlng.lng);
    const y = mercatorY(latlng.lat);
    const found = [];
    for (const layer of [...this.layers].reverse()) {
      if (!layer.on || !layer.data) continue;
      for (let f = layer.data.count - 1; f >= 0; f--) {
        if (isInside(layer.data, f, x, y)) found.push([layer, f]);
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

// Even-odd, as on the canvas: holes and parts need no telling apart.
function isInside(data, feature, x, y) {
  const at = feature * 4;
  const { boxes } = data;
  if (x < boxes[at] || y < boxes[at + 1] || x > boxes[at + 2] || y > boxes[at + 3]) return false;
  let inside = false;
  for (let ring = data.rings[feature]; ring < data.rings[feature + 1]; ring++) {
    const first = data.points[ring];
    const end = data.points[ring + 1];
    for (let i = first, j = end - 1; i < end; j = i++) {
      const above = data.y[i] > y;
      if (above === data.y[j] > y) continue;
      const cut = ((data.x[j] - data.x[i]) * (y - data.y[i])) / (data.y[j] - data.y[i]) + data.x[i];
      if (x < cut) inside = !inside;
    }
  }
  return inside;
}
