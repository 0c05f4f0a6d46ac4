/** Faults of designs and methods around confidential values: treatment at different times, spatial weights, indices, dynamic panels, factors. */
import { type Fault, income, models, PANEL, ROWS, who, withColumns } from './canary-faults.ts';

const unit = (i: number): number => i >> 2;
/** Periods of which the last is a canary. */
const year = (i: number): number => 81_371 + (i % 4);
const yearly = { ingest: PANEL, also: ['year', 'first'] };
const cohorts = (first: (unit: number) => number | string): string =>
  withColumns({ year, first: (i) => first(unit(i)), y: (i) => ((i * 29) % 17) + unit(i) });
const did = (method: string, more = ''): string =>
  `  effects: {kind: did, from: data, outcome: y, cohort: first, method: ${method}${more}}`;
const dosed = (more = ''): string =>
  `  effects: {kind: did, from: data, outcome: y, treatment: first, method: continuous${more}}`;
/** Doses of units from the third period on; the first two are never treated. */
const doses = (dose: (unit: number) => number): string =>
  withColumns({
    year,
    first: (i) => (unit(i) > 1 && i % 4 > 1 ? dose(unit(i)) : 0),
    y: (i) => ((i * 29) % 17) + unit(i),
  });
const synthetic = (keys: string): string => `  effects: {kind: synthetic_control, from: data, outcome: y, ${keys}}`;
const treatedLate = (i: number): number => Number(unit(i) === 0 && i % 4 === 3);
const place = { lat: (i: number): number => 10 + unit(i), lon: (i: number): number => 20 + 2 * unit(i) };
const near = (more: string): string =>
  `  near: {kind: spatial_weights, from: data, type: inverse-distance, at: [lat, lon]${more}}`;

const lasting = (more: string): string => `  lasting: {kind: survival, from: data, time: stop${more}}`;
/** Spells that end one after the other, and enter at a time of their own. */
const spells = (start: (i: number) => number): string =>
  withColumns({ start, stop: (i) => (i === 0 ? 40 : 60 + i), d: () => 1 });

/** Rows around two cut-offs, and around a third one with too few of them. */
const aroundCutoffs = (): string => {
  const rows = Array.from({ length: 640 }, (_, i) => {
    const cut = i < 8 ? 81_373 : 81_374 + (i % 2);
    const run = cut + ((i * 37) % 101) / 50 - 1;
    return [
      `ZQSECRET${10 + (i % 80)}`,
      2010,
      income(i),
      'ZQSECside0',
      i % 11,
      i % 7,
      i % 2,
      cut,
      run,
      ((i * 29) % 17) + run,
    ];
  });
  return `${[['who', 'year', 'income', 'side', 'x', 'z', 'd', 'cut', 'run', 'y'], ...rows].map((row) => row.join(',')).join('\n')}\n`;
};

export const DESIGN_FAULTS: Readonly<Record<string, Fault>> = {
  'a state beyond 1': {
    ...yearly,
    steps: '  lp: {kind: local_projections, from: data, fit: x ~ z | who, shock: z, state: income, horizons: 1}',
    data: withColumns({ year, z: (i) => (i * 37) % 11 }),
    code: 'outside-unit',
    says: 'got … in',
  },
  'a factor of one stratum': {
    also: ['one'],
    steps: '  geo: {kind: geodetector, from: data, variable: x, groups: [one]}',
    data: withColumns({ one: () => 81_374 }),
    code: 'one-stratum',
    says: '`one` has one stratum',
  },
  'no factor': {
    steps: '  geo: {kind: geodetector, from: data, variable: income}',
    code: 'no-factors',
    says: 'no factor is named',
  },
  'cohorts of few units': {
    ...yearly,
    steps: did('callaway'),
    data: cohorts((u) => (u < 2 ? 81_374 : u < 3 ? 81_373 : 0)),
    code: 'small-cohort',
    says: 'standard errors that say little: …',
    names: true,
  },
  'late entries that leave nobody at risk': {
    steps: lasting(', entry: start, failure: d, by: side'),
    data: spells((i) => (i === 0 ? 0 : 50)),
    code: null,
    says: 'survival falls to 0 before the last spell of … enters',
    names: true,
  },
  'spells of which none ends': {
    steps: lasting(', failure: {side: ZQSECother}'),
    data: spells(() => 0),
    code: 'no-failures',
    says: 'no spell ends: `side` means no end in 24 rows',
  },
  'spells that end before they enter': {
    steps: lasting(', entry: start, failure: d'),
    data: spells((i) => (i === 3 ? 81_371 : 0)),
    code: 'reversed-spell',
    says: '1 spell ends when it enters or before: `stop` is not above `start`',
  },
  'no unit that is never treated': {
    ...yearly,
    steps: did('callaway'),
    data: cohorts((u) => (u % 2 === 0 ? 81_374 : 81_373)),
    code: 'no-never-treated',
    says: 'periods from … on are left out, and the cohort … counts',
  },
  'a last cohort that is the control': {
    ...yearly,
    steps: did('sun-abraham', ', control: last'),
    data: cohorts((u) => (u % 2 === 0 ? 81_374 : 81_373)),
    code: 'last-cohort-control',
    says: 'and the cohort … is the control',
  },
  'cohorts of one unit': {
    ...yearly,
    steps: did('imputation'),
    data: cohorts((u) => (u === 0 ? 81_374 : u === 1 ? 81_373 : 0)),
    code: 'small-cohort',
    says: 'add nothing to standard errors: …',
    names: true,
  },
  'a cohort that varies within a unit': {
    ...yearly,
    steps: did('callaway'),
    data: withColumns({ year, first: (i) => (i === 5 ? 81_374 : 0), y: (i) => i }),
    code: 'cohort-varies',
    says: 'varies within the unit `…`',
  },
  'a dose below 0': {
    ...yearly,
    steps: dosed(),
    data: doses((u) => -81_374 - u),
    code: 'bad-dose',
    says: 'expected doses of 0 or more, got …',
  },
  'a dose that nobody has': {
    ...yearly,
    steps: dosed(', spline: {degree: 1}, doses: [7]'),
    data: doses((u) => 81_374 + u),
    code: 'bad-dose',
    says: 'those of the treated are from … to …',
  },
  'doses of few values': {
    ...yearly,
    steps: dosed(),
    data: doses((u) => 81_374 + (u % 2)),
    code: 'few-doses',
    says: 'has 4 units of 2 different doses',
  },
  'a cut-off of few rows': {
    also: ['cut', 'run', 'y'],
    steps: '  jumps: {kind: rd, method: cutoffs, from: data, outcome: y, running: run, cutoffs: cut}',
    data: aroundCutoffs(),
    code: 'cutoff-refused',
    says: 'the cut-off … was left out',
    names: true,
  },
  'clusters that cut units': {
    ...yearly,
    steps: did('callaway', ', cluster: side'),
    data: withColumns({ year, first: (i) => (i < 12 ? 81_373 : 0), y: (i) => i, side: (i) => `ZQSECside${i % 2}` }),
    code: 'clusters-cut-units',
    says: 'the unit `…` is in more than one cluster',
  },
  'a matched treatment that is not binary': {
    steps: '  pairs: {kind: match, from: data, treatment: income, on: [x]}',
    code: 'not-binary',
    says: 'expected a treatment of 0 and 1, got …',
  },
  'units that are matched more than once': {
    ingest: PANEL,
    steps: '  pairs: {kind: match, from: data, treatment: d, on: [x], at: year >= 2010}',
    code: 'several-rows',
    says: 'the unit `…` has more than one row',
  },
  'an indicator that does not vary in a period': {
    ...yearly,
    steps: '  score: {kind: index, from: data, name: s, dimensions: {one: [x, flat]}, scope: by-time}',
    data: withColumns({ year, first: () => 0, flat: (i) => (i % 4 === 3 ? 5 : i) }),
    code: 'constant-indicator',
    says: 'takes one value in period `…`',
    names: true,
  },
  'a period of one row': {
    ...yearly,
    steps: '  score: {kind: index, from: data, name: s, dimensions: {one: [x, some]}, scope: by-time}',
    data: withColumns({ year, first: () => 0, some: (i) => (i % 4 === 3 && i > 4 ? '' : i) }),
    code: 'one-row',
    says: 'period `…` has one row',
  },
  'places of units that move': {
    ingest: PANEL,
    steps: near(''),
    data: withColumns({ ...place, lat: (i) => 10 + i }),
    code: 'moving-unit',
    says: 'expected one place of `…`',
  },
  'places of a ring that move': {
    ...yearly,
    steps: did('rings', ', at: [lat, lon], rings: [200]'),
    data: withColumns({ ...place, year, first: (i) => (unit(i) === 0 ? 81_373 : 0), y: (i) => i, lat: (i) => 10 + i }),
    code: 'moving-unit',
    says: 'expected one place of `…`',
  },
  'places of a ring beyond the earth': {
    ...yearly,
    steps: did('rings', ', at: [lat, lon], rings: [200]'),
    data: withColumns({
      ...{ ...place, year, first: (i: number) => (unit(i) === 0 ? 81_373 : 0), y: (i: number) => i },
      lat: (i) => (unit(i) === 2 ? 813.74 : 10),
    }),
    code: 'bad-coordinates',
    says: 'expected degrees of latitude and longitude',
  },
  'places beyond the earth': {
    ingest: PANEL,
    steps: near(''),
    data: withColumns({ ...place, lat: (i) => (unit(i) === 2 ? 813.74 : 10) }),
    code: 'bad-coordinates',
    says: 'expected degrees of latitude and longitude',
  },
  'units without a place': {
    ingest: PANEL,
    steps: near(''),
    data: withColumns({ ...place, lat: (i) => (unit(i) === 2 ? '' : 10 + unit(i)) }),
    code: 'no-values',
    says: '`lat` has no value for …',
  },
  'units at one place': {
    ingest: PANEL,
    steps: near(''),
    data: withColumns({ lat: () => 10, lon: () => 20 }),
    code: 'equal-units',
    says: '`…` and `…` stand at one place',
  },
  'units without neighbours': {
    ingest: PANEL,
    steps: near(', cutoff: 1'),
    data: withColumns(place),
    code: 'islands',
    says: '6 units have no neighbours;',
  },
  'a gravity of what is negative': {
    ingest: PANEL,
    steps: '  near: {kind: spatial_weights, from: data, type: gravity, at: [lat, lon], of: income}',
    data: withColumns({ ...place, income: (i) => -income(i) }),
    code: 'not-positive',
    says: 'gravity is of positive means, got …',
  },
  'a unit that is its own neighbour': {
    ingest: PANEL,
    steps:
      '  pairs: {kind: ingest, file: pairs.csv}\n  near: {kind: spatial_weights, from: data, type: contiguity, neighbours: {from: pairs, unit: who, neighbour: side}}',
    files: { 'pairs.csv': 'who,side\nZQSECRET10,ZQSECRET11\nZQSECRET12,ZQSECRET12\n' },
    code: 'own-neighbour',
    says: '`…` is listed as its own neighbour',
  },
  'weights of other units': {
    ingest: PANEL,
    steps: `${near(", sample: who != 'Nobody' and x >= 0 and year == 2010 and z > 0")}
  local: {kind: moran, from: data, variable: x, weights: near, by: year}`,
    data: withColumns({ ...place, z: (i) => (unit(i) === 1 ? 0 : 1 + (i % 3)) }),
    code: 'other-units',
    says: 'the weights have no row for these values of `who`',
  },
  'several rows of a unit in Moran’s I': {
    ingest: PANEL,
    steps: `${near('')}\n  local: {kind: moran, from: data, variable: x, weights: near}`,
    data: withColumns(place),
    code: 'several-rows',
    says: '`…` has several rows',
  },
  'a period without a value in Moran’s I': {
    ...yearly,
    steps: `${near('')}\n  local: {kind: moran, from: data, variable: v, weights: near, by: year}`,
    data: withColumns({ ...place, year, v: (i) => (i === 3 ? '' : i) }),
    code: 'missing-value',
    says: /is missing for `…` in …|the weights have units/,
  },
  'a panel in space with a gap': {
    ingest: PANEL,
    steps: `${near('')}\n  lags: {kind: spatial, from: data, fit: y ~ x, weights: near, model: sar}`,
    data: withColumns({ ...place, y: (i) => (i === 5 ? '' : (i * 7) % 5) }),
    code: 'unbalanced',
    says: 'there is no row used for …',
  },
  'a synthetic control of a unit that is always treated': {
    ...yearly,
    steps: synthetic('method: sdid, treatment: t'),
    data: withColumns({ year, first: () => 0, t: (i) => Number(unit(i) === 0), y: (i) => (i * 7) % 5 }),
    code: 'always-treated',
    says: 'the unit `…` is treated in every period',
  },
  'a window of a synthetic control without a period': {
    ...yearly,
    steps: synthetic('treatment: t, fit: [1, 2]'),
    data: withColumns({ year, first: () => 0, t: treatedLate, y: (i) => (i * 7) % 5 }),
    code: 'no-such-window',
    says: 'the periods before treatment are … to …',
    names: true,
  },
  'a predictor that a unit of a synthetic control lacks': {
    ...yearly,
    steps: synthetic('treatment: t, predictors: [{of: z, over: [1, 99999]}]'),
    data: withColumns({
      ...{ year, first: () => 0, t: treatedLate, y: (i) => (i * 7) % 5 },
      z: (i) => (unit(i) === 3 ? '' : (i * 11) % 7),
    }),
    code: 'missing-predictor',
    says: /has no value between 1 and 99999 for `…`/,
  },
  'times between whole numbers': {
    ...yearly,
    steps: models('y ~ L.y + x', ', estimator: {is: gmm, steps: 1, instruments: {gmm: [{of: [L.y]}]}}'),
    data: withColumns({ year: (i) => 81_371.5 + (i % 4), y: (i) => (i * 7) % 5 }),
    code: 'bad-time',
    says: /whole numbers/,
  },
  'a level that is the only one of a factor': {
    ingest: PANEL,
    steps: models('x ~ z + i(side) | who'),
    code: 'dropped-term',
    says: '`i(side)::…` was dropped',
    names: true,
  },
  'a function of coefficients that the estimates do not define': {
    ingest: PANEL,
    steps: models('x ~ income', ', nlcom: {growth: log(-b(income)^2)}'),
    code: 'undefined-combination',
    says: '`growth`: `log(-b(income)^2)` is not defined at the estimates',
    names: true,
  },
  'an outcome that is told by another variable': {
    steps: models('rich ~ income', ', estimator: logit'),
    data: withColumns({ rich: (i) => Number(i > 11) }),
    code: 'separation',
    says: /rich/,
  },
  'a base period that is not there': {
    ...yearly,
    steps:
      '  work: {kind: ingest, file: work.csv}\n  b: {kind: shift_share, from: data, sectors: work, sector: side, value: n, base: 2000, name: bartik}',
    data: withColumns({ year }),
    files: {
      'work.csv': `who,year,side,n\n${Array.from({ length: ROWS }, (_, i) => `${who(i)},${year(i)},ZQSECmine,${i + 1}\n`).join('')}`,
    },
    code: 'no-base',
    says: 'base',
  },
  'a cell of a sector that is not there': {
    ...yearly,
    steps:
      '  work: {kind: ingest, file: work.csv}\n  b: {kind: shift_share, from: data, sectors: work, sector: side, value: n, base: 81371, name: bartik}',
    data: withColumns({ year }),
    files: {
      'work.csv': `who,year,side,n\n${Array.from({ length: ROWS }, (_, i) => (i === 3 ? '' : `${who(i)},${year(i)},ZQSECmine,${i + 1}\n`)).join('')}${who(3)},${year(3)},ZQSECmill,4\n`,
    },
    code: 'missing-cell',
    says: 'have no value',
  },
  'clusters of places beyond the earth': {
    ingest: PANEL,
    steps: models('x ~ z', ', vcov: "conley(lat, lon, 100)"'),
    data: withColumns({ ...place, lat: (i) => (i === 7 ? 813.74 : 10) }),
    code: 'bad-place',
    says: 'expected degrees',
  },
  'a unit in both groups that are permuted': {
    ingest: PANEL,
    steps: models('x ~ z', ', split: d, difference: {of: z, by: [permutation], permute: units, draws: 5}'),
    code: 'unit-in-both',
    says: '`…` is in both groups',
    names: true,
  },
  'groups that are not told': {
    steps: models('x ~ z', ', split: who, difference: {of: z, by: chow}'),
    code: 'missing-between',
    says: 'between',
    names: true,
  },
  'a level that differences of a factor misspell': {
    steps: models('x ~ z + i(side)', ', difference: {of: i(side), reference: ZQSECERside0}'),
    code: 'unknown-level',
    says: 'no coefficient of the level',
    names: true,
  },
  'a group that is the reference of differences and misspelt': {
    steps: models('x ~ z', ', split: side, difference: {of: z, reference: ZQSECERside0}'),
    code: 'unknown-level',
    says: 'level',
    names: true,
  },
  'levels of a factor that are absorbed and not compared': {
    steps: models('x ~ z + i(side) | side', ', difference: {of: i(side), between: all}'),
    code: 'one-level',
    says: 'has no level of',
    names: true,
  },
  'a group that a difference misspells': {
    steps: models('x ~ z', ', split: side, difference: {of: z, by: chow, between: [ZQSECERside0, ZQSECside1]}'),
    code: 'unknown-level',
    says: 'level',
    names: true,
  },
  'a sector that a unit has twice in a period': {
    ...yearly,
    steps:
      '  work: {kind: ingest, file: work.csv}\n  b: {kind: shift_share, from: data, sectors: work, sector: side, value: n, base: 81371, name: bartik}',
    data: withColumns({ year }),
    files: {
      'work.csv': `who,year,side,n\n${Array.from({ length: ROWS }, (_, i) => `${who(i)},${year(i)},ZQSECmine,${i + 1}\n`).join('')}${who(3)},${year(3)},ZQSECmine,4\n`,
    },
    code: 'duplicate-cell',
    says: 'two rows are of one unit, sector and period',
  },
  'an outcome of one value': {
    steps: models('rich ~ x', ', estimator: logit'),
    also: ['rich'],
    data: withColumns({ rich: () => 1 }),
    code: 'no-variation',
    says: '`rich` is … in all 24 rows',
  },
  'a base outcome that no row has': {
    steps: models('rich ~ x', ', estimator: {is: mlogit, base: 7}'),
    also: ['rich'],
    data: withColumns({ rich: (i) => 81_374 + (i % 3) }),
    code: 'no-base-outcome',
    says: 'no row used has the base outcome',
  },
  'a share in per cent': {
    steps: models('rich ~ x', ', estimator: flogit'),
    also: ['rich'],
    data: withColumns({ rich: (i) => 81_374 + (i % 3) }),
    code: 'not-fraction',
    says: 'expected an outcome from 0 to 1',
  },
  'counts without zeros': {
    steps: models('rich ~ x', ', estimator: {is: zip, inflate: []}'),
    also: ['rich'],
    data: withColumns({ rich: (i) => 81_374 + (i % 3) }),
    code: 'no-inflation',
    says: '`rich` is 0 in no row used',
  },
  'an effect of a term that one equation dropped': {
    steps: models('rich ~ x + twice', ', estimator: {is: zip, inflate: [twice]}, margins: true'),
    also: ['rich', 'twice'],
    data: withColumns({ rich: (i) => [0, 0, 4, 3, 2][i % 5]!, twice: (i) => 2 * ((i * 37) % 11) }),
    code: 'margin-one-sided',
    says: 'the effect of `twice` is not told',
  },
  'ordered outcomes that are two': {
    steps: models('rich ~ x', ', estimator: ologit'),
    also: ['rich'],
    data: withColumns({ rich: (i) => 81_374 + (i % 2) }),
    code: 'too-few-outcomes',
    says: 'expected three ordered outcomes or more',
  },
  'a group that is compared with itself': {
    steps: models('x ~ z', ', split: side, difference: {of: z, by: chow, between: [ZQSECside0, ZQSECside0]}'),
    code: 'same-level',
    says: /twice|itself|same|two/,
    names: true,
  },
  'periods that are far apart': {
    ...yearly,
    steps: models('y ~ L.y + x', ', estimator: {is: gmm, steps: 1, instruments: {gmm: [{of: [L.y]}]}}'),
    data: withColumns({ year: (i) => [0, 1, 2, 81_374_000][i % 4]!, y: (i) => (i * 7) % 5 }),
    code: 'too-many-periods',
    says: 'runs from … to …',
  },
  'a period that stands twice in a series': {
    steps: models('x ~ z', ', vcov: "nw(1, year)"'),
    also: ['year'],
    data: withColumns({ year }),
    code: 'repeated-time',
    says: 'needs one row for each time, and … stands twice',
  },
  'a reference to which no period is': {
    ...yearly,
    steps: models('y ~ event(year - first, ref=-9) | who + year'),
    data: cohorts((u) => (u < 3 ? 81_373 : 0)),
    code: 'no-reference',
    says: 'no row used is at period -9',
  },
};
