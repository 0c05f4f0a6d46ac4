/** Models that are no estimators here, by the names under which they are looked for: those of a step kind, and those that are not built in. */

const elsewhere = `
  cloglog mlogit ologit oprobit xtprobit

  glm feglm random_effects mixed lmer xtgls xtpcse
  rdd rdrobust synth
  sem var
`;

/** Name → how the model is written. */
const built: Readonly<Record<string, string>> = {
  ...words('did csdid att_gt', '`{kind: did, from: panel, outcome: y, cohort: g}`'),
  ...words('event_study', 'the term `event(year - g, ref=-1)` of a formula'),
  ...words('psm psmatch2 match', '`{kind: match, from: panel, treatment: d, on: [x1, x2], outcomes: [y]}`'),
  ...words('mediation', '`{kind: mediation, base: step.column, treatment: x, mediator: m}`'),
  ...words('spatial sar sdm xsmle', '`{kind: spatial, from: panel, fit: y ~ x, weights: W, model: sdm}`'),
};

export const absentEstimators: readonly string[] = [...elsewhere.trim().split(/\s+/), ...Object.keys(built)];

/** How such a model comes into a paper. */
export const absentHint = (name: string): string =>
  Object.hasOwn(built, name)
    ? `\`${name}\` is no estimator of a column: write ${built[name]} (docs/methods.md)`
    : `\`${name}\` is not built in; a step of R, Python or Stata runs it and tables show its fit: ` +
      '`{kind: r, from: panel, call: "f(y ~ x, data)"}` (docs/bridge.md)';

/** Gives each word of a list, such as `ols lm`, the hint. */
export function words(list: string, hint: string): Record<string, string> {
  return Object.fromEntries(list.split(' ').map((word) => [word, hint]));
}
