// Draws the data: `node data/draw.mjs data` writes three files into the folder. Nobody earned, ruled or traded.
import { writeFileSync } from 'node:fs';

let state = 4711;
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
const write = (name, lines) => writeFileSync(`${process.argv[2]}/${name}.csv`, `${lines.join('\n')}\n`);

/** Workers: a college nearby adds a little schooling; ability adds to schooling and to wages. A year is worth 0.10. */
const workers = ['worker,lwage,schooling,experience,urban,college4,college2'];
for (let i = 1; i <= 800; i += 1) {
  const ability = normal();
  const urban = uniform() < 0.6 ? 1 : 0;
  const college4 = uniform() < 0.4 + 0.2 * urban ? 1 : 0;
  const college2 = uniform() < 0.4 ? 1 : 0;
  const schooling = 12 + 0.5 * college4 + 0.15 * college2 + 0.4 * urban + 1.2 * ability + 1.6 * normal();
  const experience = Math.floor(25 * uniform());
  const lwage = 0.9 + 0.1 * schooling + 0.02 * experience + 0.1 * urban + 0.15 * ability + 0.3 * normal();
  workers.push([i, lwage.toFixed(3), schooling.toFixed(1), experience, urban, college4, college2].join(','));
}
write('workers', workers);

/** Rulings: judges of a court differ in how often they jail, and cases are assigned to them by chance. Jail adds 0.15 to what comes after. */
const rulings = ['case,court,year,judge,jailed,again'];
let number = 0;
for (let court = 1; court <= 4; court += 1) {
  const severe = Array.from({ length: 6 }, () => 0.45 * normal());
  for (let year = 2001; year <= 2003; year += 1) {
    for (let n = 0; n < 75; n += 1) {
      number += 1;
      const judge = Math.floor(6 * uniform());
      const record = normal();
      const jailed = severe[judge] + 0.6 * record + 0.8 * normal() > 0 ? 1 : 0;
      const again = 1 + 0.15 * jailed + 0.25 * record + 0.4 * normal();
      rulings.push([number, court, year, `J${court}${judge + 1}`, jailed, again.toFixed(3)].join(','));
    }
  }
}
write('rulings', rulings);

/** Regions with shares of five sectors, of which each has a shock in each of three periods. The effect of growth is 1.4. */
const sectors = ['mining', 'textiles', 'machines', 'food', 'paper'];
const shocks = [0, 1, 2].map(() => sectors.map(() => 0.06 * normal()));
const regions = [['region', 'period', 'wage', 'growth', 'people', ...sectors, ...sectors.map((s) => `g_${s}`)].join(',')];
for (let region = 1; region <= 40; region += 1) {
  const raw = sectors.map(() => uniform() ** 2);
  const total = raw.reduce((sum, each) => sum + each, 0) + uniform();
  const people = 1 + 9 * uniform();
  for (let period = 1; period <= 3; period += 1) {
    const g = shocks[period - 1];
    const common = 0.01 * normal();
    const growth = raw.reduce((sum, each, k) => sum + (each / total) * g[k], 0) + common + 0.005 * normal();
    const wage = 0.02 + 1.4 * growth - 0.8 * common + 0.01 * normal();
    const row = [region, period, wage.toFixed(5), growth.toFixed(5), people.toFixed(2)];
    regions.push([...row, ...raw.map((each) => (each / total).toFixed(4)), ...g.map((each) => each.toFixed(4))].join(','));
  }
}
write('regions', regions);
