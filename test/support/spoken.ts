/** A project in which every kind has results, each variable is called by a name that is no word, and has a label in both languages. */
import { dataOf, STEPS } from '../fuzz/projects.ts';

/** Name in `STEPS` → its label in English and in Chinese. */
const LABELS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  unit: ['Village', '村庄'],
  year: ['Season', '季节'],
  region: ['Valley', '流域'],
  zone: ['Belt', '地带'],
  y: ['Harvest', '收成'],
  x: ['Irrigation', '灌溉'],
  z: ['Fertiliser', '化肥'],
  w: ['Machinery', '农机'],
  lat: ['Latitude', '纬度'],
  lon: ['Longitude', '经度'],
  d: ['Subsidy', '补贴'],
  cohort: ['Launch', '启动期'],
  ever: ['Subsidised', '受补贴'],
  count: ['Wells', '水井数'],
  event: ['Drought', '干旱'],
  visits: ['Calls', '走访数'],
  lx: ['Wetness', '湿度'],
  northmost: ['Northernmost', '最北'],
  amount: ['Grant', '补助额'],
  S: ['Prosperity', '繁荣度'],
  D: ['Harmony', '和谐度'],
  One: ['Water', '水利'],
  Two: ['Tools', '工具'],
  dea: ['Thrift', '节约'],
};

/** Levels that the data hold, and what they are called here. */
const LEVELS: Readonly<Record<string, string>> = { North: '丘陵', South: '平原', 'Upper middle': '上游', low: '下游' };

const raw = (name: string): string => `q_${name}`;

/** Keys and functions that are called as a column is stay as they are. */
const NAMES = new RegExp(`\\b(${Object.keys(LABELS).join('|')})\\b(?![(.])`, 'g');
const renamed = (text: string): string =>
  text.replace(NAMES, (name, _, at: number) =>
    (/^(?:unit|cohort|count|event):/.test(text.slice(at)) || text.startsWith('effects: unit', at - 9)) &&
    !text.startsWith('count: 0', at)
      ? name
      : raw(name),
  );

const translated = (text: string): string =>
  Object.entries(LEVELS).reduce((all, [level, name]) => all.replace(new RegExp(`\\b${level}\\b`, 'g'), name), text);

/** Further columns, whose options add rows and notes that no step of `STEPS` has. */
const MORE: Readonly<Record<string, string>> = {
  more: `
    kind: models
    from: panel
    columns:
      - {id: wild, fit: y ~ x + z, vcov: "wild(unit, reps = 19, seed = 1)"}
      - {id: dk, fit: y ~ x | unit, vcov: dk(2)}
      - {id: conley, fit: y ~ x, vcov: "conley(lat, lon, 300)"}
      - {id: twice, fit: y ~ x + z, vcov: cluster(unit + year)}
      - {id: terms, fit: "y ~ L.log(x) + D.z + D2.w + log(w + 1) + x:z + i(zone) | unit[year]"}
      - {id: dropped, fit: y ~ x + z + ever + i(region) | unit}
      - {id: effects, fit: "y ~ event(year - cohort) | unit + year"}
      - {id: sampled, fit: y ~ x, sample: year > 2011 and not missing(z), exclude: region == "North" or x * 2 > 1.9}
      - {id: trimmed, fit: y ~ x, winsorize: {at: [1, 99], vars: [x]}}
      - {id: placed, fit: y ~ x + i(region), margins: {at: {region: [North, South]}}}`,
  others: `
    kind: models
    from: panel
    columns:
      - {id: exposure, estimator: {is: poisson, exposure: w}, fit: count ~ x}
      - {id: offset, estimator: {is: negbin, offset: log(w)}, fit: count ~ x}
      - {id: system, estimator: {is: gmm, steps: 2, instruments: {gmm: [{of: [L.y]}], iv: [{of: [x]}]}}, vcov: robust, fit: y ~ L.y + x}
      - {id: ml, estimator: {is: heckman, select: event ~ z + w, method: ml}, fit: y ~ x, show: [coefficients, selection]}
      - {id: odds, estimator: logit, fit: event ~ x + z + i(region), vcov: cluster(unit)}`,
  outcomes: `
    kind: models
    from: panel
    columns:
      - {id: all, fit: "c(y, w) ~ x", header: All}
      - {id: late, fit: "c(y, w) ~ x", sample: late, header: Late}`,
  within: `{kind: match, from: panel, treatment: ever, on: [x, z], outcomes: [y], by: region, k: 1}`,
  made: `{kind: describe, from: coupled, variables: [D, q_D_c, q_D_t]}`,
  weights: `{kind: describe, from: matched, variables: [weight, y], by: region, weights: {frequency: count}}`,
  ways: `{kind: multiverse, base: reform, of: d, choices: {vcov: [iid, robust, cluster(unit), "cluster(unit + year)"], effects: [false, unit, unit + year], samples: [all, year > 2011]}}`,
  far: `{kind: spatial, from: panel, fit: y ~ x, weights: alike, model: sar, effects: unit, show: [main, direct, indirect]}`,
  error: `{kind: spatial, from: panel, fit: y ~ x, weights: near, model: sem, effects: time}`,
};

/** The texts that the project itself brings, and a number that it names as claims do. */
export const ownTexts: readonly string[] = [...Object.values(LABELS).flat(), ...Object.values(LEVELS), 'all.gini'];

export const rawNames: readonly string[] = Object.keys(LABELS).map(raw);

/** Counts of rows have four digits. */
const UNITS = 160;

export const data: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(dataOf(UNITS)).map(([path, text]) => [path, translated(renamed(text))]),
);

const variables = Object.entries(LABELS)
  .map(([name, [en, zh]]) => `  ${raw(name)}: {label: ${en}, zh: ${zh}}\n`)
  .join('');

export const head = `papermake: 1
title: A paper
variables:
${variables}sets:
  controls: [q_z, q_w]
samples:
  late: q_year > 2011
`;

export const steps: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...STEPS, ...MORE }).map(([name, text]) => [name, translated(renamed(text))]),
);

/** Squares around the places of the first units, for maps. */
const shapes = JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: 6 }, (_, i) => ({
    type: 'Feature',
    properties: { name: `u${i}` },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [i, 0],
          [i + 1, 0],
          [i + 1, 1],
          [i, 1],
          [i, 0],
        ],
      ],
    },
  })),
});

export const files: Readonly<Record<string, string>> = { ...data, 'data/shapes.json': shapes };

/** A figure of each plot; further ones have another name before the hyphen's end. `{lang}` is the language of the figure. */
export const figures: Readonly<Record<string, string>> = {
  coefficients: 'from: [base.main.1, base.main.3, more.terms]',
  event: 'from: more.effects',
  'event-did': 'from: att',
  margins: 'from: base.square, variable: q_x',
  'margins-moderation': 'from: moderated',
  'margins-at': 'from: more.placed, variable: q_x',
  'specification-curve': 'from: many',
  'specification-curve-fits': 'from: [base.main.1, base.main.2, base.main.3], term: q_x',
  placebo: 'from: fake',
  bacon: 'from: bacon',
  rings: 'from: nearby',
  cohorts: 'from: att',
  timing: 'from: panel, x: q_year, y: q_d, by: q_unit',
  'dose-att': 'from: doses',
  'dose-acrt': 'from: doses',
  'parallel-trends': 'from: trends',
  pretrend: 'from: trends',
  'impulse-response': 'from: response',
  balance: 'from: matched',
  discontinuity: 'from: cut',
  'cutoff-density': 'from: cut_density',
  layers: 'from: panel, x: q_x, y: q_y, layers: [{mark: points}, {mark: fit}]',
  'synthetic-paths': 'from: synthetic',
  'synthetic-gaps': 'from: synthetic',
  windows: 'from: cut_randomised',
  'window-balance': 'from: cut_randomised',
  rotemberg: 'from: rotated',
  productivity: 'from: frontier',
  outcomes: 'from: trial_tests',
  randomisation: 'from: trial_tests',
  power: 'from: trial_tests',
  bounds: 'from: trial_bounds',
  threshold: 'from: jump',
  moran: 'from: local',
  clusters: 'from: local, shapes: data/shapes.json',
  densities: 'from: dense',
  'densities-ridges': 'from: dense, ridges: true',
  decomposition: 'from: unequal',
  index: 'from: score',
  'index-contributions': 'from: score, show: contributions',
  trends: 'from: panel, x: q_year, y: q_y, by: q_region',
  density: 'from: panel, variables: [q_y], by: q_region',
  'density-ridges': 'from: panel, variables: [q_y], by: q_region, ridges: true',
  histogram: 'from: panel, variables: [q_y, q_x]',
  box: 'from: panel, variables: [q_y], by: q_zone',
  binscatter: 'from: panel, x: q_x, y: q_y, controls: [q_z]',
  'binscatter-joint':
    'from: panel, x: q_x, y: q_y, controls: [q_z], adjust: joint, bins: optimal, band: uniform, cluster: q_unit',
  'added-variable': 'from: panel, x: q_x, y: q_y, controls: [q_z]',
  survival: 'from: panel, x: q_w, y: q_event, by: q_region',
  roc: 'from: panel, y: q_event, variables: [q_z, q_w]',
  correlations: 'from: together',
  flow: 'from: more.sampled',
  combine: 'from: [fig_trends_{lang}, fig_density_{lang}]',
  scatter: 'from: panel, x: L.q_x, y: log(q_w + 1)',
  map: 'from: panel, variables: [q_x], unit: q_unit, shapes: data/shapes.json, sample: q_year == 2012',
  'map-periods': 'from: panel, variables: [q_x], unit: q_unit, shapes: data/shapes.json, by: q_year',
};
