/** Recognises statistics by the names that Stata's `e()`, fixest's `fitstat` and R's `summary` have for them. */

const names: Readonly<Record<string, string>> = {
  n: 'N nobs obs observations',
  r2: 'R2 rsq r_squared rsquared R_squared',
  r2Adj: 'r2a r2_a ar2 adjr2 adj_r2 r2adj r2_adj adjR2 adj_rsq adj_r_squared ar2_a',
  r2Within: 'r2w r2_w wr2 r2_within within_r2 rsq_within',
  r2Between: 'r2b r2_b between_r2 r2_between',
  r2Overall: 'r2o r2_o overall_r2 r2_overall',
  seMean: 'se semean se_mean sem stderr std_err',
  rmse: 'RMSE sigma ser root_mse',
  sigmaE: 'sigma_e',
  sigmaU: 'sigma_u',
  f: 'F fstat fstatistic F_stat f_stat wald',
  fP: 'p_F fpvalue f_p',
  fDf1: 'df_m',
  ngroups: 'N_g n_groups groups',
  nclusters: 'N_clust clusters n_clusters g',
  ymean: 'mean_y dep_mean mean_dep depvar_mean my',
  kpWaldF: 'widstat rkf kp kp_f rk_f ivwald',
  kpLm: 'idstat rklm',
  kpLmP: 'idp',
  cdWaldF: 'cdf cd cd_f ivf ivf1',
  sargan: 'sarganstat',
  hansenJ: 'j jstat hansen J hansen_j',
  wuHausmanF: 'wh estat wu_hausman hausman',
  turningPoint: 'turning_point extremum utest',
};

const ours = new Map(
  Object.entries(names).flatMap(([name, others]) => others.split(' ').map((other) => [other, name])),
);

/** The hint `write `r2Adj`` for `r2_a`; undefined where the name is no other program's, or ours is not among those `known`. */
export function foreignStatHint(name: string, known: readonly string[]): string | undefined {
  const meant = ours.get(name) ?? ours.get(name.replaceAll('.', '_'));
  return meant !== undefined && known.includes(meant) ? `write \`${meant}\`` : undefined;
}
