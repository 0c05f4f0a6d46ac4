/** Models that are no estimators here, by the names under which they are looked for: those of a step kind, and those that are not built in. */

const elsewhere = `
  cloglog xtprobit

  glm feglm random_effects mixed lmer xtgls xtpcse
  gsynth fect
  cox coxph stcox streg survreg
  lasso ridge elasticnet rlasso dslasso pdslasso rforest
  sem var xtvar pvar arima arch garch vec vecm xtpmg xtmg ardl
  sureg reg3 systemfit frontier xtfrontier sfa intreg churdle
`;

const did = (method: string): string => `\`{kind: did, from: panel, outcome: y, cohort: g, method: ${method}}\``;
const matching = (method: string): string =>
  `\`{kind: match, from: panel, treatment: d, on: [x1, x2], outcomes: [y], method: ${method}}\``;
const shiftShare =
  '`{kind: shift_share, from: panel, sectors: employment, sector: industry, value: workers, base: 2010}`';

/** Names that programs and papers give to the methods of `kind: did`. */
export const didNames = {
  callaway:
    'did csdid csdid2 att_gt drdid xthdidregress hdidregress cs callaway-santanna callaway_santanna callaway-sant-anna',
  'sun-abraham': 'sunab eventstudyinteract sa sun sun_abraham sunabraham',
  imputation: 'did_imputation didimputation bjs borusyak',
  stacked: 'stackedev stacked_did stackdid',
  etwfe: 'jwdid wooldridge extended',
  cic: 'changes_in_changes changes-in-changes',
  continuous: 'contdid cont_did dose cgs',
  dcdh: 'did_multiplegt did_multiplegt_dyn did_multiplegt_dynamic',
  'two-stage': 'did2s gardner two_stage twostage',
  rings: 'spillover spillovers spill-overs ring butts',
  bacon: 'bacondecomp ddtiming goodman-bacon goodman_bacon',
  twfe: 'didregress xtdidregress fe reghdfe xtreg feols',
} as const;

/** Name → how the model is written. */
const built: Readonly<Record<string, string>> = {
  ...words('did csdid csdid2 att_gt drdid xthdidregress hdidregress', did('callaway')),
  ...words('sunab eventstudyinteract', did('sun-abraham')),
  ...words('did_imputation didimputation', did('imputation')),
  ...words('jwdid etwfe', did('etwfe')),
  ...words('stackedev', did('stacked')),
  ...words('did2s', did('two-stage')),
  ...words('bacondecomp bacon ddtiming', did('bacon')),
  ...words('didregress xtdidregress', did('twfe')),
  ...words('rd rdd rdrobust rdplot', '`{kind: rd, from: data, outcome: y, running: x, cutoff: 0}`'),
  ...words('event_study eventdd', 'the term `event(year - g, ref=-1)` of a formula'),
  ...words('psm psmatch2 match matchit kmatch teffects', matching('nearest')),
  ...words('ebalance ebal entropy_balancing', matching('entropy')),
  ...words(
    'synth synth_runner allsynth synthdid sdid',
    '`{kind: synthetic_control, from: panel, outcome: y, treatment: d}`, with `method: sdid` for a synthetic difference in differences',
  ),
  ...words('mediation medeff sgmediation', '`{kind: mediation, base: step.column, treatment: x, mediator: m}`'),
  ...words('interflex', '`{kind: moderation, base: step.column, treatment: x, moderator: w}`'),
  ...words('permute ritest', '`{kind: placebo, base: step.column, treatment: d, draws: 1000}`'),
  ...words('boottest cgmwildboot', '`vcov: wild(city)` on the column'),
  ...words('xtunitroot purtest', '`{kind: diagnose, base: step.column, tests: [llc, ips, fisher-adf]}`'),
  ...words(
    'locproj lpirf local_projections lp_lin lp_nl lp_lin_panel lp_nl_panel',
    '`{kind: local_projections, from: panel, fit: y ~ x | unit, shock: x, horizons: 8}`',
  ),
  ...words(
    'survival km stset sts survfit survdiff logrank',
    '`{kind: survival, from: spells, time: weeks, failure: died, by: group}`',
  ),
  ...words('bartik ssaggregate', shiftShare),
  ...words('spatial sar sdm xsmle', '`{kind: spatial, from: panel, fit: y ~ x, weights: W, model: sdm}`'),
};

export const absentEstimators: readonly string[] = [...elsewhere.trim().split(/\s+/), ...Object.keys(built)];

/** Returns the hint by which such a model comes into a paper. */
export const absentHint = (name: string): string =>
  Object.hasOwn(built, name)
    ? `\`${name}\` is no estimator of a column: write ${built[name]} (docs/methods.md)`
    : `\`${name}\` is not built in; a step of R, Python or Stata runs it and tables show its fit: ` +
      '`{kind: r, from: panel, call: "f(y ~ x, data)"}` (docs/bridge.md)';

/** Gives each word of a list, such as `ols lm`, the hint. */
export function words(list: string, hint: string): Record<string, string> {
  return Object.fromEntries(list.split(' ').map((word) => [word, hint]));
}
