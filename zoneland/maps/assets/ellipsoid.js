// Lengths and areas on the ellipsoid that the page's degrees are on: no plane, so no scale error.

const SAME_PLACE = 1e-12;
const MOST_ROUNDS = 100;

function radians(degrees) {
  return (degrees * Math.PI) / 180;
}

// Vincenty's inverse solution (1975): the geodesic's length in metres, to a millimetre.
function geodesicLength(spheroid, from, to) {
  const f = 1 / spheroid.inverseFlattening;
  const b = spheroid.a * (1 - f);
  const reduced = (lat) => Math.atan((1 - f) * Math.tan(radians(lat)));
  const [u1, u2] = [reduced(from.lat), reduced(to.lat)];
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const apart = radians(to.lng - from.lng);
  let lambda = apart;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sine = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sine === 0) return 0;
    const cosine = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sine, cosine);
    const azimuth = (c1 * c2 * sl) / sine;
    const square = 1 - azimuth ** 2;
    const middle = square === 0 ? 0 : cosine - (2 * s1 * s2) / square; // along the equator: 0
    const C = (f / 16) * square * (4 + f * (4 - 3 * square));
    const before = lambda;
    lambda = apart + (1 - C) * f * azimuth * (sigma + C * sine * (middle + C * cosine * (2 * middle ** 2 - 1)));
    if (Math.abs(lambda - before) > SAME_PLACE) continue;
    const e = (square * (spheroid.a ** 2 - b ** 2)) / b ** 2;
    const A = 1 + (e / 16384) * (4096 + e * (-768 + e * (320 - 175 * e)));
    const B = (e / 1024) * (256 + e * (-128 + e * (74 - 47 * e)));
    const change = B * sine * (middle + (B / 4) * (cosine * (2 * middle ** 2 - 1)
      - (B / 6) * middle * (4 * sine ** 2 - 3) * (4 * middle ** 2 - 3)));
    return b * A * (sigma - change);
  }
  return NaN; // nearly opposite sides of the Earth
}

function pathLength(spheroid, points) {
  return points.slice(1).reduce((sum, point, at) => sum + geodesicLength(spheroid, points[at], point), 0);
}

// Of Snyder (1987) 3-12: what grows with the area between the equator and a latitude.
function authalicOf(e, lat) {
  const s = Math.sin(radians(lat));
  return (1 - e ** 2) * (s / (1 - (e * s) ** 2) - Math.log((1 - e * s) / (1 + e * s)) / (2 * e));
}

// The area inside a ring, in m². Each latitude is moved to where a sphere has as much area below
// it; on the sphere the strips between the sides, as great circles, and the equator are exact.
// Against the geodesics' own area this is good to about 1e-7 within a county.
function ringArea(spheroid, points) {
  const f = 1 / spheroid.inverseFlattening;
  const e = Math.sqrt(f * (2 - f));
  const pole = authalicOf(e, 90);
  const halves = points.map(({ lat }) => Math.tan(Math.asin(authalicOf(e, lat) / pole) / 2));
  const sum = points.reduce((total, point, at) => {
    const next = (at + 1) % points.length;
    const half = Math.tan(radians(points[next].lng - point.lng) / 2);
    return total + 2 * Math.atan2(half * (halves[at] + halves[next]), 1 + halves[at] * halves[next]);
  }, 0);
  return Math.abs(sum) * (spheroid.a ** 2) * (pole / 2);
}

// Whether two sides of a ring cross: then it has no inside.
function isCrossed(points) {
  const turn = (p, q, r) => Math.sign((q.lng - p.lng) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lng - p.lng));
  const count = points.length;
  const side = (at) => [points[at], points[(at + 1) % count]];
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue; // they meet where the ring closes
      const [[a, b], [c, d]] = [side(i), side(j)];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}
