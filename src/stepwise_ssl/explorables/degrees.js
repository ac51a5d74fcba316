// degrees.js: sine and cosine of degrees, exactly 0 and 1 at right angles, so that what lies on a line stays on it.

const sine = (degrees) => { const d = ((degrees % 360) + 360) % 360, half = d % 180; return (d >= 180 ? -1 : 1) * Math.sin(Math.min(half, 180 - half) * Math.PI / 180); };
const cosine = (degrees) => sine(degrees + 90);
const inDegrees = (x, y) => Math.atan2(y, x) * 180 / Math.PI;
