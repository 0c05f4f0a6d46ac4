/** Matching in R and Python: the score by the language's own model, and weights and effects by short functions. */
import type { NoCounterpart } from '../../src/econ/counterpart.ts';
import type { Fit } from '../../src/econ/fit.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import { effectsOf, onOf } from './export-words.ts';
import { matchInPython } from './in-python.ts';
import { matchInR } from './in-r.ts';
import { effectsWords } from './in-r-words.ts';
import type { MatchSpec } from './numbers/spec.ts';

/** Code of a language: `d` are the data, `treated` says which rows are, `m` is the score, `w` are the weights, `e` an effect with its error. */
interface Code {
  readonly functions: string;
  set(name: string, value: string): string;
  treated(treatment: string): string;
  /** Lines that leave the score in `m`, its covariance in `V`, the index in `index` and the probability in `p`. */
  score(model: MatchSpec['score'], on: readonly string[], columns: Columns): readonly string[];
  /** Code of a coefficient of the score, and of its error; undefined: the constant. */
  coefficient(column: string | undefined, position: number): readonly [string, string];
  option(name: string, value: string): string;
  readonly yes: string;
  balanced(on: string, squares: boolean): string;
  readonly parts: readonly [string, string];
}

/** Models of the score: the covariance in R by the observed information, and the class in Python. */
const models: Readonly<Record<MatchSpec['score'], { readonly covariance: string; readonly python: string }>> = {
  logit: { covariance: 'vcov(m)', python: 'sm.Logit' },
  probit: { covariance: 'observed_probit(m)', python: 'sm.Probit' },
};

const codes: Readonly<Record<'r' | 'python', Code>> = {
  r: {
    functions: matchInR,
    set: (name, value) => `${name} <- ${value}`,
    treated: (treatment) => `${treatment} == 1`,
    score: (model, on, columns) => [
      `m <- refined(glm(treated ~ as.matrix(d[${columns.texts(on)}]), family = binomial(link = "${model}"), control = tight))`,
      `V <- ${models[model].covariance}`,
      'index <- m$linear.predictors',
      'p <- fitted(m)',
    ],
    coefficient: (_, position) => [`coef(m)[[${position + 1}]]`, `sqrt(V[${position + 1}, ${position + 1}])`],
    option: (name, value) => `, ${name} = ${value}`,
    yes: 'TRUE',
    balanced: (on, squares) => `balanced_weights(d[${on}], treated${squares ? ', squares = TRUE' : ''})`,
    parts: ['e[1]', 'e[2]'],
  },
  python: {
    functions: matchInPython,
    set: (name, value) => `${name} = ${value}`,
    treated: (treatment) => `(${treatment} == 1).to_numpy(dtype=bool)`,
    score: (model, on, columns) => [
      `m = ${models[model].python}(treated.astype(float), design(d, ${columns.texts(on)})).fit(method="newton", maxiter=200, tol=1e-10, disp=0)`,
      'V = bread(m)',
      'index = np.asarray(m.fittedvalues)',
      'p = np.asarray(m.predict())',
    ],
    coefficient: (column, position) => {
      const at = column === undefined ? '-1' : String(position - 1);
      return [`m.params.iloc[${at}]`, `np.sqrt(np.asarray(V)[${at}, ${at}])`];
    },
    option: (name, value) => `, ${name}=${value}`,
    yes: 'True',
    balanced: (on, squares) => `balanced_weights(d[${on}], treated${squares ? ', squares=True' : ''})`,
    parts: ['e[0]', 'e[1]'],
  },
};

export function matchInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: MatchSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const code = codes[language];
  if (spec.metric !== undefined || spec.method === 'ipw' || spec.method === 'cem') {
    return language === 'r'
      ? effectsWords(node, spec, columns)
      : { none: 'matching by covariates, inverse probabilities and strata are not written' };
  }
  const isBalanced = spec.method === 'entropy';
  if (spec.method === 'nearest' && !spec.replace) return { none: 'matching without replacement is not written' };
  const on = onOf(spec, columns);
  if (!isBalanced && scoreOf(node, spec).length <= on.length)
    return { none: 'a term was dropped from the score, which the model of the language keeps' };
  const treatment = columns.values(columns.name(spec.treatment));
  const weights = isBalanced
    ? [code.set('w', code.balanced(columns.texts(on), spec.moments === 2))]
    : [
        ...code.score(spec.score, on, columns),
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
