/** Forms of estimates in R, as the documentation of the packages has them, and the data that their formulas are over. */
import { describe, expect, it } from 'vitest';
import { countsOf } from '../../src/app/importing/report.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import { readR } from '../../src/import/r/read.ts';
import { nowhere } from './nowhere.ts';

const read = (source: string, columns?: readonly string[]) =>
  readR(`d <- read.csv("d.csv")\n${source}`, { ...nowhere, columns: () => columns });
const columns = (source: string, names?: readonly string[]): Record<string, unknown>[] =>
  read(source, names).draft.steps.flatMap(({ kind, entries }) =>
    kind === 'models' ? entries.map(({ keys }) => Object.fromEntries(keys)) : [],
  );
const unread = (source: string): readonly [why: string, hint: string | undefined][] =>
  read(source).lines.flatMap(({ outcome }) => (outcome.is === 'unread' ? [[outcome.why, outcome.hint] as const] : []));
/** Columns that steps derive. */
const derived = (source: string, names?: readonly string[]): Record<string, unknown> =>
  Object.assign({}, ...read(source, names).draft.steps.map(({ keys }) => keys.get('columns') ?? {}));

const quantile = foreignCommands.rq!;
const poisson = foreignCommands.fepois!;
const tobit = foreignCommands.tobit!;
const heckman = foreignCommands.heckit!;

it('`with()` of the same data is its expression', () => {
  expect(derived('d$r <- with(d, log(a / (b + 1)))\nlm(y ~ r, d)\n')).toEqual({ r: 'log(a / (b + 1))' });
  expect(unread('d$r <- with(e, log(a))\n')).toHaveLength(1);
});

it('`scale()` is a column that is centred, or has the standard deviation 1', () => {
  const source = 'lm(y ~ I(scale(x, scale = FALSE)):I(scale(z, scale = FALSE)) + scale(log(w)), d)\n';
  expect(Object.values(derived(source))).toEqual(['center(x)', 'center(z)', 'standardize(log(w))']);
  expect(columns(source)).toEqual([{ fit: 'y ~ scale_x_scale_FALSE:scale_z_scale_FALSE + scale_log_w' }]);
  expect(unread(source)).toEqual([]);
  expect(unread('lm(y ~ scale(x, center = FALSE), d)\n')).toHaveLength(1);
  expect(derived('d <- mutate(d, s = scale(x))\nlm(y ~ s, d)\n')).toEqual({ s: 'standardize(x)' });
});

describe('outcomes', () => {
  const multinomial = foreignCommands.multinom!;
  const base = (source: string, levels: readonly (number | string)[] | undefined): unknown => {
    const { draft } = readR(`d <- read.csv("d.csv")\n${source}`, { ...nowhere, levels: () => levels });
    return draft.steps.flatMap(({ entries }) => entries.map(({ keys }) => keys.get('estimator')))[0];
  };

  it.each([
    ['polr(factor(y) ~ x + z, data = d, Hess = TRUE)', 'ologit'],
    ['MASS::polr(as.factor(y) ~ x + z, d, method = "probit")', 'oprobit'],
    ['polr(y ~ x + z, method = "cloglog", data = d)', 'ocloglog'],
    ['clm(ordered(y) ~ x + z, data = d)', 'ologit'],
    ['d$y <- factor(d$y)\nclm(y ~ x + z, data = d, link = "probit")', 'oprobit'],
  ])('in order are an estimator by their link: `%s`', (source, estimator) => {
    expect(columns(source)).toEqual([{ fit: 'y ~ x + z', estimator }]);
    expect(unread(source)).toEqual([]);
  });

  it('without an order have the least of the file as their base', () => {
    expect(base('multinom(factor(y) ~ x, data = d, trace = FALSE)', [2, 3, 10])).toEqual({ is: multinomial, base: 2 });
    expect(base('d$z <- d$x + 1\nmultinom(y ~ z, data = d)', ['a', 'b'])).toEqual({ is: multinomial, base: 'a' });
  });

  it.each([
    'd$y <- relevel(factor(d$y), ref = "3")\nmultinom(y ~ x, data = d)',
    'd$y <- factor(d$y)\nd$y <- relevel(d$y, ref = "3")\nmultinom(y ~ x, data = d)',
  ])('have the base that a line names: %j', (source) => {
    expect(base(source, [1, 2, 3])).toEqual({ is: multinomial, base: 3 });
  });

  it.each([
    ['d <- subset(d, x > 1)\nmultinom(y ~ x, data = d)', [1, 2]],
    ['d$y <- d$y + 1\nmultinom(y ~ x, data = d)', [1, 2]],
    ['multinom(y ~ x, data = d)', undefined],
  ] as const)('have no known base where rows went or values were made: %j', (source, levels) => {
    expect(base(source, levels)).toBeUndefined();
  });
});

describe('estimates', () => {
  it.each([
    ['rq(y ~ x, tau = c(0.1, 0.9), data = d)', { fit: 'y ~ x', estimator: { is: quantile, tau: [0.1, 0.9] } }],
    [
      'rq(y ~ x, tau = seq(0.2, 0.8, by = 0.2), data = d)',
      { fit: 'y ~ x', estimator: { is: quantile, tau: [0.2, 0.4, 0.6, 0.8] } },
    ],
    ['rq(y ~ x, tau = 1:3 / 4, data = d)', { fit: 'y ~ x', estimator: { is: quantile, tau: [0.25, 0.5, 0.75] } }],
    ['tobit(y ~ x, data = d)', { fit: 'y ~ x', estimator: { is: tobit, lower: 0 } }],
    ['tobit(y ~ x, left = -Inf, right = 4, data = d)', { fit: 'y ~ x', estimator: { is: tobit, upper: 4 } }],
    ['censReg(y ~ x, left = 1, right = 5, data = d)', { fit: 'y ~ x', estimator: { is: tobit, lower: 1, upper: 5 } }],
    ['heckit(s ~ z + x, y ~ x, d)', { fit: 'y ~ x', estimator: { is: heckman, select: 's ~ z + x' } }],
    ['selection(s ~ z, y ~ x, d)', { fit: 'y ~ x', estimator: { is: heckman, select: 's ~ z', method: 'ml' } }],
    ['glm(y ~ x, poisson, d, offset = log(n))', { fit: 'y ~ x', estimator: { is: poisson, exposure: 'n' } }],
    ['fepois(y ~ x, d, offset = ~ n)', { fit: 'y ~ x', estimator: { is: poisson, offset: 'n' } }],
    ['lm_robust(y ~ x, data = d)', { fit: 'y ~ x', vcov: 'HC2' }],
    ['lm_robust(y ~ x, d, clusters = g, se_type = "stata")', { fit: 'y ~ x', vcov: 'cluster(g)' }],
    ['iv_robust(y ~ x | z, data = d, se_type = "stata")', { fit: 'y ~ 1 | x ~ z', small: true, vcov: 'HC1' }],
    ['ivreg(y ~ x + w | . - x + z, data = d)', { fit: 'y ~ w | x ~ z', small: true }],
    ['plm(y ~ x + w | w + z, d, index = c("i", "t"), model = "pooling")', { fit: 'y ~ w | x ~ z', small: true }],
    ['plm(y~x+w, d, index = c("i", "t"), model = "fd")', { fit: 'D.y ~ D.x + D.w' }],
    ['plm(y ~ x, d, index = "i")', { fit: 'y ~ x | i', small: 'xtreg' }],
    [
      'feols(y ~ x, d, fixef = c("i", "t"), cluster = ~i)',
      { fit: 'y ~ x | i + t', vcov: 'cluster(i)', small: 'reghdfe' },
    ],
    ['dynlm(y ~ x + L(x), data = d)', { fit: 'y ~ x + L.x' }],
    ['dynlm(d(y) ~ L(y, 1:2), data = d)', { fit: 'D.y ~ L(1/2).y' }],
    ['lm(d$y ~ d$x + log(d$z))', { fit: 'y ~ x + log(z)' }],
    ['lm(y ~ log(x + .05), d)', { fit: 'y ~ log(x + .05)' }],
    ['lm(`a b` ~ c.d, d)', { fit: '`a b` ~ `c.d`' }],
    ['print(lm(y ~ x, d))', { fit: 'y ~ x' }],
    ['feols(y ~ x | a^b, d, vcov = "iid")', { fit: 'y ~ x | a^b', small: 'reghdfe' }],
  ])('of `%s`', (source, expected) => {
    expect(columns(source)).toEqual([expected]);
  });

  it.each([
    ['plm(y ~ x, d, index = c("i", "t"), model = "random", effect = "twoways")', 'effect = "individual"'],
    ['plm(y ~ x, d, index = c("i", "t"), model = "random", random.method = "amemiya")', 'random.method = "swar"'],
    ['plm(y ~ x, d, index = "i", effect = "twoways")', 'index = c("unit", "time")'],
    ['plm(log(y) ~ x, d, index = c("i", "t"), model = "fd")', 'make a column of each term first'],
    ['lm_robust(y ~ x, d, clusters = g)', 'se_type = "stata"'],
    ['lm(y ~ a / b, d)', 'a + a:b'],
    ['hurdle(y ~ x + z, data = d)', '{kind: r, from: d, call: "hurdle(y ~ x + z, data = data)"}'],
    ['pgmm(y ~ lag(y, 1) | lag(y, 2:9), d)', `estimator: ${foreignCommands.pgmm}`],
    ['coef(plm(y ~ x, d, model = "random", index = c("i", "t"), effect = "time"))', 'effect = "individual"'],
  ])('that are not built in say what to write: `%s`', (source, hint) => {
    expect(columns(source)).toEqual([]);
    expect(unread(source).at(-1)?.[1]).toContain(hint);
  });
});

describe('formulas', () => {
  it('have a column for what a term computes', () => {
    const source = 'lm(I(y > 2) ~ I(log10(x)) + I(x / z), d)\nlm(y ~ I(log10(x)), d)\n';
    expect(derived(source)).toEqual({ y_2: 'if(y > 2, 1, 0)', log10_x: '(log(x) / log(10))', x_z: 'x / z' });
    expect(columns(source)).toEqual([{ fit: 'y_2 ~ log10_x + x_z' }, { fit: 'y ~ log10_x' }]);
  });

  it('are over the latest values of a column that is replaced', () => {
    const source =
      'm <- lm(y ~ x, d)\nd$x <- d$x / 100\nlm(y ~ x + I(x^2), d, weights = x, subset = x > 1)\nd$x <- NULL\n';
    expect(derived(source, ['y', 'x'])).toEqual({ x_2: 'x / 100' });
    expect(derived(source)).toEqual({ x_2: 'x / 100' });
    expect(columns(source)).toEqual([{ fit: 'y ~ x' }, { fit: 'y ~ x_2 + x_2^2', sample: 'x_2 > 1', weights: 'x_2' }]);
  });

  it('have factors where a column became one, but neither as outcomes nor as effects', () => {
    const source = 'd$g <- as.factor(d$g)\nd$h <- relevel(d$h, ref = "b")\n';
    expect(columns(`${source}lm(y ~ x * g + h, d)`)).toEqual([{ fit: 'y ~ x * i(g) + i(h, ref=b)' }]);
    expect(columns(`${source}lm(g ~ x + factor(h), d)`)).toEqual([{ fit: 'g ~ x + i(h)' }]);
    expect(columns(`${source}feols(y ~ x | g, d, cluster = ~g)`)[0]!.fit).toBe('y ~ x | g');
    expect(unread('d$g <- factor(d$g, labels = c("a", "b"))\nlm(y ~ g, d)').at(-1)?.[0]).toBe(
      '`g` is made in line 2, which is not read',
    );
  });

  it('are over data that their author saves where a line that makes these is not read', () => {
    const { lines, files } = read(
      'e <- merge_all(d)\nm <- lm(y ~ x, e)\ne$v <- 2 * e$x\nlm(y ~ v, e)\ne <- more(e)\nlm(y ~ x, e)\n',
    );
    expect(lines.map(({ outcome }) => outcome.is)).toEqual([
      'became',
      'unread',
      'became',
      'became',
      'became',
      'unread',
      'became',
    ]);
    expect([...files.keys()]).toEqual(['d.csv', 'data/e.csv', 'data/e_2.csv']);
    expect(lines[2]!.notes).toEqual([
      'line 2 makes the data `e` and is not read: save them as they are there by `write.csv(e, "data/e.csv", row.names = FALSE)` in R',
    ]);
  });
});

describe('steps', () => {
  const steps = (source: string) =>
    read(source).draft.steps.flatMap(({ kind, keys }) =>
      ['ingest', 'derive', 'models'].includes(kind) ? [] : [{ kind, ...Object.fromEntries(keys) }],
    );

  it('of did have the rows that aggregates show', () => {
    const source = `a <- att_gt(yname = "y", tname = "t", idname = "i", gname = "g", xformla = ~ x + log(z), data = d,
  control_group = "notyettreated", est_method = "ipw", clustervars = "s")
summary(a)\nes <- aggte(a, type = "dynamic")\naggte(a, type = "simple")\n`;
    expect(steps(source)).toEqual([
      {
        kind: 'did',
        from: 'd',
        outcome: 'y',
        method: 'callaway',
        cohort: 'g',
        covariates: ['x', 'log(z)'],
        cluster: 's',
        control: 'notyet',
        estimate: 'ipw',
        rows: ['event', 'overall'],
      },
    ]);
    expect(countsOf(read(source)).estimates).toBe(1);
    expect(unread('att_gt("y", "t", gname = "g", data = d)')).toHaveLength(1);
  });

  it('of discontinuities are of columns', () => {
    expect(
      steps('rdrobust(d$y, d$x, c = 5, kernel = "uni", p = 2, h = c(1, 2), fuzzy = d$w, covs = cbind(d$a, d$b))'),
    ).toEqual([
      {
        kind: 'rd',
        from: 'd',
        outcome: 'y',
        running: 'x',
        cutoff: 5,
        p: 2,
        h: [1, 2],
        kernel: 'uniform',
        fuzzy: 'w',
        covariates: ['a', 'b'],
      },
    ]);
    expect(unread('rdrobust(y, d$x)').map(([why]) => why)).toEqual(['`y` is no column of data']);
  });

  it('of survival functions are of spells and groups', () => {
    const source =
      'library(survival)\nf <- survfit(Surv(t, s == 2) ~ g, data = d, conf.int = 0.9)\nsurvfit(Surv(a, b, e) ~ 1, d, conf.type = "log-log", subset = x > 1)\nsurvdiff(Surv(t, e) ~ g + strata(w), data = d, rho = 1)';
    expect(unread(source)).toEqual([]);
    expect(steps(source)).toEqual([
      { kind: 'survival', from: 'd', time: 't', failure: { s: 2 }, by: 'g', interval: 'log', level: 90 },
      { kind: 'survival', from: 'd', time: 'b', failure: 'e', entry: 'a', sample: 'x > 1', interval: 'log-log' },
      { kind: 'survival', from: 'd', time: 't', failure: 'e', by: 'g', strata: 'w', tests: ['fleming-harrington'] },
    ]);
    for (const call of [
      'survfit(Surv(t, e) ~ g + h, d)',
      'survfit(Surv(t) ~ g, d)',
      'survfit(Surv(log(t), e) ~ g, d)',
      'survfit(Surv(t, e) ~ g, d, weights = w)',
      'survfit(Surv(t, e) ~ g, d, conf.type = "arcsin")',
      'survdiff(Surv(t, e) ~ 1, d)',
      'survdiff(Surv(t, e) ~ g, d, rho = 0.5)',
    ]) {
      expect(unread(call)).toHaveLength(1);
      expect(steps(call)).toEqual([]);
    }
  });

  it('of matching give their rows to later lines', () => {
    const source =
      'm <- matchit(w ~ a + b, data = d, ratio = 2)\nrows <- match.data(m)\nlm(y ~ w, rows, weights = weights)\n';
    const match = { kind: 'match', from: 'd', treatment: 'w', on: ['a', 'b'], k: 2, replace: false };
    expect(steps(source)).toEqual([{ ...match, name: 'weights', score_as: 'distance' }]);
    expect(columns(source)).toEqual([{ fit: 'y ~ w', weights: 'weights' }]);
    expect(countsOf(read(source)).estimates).toBe(2);
    expect(unread('matchit(w ~ a, d, caliper = 0.2)')[0]?.[1]).toContain('std.caliper = FALSE');
  });
});
