/** Predictions against `predict`, `residuals`, `hatvalues`, `rstandard`, `rstudent` and `cooks.distance` of R, and `fixef` of plm. R runs once. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { dataOf } from '../../../support/data.ts';
import { absentFromR } from '../../../support/languages.ts';
import { predicted, specOf } from '../../../support/predicted.ts';
import { ownScratch } from '../../../support/scratch.ts';

const draw = createRng('predict').stream('rows', 0);
const rows = Array.from({ length: 240 }, (_, i) => {
  const [id, year] = [Math.floor(i / 12), 2001 + (i % 12)];
  const [x, z, u] = [draw.normal(), draw.normal(), draw.normal()];
  const q = 0.6 * z + 0.5 * u + draw.normal();
  const eta = 0.3 * x + 0.2 * z + id / 40;
  return {
    id,
    year,
    g: ['a', 'b', 'c'][draw.int(3)]!,
    x: i === 17 ? null : x,
    z,
    q,
    w: 0.5 + draw.int(5),
    t: 1 + draw.int(4),
    y: 1 + x - z + id / 8 + u + 0.5 * draw.normal(),
    b: x + draw.normal() > 0.2 ? 1 : 0,
    c: Math.floor(Math.exp(eta) * -2 * Math.log(draw.uniform())),
    f: Math.min(1, Math.max(0, 0.5 + 0.2 * x + 0.3 * u)),
    s: Math.max(0, 0.4 + x + draw.normal()),
  };
});
const names = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
const data = dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), {
  unit: 'id',
  time: 'year',
});

interface Case {
  readonly keys: SpecKeys;
  /** Code of R that leaves the model in `m`. */
  readonly model: string;
  /** Prediction → code of R of its values. */
  readonly values: Readonly<Record<string, string>>;
  /** Relative tolerance; that of iterations which R ends sooner. */
  readonly within?: number;
  /** Of all rows, those without a row of the model among them. */
  readonly elsewhere?: true;
}

const INFLUENCE = {
  residual: 'residuals(m, "response")',
  leverage: 'hatvalues(m)',
  standardised: 'rstandard(m)',
  studentised: 'rstudent(m)',
  cooks: 'cooks.distance(m)',
};
const GENERALISED = {
  index: 'predict(m, type = "link")',
  fitted: 'fitted(m)',
  pearson: 'residuals(m, "pearson")',
  deviance: 'residuals(m, "deviance")',
  score: '(m$y - fitted(m)) * m$family$mu.eta(predict(m)) / m$family$variance(fitted(m))',
};
const tight = 'control = list(epsilon = 1e-14, maxit = 100)';

const CASES: Readonly<Record<string, Case>> = {
  'least squares with a factor': {
    keys: { fit: 'y ~ x + z + i(g)' },
    model: 'lm(y ~ x + z + g, d)',
    values: { fitted: 'fitted(m)', index: 'fitted(m)', ...INFLUENCE },
  },
  'weighted least squares': {
    keys: { fit: 'y ~ x + z', weights: { analytic: 'w' } },
    model: 'lm(y ~ x + z, d, weights = w)',
    values: { fitted: 'fitted(m)', ...INFLUENCE, residual: 'residuals(m)' },
  },
  'one absorbed effect': {
    keys: { fit: 'y ~ x + z | id' },
    model: 'lm(y ~ x + z + factor(id), d)',
    values: { fitted: 'fitted(m)', ...INFLUENCE },
  },
  'one absorbed effect, weighted': {
    keys: { fit: 'y ~ x + z | id', weights: { analytic: 'w' }, small: 'areg' },
    model: 'lm(y ~ x + z + factor(id), d, weights = w)',
    values: { fitted: 'fitted(m)', ...INFLUENCE, residual: 'residuals(m)' },
  },
  'two absorbed effects': {
    keys: { fit: 'y ~ x + z | id + year' },
    model: 'lm(y ~ x + z + factor(id) + factor(year), d)',
    values: {
      fitted: 'fitted(m)',
      residual: 'residuals(m)',
      'effect(year)': '{a <- c(0, coef(m)[grep("year", names(coef(m)))])[match(d$year[used], 2001:2012)]; a - mean(a)}',
    },
  },
  'effects of plm': {
    keys: { fit: 'y ~ x + z | id' },
    model: 'plm::plm(y ~ x + z, d, index = c("id", "year"), model = "within")',
    values: {
      effects: '{a <- plm::fixef(m)[as.character(d$id[used])]; a - mean(a)}',
      residual: 'as.numeric(residuals(m))',
    },
  },
  'random effects of plm': {
    keys: { fit: 'y ~ x + z', estimator: 're', sample: 'year > 2002 and id != 1' },
    model: 'plm::plm(y ~ x + z, d[d$year > 2002 & d$id != 1, ], index = c("id", "year"), model = "random")',
    values: {
      index: 'cbind(1, model.matrix(~ x + z, d)[, -1])[match(used, which(!is.na(d$x))), ] %*% coef(m)',
      effects: 'plm::ranef(m)[as.character(d$id[used])]',
    },
  },
  'instrumental variables': {
    keys: { fit: 'y ~ x | q ~ z' },
    model: 'AER::ivreg(y ~ x + q | x + z, data = d)',
    values: { fitted: 'fitted(m)', residual: 'residuals(m)' },
  },
  logit: {
    keys: { fit: 'b ~ x + z', estimator: 'logit' },
    model: `glm(b ~ x + z, binomial, d, ${tight})`,
    values: { ...GENERALISED, probability: 'fitted(m)', ...INFLUENCE },
    // R takes the weights of the step before its last
    within: 1e-6,
  },
  'probit with a factor': {
    keys: { fit: 'b ~ x + z + i(g)', estimator: 'probit' },
    model: `glm(b ~ x + z + g, binomial("probit"), d, ${tight})`,
    values: { ...GENERALISED, ...INFLUENCE },
    within: 1e-6,
  },
  'fractions by their quasi-likelihood': {
    keys: { fit: 'f ~ x + z', estimator: 'flogit', vcov: 'iid' },
    model: `glm(f ~ x + z, quasibinomial, d, ${tight})`,
    values: { ...GENERALISED, residual: INFLUENCE.residual, leverage: INFLUENCE.leverage },
    within: 1e-6,
  },
  'fractions by a probit': {
    keys: { fit: 'f ~ x + z', estimator: 'fprobit', vcov: 'iid' },
    model: `glm(f ~ x + z, quasibinomial("probit"), d, ${tight})`,
    values: { ...GENERALISED, residual: INFLUENCE.residual, leverage: INFLUENCE.leverage },
    within: 1e-6,
  },
  'counts with an exposure': {
    keys: { fit: 'c ~ x + z', estimator: { is: 'poisson', exposure: 't' } },
    model: `glm(c ~ x + z + offset(log(t)), poisson, d, ${tight})`,
    values: { ...GENERALISED, ...INFLUENCE },
    within: 1e-7,
  },
  'counts with absorbed effects': {
    keys: { fit: 'c ~ x + z | id + year', estimator: 'poisson' },
    model: `glm(c ~ x + z + factor(id) + factor(year), poisson, d, ${tight})`,
    values: {
      fitted: 'fitted(m)',
      residual: 'residuals(m, "response")',
      pearson: GENERALISED.pearson,
      deviance: GENERALISED.deviance,
      'effect(year)': '{a <- c(0, coef(m)[grep("year", names(coef(m)))])[match(d$year[used], 2001:2012)]; a - mean(a)}',
    },
    within: 1e-6,
  },
  'negative binomial': {
    keys: { fit: 'c ~ x + z', estimator: 'negbin' },
    model: 'MASS::glm.nb(c ~ x + z, d, control = glm.control(epsilon = 1e-14, maxit = 200))',
    values: {
      ...GENERALISED,
      leverage: 'hatvalues(m)',
      standardised: 'rstandard(m)',
      cooks: 'cooks.distance(m)',
    },
    within: 1e-5,
  },
  tobit: {
    keys: { fit: 's ~ x + z', estimator: { is: 'tobit', lower: 0 } },
    model: 'AER::tobit(s ~ x + z, data = d, control = survival::survreg.control(rel.tolerance = 1e-12))',
    values: {
      index: 'predict(m)',
      probability: 'pnorm(predict(m) / m$scale)',
      fitted: '{i <- predict(m) / m$scale; m$scale * (i * pnorm(i) + dnorm(i))}',
    },
    within: 1e-6,
  },
  'other rows': {
    keys: { fit: 'y ~ x + z + i(g)', sample: 'year < 2006' },
    model: 'lm(y ~ x + z + g, d[d$year < 2006, ])',
    values: { fitted: 'predict(m, d)', residual: 'd$y - predict(m, d)' },
    elsewhere: true,
  },
  'other rows of a unit that was met': {
    keys: { fit: 'y ~ x + z | id', sample: 'year < 2006' },
    model: 'lm(y ~ x + z + factor(id), d[d$year < 2006, ])',
    values: { fitted: 'predict(m, d)', residual: 'd$y - predict(m, d)' },
    elsewhere: true,
  },
  'counts of other rows': {
    keys: { fit: 'c ~ x + z', estimator: { is: 'poisson', exposure: 't' }, sample: 'year < 2006' },
    model: `glm(c ~ x + z + offset(log(t)), poisson, d[d$year < 2006, ], ${tight})`,
    values: { fitted: 'predict(m, d, type = "response")', index: 'predict(m, d)' },
    elsewhere: true,
  },
};

const script = (folder: string): string => `
d <- read.csv(file.path("${folder}", "d.csv"))
for (each in c("id", "year")) d[[each]] <- as.integer(d[[each]])
sink(file.path("${folder}", "out.txt"))
write <- function(case, name, values) cat(case, name, paste(sprintf("%.17g", as.numeric(values)), collapse = ","), sep = "\\t", "\\n")
${Object.entries(CASES)
  .map(
    ([name, { model, values, elsewhere }]) => `m <- ${model}
used <- ${elsewhere ? 'seq_len(nrow(d))' : /random/.test(model) ? 'which(!is.na(d$x) & d$year > 2002 & d$id != 1)' : 'which(!is.na(d$x))'}
${Object.entries(values)
  .map(([prediction, code]) => `v <- rep(NA, nrow(d)); v[used] <- ${code}; write("${name}", "${prediction}", v)`)
  .join('\n')}`,
  )
  .join('\n')}
sink()
`;

const absent = absentFromR(['AER', 'MASS', 'plm']);

describe.skipIf(absent.length > 0)(`predictions in R${absent.length > 0 ? ` (no ${absent.join(', ')})` : ''}`, () => {
  const folder = ownScratch();
  const found = new Map<string, readonly number[]>();
  beforeAll(() => {
    const table = [names.join(','), ...rows.map((row) => names.map((name) => row[name] ?? 'NA').join(','))];
    writeFileSync(join(folder, 'd.csv'), table.join('\n'));
    writeFileSync(join(folder, 'm.R'), script(folder));
    execFileSync('Rscript', ['--vanilla', join(folder, 'm.R')], { stdio: 'pipe' });
    for (const line of readFileSync(join(folder, 'out.txt'), 'utf8').trim().split('\n')) {
      const [name, prediction, values] = line.split('\t') as [string, string, string];
      found.set(`${name}/${prediction}`, values.split(',').map(Number));
    }
  });

  it.each(Object.keys(CASES))('%s', async (name) => {
    const { keys, values, within = 1e-9, elsewhere } = CASES[name]!;
    const spec = specOf(keys, { unit: 'id', time: 'year' });
    const { of } = await predicted(spec, data, Object.keys(values), elsewhere ? data : null);
    for (const prediction of Object.keys(values)) {
      const expected = found.get(`${name}/${prediction}`)!;
      const scale = Math.max(...expected.filter((value) => !Number.isNaN(value)).map(Math.abs));
      const off = expected.flatMap((value, i) => {
        const ours = of[prediction]![i]!;
        if (Number.isNaN(value) && Number.isNaN(ours)) return [];
        return Math.abs(ours - value) <= within * scale ? [] : [[i, ours, value]];
      });
      expect(off.slice(0, 3), `${name}: ${prediction}, ${off.length} rows`).toEqual([]);
    }
  });
});
