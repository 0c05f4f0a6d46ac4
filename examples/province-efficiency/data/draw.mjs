// Draws the data: `node data/draw.mjs > data/provinces.csv`. No province produced, saved or emitted any of it.
let state = 20261202;
/** A number between 0 and 1, by the generator of Park and Miller. */
function uniform() {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}
/** Nearly normal, with mean 0 and standard deviation 1. */
function normal() {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += uniform();
  return sum;
}

console.log('province,region,year,capital,labour,energy,gdp,co2,digital,industry,open');
for (let place = 1; place <= 31; place += 1) {
  const region = place <= 11 ? '东部' : place <= 19 ? '中部' : '西部';
  const east = region === '东部' ? 1 : 0;
  const size = 0.6 * normal() + 0.5 * east;
  const [digital0, industry0, open0] = [0.15 + 0.1 * east + 0.05 * uniform(), 0.38 + 0.1 * uniform(), 0.1 + 0.3 * east * uniform()];
  for (let year = 2011; year <= 2022; year += 1) {
    const t = year - 2011;
    const digital = Math.max(0.02, digital0 + 0.035 * t + 0.03 * normal());
    const industry = industry0 - 0.004 * t + 0.015 * normal();
    const open = Math.max(0.01, open0 + 0.03 * normal());
    const capital = Math.exp(10 + size + 0.08 * t + 0.05 * normal());
    const labour = Math.exp(7.4 + 0.9 * size + 0.05 * normal());
    const energy = Math.exp(9 + 0.95 * size + 0.02 * t + 0.08 * normal());
    // Digital provinces lie nearer to the frontier, industrial ones farther from it; nobody lies beyond it.
    const inefficiency = Math.max(0, 0.55 - 0.5 * digital + 0.9 * (industry - 0.4) + 0.12 * normal());
    const frontier = 0.45 * Math.log(capital) + 0.35 * Math.log(labour) + 0.2 * Math.log(energy) + 0.02 * t;
    const gdp = Math.exp(0.9 + frontier - inefficiency);
    const co2 = energy * Math.exp(0.8 + 0.6 * inefficiency - 0.03 * t + 0.05 * normal());
    const numbers = [capital, labour, energy, gdp, co2].map((value) => value.toFixed(1));
    const shares = [digital, industry, open].map((value) => value.toFixed(4));
    console.log([`虚拟省${String(place).padStart(2, '0')}`, region, year, ...numbers, ...shares].join(','));
  }
}
