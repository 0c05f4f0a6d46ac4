/** Matching by covariates, inverse probabilities and strata in R: a call of a function for each outcome. */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import { effectsOf, onOf } from './export-words.ts';
import { matchInR } from './in-r.ts';
import { effectsInR } from './in-r-effects.ts';
import { cutsOf, type MatchSpec, USUAL_NEIGHBOURS } from './numbers/spec.ts';
import { sturges } from './numbers/strata.ts';

interface Call {
  /** Lines before the first call. */
  readonly lines: readonly string[];
  of(y: string): string;
}

export function effectsWords(node: ReadNode, spec: MatchSpec, columns: Columns): Worded | NoCounterpart {
  if (spec.metric === 'score') return { none: 'neighbours by a score with errors of its estimation are not written' };
  const treated = `treated <- ${columns.values(columns.name(spec.treatment))} == 1`;
  const call =
    spec.method === 'ipw'
      ? weighted(spec, columns)
      : spec.method === 'cem'
        ? stratified(node, spec, columns)
        : matched(spec, columns);
  return {
    functions: `${matchInR}${effectsInR}`,
    lines: [treated, ...call.lines],
    values: effectsOf(node, spec).flatMap(({ variable, estimate, stdError }, i): WordedValue[] => {
      const after = [`e <- ${call.of(columns.values(columnOf(columns, spec.outcomes[i]!)))}`];
      const scale = typeof stdError === 'number' ? stdError : undefined;
      return [
        { cell: `${variable}: effect`, code: 'e[1]', value: estimate, scale, after },
        { cell: `${variable}: standard error`, code: 'e[2]', value: stdError },
      ];
    }),
  };
}

const frame = (names: readonly string[], columns: Columns): string => `d[${columns.texts(names)}]`;

const adjustOf = ({ adjust }: MatchSpec, columns: Columns): string[] =>
  (adjust ?? []).flatMap((text) => columns.cells(text).map(({ column }) => column));

/** Arguments that differ from what a function has without them. */
const written = (options: readonly (readonly [isAsked: boolean, name: string, value: string])[]): string =>
  options.flatMap(([isAsked, name, value]) => (isAsked ? [`, ${name} = ${value}`] : [])).join('');

function matched(spec: MatchSpec, columns: Columns): Call {
  const { metric, k, caliper, estimand, exact = [], errorNeighbours = USUAL_NEIGHBOURS } = spec;
  const adjust = adjustOf(spec, columns);
  const options = written([
    [estimand !== undefined, 'estimand', columns.text(estimand ?? '')],
    [k > 1, 'k', String(k)],
    [caliper !== null, 'caliper', String(caliper)],
    [
      exact.length > 0,
      'exact',
      frame(
        exact.map((name) => columns.name(name)),
        columns,
      ),
    ],
    [adjust.length > 0, 'Z', frame(adjust, columns)],
    [errorNeighbours !== USUAL_NEIGHBOURS, 'neighbours', String(errorNeighbours)],
  ]);
  return {
    lines: [`P <- placed(${frame(onOf(spec, columns), columns)}, ${columns.text(metric!)})`],
    of: (y) => `matched_effect(${y}, treated, P${options})`,
  };
}

function weighted(spec: MatchSpec, columns: Columns): Call {
  const { estimand, trim = 0, score } = spec;
  const adjust = adjustOf(spec, columns);
  const options = written([
    [estimand !== undefined, 'estimand', columns.text(estimand ?? '')],
    [trim > 0, 'trim', String(trim)],
    [adjust.length > 0, 'Z', frame(adjust, columns)],
  ]);
  const family = `binomial(link = ${columns.text(score)})`;
  return {
    lines: [
      `m <- refined(glm(treated ~ as.matrix(${frame(onOf(spec, columns), columns)}), family = ${family}, control = tight))`,
    ],
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
