/** Words of R and Python that matching is written in. */
import type { Columns } from '../../../src/export/worded.ts';
import type { MatchSpec } from '../numbers/spec.ts';
import { matchInPython } from './in-python.ts';
import { effectsInPython } from './in-python-effects.ts';
import { matchInR } from './in-r.ts';
import { effectsInR } from './in-r-effects.ts';

/** Code of a language: `d` are the data, `treated` says which rows are, `m` is the score, `w` are the weights, `e` an effect with its error. */
export interface Code {
  readonly functions: string;
  /** Functions of effects that have errors of their own. */
  readonly effects: string;
  set(name: string, value: string): string;
  treated(treatment: string): string;
  /** Fits the score, as `m`. */
  model(model: MatchSpec['score'], on: readonly string[], columns: Columns): string;
  /** Lines that leave the covariance of the score in `V`, its index in `index` and the probability in `p`. */
  score(model: MatchSpec['score']): readonly string[];
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

export const codes: Readonly<Record<'r' | 'python', Code>> = {
  r: {
    functions: matchInR,
    effects: effectsInR,
    set: (name, value) => `${name} <- ${value}`,
    treated: (treatment) => `${treatment} == 1`,
    model: (model, on, columns) =>
      `m <- refined(glm(treated ~ as.matrix(d[${columns.texts(on)}]), family = binomial(link = "${model}"), control = tight))`,
    score: (model) => [`V <- ${models[model].covariance}`, 'index <- m$linear.predictors', 'p <- fitted(m)'],
    coefficient: (_, position) => [`coef(m)[[${position + 1}]]`, `sqrt(V[${position + 1}, ${position + 1}])`],
    option: (name, value) => `, ${name} = ${value}`,
    yes: 'TRUE',
    balanced: (on, squares) => `balanced_weights(d[${on}], treated${squares ? ', squares = TRUE' : ''})`,
    parts: ['e[1]', 'e[2]'],
  },
  python: {
    functions: matchInPython,
    effects: effectsInPython,
    set: (name, value) => `${name} = ${value}`,
    treated: (treatment) => `(${treatment} == 1).to_numpy(dtype=bool)`,
    model: (model, on, columns) =>
      `m = ${models[model].python}(treated.astype(float), design(d, ${columns.texts(on)})).fit(method="newton", maxiter=200, tol=1e-10, disp=0)`,
    score: () => ['V = bread(m)', 'index = np.asarray(m.fittedvalues)', 'p = np.asarray(m.predict())'],
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
