// The packed layers back into numbers; zoneland/maps/pack.py describes the form.

const UNITS_PER_DEGREE = 1e6;
const WORLD_PX = 256; // the world's width at zoom 0, as Leaflet counts
const FEW = 1000; // up to so many features are drawn one by one, in their rows' order
const BLOCK = 64; // features of one brush that are drawn, and passed over, together
const CELLS = 256; // cells along each side of a layer, by which neighbours come into one block

async function inflate(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The lowest byte of every number, then the next byte of every number, and so on.
function readPlanes(bytes) {
  const count = bytes.length / 4;
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = bytes[i] | (bytes[i + count] << 8) | (bytes[i + 2 * count] << 16) | (bytes[i + 3 * count] << 24);
  }
  return numbers;
}

function running(counts) {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i];
  return starts;
}

function mercatorX(lon) {
  return (lon / 360 + 0.5) * WORLD_PX;
}

function mercatorY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_PX;
}

function placesOf(folded, project) {
  const places = new Float64Array(folded.length);
  let units = 0;
  for (let i = 0; i < folded.length; i++) {
    units += (folded[i] >>> 1) ^ -(folded[i] & 1);
    places[i] = project(units / UNITS_PER_DEGREE);
  }
  return places;
}

function readShapes(bytes) {
  const numbers = readPlanes(bytes);
  let at = 0;
  const take = (count) => numbers.subarray(at, at += count);
  const [count] = take(1);
  const rings = running(take(count)); // first ring of each feature
  const points = running(take(rings[count])); // first vertex of each ring
  const total = points[rings[count]];
  const x = placesOf(take(total), mercatorX);
  const y = placesOf(take(total), mercatorY);
  return { count, rings, points, x, y, boxes: boxesOf(count, rings, points, x, y) };
}

// West, north, east, south of each feature, in world pixels.
function boxesOf(count, rings, points, x, y) {
  const boxes = new Float64Array(count * 4);
  for (let f = 0; f < count; f++) {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = points[rings[f]]; i < points[rings[f + 1]]; i++) {
      if (x[i] < west) west = x[i];
      if (y[i] < north) north = y[i];
      if (x[i] > east) east = x[i];
      if (y[i] > south) south = y[i];
    }
    boxes[f * 4] = west;
    boxes[f * 4 + 1] = north;
    boxes[f * 4 + 2] = east;
    boxes[f * 4 + 3] = south;
  }
  return boxes;
}

function around(boxes, features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const f of features) {
    for (let side = 0; side < 4; side++) {
      box[side] = Math[side < 2 ? 'min' : 'max'](box[side], boxes[f * 4 + side]);
    }
  }
  return box;
}

// Bits of two cell numbers by turns: cells near each other on the map get numbers near each other.
function cellNumber(column, row) {
  let number = 0;
  for (let bit = 1; bit < CELLS; bit *= 2) number += (column & bit) * bit + (row & bit) * bit * 2;
  return number;
}

// Features in the order they are drawn: few in their rows' order, many by brush and place.
function drawingOrder(data, brushOf) {
  const order = Uint32Array.from(brushOf, (_, f) => f);
  if (data.count <= FEW) return order;
  const { boxes } = data;
  const [west, north, east, south] = around(boxes, order);
  const cell = (low, high, from, to) => Math.floor(((low + high) / 2 - from) / (to - from || 1) * (CELLS - 1));
  const keys = Float64Array.from(order, (f) => {
    const column = cell(boxes[f * 4], boxes[f * 4 + 2], west, east);
    const row = cell(boxes[f * 4 + 1], boxes[f * 4 + 3], north, south);
    return (brushOf[f] * CELLS * CELLS + cellNumber(column, row)) * data.count + f;
  }).sort();
  return order.map((_, place) => keys[place] % data.count);
}

// Blocks are what is drawn by one stroke, and the index by which places are found again.
function blocksOf(data, brushOf) {
  const order = drawingOrder(data, brushOf);
  const most = data.count > FEW ? BLOCK : 1;
  const blocks = [];
  for (let first = 0, end; first < order.length; first = end) {
    const brush = brushOf[order[first]];
    end = first + 1;
    while (end < order.length && end - first < most && brushOf[order[end]] === brush) end++;
    const features = order.subarray(first, end);
    blocks.push({ brush, features, box: around(data.boxes, features) });
  }
  return blocks;
}

async function unpackLayer(layer) {
  const [shapes, columns] = await Promise.all([inflate(layer.shapes), inflate(layer.columns)]);
  const data = readShapes(shapes);
  const told = JSON.parse(new TextDecoder().decode(columns));
  layer.brushOf = told.brush;
  layer.values = told.fields.map(({ words, at }) => (at ? at.map((word) => words[word]) : words));
  data.blocks = blocksOf(data, layer.brushOf);
  layer.data = data;
}
