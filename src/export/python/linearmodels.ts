/** Python with the package linearmodels: `IV2SLS`, `IVLIML` and `AbsorbingLS`, whose errors are options of their `fit`. */
import type { FrameModel, FramePieces, NoCounterpart } from '../../econ/counterpart.ts';
import { columnsOfLevels, type ModelSpec } from '../../econ/spec.ts';
import type { CovarianceWords, FrameDialect } from '../frames/dialect.ts';
import { notWritten } from '../frames/not-written.ts';
import { frameWriter } from '../frames/writer.ts';
import { dialectWriter, type ExportLanguage } from '../language.ts';
import { pythonDialect } from './dialect.ts';
import { pyTexts } from './names.ts';
import { packagesOf, pythonDataScript, pythonScriptsIn } from './scripts.ts';

/** The fit has its covariance without a factor, which the script multiplies with papermake's. */
const covariance: CovarianceWords = {
  ...pythonDialect.covariance,
  coefficients: 'parameters(m)',
  iid: (over) => `m.cov * N / ${over}`,
  robust: () => 'm.cov',
  clustered: () => 'm.cov',
  ...notWritten('linearmodels'),
};

/** Models of the k-class by the estimator's name, with their options. */
const kClass: Readonly<Record<string, (estimator: NonNullable<ModelSpec['estimator']>) => string>> = {
  liml: () => '',
  fuller: ({ alpha = 1 }) => `, fuller=${alpha}`,
  kclass: ({ k }) => `, kappa=${k}`,
};

function wordedIn(spec: ModelSpec): FrameModel<FramePieces> | NoCounterpart {
  const { estimator, absorb, iv, vcov } = spec;
  const options = estimator === undefined ? undefined : kClass[estimator.is];
  if (estimator !== undefined && options === undefined)
    return { none: `the estimator \`${estimator.is}\` is not written for linearmodels` };
  if (absorb.length > 0 && iv !== null) return { none: 'linearmodels has no instruments beside absorbed effects' };
  if (vcov.is === 'cluster' && vcov.by.length > 2) return { none: 'linearmodels clusters by two variables at most' };
  const absorbing = ', method="lsmr", absorb_options={"atol": 1e-14, "btol": 1e-14}';
  const fit = `.fit(${errorsOf(spec)}${absorb.length === 0 ? '' : absorbing})`;
  return {
    packages: ['linearmodels'],
    call(pieces) {
      const { outcome, exogenous, endogenous, instruments, constant } = pieces;
      const weights = pieces.weights === undefined ? '' : `, weights=numbers(${inData(pieces.weights)})`;
      const y = `numbers(${inData(outcome)})`;
      if (absorb.length > 0)
        return `AbsorbingLS(${y}, ${design(exogenous, false)}, absorb=levels(d, ${pyTexts(absorb.map(columnOf))})${weights})${fit}`;
      const equation = [
        y,
        design(exogenous, constant),
        endogenous.length === 0 ? 'None' : design(endogenous, false),
        instruments.length === 0 ? 'None' : design(instruments, false),
      ].join(', ');
      return `${options === undefined ? 'IV2SLS' : 'IVLIML'}(${equation}${options?.(estimator!) ?? ''}${weights})${fit}`;
    },
    errors: 'linear',
    effects: 'call',
    ...(absorb.length === 0
      ? {}
      : {
          unchecked: {
            _cons: 'the constant beside absorbed effects is a mean of the effects, which AbsorbingLS does not report',
          },
        }),
  };
}

const columnOf = (text: string): string => (columnsOfLevels(text).length === 1 ? columnsOfLevels(text)[0]! : text);

const inData = (column: string): string => pythonDialect.values(column);

const design = (names: readonly string[], constant: boolean): string =>
  `design(d, ${pyTexts(names)}${constant ? '' : ', constant=False'})`;

/** The options of `fit` that choose errors. */
function errorsOf({ vcov }: ModelSpec): string {
  if (vcov.is === 'cluster')
    return `cov_type="clustered", clusters=levels(d, ${pyTexts(vcov.by.map(columnOf))}), debiased=False`;
  return `cov_type="${vcov.is === 'hc' ? 'robust' : 'unadjusted'}", debiased=False`;
}

const dialect: FrameDialect = {
  ...pythonDialect,
  title: 'the words of linearmodels',
  covariance,
  check: { ...pythonDialect.check, print: () => 'print(m)' },
  worded: (_, spec) => wordedIn(spec),
  termsAlone: true,
};

const functions = `

# ---- Models of linearmodels. ----
from linearmodels.iv import AbsorbingLS, IV2SLS, IVLIML


def parameters(m):
    """Parameters of an equation; beside absorbed effects the constant is one of them."""
    return len(m.params) + isinstance(m.model, AbsorbingLS)


def levels(d, columns):
    """Effects or clusters: codes of the levels of each."""
    return pd.DataFrame({name: pd.Categorical(pd.factorize(d[name])[0]) for name in columns}, index=d.index)
`;

const files = {
  note: 'Models are in the words of linearmodels. They were not run when papermake wrote this script, and no test of papermake runs them.',
  functions,
};

/** `python`: the language in its usual words. */
export const linearmodels = (python: ExportLanguage): ExportLanguage => ({
  ...python,
  dialect: 'linearmodels',
  summary: 'linear models by IV2SLS, IVLIML and AbsorbingLS',
  needs: packagesOf,
  open: () =>
    dialectWriter(frameWriter(dialect, { scripts: pythonScriptsIn(files), raw: pythonDataScript }), python.open()),
});
