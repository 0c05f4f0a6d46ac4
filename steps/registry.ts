/** THE list of built-in step kinds, in the order the docs show them. */
import { own } from '../src/base/own.ts';
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
type Kind = StepKind<any>;

/** By name; the module of a kind is loaded when the kind is asked for, since a run that takes over the last plan asks for few. */
const all: Readonly<Record<string, () => Kind>> = {
  ingest: () => ingest,
  reshape: () => reshape,
  collapse: () => collapse,
  append: () => append,
  balance: () => balance,
  sql: () => sql,
  index: () => index,
  describe: () => describe,
  correlate: () => correlate,
  vif: () => vif,
  codebook: () => codebook,
  models: () => models,
  robustness: () => robustness,
  did: () => did,
  match: () => match,
  shift_share: () => shiftShare,
  threshold: () => threshold,
  'threshold-search': () => thresholdSearch,
  'threshold-bootstrap': () => thresholdBootstrap,
  mediation: () => mediation,
  'mediation-bootstrap': () => mediationBootstrap,
  moderation: () => moderation,
  diagnose: () => diagnose,
  inequality: () => inequality,
  kernel_density: () => kernelDensity,
  sigma_convergence: () => sigmaConvergence,
  beta_convergence: () => betaConvergence,
  markov: () => markov,
  coupling: () => coupling,
  spatial_weights: () => spatialWeights,
  moran: () => moran,
  spatial_tests: () => spatialTests,
  spatial: () => spatial,
  difference: () => difference,
  'difference-permutation': () => differencePermutation,
  placebo: () => placebo,
  'placebo-draws': () => placeboDraws,
  multiverse: () => multiverse,
  'multiverse-draws': () => multiverseDraws,
  specification: () => specification,
  command: () => command,
  versions: () => versions,
  r: () => r,
  python: () => python,
  stata: () => stata,
  'bridge-versions': () => bridgeVersions,
  levels: () => levels,
  report: () => report,
  figure: () => figure,
  document: () => document,
  compare: () => compare,
  audit: () => audit,
  numbers: () => numbers,
  claim: () => claim,
};

export const kindNames: readonly string[] = Object.keys(all);

const known = new Map<string, Kind>();

/** A kind with its hints, which join it here, as part of no kind's code, so that a better hint makes nothing stale. */
export function kindNamed(name: string): Kind | undefined {
  const kind = known.get(name) ?? own(all, name)?.();
  if (kind === undefined || known.has(name)) return kind;
  const named = Object.defineProperty({ ...kind }, 'foreign', { get: () => foreignNames(name), enumerable: true });
  known.set(name, named);
  return named;
}

export const allKinds = (): Kind[] => kindNames.map((name) => kindNamed(name)!);
