/** The suites that have a large size, and what makes it: the variables that their tests read. A test holds the list to those. */

export interface Suite {
  readonly name: string;
  /** Holds what vitest is given: files, or folders of them. */
  readonly paths: readonly string[];
  /** Sizes of a night, by variable. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** The variable that draws others. */
export const SEED = 'PAPERMAKE_SEED';

export const SUITES: readonly Suite[] = [
  { name: 'fuzz', paths: ['test/fuzz'], sizes: { PAPERMAKE_FUZZ: 8000 } },
  {
    name: 'draws',
    paths: [
      'test/unit/econ/margins/brute-force.test.ts',
      'test/unit/econ/poisson/separated-rows.test.ts',
      'test/properties/model-matrix.test.ts',
      'test/properties/loops.test.ts',
      'test/unit/frame/where.test.ts',
      'test/unit/base/expression/texts.test.ts',
      'test/unit/econ/match/by-level.test.ts',
      'test/unit/econ/iv/weak-tests.test.ts',
      'test/unit/econ/rotemberg/rotemberg.test.ts',
      'test/unit/econ/efficiency/simplex.test.ts',
      'test/unit/frame/leniency.test.ts',
      'test/export/hostile.test.ts',
      'test/export/teeth.test.ts',
      'test/import/lines.test.ts',
      'test/import/expressions.test.ts',
      'test/editor/cursor.test.ts',
      'test/editor/format.test.ts',
    ],
    sizes: { PAPERMAKE_FUZZ: 40_000, PAPERMAKE_FORMULAS: 100_000, PAPERMAKE_LOOPS: 40 },
  },
  {
    name: 'experiments',
    paths: [
      'test/unit/econ/experiment/experiment.test.ts',
      'test/unit/econ/experiment/size.test.ts',
      'test/unit/steps/experiment-draws.test.ts',
      'test/unit/steps/experiment-power.test.ts',
      'test/export/experiments.test.ts',
      'test/export/matches.test.ts',
    ],
    sizes: { PAPERMAKE_FUZZ: 300 },
  },
  {
    name: 'discontinuities',
    paths: ['test/export/discontinuities.test.ts', 'test/unit/steps/rd-size.test.ts'],
    sizes: { PAPERMAKE_FUZZ: 300 },
  },
  {
    name: 'treatments',
    paths: [
      'test/unit/econ/did/switchers.test.ts',
      'test/unit/econ/did/changes-in-changes.test.ts',
      'test/unit/econ/did/continuous.test.ts',
      'test/unit/econ/did/rings.test.ts',
      'test/unit/econ/match/by-score.test.ts',
      'test/unit/steps/synthetic-size.test.ts',
      'test/unit/steps/simar-wilson-size.test.ts',
    ],
    sizes: { PAPERMAKE_FUZZ: 300 },
  },
  { name: 'packages', paths: ['test/package/scans.test.ts'], sizes: { PAPERMAKE_FUZZ: 500 } },
  { name: 'faults', paths: ['test/faults'], sizes: { PAPERMAKE_FAULTS: 2000 } },
  {
    name: 'interrupts',
    paths: ['test/cli/interrupts.test.ts', 'test/cli/late-errors.test.ts', 'test/security/seal.test.ts'],
    sizes: { PAPERMAKE_FAULTS: 2000 },
  },
  {
    name: 'cluster',
    paths: ['test/cluster'],
    sizes: { PAPERMAKE_CLUSTER_KILLS: 2000, PAPERMAKE_CLUSTER_FITS: 200 },
  },
  { name: 'pages', paths: ['test/docs/first-steps.test.ts'], sizes: { PAPERMAKE_PAGES: 1 } },
];
