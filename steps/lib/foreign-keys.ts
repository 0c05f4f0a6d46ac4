/** Names that users of Stata, R and fixest write for keys that many kinds have, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { StepKind } from '../../src/engine/step.ts';

type Foreign = NonNullable<StepKind['foreign']>;
type Keys = NonNullable<Foreign['keys']>;

export const fromKeys: Keys = words('data df dataset input', 'write `from: STEP`, the step that reads the data');

/** For kinds that have a formula, standard errors and a sample. */
export const fitKeys: Keys = {
  ...fromKeys,
  ...words('cluster clusters clustered', 'write `vcov: cluster(a)`, or `cluster(a + b)`'),
  ...words('se vce cov covariance std_errors standard_errors errors', 'write `vcov: robust`, `cluster(a)`, …'),
  robust: 'write `vcov: robust`',
  ...words('formula model equation reg regression spec fml', 'write `fit: y ~ x | id`'),
  ...words('y x outcome depvar dependent regressors independent variables terms', 'write `fit: outcome ~ regressors`'),
  ...words('controls covariates', 'name them under `sets:`, as in `controls: [a, b]`, and write `$controls` in `fit`'),
  ...words(
    'absorb effects fixed_effects fixed-effects fixef entity_effects',
    'write them in `fit`, behind a `|`: `y ~ x | id + year`',
  ),
  ...words('filter subset where if condition', 'write `sample: year > 2010`'),
  ...words(
    'title caption label notes digits stars stats',
    'a table says this: `tables: {main: {from: STEP, caption: …}}` of `report`',
  ),
};

/** Hints of these kinds for values that are a list where one text is wanted. */
export const fitForms: NonNullable<Foreign['forms']> = {
  fit: 'one formula is one text; several are columns: `columns: [{fit: y ~ x}, {fit: y ~ x + w}]`',
  vcov: 'one text says it: `vcov: cluster(a)`, or `cluster(a + b)` for two ways',
  sample: 'conditions are one text: `sample: x > 0 and year > 2010`',
  from: 'one step gives the data; data of several are put together by `kind: append`, or by `merge:` of `ingest`',
};

/** For kinds whose columns are models. */
export const modelKeys: Keys = {
  ...fitKeys,
  ...words('weight w aweight aw', 'write `weights: w`'),
  ...words('fweight fw', 'write `weights: {frequency: w}`'),
  ...words('pweight pw', 'write `weights: {probability: w}`'),
  ...words('instruments instrument endogenous', 'write them in `fit`, as its last part: `y ~ w | x ~ z`'),
  ...words('winsor', 'write `winsorize: [1, 99]`'),
  ...words(
    'reps nreps replications permutations',
    'write `draws: 999` in `difference`, `vcov: wild(a, reps = 999)` of the bootstrap',
  ),
  ...words('exposure offset', 'write it beside the estimator: `estimator: {is: poisson, exposure: n}`'),
  ...words(
    'eform or irr exponentiate',
    'a table shows it: `tables: {main: {from: STEP, as: {exponentiate: true}}}` of `report`',
  ),
  ...words('method family link type', 'write `estimator: NAME` where the model is not linear'),
};

/** For kinds whose fits other programs hand over. */
export const bridgeKeys: Keys = {
  ...fromKeys,
  ...words('fit formula model code script command cmd run expr', 'write the call of the model in `call`'),
  ...words('library libraries require requires imports', 'write `packages: [a, b]`'),
};
