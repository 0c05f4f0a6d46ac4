/** R with the package fixest: `feols`, `fepois` and `feglm`, which absorb effects and cluster errors by themselves. */
import type { FrameModel, FramePieces, NoCounterpart } from '../../econ/counterpart.ts';
import type { FitForm } from '../../econ/form.ts';
import { otherRows } from '../../econ/likelihood/own-losses.ts';
import { columnsOfLevels, type ModelSpec } from '../../econ/spec.ts';
import type { CovarianceWords, FrameDialect } from '../frames/dialect.ts';
import { notWritten } from '../frames/not-written.ts';
import { frameWriter } from '../frames/writer.ts';
import { dialectWriter, type ExportLanguage } from '../language.ts';
import { rDialect } from './dialect.ts';
import { rName } from './names.ts';
import { MAIN, packagesOf, rDataScript, rScriptsIn } from './scripts.ts';

/** Every covariance is fixest's without its factor, which the script multiplies with papermake's. */
const covariance: CovarianceWords = {
  ...rDialect.covariance,
  coefficients: 'parameters(m)',
  // without a factor it has the sum of squares over N - 1
  iid: (over) => `without_factor(m, "iid") * (N - 1) / ${over}`,
  information: () => 'without_factor(m, "iid")',
  robust: () => 'without_factor(m, "hetero")',
  mended: () => rDialect.covariance.mended(false),
  ...notWritten('fixest'),
  clustered: (names) => `without_factor(m, ~ ${names.map(rName).join(' + ')})`,
};

/** The model that fixest has, by the estimator's name; least squares and two-stage least squares have none. */
const models: Readonly<Record<string, (spec: ModelSpec, form: FitForm) => FrameModel<FramePieces> | NoCounterpart>> = {
  poisson: (spec, form) =>
    spec.estimator?.conditional === true
      ? { none: 'fixest has no conditional likelihood of counts' }
      : generalised('fepois', spec, form),
  logit: (spec, form) => generalised('feglm', spec, form, ', family = binomial("logit")'),
  probit: () => ({
    none: 'feglm() of fixest reports errors of the expected information of a probit, and papermake those of the observed one',
  }),
};

function wordedIn(spec: ModelSpec, form: FitForm): FrameModel<FramePieces> | NoCounterpart {
  const { estimator, vcov } = spec;
  if (vcov.is === 'cluster' && vcov.by.length > 4) return { none: 'fixest clusters by four variables at most' };
  if (estimator === undefined) return leastSquares(spec);
  return models[estimator.is]?.(spec, form) ?? { none: `fixest has no estimator \`${estimator.is}\`` };
}

const leastSquares = (spec: ModelSpec): FrameModel<FramePieces> => ({
  packages: ['fixest'],
  call: (pieces) => `feols(${formulaOf(spec, pieces)}, data = d${weightsOf(pieces)}${errorsOf(spec)})`,
  errors: 'linear',
  effects: 'call',
  coefficients: 'estimates(m)',
  ...uncheckedOf(spec),
});

const generalised = (
  name: string,
  spec: ModelSpec,
  form: FitForm,
  family = '',
): FrameModel<FramePieces> | NoCounterpart =>
  otherRows(form, `${name}()`) ?? {
    packages: ['fixest'],
    call: (pieces) =>
      `${name}(${formulaOf(spec, pieces)}, data = d${family}${offsetOf(pieces)}${weightsOf(pieces)}${errorsOf(spec)}, glm.tol = 1e-14, glm.iter = 200)`,
    errors: 'likelihood',
    effects: 'call',
    coefficients: 'estimates(m)',
    ...uncheckedOf(spec),
  };

/** `y ~ z | id + year | x ~ w` */
function formulaOf({ absorb }: ModelSpec, pieces: FramePieces): string {
  const { outcome, exogenous, endogenous, instruments, constant } = pieces;
  const sum = (names: readonly string[]): string => names.map(rName).join(' + ');
  const isFree = absorb.length === 0 && !constant;
  const slopes = exogenous.length === 0 ? (isFree ? '0' : '1') : `${isFree ? '0 + ' : ''}${sum(exogenous)}`;
  const effects = absorb.map((text) => columnsOfLevels(text).map(rName).join('^')).join(' + ');
  return [
    `${rName(outcome)} ~ ${slopes}`,
    ...(effects === '' ? [] : [effects]),
    ...(endogenous.length === 0 ? [] : [`${sum(endogenous)} ~ ${sum(instruments)}`]),
  ].join(' | ');
}

const weightsOf = ({ weights }: FramePieces): string =>
  weights === undefined ? '' : `, weights = ~ ${rName(weights)}`;

function offsetOf({ further }: FramePieces): string {
  const [exposure] = further('exposure');
  const [shift] = further('offset');
  if (exposure !== undefined) return `, offset = ~ log(${rName(exposure)})`;
  return shift === undefined ? '' : `, offset = ~ ${rName(shift)}`;
}

/** The errors that fixest prints by itself. */
function errorsOf({ vcov }: ModelSpec): string {
  if (vcov.is === 'cluster')
    return `, vcov = ~ ${vcov.by.map((text) => columnsOfLevels(text).map(rName).join('^')).join(' + ')}`;
  return vcov.is === 'hc' ? ', vcov = "hetero"' : ', vcov = "iid"';
}

const uncheckedOf = ({ absorb }: ModelSpec): Pick<FrameModel<FramePieces>, 'unchecked'> =>
  absorb.length === 0
    ? {}
    : {
        unchecked: {
          _cons: 'the constant beside absorbed effects is a mean of the effects, which fixest does not report',
        },
      };

const dialect: FrameDialect = {
  ...rDialect,
  title: 'the words of fixest',
  covariance,
  check: { ...rDialect.check, print: () => 'print(m)' },
  worded: (_, spec, form) => wordedIn(spec, form),
  termsAlone: true,
};

const functions = `
# ---- Models of fixest. ----

# Effects are absorbed until 8 digits are sure.
fixest::setFixest_estimation(fixef.tol = 1e-12, fixef.iter = 100000)
fixest::setFixest_notes(FALSE)

# Coefficients by the names of their variables; fixest calls an instrumented one fit_x.
estimates <- function(m) {
  b <- coef(m)
  fitted <- names(b) %in% m$iv_endo_names_fit
  names(b)[fitted] <- sub("^fit_", "", names(b)[fitted])
  b
}

# Parameters of an equation; beside absorbed effects the constant is one of them.
parameters <- function(m) length(coef(m)) + (length(m$fixef_vars) > 0)

# fixest's covariance without its finite-sample factor, whose arguments have other names since version 0.13.
without_factor <- function(m, errors) {
  named <- if ("adj" %in% names(formals(fixest::ssc))) c("adj", "cluster.adj") else c("K.adj", "G.adj")
  V <- vcov(m, vcov = errors, ssc = do.call(fixest::ssc, setNames(list(FALSE, FALSE), named)))
  V <- matrix(V, nrow(V))
  dimnames(V) <- list(names(estimates(m)), names(estimates(m)))
  V
}
`;

const files = {
  note: 'Models are in the words of fixest. They were not run when papermake wrote this script, and no test of papermake runs them.',
  functions,
};

/** `r`: the language in its usual words. */
export const fixest = (r: ExportLanguage): ExportLanguage => ({
  ...r,
  dialect: 'fixest',
  summary: 'models by feols, fepois and feglm',
  main: MAIN,
  needs: packagesOf,
  open: () => dialectWriter(frameWriter(dialect, { scripts: rScriptsIn(files), raw: rDataScript }), r.open()),
});
