/** Experiments in Python: least squares and two stages with the errors of the design, as short functions over numpy. */
import { pyText, pyTexts } from '../../../src/export/python/names.ts';
import type { Equation } from './equations.ts';
import type { FrameCode } from './frame.ts';
import { moreInPython } from './functions-python.ts';

const functions = `

# ---- Experiments. ----


class Regressed:
    """Least squares, or two stages by instruments, with the errors of the design (MacKinnon and White 1985; Bell and McCaffrey 2002)."""

    def __init__(self, s, outcome, columns, errors, strata=None, weights=None, clusters=None, instruments=None):
        dummies = [] if strata is None else [strata]
        actual = design(s, columns, dummies=dummies)
        self.names = list(actual.columns)
        X = A = actual.to_numpy(dtype=float)
        y = numbers(s[outcome]).to_numpy(dtype=float)
        w = np.ones(len(s)) if weights is None else numbers(s[weights]).to_numpy(dtype=float)
        if instruments is not None:
            Z = design(s, instruments, dummies=dummies).to_numpy(dtype=float)
            X = Z @ np.linalg.lstsq(Z * np.sqrt(w)[:, None], A * np.sqrt(w)[:, None], rcond=None)[0]
        B = np.linalg.pinv(X.T @ (w[:, None] * X))
        self.b = B @ (X.T @ (w * y))
        e = y - A @ self.b
        n, k = len(s), np.linalg.matrix_rank(X)
        self.df = n - k if clusters is None else s[clusters].nunique() - 1
        if errors.startswith("HC"):
            left = 1 - w * ((X @ B) * X).sum(axis=1)
            scale = {"HC0": 1, "HC1": n / (n - k), "HC2": 1 / left, "HC3": 1 / left**2}[errors]
            scores = (w * e * np.sqrt(scale))[:, None] * X
        else:
            scores = []
            for rows in pd.Series(range(n)).groupby(s[clusters].to_numpy()).indices.values():
                own = e[rows]
                if errors == "CR2":
                    values, vectors = np.linalg.eigh(np.eye(len(rows)) - X[rows] @ B @ X[rows].T)
                    roots = np.where(values > 1e-10, 1 / np.sqrt(np.where(values > 1e-10, values, 1)), 0)
                    own = vectors @ (roots * (vectors.T @ own))
                scores.append(X[rows].T @ (w[rows] * own))
            scores = np.array(scores)
            if errors == "CR1":
                scores *= np.sqrt(len(scores) / (len(scores) - 1) * (n - 1) / (n - k))
        self.V = B @ scores.T @ scores @ B

    def effect(self, term, less=None):
        """A coefficient with its error; less: the coefficient that it is compared with."""
        c = np.zeros(len(self.b))
        c[self.names.index(term)] = 1
        if less is not None:
            c[self.names.index(less)] = -1
        return c @ self.b, np.sqrt(c @ self.V @ c)

    def wald(self, terms):
        """Wald's statistic over its degrees of freedom, that coefficients are zero."""
        at = [self.names.index(term) for term in terms]
        return self.b[at] @ np.linalg.solve(self.V[np.ix_(at, at)], self.b[at]) / len(at)
${moreInPython}`;

/** Names of statsmodels' multipletests. */
const adjustments: Readonly<Record<string, string>> = { hochberg: 'simes-hochberg', bh: 'fdr_bh', by: 'fdr_by' };

const ofArms = (outcome: string, arm: string): string => `*of_arms(s, ${pyText(outcome)}, ${pyText(arm)})`;

const inData = (column: string): string => `d[${pyText(column)}]`;

export const inPython: FrameCode = {
  packages: [],
  functions,
  assign: (column, code) => `${inData(column)} = ${code}`,
  indicator: (condition) => `number(${condition})`,
  isMissing: (column) => `${inData(column)}.isna().astype(float)`,
  keep: (conditions) => `d = keep(d, ${conditions.map((each) => `(${each})`).join(' | ')})`,
  complete: (columns) => `d = d.dropna(subset=${pyTexts(columns)}).copy()`,
  joined: (column, of) => `${inData(column)} = joint(d[${pyTexts(of)}])`,
  rows: (complete, without, accompanied) => [
    `s = d.dropna(subset=${pyTexts(complete)})`,
    ...(without.length === 0 ? [] : [`s = s[${without.map((arm) => `(s[${pyText(arm)}] == 0)`).join(' & ')}]`]),
    ...(accompanied === undefined ? [] : [`s = without_singletons(s, ${pyTexts([accompanied])})`]),
  ],
  call: (equation, names, { errors, strataMin }) => {
    const { by, strata } = equation;
    if (strataMin !== null) return { none: 'strata that are left out are not left out by the script' };
    if (by === 'lin') return { none: 'Lin’s regression is not written in Python' };
    if (by === 'difference' && strata !== undefined)
      return { none: 'differences of means weighed over strata are not written in Python' };
    if (errors === 'CR2' && names.weights !== undefined)
      return { none: 'CR2 errors of weighted rows are not written in Python' };
    return [`m = ${called(equation, by === 'difference' ? 'HC2' : errors, names)}`];
  },
  effect: ({ column, less }) => `e = m.effect(${pyText(column)}${less === undefined ? '' : `, less=${pyText(less)}`})`,
  parts: { estimate: 'e[0]', error: 'e[1]' },
  // CR2's degrees of freedom, and Welch's, are not those of the regression
  hasP: ({ by }, { errors }) => by !== 'difference' && errors !== 'CR2',
  families: {
    start: 'p = {}',
    keep: (name) => `p[${pyText(name)}] = 2 * stats.t.sf(abs(e[0] / e[1]), m.df)`,
    adjust: (names, method) =>
      `q = adjusted({name: p[name] for name in ${pyTexts(names)}}, ${pyText(adjustments[method] ?? method)})`,
    of: (name) => `q[${pyText(name)}]`,
  },
  bounds: {
    rows: (without) => [
      `s = ${without.length === 0 ? 'd' : `d[${without.map((arm) => `(d[${pyText(arm)}] == 0)`).join(' & ')}]`}`,
    ],
    lee: (outcome, arm) => `b = lee_bounds(${ofArms(outcome, arm)})`,
    horowitzManski: (outcome, arm, support) =>
      `b = horowitz_manski(${ofArms(outcome, arm)}${support === null ? '' : `, (${support.join(', ')})`})`,
    klingLiebman: (outcome, arm, sd) => `b = kling_liebman(${ofArms(outcome, arm)}, ${sd})`,
    part: (name) => `b[${pyText(name)}]`,
  },
  index: (column, { outcomes, reversed, arms, method, ofControl }) =>
    `${inData(column)} = index_of(d, ${pyTexts(outcomes)}, ${pyTexts(reversed)}, ${pyTexts(arms)}, ${pyText(method)}${ofControl ? ', of_control=True' : ''})`,
  wald: (arms) => `m.wald(${pyTexts(arms)})`,
  count: 'len(s)',
  controlMean: (outcome, { arms, weights }) => {
    const control = `s[(s[${pyTexts(arms)}] == 0).all(axis=1)]`;
    const w = weights === undefined ? '' : `, weights=${control}[${pyText(weights)}]`;
    return `np.average(${control}[${pyText(outcome)}]${w})`;
  },
};

function called(
  { outcome, arms, covariates, strata, takeUp }: Equation,
  errors: string,
  { weights, cluster }: { readonly weights: string | undefined; readonly cluster: string | undefined },
): string {
  const optional = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${name}=${pyText(value)}`];
  return `Regressed(${[
    's',
    pyText(outcome),
    pyTexts([...(takeUp === undefined ? arms : [takeUp]), ...covariates]),
    pyText(errors),
    ...optional('strata', strata),
    ...optional('weights', weights),
    ...optional('clusters', cluster),
    ...(takeUp === undefined ? [] : [`instruments=${pyTexts([...arms, ...covariates])}`]),
  ].join(', ')})`;
}
