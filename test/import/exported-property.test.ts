/**
 * Random columns, with weights, conditions, effects, clusters and instruments: what `papermake export` writes of one and `papermake import` reads
 * back estimates the same from the same data.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { ExportLanguage } from '../../src/export/language.ts';
import { r } from '../../src/export/r/language.ts';
import { stata } from '../../src/export/stata/language.ts';
import type { Imported } from '../../src/import/imported.ts';
import { readR } from '../../src/import/r/read.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { dataOf } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';
import { nowhere } from './nowhere.ts';

/** A panel of 12 units in 8 years, in which some values are missing. */
function panel() {
  let state = 11;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const rows = Array.from({ length: 96 }, (_, i) => {
    const [q, x, z] = [next(), next(), next()];
    const own = q + 0.5 * next() + 0.2 * x;
    return {
      id: Math.floor(i / 8) + 1,
      year: 2001 + (i % 8),
      y: x - 0.5 * z + own + next(),
      x: i % 17 === 3 ? null : x,
      z,
      own,
      q,
      g: 1 + Math.floor(next() * 3),
      s: i % 7 === 2 ? null : Math.floor(next() * 4),
      // `xtreg` demands weights that are constant within a unit
      wt: 0.5 + (Math.floor(i / 8) % 5) / 4,
      times: 1 + (Math.floor(i / 8) % 3),
    };
  });
  const names = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
  return dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), {
    unit: 'id',
    time: 'year',
  });
}
const raw = panel();

const compiled = (keys: SpecKeys): ModelSpec => {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: raw.panel };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return specs[0]!;
};

const CONDITIONS = [
  's > 1',
  's <= 2 and year != 2003',
  'z > 0.6 or year == 2003',
  'not (id > 9)',
  's != 1',
  'g in [1, 3]',
  'g != 2 and s < 3',
  'id > 2 and (year < 2007 or g == 1)',
  'year >= 2003',
];
const columns = fc.record({
  terms: fc.subarray(['x', 'z', 'g'], { minLength: 1 }),
  effects: fc.subarray(['id', 'year']),
  instrumented: fc.boolean(),
  vcov: fc.constantFrom(undefined, 'HC1', 'cluster(id)', 'cluster(id + year)'),
  weights: fc.constantFrom(undefined, 'wt', { frequency: 'times' }, { probability: 'wt' }),
  sample: fc.constantFrom(undefined, ...CONDITIONS),
});

type Column = typeof columns extends fc.Arbitrary<infer T> ? T : never;

function keysOf({ terms, effects, instrumented, vcov, weights, sample }: Column): SpecKeys {
  const parts = [terms.join(' + '), ...(effects.length > 0 || instrumented ? [effects.join(' + ') || '1'] : [])];
  const fit = `y ~ ${(instrumented ? [...(effects.length > 0 ? parts : parts.slice(0, 1)), 'own ~ q'] : parts).join(' | ')}`;
  return {
    fit,
    ...(vcov !== undefined && { vcov: instrumented && vcov === 'HC1' ? 'robust' : vcov }),
    ...(weights !== undefined && { weights }),
    ...(sample !== undefined && { sample }),
  } as SpecKeys;
}

/** Few rows may determine what instruments are of exactly. */
function canBeEstimated(spec: ModelSpec): boolean {
  try {
    return estimate(spec, raw).nobs > 0;
  } catch {
    return false;
  }
}

/** The figures of a column, in the order of their terms. */
function figuresOf(spec: ModelSpec, hasErrors: boolean): readonly unknown[] {
  const { nobs, terms } = estimate(spec, raw);
  const rounded = (value: unknown): unknown => (typeof value === 'number' ? value.toPrecision(9) : value);
  // effects take the constant's place
  const own = terms
    .filter(({ term }) => term !== '_cons')
    .map(({ term, estimate: b, stdError }) => [term, rounded(b), ...(hasErrors ? [rounded(stdError)] : [])]);
  return [nobs, ...own.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))];
}

/** Keys of the column that comes back; undefined where the language has no such model. */
function returned(language: ExportLanguage, spec: ModelSpec, read: (text: string) => Imported): SpecKeys | undefined {
  const data = new TrackedData('panel', raw);
  data.reads(columnsRead(spec, raw.panel));
  const writer = language.open();
  const block = writer.model({ node: 'models.a', data, spec, fit: estimate(spec, raw) });
  if (block.cells === 0) return undefined;
  const files = writer.scripts(undefined, [{ name: 'models', data: [data], blocks: [block] }]);
  const { draft } = read(String(files.find(({ path }) => path.includes('01_'))!.content));
  const entry = draft.steps.flatMap(({ kind, entries }) => (kind === 'models' ? entries : []))[0];
  const { header: _, sample, ...keys } = Object.fromEntries(entry?.keys ?? []);
  // a script of R chooses rows before its call
  const chosen = [sample, ...draft.steps.map((step) => step.keys.get('where'))].filter((each) => each !== undefined);
  return { ...keys, ...(chosen.length > 0 && { sample: chosen.map((each) => `(${each})`).join(' and ') }) } as SpecKeys;
}

it.each<[string, ExportLanguage, (text: string) => Imported, boolean]>([
  ['Stata', stata, (text) => readStata(text, nowhere), true],
  // what the script does to the errors after the call is no part of it
  ['fixest', r.dialects![0]!, (text) => readR(text, nowhere), false],
])('what goes by way of %s estimates the same', (_, language, read, hasErrors) => {
  let written = 0;
  fc.assert(
    fc.property(columns, (column) => {
      const keys = keysOf(column);
      const spec = compiled(keys);
      // a script of R repeats rows by frequencies in words of its own
      fc.pre(canBeEstimated(spec) && (language === stata || spec.weights?.is !== 'frequency'));
      const back = returned(language, spec, read);
      if (back === undefined) return;
      written += 1;
      const context = JSON.stringify({ keys, back });
      expect(back.fit, context).toBeDefined();
      expect(figuresOf(compiled(back), hasErrors), context).toEqual(figuresOf(spec, hasErrors));
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(written).toBeGreaterThan(60);
});
