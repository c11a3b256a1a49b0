// The packed layers back into numbers; zoneland/maps/pack.py describes the form.

const UNITS_PER_DEGREE = 1e6;
const WORLD_PX = 256; // the world's width at zoom 0, as Leaflet counts

async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function varintReader(bytes) {
  let at = 0;
  return () => {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * factor; // not shifted: 32-bit shifts lose large steps
      factor *= 128;
    } while (byte & 128);
    return value;
  };
}

function running(count, next) {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i] + next();
  return starts;
}

function mercatorX(lon) {
  return (lon / 360 + 0.5) * WORLD_PX;
}

function mercatorY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_PX;
}

function readShapes(bytes) {
  const next = varintReader(bytes);
  const count = next();
  const rings = running(count, next); // first ring of each feature
  const points = running(rings[count], next); // first vertex of each ring
  const total = points[rings[count]];
  const x = new Float64Array(total);
  const y = new Float64Array(total);
  let lon = 0;
  let lat = 0;
  const step = () => {
    const folded = next();
    return folded % 2 ? -(folded + 1) / 2 : folded / 2;
  };
  for (let i = 0; i < total; i++) {
    lon += step();
    lat += step();
    x[i] = mercatorX(lon / UNITS_PER_DEGREE);
    y[i] = mercatorY(lat / UNITS_PER_DEGREE);
  }
  return { count, rings, points, x, y, boxes: boxesOf(count, rings, points, x, y) };
}

// West, north, east, south of each feature, in world pixels.
function boxesOf(count, rings, points, x, y) {
  const boxes = new Float64Array(count * 4);
  for (let f = 0; f < count; f++) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = points[rings[f]]; i < points[rings[f + 1]]; i++) {
      if (x[i] < box[0]) box[0] = x[i];
      if (y[i] < box[1]) box[1] = y[i];
      if (x[i] > box[2]) box[2] = x[i];
      if (y[i] > box[3]) box[3] = y[i];
    }
    boxes.set(box, f * 4);
  }
  return boxes;
}

async function unpackLayer(layer) {
  const [shapes, columns] = await Promise.all([inflate(layer.shapes), inflate(layer.columns)]);
  layer.data = readShapes(shapes);
  const told = JSON.parse(new TextDecoder().decode(columns));
  layer.brushOf = told.brush;
  layer.values = told.fields;
}
