/** Estimators that are not built in, by the names under which they are looked for. */

const names = `
  cloglog mlogit ologit oprobit xtprobit

  glm feglm random_effects mixed lmer xtgls xtpcse
  did csdid att_gt event_study psm psmatch2 match rdd rdrobust synth
  sem mediation spatial sar sdm xsmle var
`;
export const absentEstimators: readonly string[] = names.trim().split(/\s+/);

/** How such a model comes into a paper today. */
export const absentHint = (name: string): string =>
  `\`${name}\` is not built in; a step of R, Python or Stata runs it and tables show its fit: ` +
  '`{kind: r, from: panel, call: "f(y ~ x, data)"}` (docs/bridge.md)';
