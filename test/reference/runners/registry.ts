/** THE list of what `est` may be in a reference run. */
import { runFractional, runMultinomial, runOrdered } from './choice.ts';
import { runCounts } from './counts.ts';
import { runDerived } from './derived.ts';
import { runDescribe } from './describe.ts';
import { runDiagnose } from './diagnose.ts';
import { runBacon, runCic, runCsdid, runDcdh, runEtwfe, runImputation, runStacked, runSunab } from './did.ts';
import { runGroupDifference, runGroupPermutation } from './difference.ts';
import { runDpdGmm } from './dpdgmm.ts';
import { runEfficiency } from './efficiency.ts';
import { runEntropy } from './entropy.ts';
import { runEventStudy } from './event-study.ts';
import { runAttrition, runBalance, runBounds, runIndex, runItt, runLate, runSubgroup } from './experiment.ts';
import { runMultiple, runPValues, runRandomisation } from './experiment-draws.ts';
import { runPower } from './experiment-power.ts';
import { runGeodetector } from './geodetector.ts';
import { runImputed } from './imputed.ts';
import { runIv } from './iv.ts';
import { runJudgeIv } from './judge-iv.ts';
import { runLinear, runTriple } from './linear.ts';
import { runLocalProjections } from './local-projections.ts';
import { runMatch, runNearest } from './match.ts';
import { runBootCi, runMediation } from './mediation.ts';
import { runModeration } from './moderation.ts';
import { runOster } from './oster.ts';
import { runHonest, runPretrendPower } from './parallel-trends.ts';
import { runDoubleSelection } from './pds.ts';
import { runPlacebo } from './placebo.ts';
import { runBinary, runClogit, runHeckman, runNegbin, runPoisson, runPpml, runQuantile, runTobit } from './poisson.ts';
import { runRd, runRdBandwidths, runRdPlot } from './rd.ts';
import { runRdDensity, runRdMccrary } from './rd-density.ts';
import { runRdLocrand, runRdWindow } from './rd-randomisation.ts';
import { runBeta, runCoupling, runDagum, runInequality, runKdensity, runMarkov, runSigma } from './regional.ts';
import { runReshape } from './reshape.ts';
import { runRotemberg } from './rotemberg.ts';
import type { Runner } from './runner.ts';
import { runSfa } from './sfa.ts';
import { runShiftShare } from './shift-share.ts';
import { runLisa, runLmSpatial, runLrWald, runMoran, runSpatial, runWeights } from './spatial.ts';
import { runKaplanMeier, runSurvival } from './survival.ts';
import { runSynthetic } from './synthetic.ts';
import { runTfp } from './tfp.ts';
import { runThreshold } from './threshold.ts';
import { runTransform } from './transform.ts';
import { runUnit } from './unit.ts';
import { runUnitRoot } from './unit-root.ts';
import { runUTest } from './utest.ts';
import { runVif } from './vif.ts';
import { runWeakIv } from './weakiv.ts';
import { runWinsor } from './winsor.ts';

export const runners: Readonly<Record<string, Runner>> = {
  ols: runLinear,
  fe: runLinear,
  iv: runIv,
  weakiv: runWeakIv,
  judge_iv: runJudgeIv,
  rotemberg: runRotemberg,
  re: runUnit,
  be: runUnit,
  logit: runBinary,
  probit: runBinary,
  poisson: runPoisson,
  nbreg: runNegbin,
  zip: runCounts,
  zinb: runCounts,
  clogit: runClogit,
  ologit: runOrdered,
  oprobit: runOrdered,
  ocloglog: runOrdered,
  flogit: runFractional,
  fprobit: runFractional,
  mlogit: runMultinomial,
  hausman: runDiagnose,
  bplm: runDiagnose,
  unitroot: runUnitRoot,
  groupwise_het: runDiagnose,
  serial_corr: runDiagnose,
  cross_dep: runDiagnose,
  tobit: runTobit,
  heckman: runHeckman,
  qreg: runQuantile,
  ppml: runPpml,
  poisson_fe: runPpml,
  eventstudy: runEventStudy,
  dpdgmm: runDpdGmm,
  dagum: runDagum,
  inequality: runInequality,
  kdensity: runKdensity,
  sigma: runSigma,
  beta: runBeta,
  markov: runMarkov,
  coupling: runCoupling,
  geodetector: runGeodetector,
  survival: runSurvival,
  km: runKaplanMeier,
  logrank: runSurvival,
  weights: runWeights,
  moran: runMoran,
  lisa: runLisa,
  lmspatial: runLmSpatial,
  spreg: runSpatial,
  xsmle: runSpatial,
  lrwald: runLrWald,
  csdid: runCsdid,
  sunab: runSunab,
  imputation: runImputation,
  bacon: runBacon,
  cic: runCic,
  dcdh: runDcdh,
  ddd: runTriple,
  etwfe: runEtwfe,
  stacked: runStacked,
  honest: runHonest,
  pretrend_power: runPretrendPower,
  sc: runSynthetic,
  sdid: runSynthetic,
  gsc: runImputed,
  ife: runImputed,
  mc: runImputed,
  exp_itt: runItt,
  exp_multiple: runMultiple,
  exp_power: runPower,
  exp_pvalues: runPValues,
  exp_ri: runRandomisation,
  exp_late: runLate,
  exp_subgroup: runSubgroup,
  exp_balance: runBalance,
  exp_attrition: runAttrition,
  exp_bounds: runBounds,
  exp_index: runIndex,
  rd: runRd,
  rd_bandwidths: runRdBandwidths,
  rd_density: runRdDensity,
  rd_locrand: runRdLocrand,
  rd_mccrary: runRdMccrary,
  rd_plot: runRdPlot,
  rd_window: runRdWindow,
  psm: runMatch,
  ebalance: runMatch,
  nnmatch: runNearest,
  shiftshare: runShiftShare,
  transform: runTransform,
  oster: runOster,
  vif: runVif,
  winsor: runWinsor,
  describe: runDescribe,
  threshold: runThreshold,
  entropy: runEntropy,
  dea: runEfficiency,
  malmquist: runEfficiency,
  malmquist_luenberger: runEfficiency,
  gml: runEfficiency,
  utest: runUTest,
  ipolate: runDerived,
  groupStats: runDerived,
  standardise: runDerived,
  rank: runDerived,
  reshape: runReshape,
  mediation: runMediation,
  bootci: runBootCi,
  moderation: runModeration,
  groupdiff: runGroupDifference,
  placebo: runPlacebo,
  permgroup: runGroupPermutation,
  pds: runDoubleSelection,
  sfa: runSfa,
  tfp: runTfp,
  lp: runLocalProjections,
};

/** Lists what `est` may be in runs of methods that are not built; a method that is built leaves the list. */
export const notBuilt: readonly string[] = ['cox', 'dml', 'hurdle', 'lasso'];
