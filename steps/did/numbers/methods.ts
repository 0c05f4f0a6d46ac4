/** THE list of methods of `kind: did`: what each reads, and the numerics, which are loaded when a node runs with them. */
import type { Rng } from '../../../src/base/number/rng.ts';
import type { DidResult } from './result.ts';
import type { DidSample } from './sample.ts';
import type { DidMethod, DidSpec } from './spec.ts';

export interface DidMethodSpec {
  /** The method's description, for the docs and messages. */
  readonly summary: string;
  /** Keys of the step that it reads besides those of all. */
  readonly keys: readonly string[];
  /** The allowed values of `control`; the first is the default. */
  readonly controls: readonly ('never' | 'notyet' | 'last')[];
  load(): Promise<(spec: DidSpec, sample: DidSample, rng: Rng) => DidResult>;
}

export const methodsOf: Readonly<Record<DidMethod, DidMethodSpec>> = {
  callaway: {
    summary: 'Callaway & Sant’Anna (2021): effects by cohort and period, aggregated',
    keys: [
      'control',
      'estimate',
      'base',
      'anticipation',
      'events',
      'balance_events',
      'unbalanced',
      'bands',
      'seed',
      'covariates',
      'weights',
    ],
    controls: ['never', 'notyet'],
    load: async () => (await import('./callaway.ts')).callaway,
  },
  'sun-abraham': {
    summary: 'Sun & Abraham (2021): indicators of cohorts by period since treatment, averaged',
    keys: ['control', 'events', 'shares', 'covariates', 'weights'],
    controls: ['never', 'last'],
    load: async () => (await import('./sun-abraham.ts')).sunAbraham,
  },
  imputation: {
    summary: 'Borusyak, Jaravel & Spiess (2024): outcomes less those that untreated rows impute',
    keys: ['events', 'pretrends', 'covariates', 'weights'],
    controls: [],
    load: async () => (await import('./imputation.ts')).imputation,
  },
  'two-stage': {
    summary: 'Gardner (2022): the same effects as a second regression, as in did2s',
    keys: ['events', 'pretrends', 'covariates', 'weights'],
    controls: [],
    load: async () => (await import('./imputation.ts')).imputation,
  },
  etwfe: {
    summary:
      'Wooldridge (2021, 2023): one regression with every treated cell of cohort and period, linear, logit or Poisson',
    keys: ['control', 'events', 'family', 'covariates'],
    controls: ['notyet', 'never'],
    load: async () => (await import('./etwfe.ts')).etwfe,
  },
  stacked: {
    summary:
      'Cengiz, Dube, Lindner & Zipperer (2019): a data set for each cohort with untreated units, one regression of all',
    keys: ['events'],
    controls: [],
    load: async () => (await import('./stacked.ts')).stacked,
  },
  dcdh: {
    summary:
      'de Chaisemartin & D’Haultfœuille (2024): treatments that begin, end and change in dose, by units whose treatment changes later',
    keys: ['events', 'normalized', 'same_switchers', 'bands', 'seed'],
    controls: [],
    load: async () => (await import('./changes/switchers.ts')).switchers,
  },
  'did-m': {
    summary:
      'de Chaisemartin & D’Haultfœuille (2020): changes of units whose treatment begins or ends from one period to the next, less those of units whose treatment stays',
    keys: ['draws', 'seed'],
    controls: [],
    load: async () => (await import('./changes/joiners.ts')).joinersAndLeavers,
  },
  cic: {
    summary:
      'Athey & Imbens (2006): changes in changes of two groups in two periods, the mean effect on the treated and those at quantiles',
    keys: ['quantiles', 'draws', 'seed'],
    controls: [],
    load: async () => (await import('./changes-in-changes.ts')).changesInChanges,
  },
  continuous: {
    summary:
      'Callaway, Goodman-Bacon & Sant’Anna (2024): effects of a dose, ATT(d) against the untreated and its slope ACRT(d), by splines',
    keys: ['control', 'base', 'anticipation', 'events', 'balance_events', 'spline', 'doses', 'bands', 'seed'],
    controls: ['never', 'notyet'],
    load: async () => (await import('./continuous/curve.ts')).continuous,
  },
  rings: {
    summary:
      'Butts (2021): two-way fixed effects with spill-overs on the untreated by rings around the treated, controls beyond the last ring',
    keys: ['at', 'rings', 'vcov', 'covariates', 'weights'],
    controls: [],
    load: async () => (await import('./rings/fit.ts')).rings,
  },
  bacon: {
    summary: 'Goodman-Bacon (2021): the comparisons that a two-way fixed effects coefficient is made of',
    keys: [],
    controls: [],
    load: async () => (await import('./bacon.ts')).bacon,
  },
  twfe: {
    summary: 'two-way fixed effects: one coefficient of treatment',
    keys: ['covariates', 'weights'],
    controls: [],
    load: async () => (await import('./twfe.ts')).twfe,
  },
};
