/** THE list of built-in step kinds, in the order the docs show them. */
import type { StepKind } from '../src/engine/step.ts';
import append from './append.ts';
import audit from './audit.ts';
import balance from './balance.ts';
import betaConvergence from './beta_convergence.ts';
import bridgeVersions from './bridge-versions.ts';
import claim from './claim.ts';
import codebook from './codebook.ts';
import collapse from './collapse.ts';
import command from './command.ts';
import compare from './compare.ts';
import correlate from './correlate.ts';
import coupling from './coupling.ts';
import describe from './describe.ts';
import diagnose from './diagnose.ts';
import did from './did.ts';
import difference from './difference.ts';
import differencePermutation from './difference-permutation.ts';
import document from './document.ts';
import figure from './figure.ts';
import index from './index.ts';
import inequality from './inequality.ts';
import ingest from './ingest.ts';
import kernelDensity from './kernel_density.ts';
import levels from './levels.ts';
import { foreignNames } from './lib/foreign-names.ts';
import markov from './markov.ts';
import match from './match.ts';
import mediation from './mediation.ts';
import mediationBootstrap from './mediation-bootstrap.ts';
import models from './models.ts';
import moderation from './moderation.ts';
import moran from './moran.ts';
import multiverse from './multiverse.ts';
import multiverseDraws from './multiverse-draws.ts';
import numbers from './numbers.ts';
import placebo from './placebo.ts';
import placeboDraws from './placebo-draws.ts';
import python from './python.ts';
import r from './r.ts';
import report from './report.ts';
import reshape from './reshape.ts';
import robustness from './robustness.ts';
import shiftShare from './shift_share.ts';
import sigmaConvergence from './sigma_convergence.ts';
import spatial from './spatial.ts';
import spatialTests from './spatial_tests.ts';
import spatialWeights from './spatial_weights.ts';
import specification from './specification.ts';
import sql from './sql.ts';
import stata from './stata.ts';
import threshold from './threshold.ts';
import thresholdBootstrap from './threshold-bootstrap.ts';
import thresholdSearch from './threshold-search.ts';
import versions from './versions.ts';
import vif from './vif.ts';

// biome-ignore lint/suspicious/noExplicitAny: kinds of every parameter type
const all: readonly StepKind<any>[] = [
  ingest,
  reshape,
  collapse,
  append,
  balance,
  sql,
  index,
  describe,
  correlate,
  vif,
  codebook,
  models,
  robustness,
  did,
  match,
  shiftShare,
  threshold,
  thresholdSearch,
  thresholdBootstrap,
  mediation,
  mediationBootstrap,
  moderation,
  diagnose,
  inequality,
  kernelDensity,
  sigmaConvergence,
  betaConvergence,
  markov,
  coupling,
  spatialWeights,
  moran,
  spatialTests,
  spatial,
  difference,
  differencePermutation,
  placebo,
  placeboDraws,
  multiverse,
  multiverseDraws,
  specification,
  command,
  versions,
  r,
  python,
  stata,
  bridgeVersions,
  levels,
  report,
  figure,
  document,
  compare,
  audit,
  numbers,
  claim,
];

/** The kinds with their hints, which join them here, as part of no kind's code, so that a better hint makes nothing stale. */
export const kinds: typeof all = all.map((kind) => ({ ...kind, ...foreignNames(kind.name) }));

export const kindsByName: ReadonlyMap<string, (typeof all)[number]> = new Map(kinds.map((kind) => [kind.name, kind]));
