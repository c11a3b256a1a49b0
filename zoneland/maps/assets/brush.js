// Fills, patterns and outlines; the legend's swatches are drawn by the same strokes as the map.

const TILE_PX = 8;
const TILE_DENSITY = 2; // tiles are drawn finer than shown, for dense screens and print

const TILE_LINES = {
  hatch: [[0, 8, 8, 0], [-2, 2, 2, -2], [6, 10, 10, 6]],
  back: [[0, 0, 8, 8], [-2, 6, 2, 10], [6, -2, 10, 2]],
  cross: [[0, 8, 8, 0], [-2, 2, 2, -2], [6, 10, 10, 6], [0, 0, 8, 8], [-2, 6, 2, 10], [6, -2, 10, 2]],
};

function makeTile(brush) {
  const tile = el('canvas', { width: TILE_PX * TILE_DENSITY, height: TILE_PX * TILE_DENSITY });
  const ctx = tile.getContext('2d');
  ctx.scale(TILE_DENSITY, TILE_DENSITY);
  ctx.strokeStyle = ctx.fillStyle = brush.stroke;
  ctx.globalAlpha = 0.85;
  if (brush.pattern === 'dots') {
    for (const [x, y] of [[2, 2], [6, 6]]) {
      ctx.beginPath();
      ctx.arc(x, y, 0.9, 0, 2 * Math.PI);
      ctx.fill();
    }
    return tile;
  }
  for (const [x1, y1, x2, y2] of TILE_LINES[brush.pattern]) {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  }
  return tile;
}

function patternOf(ctx, brush) {
  if (!brush.paint) {
    brush.paint = ctx.createPattern(makeTile(brush), 'repeat');
    brush.paint.setTransform(new DOMMatrix().scale(1 / TILE_DENSITY));
  }
  return brush.paint;
}

// Fills and outlines the path that stands in `ctx`; `halo` lays white under the outline.
function paintPath(ctx, brush, { halo = false, outline = true } = {}) {
  if (brush.fill) {
    ctx.globalAlpha = brush.alpha;
    ctx.fillStyle = brush.fill;
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  if (brush.pattern) {
    ctx.fillStyle = patternOf(ctx, brush);
    ctx.fill();
  }
  if (!outline) return;
  if (halo) {
    ctx.setLineDash([]);
    ctx.strokeStyle = 'rgba(255,255,255,0.9)';
    ctx.lineWidth = brush.width + 2.8;
    ctx.stroke();
  }
  ctx.setLineDash(brush.dash);
  ctx.strokeStyle = brush.stroke;
  ctx.lineWidth = brush.width;
  ctx.stroke();
}

// What is too small for an outline, at its corners [x, y].
function paintDots(ctx, brush, corners) {
  ctx.beginPath();
  for (const [x, y] of corners) ctx.rect(x, y, SMALLEST_PX, SMALLEST_PX);
  ctx.globalAlpha = 1;
  ctx.fillStyle = brush.fill || brush.stroke;
  ctx.fill();
}

function swatch(brush) {
  const [width, height] = [26, 16];
  const node = el('canvas', { class: 'zl-swatch', width: width * 2, height: height * 2, 'aria-hidden': 'true' });
  const ctx = node.getContext('2d');
  ctx.scale(2, 2);
  ctx.beginPath();
  ctx.rect(1.5, 1.5, width - 3, height - 3);
  paintPath(ctx, brush);
  return node;
}
