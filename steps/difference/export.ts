/** Says how a difference between groups is written in other languages: as one regression in which all is interacted with the group. */
import { levelTerm } from '../../src/base/text/term-names.ts';
import type { Counterpart } from '../../src/econ/counterpart.ts';
import type { Comparison, TermDifference } from '../../src/econ/difference/tests.ts';
import type { Estimate, Fit } from '../../src/econ/fit.ts';
import { printFactor } from '../../src/econ/formula/factor.ts';
import { counterpart as linear } from '../../src/econ/linear/export.ts';
import { termName } from '../../src/econ/sample/terms.ts';
import { type ModelSpec, singletonConvention, termOf } from '../../src/econ/spec.ts';
import { WHOLE } from '../../src/export/blocks.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import type { KindExport, ReadNode } from '../../src/export/kind.ts';
import type { Block, ExportedModel, ModelPart, Writer } from '../../src/export/language.ts';
import type { DifferenceParams } from '../lib/difference/keys.ts';
import { suestWords, whyNoSuest } from './suest-in-stata.ts';

/** Errors of stacked scores have G/(G − 1) or N/(N − 1), whatever is counted. */
const stacked: Counterpart = {
  r: (spec, fit) => ({ ...linear.r(spec, fit), errors: 'likelihood' }),
  python: (spec, fit) => ({ ...linear.python(spec, fit), errors: 'likelihood' }),
  stata: (spec) => ({ none: whyNoSuest(spec) ?? 'the rows of the groups are not written in Stata' }),
};

/** Neither absorbed effects nor the constant's means are compared, and F is that of all terms. */
const interacted: Counterpart = {
  r: (spec, fit) => ({ ...linear.r(spec, fit), statistics: {} }),
  python: (spec, fit) => ({ ...linear.python(spec, fit), statistics: {} }),
  stata: (spec, fit) => ({ ...linear.stata(spec, fit), statistics: {} }),
};

export const exported: KindExport = (node, language) => {
  const { by } = node.params as unknown as DifferenceParams;
  const tests = by.flatMap((way): Block[] => {
    if (way === 'permutation') return [];
    return [called(way, testBlock(node, way, language))];
  });
  const draws = by.includes('permutation')
    ? [{ node: node.id, what: 'permutation', why: 'its draws are papermake’s own' }]
    : [];
  const { lines, cells, missing, packages, further } = joined(tests);
  if (cells === 0 && missing.length === 0)
    return language.missing(node.id, 'permutations are draws of papermake’s own');
  return { node: node.id, lines, cells, missing: [...missing, ...draws], packages, further };
};

/** A test that has no counterpart is a part of the result. */
const called = (way: string, block: Block): Block => ({
  ...block,
  missing: block.missing.map((each) => (each.what === WHOLE ? { ...each, what: way } : each)),
});

function joined(
  blocks: readonly Block[],
): Omit<Block, 'node' | 'further'> & { readonly further: NonNullable<Block['further']> } {
  return {
    lines: blocks.flatMap(({ lines }) => lines),
    cells: blocks.reduce((sum, block) => sum + block.cells, 0),
    missing: blocks.flatMap(({ missing }) => missing),
    packages: [...new Set(blocks.flatMap(({ packages }) => packages))],
    further: blocks.flatMap(({ further = [] }) => further),
  };
}

function testBlock(node: ReadNode, way: 'chow' | 'suest', language: Writer): Block {
  const { model, group } = node.params as unknown as DifferenceParams;
  const why = unwritten(model, node);
  if (why !== undefined) return language.missing(node.id, why);
  const [first, second] = node.result('between') as unknown as Comparison['between'];
  const found = node.result(way) as unknown as Comparison['chow'] | Comparison['suest'];
  const spec = interactedSpec(model, group, [first, second], way, node);
  node.reads([...columnsRead(spec, node.data.panel), group]);
  if (way === 'suest') {
    const block = suestBlock(node, spec, found as Comparison['suest'], language);
    if (block.cells > 0) return block;
  }
  const asked: ExportedModel = {
    node: node.id,
    data: node.data,
    spec,
    fit: interactedFit(node, found, { spec, group, first, way }),
    part: partOf(found, way, { group, first, spec }),
  };
  return language.model(asked, way === 'chow' ? interacted : stacked);
}

/** The commands of the language that stack the scores of two regressions; without values where it has none. */
function suestBlock(node: ReadNode, interactions: ModelSpec, found: Comparison['suest'], language: Writer): Block {
  const { model, group } = node.params as unknown as DifferenceParams;
  const groups = node.result('groups') as unknown as Comparison['groups'];
  const { absorb, common, vcov } = interactions;
  const none = () => ({ none: 'the scores of the regression with all interacted are stacked' });
  const stata = suestWords({
    model: { ...model, absorb, vcov },
    group,
    between: node.result('between') as unknown as Comparison['between'],
    found,
    nobs: groups.reduce((sum, { nobs }) => sum + nobs, 0),
  });
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { model: { ...model, absorb: [], common }, rowsLost: [] },
    words: { r: none, python: none, stata },
  });
}

/** Why a model has no regression with all interacted here; undefined where it has. */
function unwritten(model: ModelSpec, node: ReadNode): string | undefined {
  if (model.weights !== undefined) return 'differences with weights are not written';
  if (model.winsorize?.stage === 'terms') return 'winsorising of whole terms is not written';
  const shared = sharedTerms(node);
  const isWhole = model.terms.every((text) => {
    const factors = termOf(text).filter((factor) => factor.is === 'levels' || factor.is === 'event');
    return factors.length > 0 || shared.includes(termName(termOf(text)));
  });
  return isWhole ? undefined : 'a term that one group alone has is not written';
}

const sharedTerms = (node: ReadNode): string[] => {
  const { by } = node.params as unknown as DifferenceParams;
  const way = by.find((each) => each !== 'permutation')!;
  return (node.result(way) as unknown as Comparison['chow']).terms.map(({ term }) => term);
};

/** Terms, then each with an indicator of the first group; effects are of each group, and so are percentiles. */
function interactedSpec(
  model: ModelSpec,
  group: string,
  pair: readonly string[],
  way: 'chow' | 'suest',
  { data }: ReadNode,
): ModelSpec {
  const column = printFactor({ is: 'column', name: group });
  const inGroup = `i(${column})`;
  const isNumber = data.type(group) === 'number';
  const among = `${column} in [${pair.map((level) => (isNumber ? level : JSON.stringify(level))).join(', ')}]`;
  const { common, winsorize, vcov } = model;
  const isDropped = (model.singletons ?? singletonConvention(model)) === 'drop';
  return {
    ...model,
    terms: [
      ...model.terms,
      ...(model.absorb.length === 0 ? [inGroup] : []),
      ...model.terms.map((text) => `${inGroup}:${text}`),
    ],
    absorb: model.absorb.map((text) => `${text}^${column}`),
    common: {
      ...(common ?? { terms: [], levels: [], excludes: [] }),
      samples: [...(common?.samples ?? []), among],
    },
    winsorize: winsorize === null ? null : { ...winsorize, by: [...winsorize.by, group] },
    singletons: isDropped ? 'drop' : 'keep',
    small: model.absorb.length === 0 || model.small === 'asymptotic' ? model.small : 'reghdfe',
    vcov: way === 'suest' && vcov.is === 'iid' ? { is: 'hc', type: 'HC1' } : vcov,
  };
}

interface Interacted {
  readonly spec: ModelSpec;
  readonly group: string;
  readonly first: string;
}

const ofFirst = (group: string, first: string): string =>
  levelTerm(`i(${printFactor({ is: 'column', name: group })})`, first);

/** The record that the regression would have, as far as a script looks into it. */
function interactedFit(
  node: ReadNode,
  found: Comparison['chow'] | Comparison['suest'],
  { spec, group, first, way }: Interacted & { readonly way: 'chow' | 'suest' },
): Fit {
  const begin = ofFirst(group, first);
  const groups = node.result('groups') as unknown as Comparison['groups'];
  const none = { invalid: 'not compared' };
  const row = (term: string, estimate: number, stdError: Estimate['stdError']): Estimate => ({
    ...{ term, estimate, stdError, statistic: none, pValue: none, confLow: none, confHigh: none },
  });
  const isSlope = ({ term }: TermDifference): boolean => term !== '_cons';
  const shared = found.terms.filter(isSlope);
  // constants differ by the coefficient of the group
  const constant = found.terms.find((each) => !isSlope(each));
  const { vcov } = spec;
  return {
    terms: [
      ...shared.map(({ term }) => row(term, 0, none)),
      ...(spec.absorb.length === 0 ? [row(begin, constant?.difference ?? 0, constant?.stdError ?? none)] : []),
      ...shared.map(({ term, difference, stdError }) => row(`${begin}:${term}`, difference, stdError)),
      row('_cons', 0, none),
    ],
    vcovInfo: {
      type: vcov.is === 'cluster' ? 'CRV1' : vcov.is === 'hc' ? (way === 'suest' ? 'HC1' : vcov.type) : 'iid',
    },
    nobs: groups.reduce((sum, { nobs }) => sum + nobs, 0),
    nclusters: null,
    dfResid: 'df' in found ? found.df : null,
    stats: {},
    warnings: [],
    rowsLost: [],
  } as unknown as Fit;
}

function partOf(
  { terms, joint }: Comparison['chow'] | Comparison['suest'],
  name: string,
  { group, first, spec }: Interacted,
): ModelPart {
  const begin = ofFirst(group, first);
  const compared = terms.map(({ term }) => (term === '_cons' ? begin : `${begin}:${term}`));
  const all = spec.absorb.length === 0 && spec.constant ? [...new Set([begin, ...compared])] : compared;
  const statistic = 'f' in joint ? joint.f : joint.chi2;
  if (typeof statistic !== 'number') return { name, terms: compared };
  return { name, terms: compared, joint: { terms: all, value: 'f' in joint ? statistic : statistic / joint.df } };
}
