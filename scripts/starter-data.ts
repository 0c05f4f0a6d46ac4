/** Draws the data of the projects that `papermake init` writes. Their READMEs say what is true in them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRng, type RandomStream } from '../src/base/number/rng.ts';

const root = path.resolve(import.meta.dirname, '../src/app/starter');
const YEARS = Array.from({ length: 8 }, (_, i) => 2015 + i);
const REGIONS = ['North', 'South', 'East', 'West'];

type Cell = string | number;
/** Rows of one firm, from its own stream of random numbers. */
type Firm = (random: RandomStream, i: number) => Cell[][];

/** R&D raises log wages by 0.04 for each point, sales by 0.1, the export share by 0.3; wages grow by 0.02 a year. */
const wages: Firm = (random, i) => {
  const wage = 3 + 0.4 * random.normal();
  const size = 8.5 + 0.6 * random.normal();
  const intensity = 2.5 + random.normal();
  const founded = 1976 + random.int(35);
  return YEARS.map((year, t) => {
    const sales = Math.exp(size + 0.04 * t + 0.13 * random.normal());
    const rnd = Math.max(0.1, intensity + 0.1 * t + 0.6 * random.normal());
    const exports = clamp(0.25 + 0.02 * t + 0.1 * random.normal());
    const log = wage + 0.04 * rnd + 0.1 * (Math.log(sales) - 8.5) + 0.3 * exports + 0.02 * t + 0.06 * random.normal();
    // Three values are missing, as in any data.
    const shown = [5, 21, 38].includes(i) && year === 2015 + (i % 8) ? '' : rnd.toFixed(2);
    const region = REGIONS[i % REGIONS.length]!;
    return [year, region, Math.exp(log).toFixed(2), sales.toFixed(0), shown, exports.toFixed(3), year - founded];
  });
};

/** R&D raises log output by 0.06. Managers see a shock that we do not, and spend more in good years: OLS finds more. */
const output: Firm = (random) => {
  const level = 5 + 0.5 * random.normal();
  return YEARS.map((year, t) => {
    const shock = 0.12 * random.normal();
    const subsidy = Math.max(0, 1 + 0.6 * random.normal());
    const credit = Math.max(0, 8 + 2 * random.normal());
    const workers = Math.exp(4.5 + 0.03 * t + 0.3 * random.normal());
    const rnd = Math.max(0, 1 + 0.5 * subsidy + 0.1 * credit + 4 * shock + 0.4 * random.normal());
    const log = level + 0.06 * rnd + 0.4 * Math.log(workers) + 0.02 * t + shock + 0.05 * random.normal();
    return [year, Math.exp(log).toFixed(1), rnd.toFixed(2), workers.toFixed(0), subsidy.toFixed(3), credit.toFixed(2)];
  });
};

/** R&D raises growth by 0.2 points where workers have less than 12 years of schooling, by 0.8 from there on. */
const growth: Firm = (random) => {
  const level = 2 + random.normal();
  const schooling = 11.8 + 1.2 * random.normal();
  return YEARS.map((year, t) => {
    const skill = schooling + 0.1 * t + 0.5 * random.normal();
    const rnd = Math.max(0.1, 2.5 + 0.8 * random.normal());
    const debt = clamp(0.45 + 0.12 * random.normal());
    const value = level + (skill < 12 ? 0.2 : 0.8) * rnd - 2 * debt + random.normal();
    return [year, value.toFixed(2), rnd.toFixed(2), skill.toFixed(2), debt.toFixed(3)];
  });
};

/** A subsidy raises log output by 0.05 in its first year and by 0.03 more in each that follows. Some firms never have one. */
const subsidised: Firm = (random, i) => {
  const level = 5 + 0.5 * random.normal();
  const first = [0, 2018, 2020, 0, 2019][i % 5]!;
  return YEARS.map((year, t) => {
    const workers = Math.exp(4.5 + 0.03 * t + 0.3 * random.normal());
    const effect = first > 0 && year >= first ? 0.05 + 0.03 * (year - first) : 0;
    const log = level + effect + 0.4 * Math.log(workers) + 0.02 * t + 0.05 * random.normal();
    return [year, Math.exp(log).toFixed(1), workers.toFixed(0), first];
  });
};

/** The log odds of exporting rise by 0.5 with a point of R&D, by 0.8 with log workers, and are 0.6 higher near the coast. */
const exporters: Firm = (random, i) => {
  const coast = i % 3 === 0 ? 1 : 0;
  const size = 4.5 + 0.8 * random.normal();
  return YEARS.map((year) => {
    const workers = Math.exp(size + 0.1 * random.normal());
    const rnd = Math.max(0, 2 + random.normal());
    const odds = Math.exp(-5 + 0.5 * rnd + 0.8 * Math.log(workers) + 0.6 * coast);
    return [year, random.uniform() < odds / (1 + odds) ? 1 : 0, rnd.toFixed(2), workers.toFixed(0), coast];
  });
};

const clamp = (share: number): number => Math.min(0.95, Math.max(0.02, share));

write('panel', 48, ['year', 'region', 'wages', 'sales', 'rnd', 'export_share', 'age'], wages);
write('iv', 80, ['year', 'output', 'rnd', 'workers', 'subsidy', 'tax_credit'], output);
write('threshold', 60, ['year', 'growth', 'rnd', 'skill', 'debt'], growth);
write('did', 150, ['year', 'output', 'workers', 'subsidised_from'], subsidised);
write('logit', 120, ['year', 'exports', 'rnd', 'workers', 'coast'], exporters);

function write(template: string, firms: number, names: readonly string[], firm: Firm): void {
  const rng = createRng(`papermake init --template ${template}`);
  const rows = Array.from({ length: firms }, (_, i) =>
    firm(rng.stream('firm', i), i).map((cells) => [`F${String(i + 1).padStart(2, '0')}`, ...cells]),
  );
  const text = [['firm', ...names], ...rows.flat()].map((row) => `${row.join(',')}\n`).join('');
  mkdirSync(path.join(root, template, 'data'), { recursive: true });
  writeFileSync(path.join(root, template, 'data/panel.csv'), text);
}
