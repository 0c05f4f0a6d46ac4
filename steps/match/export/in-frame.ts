/** Matching in R and Python: the score by the language's own model, and weights and effects by short functions. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import { hasScore } from '../numbers/has-score.ts';
import type { MatchSpec } from '../numbers/spec.ts';
import { type Code, codes } from './code.ts';
import { effectsWords } from './effects.ts';
import { effectsOf, onOf } from './words.ts';

export function matchInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: MatchSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const code = codes[language];
  const on = onOf(spec, columns);
  if (hasScore(spec) && scoreOf(node, spec).length <= on.length)
    return { none: 'a term was dropped from the score, which the model of the language keeps' };
  if (spec.metric !== undefined || spec.method === 'ipw' || spec.method === 'cem')
    return effectsWords(language, node, spec, columns);
  const isBalanced = spec.method === 'entropy';
  if (spec.method === 'nearest' && !spec.replace) return { none: 'matching without replacement is not written' };
  const treatment = columns.values(columns.name(spec.treatment));
  const weights = isBalanced
    ? [code.set('w', code.balanced(columns.texts(on), spec.moments === 2))]
    : [
        code.model(spec.score, on, columns),
        ...code.score(spec.score),
        code.set('w', `matched_weights(treated, ${spec.index ? 'index' : 'p'}, p${optionsOf(spec, code, columns)})`),
      ];
  const robust = isBalanced ? code.option('robust', code.yes) : '';
  return {
    functions: code.functions,
    lines: [code.set('treated', code.treated(treatment)), ...weights],
    values: [
      ...(isBalanced ? [] : scoreValues(node, spec, columns, code)),
      ...effectsOf(node, spec).flatMap(({ variable, estimate, stdError }, i): WordedValue[] => {
        const y = columns.values(columnOf(columns, spec.outcomes[i]!));
        const scale = typeof stdError === 'number' ? stdError : undefined;
        const after = [code.set('e', `effect_on_treated(${y}, treated, w${robust})`)];
        return [
          { cell: `${variable}: effect`, code: code.parts[0], value: estimate, scale, after },
          { cell: `${variable}: standard error`, code: code.parts[1], value: stdError },
        ];
      }),
    ],
  };
}

function optionsOf(spec: MatchSpec, code: Code, columns: Columns): string {
  const { method, k, ties, caliper, kernel, bandwidth, common } = spec;
  const nearest = method === 'nearest';
  const options: readonly (readonly [boolean, string, string])[] = [
    [nearest && k > 1, 'k', String(k)],
    [nearest && ties, 'ties', code.yes],
    [nearest && caliper !== null, 'caliper', String(caliper)],
    [!nearest, 'kernel', columns.text(method === 'radius' ? 'uniform' : kernel)],
    [!nearest, 'width', String(method === 'radius' ? caliper : bandwidth)],
    [common, 'common', code.yes],
  ];
  return options.flatMap(([isAsked, name, value]) => (isAsked ? [code.option(name, value)] : [])).join('');
}

const scoreOf = (node: ReadNode, { score }: MatchSpec): Fit['terms'] =>
  (node.whole()[score] as unknown as Pick<Fit, 'terms'>).terms;

/** Coefficients of the score with their errors. */
function scoreValues(node: ReadNode, spec: MatchSpec, columns: Columns, code: Code): WordedValue[] {
  const all = spec.on.flatMap((text) => columns.cells(text));
  return scoreOf(node, spec).flatMap(({ term, estimate, stdError }): WordedValue[] => {
    const position = all.findIndex((cell) => cell.term === term);
    if (position < 0 && term !== '_cons') return [];
    const [coefficient, error] = code.coefficient(all[position]?.column, position + 1);
    const scale = typeof stdError === 'number' ? stdError : undefined;
    return [
      { cell: `${spec.score}: ${term}: coefficient`, code: coefficient, value: estimate, scale },
      { cell: `${spec.score}: ${term}: standard error`, code: error, value: stdError },
    ];
  });
}
