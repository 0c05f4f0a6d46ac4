/** Scripts of R in pieces: every line is told, what is read becomes steps, and what is not read is not there for later lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readR } from '../../src/import/r/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { nowhere } from './nowhere.ts';

const DATA = 'd <- read.csv("d.csv")\n';

/** Columns of models, without their ids. */
const columns = (source: string): Record<string, unknown>[] =>
  readR(DATA + source, nowhere).draft.steps.flatMap(({ kind, entries }) =>
    kind === 'models' ? entries.map(({ keys }) => Object.fromEntries(keys)) : [],
  );
/** Why lines were not understood. */
const unread = (source: string): string[] =>
  readR(DATA + source, nowhere).lines.flatMap(({ outcome }) => (outcome.is === 'unread' ? [outcome.why] : []));

describe('tests of two estimates', () => {
  const models =
    'f <- plm(y ~ x, d, index = c("id", "t"), model = "within")\nr <- plm(y ~ x, d, index = c("id", "t"), model = "random")\n';
  const steps = (source: string) =>
    readR(DATA + source, nowhere).draft.steps.flatMap(({ kind, keys }) =>
      kind === 'equality' ? [Object.fromEntries(keys)] : [],
    );

  it.each(['phtest(f, r)', 'phtest(r, f)', 'h <- phtest(f, r)', 'plm::phtest(x = f, x2 = r)'])('%s', (line) => {
    const { lines } = readR(`${DATA}${models}${line}\n`, nowhere);
    expect(lines.at(-1)!.outcome.is).toBe('became');
    expect(steps(models + line)).toEqual([{ columns: ['models.f', 'models.r'], by: 'hausman' }]);
  });

  it.each([
    ['phtest(y ~ x, data = d)', '`phtest()` takes two estimates by their names here'],
    ['phtest(f, g)', '`phtest()` takes two estimates by their names here'],
    ['phtest(f, r, vcov = vcovHC)', 'the argument `vcov` is not read'],
  ])('not %s', (line, why) => {
    expect(unread(models + line)).toEqual([why]);
  });
});

describe('estimates', () => {
  it.each([
    ['lm(y ~ x + factor(g) + I(x^2), data = d)', { fit: 'y ~ x + i(g) + x^2' }],
    ['lm(y ~ x, d, subset = x > 1, weights = w)', { fit: 'y ~ x', sample: 'x > 1', weights: 'w' }],
    ['lm(y ~\n  x, data = d[d$g == "a" & !is.na(d$x), ])', { fit: 'y ~ x' }],
    ['glm(y ~ x, family = binomial(link = "probit"), data = d)', { fit: 'y ~ x', estimator: 'probit' }],
    ['glm(y ~ x, quasibinomial(link = "probit"), d)', { fit: 'y ~ x', estimator: 'fprobit' }],
    ['glm(y ~ x, quasibinomial, d)', { fit: 'y ~ x', estimator: 'flogit' }],
    ['glm(y ~ x, poisson, d)', { fit: 'y ~ x', estimator: 'poisson' }],
    [
      'fixest::feols(y ~ x | id + t, d, cluster = ~id)',
      { fit: 'y ~ x | id + t', vcov: 'cluster(id)', small: 'reghdfe' },
    ],
    ['feols(y ~ x | id + t, d, vcov = ~id + t)', { fit: 'y ~ x | id + t', vcov: 'cluster(id + t)', small: 'reghdfe' }],
    ['feols(y ~ x, d, vcov = "hetero")', { fit: 'y ~ x', vcov: 'HC1' }],
    [
      'feols(y ~ 1 | id | x ~ z, d, vcov = "cluster")',
      { fit: 'y ~ 1 | id | x ~ z', vcov: 'cluster(id)', small: 'reghdfe' },
    ],
    ['fepois(y ~ x | id, d, cluster = "id")', { fit: 'y ~ x | id', vcov: 'cluster(id)', estimator: 'poisson' }],
    ['felm(y ~ x | id | 0 | t, d)', { fit: 'y ~ x | id', vcov: 'cluster(t)', small: 'reghdfe' }],
    ['plm(y ~ x, d, index = c("id", "t"), model = "within")', { fit: 'y ~ x | id', small: 'xtreg' }],
    ['plm(y ~ x, d, index = c("id", "t"), model = "random")', { fit: 'y ~ x | id', estimator: 're' }],
    ['ivreg(y ~ x + w | z + w, data = d)', { fit: 'y ~ w | x ~ z', small: true }],
    ['ivreg(y ~ w | x | z, data = d)', { fit: 'y ~ w | x ~ z', small: true }],
    ['f <- y ~ x\nlm(f, d)', { fit: 'y ~ x' }],
    ['plm(y ~ x, d, index = c("id", "t"), effect = "indiv")', { fit: 'y ~ x | id', small: 'xtreg' }],
    ['glm.nb(y ~ x, d)', { fit: 'y ~ x', estimator: 'negbin' }],
    ['zeroinfl(y ~ x, d)', { fit: 'y ~ x', estimator: { is: 'zip', inflate: ['x'] } }],
    ['zeroinfl(y ~ x | 1, data = d)', { fit: 'y ~ x', estimator: { is: 'zip', inflate: [] } }],
    [
      'pscl::zeroinfl(y ~ x + w | z + factor(g), d, dist = "negbin", offset = log(w))',
      { fit: 'y ~ x + w', estimator: { is: 'zinb', exposure: 'w', inflate: ['z', 'i(g)'] } },
    ],
    ['rq(y ~ x, 0.9, d)', { fit: 'y ~ x', estimator: { is: 'quantile', tau: 0.9 } }],
    [
      'm <- feols(y ~ x | id, d)\nsummary(m, cluster = ~id)',
      { fit: 'y ~ x | id', vcov: 'cluster(id)', small: 'reghdfe' },
    ],
    ['m <- feols(y ~ x | id, d)\nn <- summary(m, vcov = "iid")', { fit: 'y ~ x | id', small: 'reghdfe' }],
    ['summary(lm(y ~ x, d))', { fit: 'y ~ x' }],
    ['b <- coef(lm(y ~ x, d))[2]', { fit: 'y ~ x' }],
    ['d |> lm(y ~ x, data = _)', undefined],
  ])('of `%s`', (source, expected) => {
    expect(columns(source)).toEqual(expected === undefined ? [] : [expected]);
  });

  it('with other errors are columns of their own', () => {
    const source =
      'm <- lm(y ~ x, d)\ncoeftest(m, vcov = vcovHC(m, type = "HC1"))\ncoeftest(m, vcovCL(m, cluster = ~id))\nsummary(m)\n';
    expect(columns(source)).toEqual([
      { fit: 'y ~ x' },
      { fit: 'y ~ x', vcov: 'HC1' },
      { fit: 'y ~ x', vcov: 'cluster(id)' },
    ]);
    expect(unread('m <- plm(y ~ x, d, index = c("id", "t"))\ncoeftest(m, vcovHC(m))\n')).toEqual([
      '`vcovHC` of a model other than of least squares is not read',
    ]);
  });

  it.each([
    ['lm(y ~ ., d)', '`.` in a formula is not read'],
    ['lm(y ~ poly(x, 2), d)', '`poly()` in a formula is not read'],
    ['x <- 1:9\nlm(y ~ x)', 'the data are not named, and its variables are values of their own'],
    [
      'feols(y ~ x | id, d)',
      'which errors it has hangs on the version of fixest: before 0.13 they cluster by `id`, since then they are independent',
    ],
    ['rq(y ~ x, tau = taus, d)', 'the numbers do not stand there'],
    ['rlm(y ~ x, d)', '`rlm()` is not read'],
    ['polr(y ~ x, d, method = "cauchit")', '`method = "cauchit"` of `polr` is not built in'],
    ['multinom(y ~ x, d)', 'the base is the first level of `y`, which only a run of R finds'],
    ['feols(y ~ x, d, split = ~g)', 'the argument `split` is not read'],
    ['glm(y ~ x, Gamma, d)', 'the family `Gamma` is not read'],
    ['feols(y ~ x, d, vcov = "NW")', 'these errors are not read'],
    ['d$x <- foo(d$y)\nlm(y ~ x, d)', '`x` is made in line 2, which is not read'],
    ['for (i in 1:2) {\n d$v <- i\n}\nlm(y ~ v, d)', '`v` is made in line 2, which is not read'],
    ['m <- foo(d)\netable(m)', 'the estimate `m` is not there'],
    ['x <- (1 +', 'the end of the script is not expected there'],
  ])('that are not read are told: `%s`', (source, why) => {
    expect(unread(source).at(-1)).toBe(why);
    expect(columns(source)).toEqual([]);
  });
});

describe('data', () => {
  it('are filtered and get columns, in the order of the script', () => {
    const source =
      'e <- d %>% filter(x > 1, g %in% c("a", "b")) %>% mutate(lx = log(x), big = ifelse(x > 5, 1, 0))\nlm(y ~ lx, e)\nd$z <- d$x * 2\nlm(y ~ z, d)\n';
    const { draft } = readR(DATA + source, nowhere);
    expect(pipelineOf(draft, 'a.R').split('\n').slice(2)).toEqual([
      'steps:',
      '  d: # a.R:1',
      '    kind: ingest',
      '    file: d.csv',
      '  d_2: # a.R:2',
      '    kind: derive',
      '    from: d',
      '    where: x > 1',
      '  d_3: # a.R:2',
      '    kind: derive',
      '    from: d_2',
      `    where: 'g in ["a", "b"]'`,
      '  d_4: # a.R:2',
      '    kind: derive',
      '    from: d_3',
      '    columns: {lx: log(x), big: "if(x > 5, 1, 0)"}',
      '  models: # a.R:3',
      '    kind: models',
      '    from: d_4',
      '    columns:',
      '      - {id: m1, fit: y ~ lx} # a.R:3',
      '  d_5: # a.R:4',
      '    kind: derive',
      '    from: d',
      '    columns: {z: x * 2}',
      '  models_2: # a.R:5',
      '    kind: models',
      '    from: d_5',
      '    columns:',
      '      - {id: m2, fit: y ~ z} # a.R:5',
      '',
    ]);
  });
});

describe('data that no statement makes', () => {
  const read = (source: string, columns?: readonly string[]) => readR(source, { ...nowhere, columns: () => columns });

  it('are a file that their author saves, which the report asks for', () => {
    const { draft, lines, files } = read('data("Grunfeld", package = "plm")\nlm(y ~ x, Grunfeld)\nlm(y ~ x, cars)\n');
    expect([...files.keys()]).toEqual(['data/Grunfeld.csv', 'data/cars.csv']);
    expect(draft.steps.map(({ name, kind }) => [name, kind])).toEqual([
      ['Grunfeld', 'ingest'],
      ['models', 'models'],
      ['cars', 'ingest'],
      ['models_2', 'models'],
    ]);
    expect(lines[0]!.notes.join()).toContain('write.csv(Grunfeld, "data/Grunfeld.csv", row.names = FALSE)');
    expect(lines[1]!.notes).toEqual([]);
  });

  it('are not what is no data', () => {
    for (const source of ['x <- T\n', 'x <- letters[2]\n', 'x <- data.frame(a, b)\n', 'b\n'])
      expect(read(source).draft.steps).toEqual([]);
  });

  it('have unit and time in their first columns, and all others in `.`', () => {
    const own = ['firm', 'year', 'inv', 'value'];
    const fit = (source: string): unknown => read(source, own).draft.steps.at(-1)!.entries[0]?.keys.get('fit');
    expect(fit('plm(inv ~ value, data = Grunfeld)\n')).toBe('inv ~ value | firm');
    expect(fit('lm(inv ~ ., data = Grunfeld)\n')).toBe('inv ~ firm + year + value');
    const alike = read('lm(salary ~ ., data = Grunfeld)\n', ['firm', 'salary', 'sal', 'a']);
    expect(alike.draft.steps.at(-1)!.entries[0]?.keys.get('fit')).toBe('salary ~ firm + sal + a');
    expect(read('d <- na.omit(Grunfeld)\n', own).draft.steps.at(-1)!.keys.get('where')).toBe(
      'not missing(firm) and not missing(year) and not missing(inv) and not missing(value)',
    );
  });

  it('stand at a path that is put together of texts', () => {
    const source =
      'root <- "data"\nfile <- paste0(root, "/d.csv")\nd <- read.csv(file.path(root, "e.csv"))\ne <- read.csv(file)\n';
    const { lines, files } = read(source);
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(['nothing', 'nothing', 'became', 'became']);
    expect([...files.keys()]).toEqual(['data/e.csv', 'data/d.csv']);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...'lm( feols( y ~ x | id , data = d ) <- [ ]] [[ { } \n ; # " \' ` %>% |> function(x) if for 1e5 d$x c( + - ! :: \\ $'.split(
      ' ',
    ),
    '\n',
    ' ',
  );
  it('is told line by line, and nothing breaks', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const source = parts.join(' ');
        const { lines, draft } = readR(source, nowhere);
        const all = source.split('\n');
        expect(lines.length).toBe(all.at(-1) === '' ? all.length - 1 : all.length);
        pipelineOf(draft, 'x.R');
      }),
      { numRuns: 1000 },
    );
  });
});
