/** Python with the package pyfixest: `feols` and `fepois`, which absorb effects and cluster errors by themselves. */
import { ownValue } from '../../base/own-value.ts';
import type { FrameModel, FramePieces, NoCounterpart } from '../../econ/counterpart.ts';
import type { FitForm } from '../../econ/form.ts';
import { otherRows } from '../../econ/likelihood/own-losses.ts';
import { columnsOfLevels, type ModelSpec } from '../../econ/spec.ts';
import type { CovarianceWords, FrameDialect } from '../frames/dialect.ts';
import { notWritten } from '../frames/not-written.ts';
import { frameWriter } from '../frames/writer.ts';
import { dialectWriter, type ExportLanguage } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { pythonDialect } from './dialect.ts';
import { pyText } from './names.ts';
import { packagesOf, pythonDataScript, pythonScriptsIn } from './scripts.ts';

/** The fit has its covariance without a factor, which the script multiplies with papermake's. */
const covariance: CovarianceWords = {
  ...pythonDialect.covariance,
  coefficients: 'parameters(m)',
  rows: 'int(m._N)',
  // without a factor it has the sum of squares over N - 1
  iid: (over) => `covariance(m) * (N - 1) / ${over}`,
  information: () => 'covariance(m)',
  robust: () => 'covariance(m)',
  clustered: () => 'covariance(m)',
  ...notWritten('pyfixest'),
};

function wordedIn(spec: ModelSpec, form: FitForm): FrameModel<FramePieces> | NoCounterpart {
  const { estimator, vcov } = spec;
  if (vcov.is === 'cluster' && vcov.by.length > 2) return { none: 'pyfixest clusters by two variables at most' };
  if (estimator === undefined) {
    if ((spec.iv?.endogenous.length ?? 0) > 1) return { none: 'pyfixest has one endogenous regressor at most' };
    return model('feols', spec, 'linear');
  }
  const worded = estimator.conditional === true ? undefined : ownValue(estimators, estimator.is);
  return worded?.(spec, form) ?? { none: `the estimator \`${estimator.is}\` is not written for pyfixest` };
}

/** Estimators besides least squares, by their names. */
const estimators: Readonly<Record<string, typeof wordedIn>> = {
  poisson: (spec, form) =>
    spec.weights === undefined
      ? (otherRows(form, 'fepois()') ?? model('fepois', spec, 'likelihood'))
      : { none: 'fepois() of pyfixest has no weights' },
};

const model = (
  name: 'feols' | 'fepois',
  spec: ModelSpec,
  errors: FrameModel<FramePieces>['errors'],
): FrameModel<FramePieces> => ({
  packages: ['pyfixest'],
  call(pieces) {
    const { weights, further } = pieces;
    if (further('exposure').length + further('offset').length > 0)
      throw new Untranslatable('offsets are not written for pyfixest');
    const options = [
      ...(weights === undefined ? [] : [`weights=${pyText(weights)}`]),
      `vcov=${errorsOf(spec)}`,
      ...(name === 'fepois' ? ['iwls_tol=1e-12', 'iwls_maxiter=200'] : []),
    ];
    return `${name}(${[pyText(formulaOf(spec, pieces)), 'd', ...options].join(', ')})`;
  },
  errors,
  effects: 'call',
  coefficients: 'estimates(m)',
  ...(spec.absorb.length === 0
    ? {}
    : {
        unchecked: {
          _cons: 'the constant beside absorbed effects is a mean of the effects, which pyfixest does not report',
        },
      }),
});

/** `y ~ z | id + year | x ~ w` */
function formulaOf({ absorb }: ModelSpec, pieces: FramePieces): string {
  const { outcome, exogenous, endogenous, instruments, constant } = pieces;
  const isFree = absorb.length === 0 && !constant;
  const slopes = exogenous.length === 0 ? (isFree ? '0' : '1') : `${isFree ? '0 + ' : ''}${sum(exogenous)}`;
  return [
    `${quoted(outcome)} ~ ${slopes}`,
    ...(absorb.length === 0 ? [] : [sum(absorb.map(columnOf))]),
    ...(endogenous.length === 0 ? [] : [`${sum(endogenous)} ~ ${sum(instruments)}`]),
  ].join(' | ');
}

const columnOf = (text: string): string => (columnsOfLevels(text).length === 1 ? columnsOfLevels(text)[0]! : text);

const sum = (names: readonly string[]): string => names.map(quoted).join(' + ');

/** A name within a formula; one that is no word stands in backticks. */
function quoted(name: string): string {
  if (name.includes('`')) throw new Untranslatable('a backtick in a name is not written for pyfixest');
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``;
}

function errorsOf({ vcov }: ModelSpec): string {
  if (vcov.is === 'cluster') return `{"CRV1": ${pyText(vcov.by.map(columnOf).join(' + '))}}`;
  return vcov.is === 'hc' ? '"HC1"' : '"iid"';
}

const dialect: FrameDialect = {
  ...pythonDialect,
  title: 'the words of pyfixest',
  covariance,
  check: { ...pythonDialect.check, print: () => 'm.summary()' },
  worded: (_, spec, form) => wordedIn(spec, form),
  termsAlone: true,
};

const functions = `

# ---- Models of pyfixest. ----
import inspect

import pyfixest as pf


def known(function, **options):
    """Options that a function has, since some have other names in other versions."""
    return {name: value for name, value in options.items() if name in inspect.signature(function).parameters}


def without_factor():
    """No finite-sample factor."""
    return pf.ssc(**known(pf.ssc, adj=False, cluster_adj=False, k_adj=False, G_adj=False))


def plain(d):
    """Data with numbers and texts as pyfixest takes them."""
    return d.assign(**{name: numbers(d[name]) for name in d.columns if pd.api.types.is_numeric_dtype(d[name])})


def feols(formula, d, **options):
    return pf.feols(formula, data=plain(d), ssc=without_factor(), **known(pf.feols, fixef_rm="none", fixef_tol=1e-12, **options))


def fepois(formula, d, **options):
    return pf.fepois(formula, data=plain(d), ssc=without_factor(), **known(pf.fepois, fixef_rm="none", fixef_tol=1e-12, **options))


def estimates(m):
    """Coefficients by the names of their variables."""
    b = m.coef()
    return b.set_axis(["_cons" if name == "Intercept" else name.replace("\`", "") for name in b.index])


def parameters(m):
    """Parameters of an equation; beside absorbed effects the constant is one of them."""
    return len(m.coef()) + bool(m._has_fixef)


def covariance(m):
    return np.asarray(m._vcov)
`;

const files = {
  note: 'Models are in the words of pyfixest. They were not run when papermake wrote this script, and no test of papermake runs them.',
  functions,
};

/** `python`: the language in its usual words. */
export const pyfixest = (python: ExportLanguage): ExportLanguage => ({
  ...python,
  dialect: 'pyfixest',
  summary: 'models by feols and fepois',
  needs: packagesOf,
  open: () =>
    dialectWriter(frameWriter(dialect, { scripts: pythonScriptsIn(files), raw: pythonDataScript }), python.open()),
});
