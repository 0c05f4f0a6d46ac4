/**
 * 1,000 placebo treatments of 280 cities over 15 years with effects of city and year and clustered errors: what a step of placebos draws, against a loop of R
 * that demeans once and takes cross-products. Processor time, in turn. Demanded: R takes at least 100 times as long.
 */
import { createRng } from '../src/base/number/rng.ts';
import { placebosOf, placeboTest } from '../steps/placebo/numbers/placebo.ts';
import { draws, measureDraws } from './draws-against-r.ts';

measureDraws({
  name: 'placebo',
  title: '1,000 placebo treatments of 280 cities × 15 years with clustered errors, against R’s cross-products',
  fit: 'y ~ d + x | city + year',
  demanded: 100,
  step: `treatment: d, permute: units, draws: ${draws}`,
  columns: (cells, draw) => {
    const d = cells.map(({ u, t }) => (u < 60 && t >= 2010 + (u % 4) ? 1 : 0));
    const x = cells.map(({ u }) => u / 100 + draw.normal());
    const y = cells.map(({ u, t }, i) => u / 50 + (t - 2005) / 9 + 0.2 * d[i]! + 0.5 * x[i]! + draw.normal());
    return { d, x, y };
  },
  ours: (model, data) => {
    const { of, ...found } = placebosOf({ model, treatment: 'd', permute: 'units', unit: 'city' }, data);
    const rng = createRng('1');
    const all = of({ from: 0, to: draws, draws }, (i) => rng.stream('placebo', i));
    const { observed, sd } = placeboTest(found, all, { permute: 'units', draws, convention: 'corrected' });
    return { actual: observed, sd: sd as number };
  },
  words: {
    ours: 'papermake, 1,000 placebos and what prepares them',
    theirs: 'R, a loop of cross-products of demeaned data',
    actual: 'the actual estimate',
    draws: 'placebos',
  },
});
