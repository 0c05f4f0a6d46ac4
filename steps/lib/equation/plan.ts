/** Plans the equation of a node: finds how its kind writes it, and what its variables are called. */

import { parseFormula } from '../../../src/base/formula/parse.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import type { Result } from '../../../src/base/result.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { formulaOf } from '../../../src/econ/equation/equation.ts';
import type { EquationNames } from '../../../src/econ/equation/symbols.ts';
import { wordsInTex } from '../../../src/econ/equation/words-in-tex.ts';
import { EquationWriter } from '../../../src/econ/equation/writer.ts';
import { equationOf } from '../../../src/econ/equations.ts';
import { printTerm } from '../../../src/econ/formula/factor.ts';
import { parseTerm } from '../../../src/econ/formula/formula.ts';
import type { NodeSpec, PlanContext } from '../../../src/engine/step.ts';
import { labelIn, labelsOfFiles } from '../file-labels.ts';
import { type EquationRequest, type Equations, modelOf, type RoomEquation } from './equations.ts';
import type { EquationOptions } from './keys.ts';
import { equationOfModel } from './of-models.ts';

/** Models write the equation of their estimator. */
const ofModels = equationOfModel(modelOf);

/** `roomOf` finds what the room of a kind says of its equations. */
export const equationsBy = (roomOf: (kind: string) => RoomEquation | undefined): Equations => ({
  formula({ node, options, at }, plan) {
    const declared = plan.result(node);
    const room = equationOfNode(node, roomOf(plan.kind(node)), declared?.isOwn === true ? declared.result : undefined);
    if (room === undefined) {
      const message = `\`${node.id}\` has no equation: it is a result of \`kind: ${plan.kind(node)}\``;
      const hint = 'name a column of `models` or `robustness`, or a step of a model that has equations';
      return void plan.complain({ code: 'no-equation', message, path: at('of'), hint });
    }
    const terms = room.terms(node.params);
    const keep = keptTerms(terms, { node, options, at }, plan);
    const names = namesFor(node, { node, options, at }, plan);
    if (keep === undefined || names === undefined) return undefined;
    const writer = new EquationWriter(names, { controls: options.controls ?? 'list', keep, words: wordsFor(options) });
    return formulaOf(room.write(node.params, writer));
  },
  ofNode({ node, kind, result, panel, label, lang }) {
    const room = equationOfNode(node, roomOf(kind), result);
    if (room === undefined) return undefined;
    const { kept } = room.terms(node.params);
    const names = { panel, column: (name: string) => columnInTex(name, label(name)) };
    const words = wordsFor({ names: 'labels', lang });
    return formulaOf(room.write(node.params, new EquationWriter(names, { controls: 'list', keep: kept, words })));
  },
});

function equationOfNode(
  node: Pick<NodeSpec, 'id' | 'params' | 'inputs'>,
  own: RoomEquation | undefined,
  declared: Result | undefined,
): RoomEquation | undefined {
  if (own !== undefined) return own.isOf?.(node.params) === false ? undefined : own;
  if (declared === undefined) return undefined;
  const { type, model } = declared;
  return type === 'fit' && model !== undefined && equationOf(modelOf(model(node))) !== undefined ? ofModels : undefined;
}

/** Canonical terms of `keep`, or those that stand by themselves where it says none. */
function keptTerms(
  { all: terms, kept }: ReturnType<RoomEquation['terms']>,
  { node, options: { keep }, at }: EquationRequest,
  plan: PlanContext,
): readonly string[] | undefined {
  if (keep === undefined) return kept;
  const found = keep.map((text, i) => {
    const parsed = parseTerm(text);
    const term = parsed.ok ? printTerm(parsed.term) : text;
    if (terms.includes(term)) return term;
    const message = `\`keep\` names \`${text}\`, which is no term of \`${node.id}\``;
    const hint = didYouMean(text, terms) ?? `it has ${quoted(terms)}`;
    return void plan.complain({ code: 'unknown-variable', message, path: [...at('keep'), i], hint });
  });
  return found.every((term) => term !== undefined) ? found : undefined;
}

function namesFor(node: NodeSpec, { options, at }: EquationRequest, plan: PlanContext): EquationNames | undefined {
  const { names, symbols = {}, lang = 'en' } = options;
  const wrong = Object.entries(symbols).flatMap(([name, tex]) => {
    const parsed = parseFormula(tex);
    return parsed.ok ? [] : [{ name, ...parsed.problems[0] }];
  });
  for (const { name, code, message, hint } of wrong)
    plan.complain({ code, message: `the symbol of \`${name}\`: ${message}`, path: [...at('symbols'), name], hint });
  if (wrong.length > 0) return undefined;
  const { data } = node.inputs;
  const { labels } = names === 'labels' ? labelsOfFiles([node], plan) : { labels: {} };
  const label = (name: string): string | undefined => {
    const declared = ownValue(plan.project.variables, name);
    return ownValue(declared?.translations ?? {}, lang) ?? declared?.label ?? labelIn(ownValue(labels, name), lang);
  };
  return {
    panel: data?.is === 'node' ? plan.panel(data.node) : null,
    column(name) {
      const symbol = ownValue(symbols, name);
      if (symbol !== undefined) return /^(?:[A-Za-z]|\\[A-Za-z]+)$/.test(symbol) ? symbol : `{${symbol}}`;
      return columnInTex(name, names === 'labels' ? label(name) : undefined);
    },
  };
}

/** A column by its label or, where it has none, by its name. */
function columnInTex(name: string, label: string | undefined): string {
  if (label !== undefined) return wordsInTex(label, 'text');
  return /^[A-Za-z]$/.test(name) ? name : wordsInTex(name, 'textit');
}

const wordsFor = ({ names, lang = 'en' }: EquationOptions) => ({
  controls: names === 'labels' ? wordsInTex(lang === 'zh' ? '控制变量' : 'Controls', 'text') : '\\textit{Controls}',
  where: wordsInTex(lang === 'zh' ? '若' : 'if', 'text'),
});
