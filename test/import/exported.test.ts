/**
 * Scripts that `papermake export` writes, read by `papermake import`: the models of the reference cases come back with the same equation, errors
 * and estimator. What a language cannot say in its call differs by nature, and is said here.
 */
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../src/econ/formula/formula.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { ExportLanguage } from '../../src/export/language.ts';
import { r } from '../../src/export/r/language.ts';
import { stata } from '../../src/export/stata/language.ts';
import type { Imported } from '../../src/import/imported.ts';
import { readR } from '../../src/import/r/read.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { type Modelled, modelledCases } from '../export/models.ts';
import { nowhere } from './nowhere.ts';

type Exported = Modelled['models'][number];

/** The first model of the script that is written of one; undefined where the language has no such model. */
function returned(
  language: ExportLanguage,
  model: Exported,
  read: (text: string) => Imported,
): Record<string, unknown> | undefined {
  const writer = language.open();
  const block = writer.model(model);
  if (block.cells === 0) return undefined;
  const files = writer.scripts(undefined, [{ name: 'cases', data: [model.data], blocks: [block] }]);
  const { content } = files.find(({ path }) => path.includes('01_'))!;
  const { draft } = read(String(content));
  const columns = draft.steps.flatMap(({ kind, entries }) => (kind === 'models' ? entries : []));
  return columns[0] === undefined ? {} : Object.fromEntries(columns[0].keys);
}

const sorted = (texts: readonly string[]): string[] => [...texts].sort();

function equationOf({
  outcome,
  terms,
  absorb,
  iv,
  constant,
}: Pick<ModelSpec, 'outcome' | 'terms' | 'absorb' | 'iv' | 'constant'>) {
  const parts = iv && { endogenous: sorted(iv.endogenous), instruments: sorted(iv.instruments) };
  // effects take the constant's place, and a script has a variable for each power
  return {
    outcome,
    terms: sorted(terms.map((term) => term.replace('^', '_'))),
    absorb: sorted(absorb),
    iv: parts,
    constant: absorb.length > 0 || constant,
  };
}

function equationRead({ fit }: Record<string, unknown>): unknown {
  const parsed = parseFormula(String(fit), {});
  // a script of R has lags as columns of its data
  if (!parsed.ok) return String(fit);
  const [equation] = parsed.formula.equations;
  const plain = (terms: readonly string[]): string[] => terms.map((term) => term.replaceAll('`', ''));
  const { iv } = equation;
  return equationOf({
    ...equation,
    terms: plain(equation.terms),
    iv: iv && { endogenous: plain(iv.endogenous), instruments: plain(iv.instruments) },
  });
}

const errorsOf = ({ vcov }: ModelSpec): string =>
  vcov.is === 'nw' || vcov.is === 'dk'
    ? `${vcov.is}(${vcov.lag})`
    : vcov.is === 'cluster'
      ? `cluster(${sorted(vcov.by).join(' + ')})`
      : vcov.is === 'hc'
        ? vcov.type
        : vcov.is;

function errorsRead({ vcov }: Record<string, unknown>): string {
  const text = String(vcov ?? 'iid');
  const [, by] = /^cluster\((.*)\)$/.exec(text) ?? [];
  if (by !== undefined) return `cluster(${sorted(by.split(' + ')).join(' + ')})`;
  return text === 'robust' ? 'HC1' : text;
}

const nameOf = (estimator: unknown): string =>
  typeof estimator === 'object' && estimator !== null
    ? String((estimator as { is?: unknown }).is)
    : String(estimator ?? '');

type Parts = (spec: ModelSpec, back: Record<string, unknown>) => Record<string, readonly [unknown, unknown]>;

/** Models that come back otherwise, with what each part was and is. */
function differing(
  language: ExportLanguage,
  read: (text: string) => Imported,
  parts: Parts,
): { readonly written: number; readonly found: readonly string[] } {
  const all = modelledCases().flatMap(({ models }) => models);
  let written = 0;
  const found = all.flatMap((model) => {
    const back = returned(language, model, read);
    if (back === undefined) return [];
    written += 1;
    if (back.fit === undefined) return [`${model.node} is not read`];
    return Object.entries(parts(model.spec, back)).flatMap(([name, [own, other]]) =>
      JSON.stringify(own) === JSON.stringify(other)
        ? []
        : [`${model.node}, ${name}: ${JSON.stringify(own)}, ${JSON.stringify(other)}`],
    );
  });
  return { written, found: found.filter((text) => !EXPLAINED.test(text)) };
}

/**
 * Models whose collinear and separated terms a script leaves out, as the fit does; and those of a factor of texts with gaps, for which a do-file has
 * a column for each level and the rows that have one.
 */
const EXPLAINED =
  /^(?:(?:separation-a\.ppml|synth-akm-a\.w_f_iid), equation|choice-small\.(?:[om]logit|oprobit)\w*, (?:equation|sample))/;

describe('what is exported and imported', () => {
  it.each<[string, ExportLanguage, (text: string) => Imported, number]>([
    ['Stata', stata, (text) => readStata(text, nowhere), 160],
    // it chooses rows before the call
    ['fixest', r.dialects![0]!, (text) => readR(text, nowhere), 60],
  ])('has the same specification by way of %s', (_, language, read, fewest) => {
    const { written, found } = differing(language, read, (spec, back) => ({
      equation: [equationOf(spec), equationRead(back)],
      errors: [errorsOf(spec), errorsRead(back)],
      estimator: [nameOf(spec.estimator), nameOf(back.estimator)],
      ...(language === stata && { sample: [spec.sample === null, back.sample === undefined] as const }),
    }));
    expect(found).toEqual([]);
    expect(written).toBeGreaterThan(fewest);
  });
});
