/**
 * 1,000 samples of 280 cities over 15 years with an effect for every copy of a city, the indirect effect in each: what a step of mediation bootstraps, against a
 * loop of R that demeans each sample and runs lm twice. Processor time, in turn. Demanded: R takes at least 50 times as long.
 */
import { createRng } from '../src/base/number/rng.ts';
import { drawnTimes, indirectBootstrap, indirectDraws } from '../steps/mediation/numbers/bootstrap.ts';
import { draws, measureDraws } from './draws-against-r.ts';

measureDraws({
  name: 'mediation',
  title: '1,000 cluster samples of a mediation with an effect for every city, against a loop of R',
  fit: 'y ~ d + m + x + w | city',
  demanded: 50,
  step: `treatment: d, mediator: m, bootstrap: ${draws}, seed: 1`,
  columns: (cells, draw) => {
    const d = cells.map(({ u, t }) => (u < 90 && t >= 2010 + (u % 4) ? 1 : 0));
    const [x, w] = [cells.map(({ u }) => u / 100 + draw.normal()), cells.map(() => draw.normal())];
    const m = cells.map(({ u }, i) => u / 40 + 0.4 * d[i]! + 0.2 * x[i]! + draw.normal());
    const y = cells.map(({ u }, i) => u / 50 + 0.2 * d[i]! + 0.5 * m[i]! + 0.3 * w[i]! + draw.normal());
    return { d, x, w, m, y };
  },
  ours: (model, data) => {
    const spec = { model, treatment: 'd', mediator: 'm', steps: 3, clusters: 'city' } as const;
    const { clusters, of } = indirectDraws(spec, data);
    const rng = createRng('1');
    const found = Array.from({ length: draws }, (_, i) => of(drawnTimes(rng.stream('mediation', i), clusters)));
    const actual = of(new Int32Array(clusters).fill(1))!;
    const { stdError } = indirectBootstrap(actual, found, 0.95, { name: 'city', count: clusters });
    return { actual, sd: stdError as number };
  },
  words: {
    ours: 'papermake, 1,000 samples and what prepares them',
    theirs: 'R, a loop that demeans each sample and runs lm twice',
    actual: 'the indirect effect',
    draws: 'its samples',
  },
});
