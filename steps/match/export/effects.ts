/** Effects that have errors of their own, in R and Python: a call of a function for each outcome. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import { cutsOf, type MatchSpec, USUAL_NEIGHBOURS } from '../numbers/spec.ts';
import { sturges } from '../numbers/strata.ts';
import { type Code, codes } from './code.ts';
import { effectsOf, onOf } from './words.ts';

interface Call {
  /** Lines before the first call. */
  readonly lines: readonly string[];
  of(y: string): string;
}

export function effectsWords(
  language: 'r' | 'python',
  node: ReadNode,
  spec: MatchSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const isWritten = language === 'r' || spec.metric !== undefined;
  if (!isWritten) return { none: 'inverse probabilities and strata are not written' };
  const code = codes[language];
  const call =
    spec.method === 'ipw'
      ? weighted(spec, code, columns)
      : spec.method === 'cem'
        ? stratified(node, spec, columns)
        : matched(spec, code, columns);
  return {
    functions: `${code.functions}${code.effects}`,
    lines: [code.set('treated', code.treated(columns.values(columns.name(spec.treatment)))), ...call.lines],
    values: effectsOf(node, spec).flatMap(({ variable, estimate, stdError }, i): WordedValue[] => {
      const after = [code.set('e', call.of(columns.values(columnOf(columns, spec.outcomes[i]!))))];
      const scale = typeof stdError === 'number' ? stdError : undefined;
      return [
        { cell: `${variable}: effect`, code: code.parts[0], value: estimate, scale, after },
        { cell: `${variable}: standard error`, code: code.parts[1], value: stdError },
      ];
    }),
  };
}

const frame = (names: readonly string[], columns: Columns): string => `d[${columns.texts(names)}]`;

const adjustOf = ({ adjust }: MatchSpec, columns: Columns): string[] =>
  (adjust ?? []).flatMap((text) => columns.cells(text).map(({ column }) => column));

/** Arguments that differ from what a function has without them. */
const written = (code: Code, options: readonly (readonly [isAsked: boolean, name: string, value: string])[]): string =>
  options.flatMap(([isAsked, name, value]) => (isAsked ? [code.option(name, value)] : [])).join('');

/** By covariates, or by the score. */
function matched(spec: MatchSpec, code: Code, columns: Columns): Call {
  const { metric, k, caliper, estimand, exact = [], errorNeighbours = USUAL_NEIGHBOURS } = spec;
  const adjust = adjustOf(spec, columns);
  const on = onOf(spec, columns);
  const alike = exact.map((name) => columns.name(name));
  const options = written(code, [
    [estimand !== undefined, 'estimand', columns.text(estimand ?? '')],
    [k > 1, 'k', String(k)],
    [caliper !== null, 'caliper', String(caliper)],
    [alike.length > 0, 'exact', frame(alike, columns)],
    [adjust.length > 0, 'Z', frame(adjust, columns)],
    [errorNeighbours !== USUAL_NEIGHBOURS, 'neighbours', String(errorNeighbours)],
  ]);
  if (metric === 'score') {
    return {
      lines: [code.model(spec.score, on, columns)],
      of: (y) => `score_effect(${y}, treated, m, ${frame(on, columns)}${options})`,
    };
  }
  return {
    lines: [code.set('P', `placed(${frame(on, columns)}, ${columns.text(metric!)})`)],
    of: (y) => `matched_effect(${y}, treated, P${options})`,
  };
}

function weighted(spec: MatchSpec, code: Code, columns: Columns): Call {
  const { estimand, trim = 0 } = spec;
  const adjust = adjustOf(spec, columns);
  const options = written(code, [
    [estimand !== undefined, 'estimand', columns.text(estimand ?? '')],
    [trim > 0, 'trim', String(trim)],
    [adjust.length > 0, 'Z', frame(adjust, columns)],
  ]);
  return {
    lines: [code.model(spec.score, onOf(spec, columns), columns)],
    of: (y) => `weighted_effect(${y}, treated, m${options})`,
  };
}

function stratified(node: ReadNode, spec: MatchSpec, columns: Columns): Call {
  const { treated, controls } = node.result('support') as unknown as {
    readonly treated: number;
    readonly controls: number;
  };
  const cuts = spec.on.flatMap((text) =>
    columns.cells(text).map(({ term, column }) => ({ column, at: cutsOf(spec, term) })),
  );
  const parts = (count: number): string => `c(parts = ${count})`;
  const codeOf = ({ column, at }: (typeof cuts)[number]): string => {
    if (at === 'exact') return 'NULL';
    if (at === undefined)
      return `if (length(unique(d[[${columns.text(column)}]])) > 2) ${parts(sturges(treated + controls))}`;
    return typeof at === 'number' ? parts(at) : `c(${at.join(', ')})`;
  };
  return {
    lines: [
      `w <- strata_weights(${frame(
        cuts.map(({ column }) => column),
        columns,
      )}, treated, list(${cuts.map(codeOf).join(', ')}))`,
    ],
    of: (y) => `effect_on_treated(${y}, treated, w, robust = TRUE)`,
  };
}
