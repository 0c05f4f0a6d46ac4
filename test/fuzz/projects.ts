/** Projects of any steps: a small one of every kind that has results, and the data that they are estimated from. */
import { allKinds } from '../../steps/registry.ts';

/** A fixed sequence in 0…1: what is estimated does not matter, that it can be does. */
const wobble = (i: number, j: number): number => ((i * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;

const UNITS = 16;
const YEARS = 8;
const cellsOf = (units: number) =>
  Array.from({ length: units * YEARS }, (_, row) => [Math.floor(row / YEARS), 2010 + (row % YEARS)] as const);
type Cells = ReturnType<typeof cellsOf>;

/** First treated year of a unit; 0 where it never is. */
const cohortOf = (unit: number): number => [0, 2013, 2015, 0][unit % 4]!;

const PANEL_COLUMNS = 'unit,year,region,zone,y,x,z,w,lat,lon,d,cohort,ever,count,event,visits';
const panelOf = (cells: Cells) =>
  cells.map(([unit, year], row) => {
    const [x, z, w] = [wobble(row, 1), wobble(row, 2), wobble(row, 3)];
    const d = cohortOf(unit) > 0 && year >= cohortOf(unit) ? 1 : 0;
    const y = 2 * x - z + unit / 4 + d / 2 + wobble(row, 4) / 5 + (year - 2010) / 50;
    const numbers = [y, x, z, w].map((value) => (value + 0.01).toFixed(4));
    const place = [30 + wobble(unit, 5) * 8, 100 + wobble(unit, 6) * 8].map((degrees) => degrees.toFixed(3));
    const count = Math.floor(wobble(row, 7) * 5 + x * 3);
    const names = [unit % 2 === 0 ? 'North' : 'South', ['Upper middle', 'low', '3'][unit % 3]];
    const ever = cohortOf(unit) > 0 ? 1 : 0;
    return [
      `u${unit}`,
      year,
      ...names,
      ...numbers,
      ...place,
      d,
      cohortOf(unit),
      ever,
      count,
      wobble(row, 8) < 0.3 + x / 2 ? 1 : 0,
      wobble(row, 12) < 0.35 ? 0 : count + 1,
    ];
  });

const sectorsOf = (cells: Cells) =>
  cells.flatMap(([unit, year], row) =>
    ['mines', 'mills'].map((industry, i) => [`u${unit}`, year, industry, (10 + 50 * wobble(row, 9 + i)).toFixed(2)]),
  );

const csv = (columns: string, rows: readonly (readonly unknown[])[]): string =>
  `${columns}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

/** The files of data of a panel of so many units, in eight years. */
export const dataOf = (units: number): Readonly<Record<string, string>> => ({
  'data/panel.csv': csv(PANEL_COLUMNS, panelOf(cellsOf(units))),
  'data/sectors.csv': csv('unit,year,industry,workers', sectorsOf(cellsOf(units))),
  'data/published.csv': ',(1)\nx,1.592*** (0.456)\nz,2.1\nN,128\nR2,0.93\n',
  'scripts/fit.json': JSON.stringify({
    terms: [{ term: 'x', estimate: 1.5, stdError: 0.25 }],
    outcome: 'y',
    nobs: 128,
    dfResid: 126,
    vcovInfo: { type: 'iid' },
    stats: { r2: 0.5 },
  }),
});

export const DATA = dataOf(UNITS);

export const HEAD = `papermake: 1
title: A paper
variables:
  y: {label: Outcome, zh: 结果}
  region: {label: Region}
sets:
  controls: [z, w]
samples:
  late: year > 2011
`;

/** The entries of `steps:` by their names. */
export const STEPS: Readonly<Record<string, string>> = {
  panel: `{kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}, derive: {lx: log(x + 1)}}`,
  workers: `{kind: ingest, file: data/sectors.csv}`,
  score: `{kind: index, from: panel, name: S, dimensions: {One: [x, z], Two: [w]}}`,
  wide: `{kind: reshape, from: panel, to: wide, columns: "y{year}", name: year, values: y, id: unit, keep: [region, zone]}`,
  means: `{kind: collapse, from: panel, by: [region, year], columns: {my: mean(y), mx: mean(x)}, panel: {unit: region, time: year}}`,
  stacked: `{kind: append, from: [means, means2], source: book, unmatched: keep}`,
  means2: `{kind: collapse, from: panel, by: [zone, year], columns: {my: mean(y)}}`,
  even: `{kind: balance, from: panel, variables: [y]}`,
  once: `{kind: duplicates, from: panel, by: [unit, year], keep: last, order: [-x], count: copies}`,
  gapless: `{kind: fill, from: panel, span: panel, columns: {y: interpolate, x: previous, count: 0}, added: new}`,
  doubled: `{kind: expand, from: panel, times: "if(event == 1, 2, 1)", number: copy}`,
  rezoned: `{kind: crosswalk, from: panel, shares: parts_of, on: region, to: zone, share: part, by: year, sums: [x, z], means: {y: x}, unmatched: drop, incomplete: rescale}`,
  border: `{kind: collapse, from: panel, by: zone, columns: {lat: mean(lat), lon: mean(lon)}}`,
  bordered: `{kind: boundary_distance, from: panel, boundary: border, at: [lat, lon], treated: event}`,
  parts_of: `{kind: collapse, from: panel, by: [region, zone], columns: {part: count(1)}}`,
  further: `{kind: derive, from: means, columns: {before: "lag(my, by=region, order=year)", name: "concat(region, year)"}, where: not missing(my)}`,
  asked: `{kind: sql, inputs: {p: panel}, query: "select unit, year, y, x, x * 2 as x2 from p", order: [unit, year], panel: {unit: unit, time: year}}`,
  bartik: `{kind: shift_share, from: panel, sectors: workers, sector: industry, value: workers, base: 2010, name: bartik}`,
  rotated: `{kind: rotemberg, from: panel, outcome: y, endogenous: x, shares: [z, w], shocks: [year, lat], period: year, absorb: [year], top: 3}`,
  frontier: `{kind: efficiency, from: panel, name: eff, model: sbm, inputs: [lat, lon], outputs: [y], undesirable: [w], slacks: true, index: gml}`,
  scaled: `{kind: efficiency, from: panel, name: dea, inputs: [lat, lon], outputs: [w], returns: variable, scale: true}`,
  explained: `{kind: simar_wilson, base: scaled, terms: [x, w], algorithm: 2, draws: 100, bias_draws: 20}`,
  productive: `{kind: tfp, from: panel, output: y, free: [x], state: [z], proxy: w, method: lp, order: 1, transition: 1, draws: 20}`,
  response: `{kind: local_projections, from: panel, fit: "y ~ x + z | unit", shock: x, horizons: 1, response: change, lags: {shock: 1}, state: ever, vcov: cluster(unit), sup_t: true, draws: 1000}`,
  left: `{kind: predict, base: kinds.logit, columns: {p: probability, r: deviance, h: leverage}}`,
  same: `{kind: equality, columns: [base.square, base.main], of: x, by: [suest, hausman]}`,
  controlled: `{kind: models, from: left, columns: [{id: two, fit: y ~ x + r, vcov: cluster(unit)}]}`,
  again: `{kind: bootstrap, base: controlled.two, draws: 20, interval: bca}`,
  spread: `{kind: inequality, from: panel, variable: z, sample: z > 0, measures: [gini]}`,
  spread_drawn: `{kind: bootstrap, base: spread, statistics: [all.gini], draws: 20, interval: bca}`,
  leaving: `{kind: bootstrap, base: kinds.logit, method: jackknife, cluster: unit}`,
  elsewhere: `{kind: predict, base: base.square, data: panel, columns: {yhat: fitted, e: residual}}`,
  book: `{kind: codebook, from: panel}`,
  books: `{kind: codebook, from: [panel, means]}`,
  about: `{kind: describe, from: panel, variables: [y, L.x, log(x), region, $controls], percentiles: [2.5]}`,
  beside: `{kind: describe, from: panel, variables: [y, x], by: region}`,
  counts: `{kind: tabulate, from: panel, rows: region}`,
  crossed: `{kind: tabulate, from: panel, rows: region, by: event, over: zone, weights: {frequency: count}}`,
  together: `{kind: correlate, from: panel, variables: [y, x, z], method: spearman}`,
  inflation: `{kind: vif, sample_of: base.main, variables: [x, z, w]}`,
  base: `
    kind: models
    from: panel
    columns:
      - {id: main, fit: "y ~ x + csw0($controls) | unit", vcov: cluster(unit), header: Main}
      - {id: square, fit: y ~ x + x^2 + z, u_test: {linear: x, level: 0.9}, vcov: HC1, oster: x, tests: {both: [x = 0, z = 0]}, lincom: {sum: x + z}, nlcom: {k: '-b(x) / (2*b("x^2"))'}}
      - {id: iv, fit: "y ~ z | unit | x ~ L.x + w", show: [first, second]}
      - {fit: y ~ i(region) + x, margins: true}
      - {fit: y ~ x | unit + year}`,
  kinds: `
    kind: models
    from: panel
    columns:
      - {id: re, estimator: {is: re, mundlak: true}, fit: y ~ x}
      - {id: be, estimator: be, fit: y ~ x}
      - {id: logit, estimator: logit, fit: event ~ x + z, margins: true, show: [coefficients, margins]}
      - {id: probit, estimator: probit, fit: event ~ x}
      - {id: shares, estimator: flogit, fit: event ~ x, margins: true}
      - {id: shares_probit, estimator: fprobit, fit: event ~ x}
      - {id: clogit, estimator: clogit, fit: event ~ x | unit}
      - {id: modes, estimator: {is: mlogit, base: 1}, fit: count ~ x, sample: count > 0 and count < 5}
      - {id: ordered, estimator: ologit, fit: count ~ x, margins: true}
      - {id: ordered_probit, estimator: oprobit, fit: count ~ x}
      - {id: grouped, estimator: ocloglog, fit: count ~ x}
      - {id: counts, estimator: poisson, fit: count ~ x | unit}
      - {id: negbin, estimator: negbin, fit: count ~ x}
      - {id: tobit, estimator: {is: tobit, lower: 0.5}, fit: y ~ x}
      - {id: inflated, estimator: {is: zip, inflate: [z]}, fit: visits ~ x, margins: true}
      - {id: inflated_spread, estimator: {is: zinb, inflate: []}, fit: visits ~ x}
      - {id: truncated, estimator: {is: truncreg, lower: 0.5}, fit: y ~ x}
      - {id: frontier, estimator: sfa, fit: y ~ x}
      - {id: heckman, estimator: {is: heckman, select: event ~ z + w}, fit: y ~ x}
      - {id: quantiles, estimator: {is: quantile, tau: [0.25, 0.75]}, fit: y ~ x}
      - {id: liml, estimator: liml, fit: y ~ x + z, iv: x ~ w + count}
      - {id: fuller, estimator: fuller, fit: y ~ x + z, iv: x ~ w + count}
      - {id: kclass, estimator: {is: kclass, k: 0.9}, fit: y ~ x + z, iv: x ~ w + count}
      - {id: gmm, estimator: {is: gmm, model: diff, steps: 1, instruments: {gmm: [{of: [L.y], collapse: true}]}}, fit: y ~ L.y + x}
      - {id: weighted, fit: y ~ x, weights: {frequency: count}, sample: count > 0}`,
  edits: `
    kind: robustness
    base: base.main
    columns:
      late: {header: Late, sample: late}
      wins: {winsorize: [5, 95]}
      time: {fe: [unit, year]}
      iv: {iv: x ~ L.x, drop: [$controls]}`,
  alone: `{kind: models, from: panel, fit: y ~ x | unit}`,
  parts: `{kind: models, base: base.main, split: region}`,
  groups: `{kind: models, base: base.main, split: region, difference: {of: x, by: [chow, suest, permutation], draws: 5}}`,
  zones: `
    kind: models
    from: panel
    columns:
      - {id: a, fit: y ~ x + z, split: zone, difference: {of: x, between: [Upper middle, "3"]}}
      - {id: b, fit: y ~ x + csw0($controls)}`,
  att: `{kind: did, from: panel, outcome: y, cohort: cohort, method: callaway, bands: 10}`,
  dynamic: `{kind: did, from: panel, outcome: y, cohort: cohort, method: callaway, base: universal, events: [-2, 1]}`,
  shares: `{kind: did, from: panel, outcome: y, cohort: cohort, method: sun-abraham}`,
  imputed: `{kind: did, from: panel, outcome: y, treatment: d, method: imputation, pretrends: 1}`,
  staged: `{kind: did, from: panel, outcome: y, cohort: cohort, method: two-stage}`,
  trends: `{kind: parallel_trends, from: dynamic, smooth: [0.1], power: [0.5], relative: [1]}`,
  extended: `{kind: did, from: panel, outcome: y, cohort: cohort, method: etwfe, covariates: [x]}`,
  stacks: `{kind: did, from: panel, outcome: y, cohort: cohort, method: stacked, events: [-1, 1]}`,
  switching: `{kind: did, from: panel, outcome: y, treatment: d, method: dcdh, events: [-2, 1], normalized: true}`,
  ranks: `{kind: did, from: panel, outcome: y, treatment: d, method: cic, draws: 20, sample: 'year in [2014, 2015] and cohort != 2013'}`,
  joining: `{kind: did, from: panel, outcome: y, treatment: d, method: did-m, draws: 20}`,
  granted: `{kind: derive, from: panel, columns: {amount: "d * max(z, by=unit)"}}`,
  doses: `{kind: did, from: granted, outcome: y, treatment: amount, method: continuous, spline: {degree: 1}, bands: 10}`,
  nearby: `{kind: did, from: panel, outcome: y, cohort: cohort, method: rings, at: [lat, lon], rings: [24, 48], vcov: 'conley(lat, lon, 200)'}`,
  bacon: `{kind: did, from: panel, outcome: y, cohort: cohort, method: bacon}`,
  twfe: `{kind: did, from: panel, outcome: y, cohort: cohort, method: twfe}`,
  trial_views: `{kind: experiment, from: panel, treatment: zone, control: low, outcomes: [y, L.x], take_up: d, subgroups: [event], balance: [z, w], attrition: [z], bounds: [lee, horowitz_manski, kling_liebman], indices: {both: {of: [y, w]}}}`,
  trial: `{kind: experiment, from: panel, treatment: ever, outcomes: [y, x], covariates: [z], cluster: unit, strata: region}`,
  trial_arms: `{kind: experiment, from: panel, treatment: zone, control: low, outcomes: [y]}`,
  trial_tests: `{kind: experiment, from: panel, treatment: ever, outcomes: [y, x], families: {1: [y], 2: [x]}, multiple: [holm, sharpened_q, westfall_young, romano_wolf], randomisation: {statistics: [t, ranks]}, power: {}, draws: 20, seed: 1}`,
  trial_bounds: `{kind: experiment, from: panel, treatment: ever, outcomes: [y, L.x], bounds: [kling_liebman]}`,
  trial_means: `{kind: experiment, from: panel, treatment: event, outcomes: [y, x], estimator: difference}`,
  cut: `{kind: rd, from: panel, outcome: y, running: z, cutoff: 0.45, covariates: [x]}`,
  cut_fuzzy: `{kind: rd, from: panel, outcome: y, running: z, cutoff: 0.45, fuzzy: event, h: 0.3, cluster: unit, rows: [conventional, bias_corrected, robust]}`,
  cut_checks: `{kind: rd, method: checks, from: panel, outcome: y, running: z, cutoff: 0.45, multiples: [0.5, 2], donuts: [0.01], cutoffs: [0.2], balance: [x]}`,
  cut_several: `{kind: rd, method: cutoffs, from: panel, outcome: y, running: z, cutoffs: [0.3, 0.6]}`,
  cut_density: `{kind: rd, method: density, from: panel, running: z, cutoff: 0.45}`,
  cut_mccrary: `{kind: rd, method: mccrary, from: panel, running: z, cutoff: 0.45, bin: 0.05, h: 0.3}`,
  cut_randomised: `{kind: rd, method: randomisation, from: panel, outcome: y, running: z, cutoff: 0.45, covariates: [x], windows: {first: 0.1, step: 0.05, count: 3, level: 0.0001}, draws: 9}`,
  topmost: `{kind: derive, from: panel, columns: {northmost: "max(lat, by=cohort)"}}`,
  synthetic: `{kind: synthetic_control, from: topmost, outcome: y, treatment: d, exclude: cohort == 2013 or cohort == 2015 and lat != northmost, leave_one_out: true}`,
  synthetic_blocks: `{kind: synthetic_control, from: panel, method: sdid, outcome: y, treatment: d, covariates: [z], errors: bootstrap, draws: 3}`,
  synthetic_factors: `{kind: synthetic_control, from: panel, method: gsc, outcome: y, treatment: d, exclude: cohort == 2013, covariates: [z], factors_max: 1, draws: 3}`,
  completed: `{kind: synthetic_control, from: panel, method: mc, outcome: y, treatment: d, draws: 3}`,
  interacted: `{kind: synthetic_control, from: panel, method: ife, outcome: y, treatment: d, exclude: cohort == 2013, covariates: [z], factors: 1, errors: none}`,
  matched: `{kind: match, from: panel, treatment: ever, on: [x, z], outcomes: [y], k: 2}`,
  scored: `{kind: match, from: panel, treatment: ever, on: [x, z], metric: score, estimand: ate, outcomes: [y], name: s}`,
  balanced: `{kind: match, from: panel, treatment: ever, on: [x, z], method: entropy, name: e}`,
  weighed: `{kind: models, from: matched, fit: y ~ x, weights: {probability: weight}, sample: weight > 0}`,
  jump: `{kind: threshold, base: base.main, on: z, slope: x, max: 2, bootstrap: 3, grid: 20, trim: 0.1, seed: 1}`,
  mediated: `{kind: mediation, base: alone, treatment: x, mediator: w, bootstrap: 5, seed: 1}`,
  sizes: `{kind: magnitudes, base: alone, effects: {whole: {of: x}, share: {of: x, share_of: mean}}}`,
  moderated: `{kind: moderation, base: alone, treatment: x, moderator: z, scale: centre}`,
  tested: `{kind: diagnose, base: base.main, tests: [effects, breusch-pagan, hausman, modified-wald, wooldridge, pesaran-cd]}`,
  roots: `{kind: diagnose, base: alone, tests: [ips, fisher-adf], unit_root: {lags: 0}}`,
  unequal: `{kind: inequality, from: panel, variable: y, group: region, by: year}`,
  dense: `{kind: kernel_density, from: panel, variable: y, by: year}`,
  sigma: `{kind: sigma_convergence, from: panel, variable: y, by: year}`,
  beta: `{kind: beta_convergence, from: panel, variable: y, between: [2010, 2017]}`,
  chain: `{kind: markov, from: panel, variable: y, states: 3}`,
  drivers: `{kind: geodetector, from: panel, variable: y, variables: [x, z], groups: [region], classes: 3}`,
  lasting: `{kind: survival, from: panel, time: count, failure: event, by: region, tests: [log-rank, wilcoxon], at: [2]}`,
  coupled: `{kind: coupling, from: panel, name: D, systems: [x, z], scale: min-max}`,
  near: `{kind: spatial_weights, type: inverse-distance, from: panel, at: [lat, lon]}`,
  alike: `{kind: spatial_weights, type: economic, from: panel, of: w}`,
  nested: `{kind: spatial_weights, type: nested, parts: [near, alike], share: 0.5}`,
  local: `{kind: moran, from: panel, variable: y, weights: near, by: year, permutations: 19, seed: 1}`,
  lm: `{kind: spatial_tests, from: panel, fit: y ~ x + z, weights: near}`,
  sdm: `{kind: spatial, from: panel, fit: y ~ x + z, weights: nested, model: sdm, effects: both}`,
  fake: `{kind: placebo, base: reform, treatment: d, permute: units, draws: 5, seed: 1}`,
  fake_design: `{kind: placebo, base: reform, treatment: d, permute: design, strata: region, statistic: t, draws: 5, seed: 1}`,
  reform: `{kind: models, from: panel, fit: y ~ d + x | unit + year}`,
  many: `{kind: multiverse, base: reform, of: d, choices: {controls: {subsets: [x, z]}, samples: [all, late]}, test: {draws: 3, seed: 1}}`,
  outside: `
    kind: command
    run: cp panel.csv copy.csv && cp scripts/fit.json made.json
    files: [scripts/fit.json]
    inputs: {panel.csv: {from: panel, columns: [unit, year, y, x]}}
    outputs:
      copy.csv: {as: frame, panel: {unit: unit, time: year}}
      made.json: fit
    trace: false`,
  copied: `{kind: models, from: outside.copy, fit: y ~ x}`,
  // An engine that is not here starts no program; test/cli/witness.test.ts has stand-ins that do.
  confirmed: `{kind: witness, from: [alone, about], with: [stata]}`,
};

/** Kinds that have no results of their own here: programs that are not everywhere, and kinds that references are made with. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'r',
  'python',
  'stata',
  'report',
  'figure',
  'document',
  'equations',
  'compare',
  'audit',
]);

/** Kinds that no step is of. */
export const kindsWithoutStep = (): string[] =>
  allKinds()
    .filter(({ name, internal }) => internal !== true && !ELSEWHERE.has(name))
    .map(({ name }) => name)
    .filter((name) => !Object.values(STEPS).some((text) => new RegExp(`\\bkind: ${name}\\b`).test(text)));

/** Steps with all that they read, in the order of the list. */
export function withNeeded(names: Iterable<string>): string[] {
  const wanted = new Set(names);
  for (const name of wanted)
    for (const word of STEPS[name]!.match(/[a-z0-9_]+/g) ?? [])
      if (word in STEPS && isReadBy(word, STEPS[name]!)) wanted.add(word);
  return Object.keys(STEPS).filter((name) => wanted.has(name));
}

/** Whether a step is named by a key that reads steps, since a column or a kind may be called as it is. */
const isReadBy = (name: string, text: string): boolean =>
  new RegExp(`\\b(?:from|base|sample_of|weights|sectors|parts|inputs)\\b: *[^}\\n]*?\\b${name}\\b`).test(text);
