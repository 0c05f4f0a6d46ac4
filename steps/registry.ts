/** THE list of built-in step kinds, in the order the docs show them. */

import { ownValue } from '../src/base/own-value.ts';
import type { Result } from '../src/base/result.ts';
import type { Plot } from '../src/figure/plot.ts';
import { plots as shared } from '../src/figure/plots/registry.ts';
import append from './append.ts';
import audit from './audit/room.ts';
import balance from './balance.ts';
import betaConvergence from './beta_convergence/room.ts';
import bootstrap from './bootstrap/room.ts';
import boundaryDistance from './boundary_distance.ts';
import bridgeDraws from './bridge-draws.ts';
import bridgeGather from './bridge-gather.ts';
import bridgeVersions from './bridge-versions.ts';
import claim from './claim.ts';
import codebook from './codebook/room.ts';
import collapse from './collapse.ts';
import command from './command/room.ts';
import compare from './compare/room.ts';
import correlate from './correlate/room.ts';
import coupling from './coupling/step.ts';
import crosswalk from './crosswalk.ts';
import derive from './derive.ts';
import describe from './describe/room.ts';
import diagnose from './diagnose/room.ts';
import did from './did/room.ts';
import difference from './difference/room.ts';
import document from './document.ts';
import duplicates from './duplicates.ts';
import efficiency from './efficiency/room.ts';
import equality from './equality/room.ts';
import equations from './equations.ts';
import expand from './expand.ts';
import experiment from './experiment/room.ts';
import figure from './figure.ts';
import fill from './fill.ts';
import geodetector from './geodetector/room.ts';
import index from './index/room.ts';
import inequality from './inequality/room.ts';
import ingest from './ingest.ts';
import kernelDensity from './kernel_density/room.ts';
import levels from './levels.ts';
import type { Curve } from './lib/curve.ts';
import type { Equations } from './lib/equation/equations.ts';
import { equationsBy } from './lib/equation/plan.ts';
import type { Plots } from './lib/figure/plots.ts';
import { foreignNames } from './lib/foreign-names.ts';
import type { Tables } from './lib/report/tables.ts';
import type { ResampledKinds } from './lib/resampled.ts';
import localProjections from './local_projections/room.ts';
import magnitudes from './magnitudes/room.ts';
import markov from './markov/room.ts';
import match from './match/room.ts';
import mediation from './mediation/room.ts';
import models from './models/room.ts';
import moderation from './moderation/room.ts';
import moran from './moran/room.ts';
import multiverse from './multiverse/room.ts';
import numbers from './numbers.ts';
import parallelTrends from './parallel_trends/room.ts';
import placebo from './placebo/room.ts';
import predict from './predict.ts';
import python from './python/room.ts';
import r from './r/room.ts';
import rd from './rd/room.ts';
import report from './report.ts';
import reshape from './reshape.ts';
import robustness from './robustness/room.ts';
import { type Kind, kindOf, type Room } from './room.ts';
import rotemberg from './rotemberg/room.ts';
import sampleMoments from './sample-moments.ts';
import shiftShare from './shift_share.ts';
import sigmaConvergence from './sigma_convergence/room.ts';
import simarWilson from './simar_wilson/room.ts';

import spatial from './spatial/room.ts';
import spatialTests from './spatial_tests/room.ts';
import spatialWeights from './spatial_weights/room.ts';
import specification from './specification/room.ts';
import sql from './sql.ts';
import stata from './stata/room.ts';
import survival from './survival/room.ts';
import syntheticControl from './synthetic_control/room.ts';
import tabulate from './tabulate/room.ts';
import tfp from './tfp/room.ts';
import threshold from './threshold/room.ts';
import versions from './versions.ts';
import vif from './vif/room.ts';
import witness from './witness/room.ts';

/** A kind that is one file, or has a room; each is loaded when it is asked for. */
type LoadableKind = { readonly kind: () => Kind } | { readonly room: () => Room };

/** A kind with those that work for it alone. */
const withHelpers = <N extends string>(
  name: string,
  room: () => { readonly helpers: Readonly<Record<N, Kind>> } & Room,
  ...helpers: readonly N[]
): Readonly<Record<string, LoadableKind>> => ({
  [name]: { room },
  ...Object.fromEntries(helpers.map((helper) => [`${name}-${helper}`, { kind: () => room().helpers[helper] }])),
});

/** All kinds by name. The module of a kind is loaded when the kind is asked for, since a run that takes over the last plan asks for few. */
const all: Readonly<Record<string, LoadableKind>> = {
  ingest: { kind: () => ingest },
  reshape: { kind: () => reshape },
  collapse: { kind: () => collapse },
  crosswalk: { kind: () => crosswalk },
  boundary_distance: { kind: () => boundaryDistance },
  append: { kind: () => append },
  balance: { kind: () => balance },
  derive: { kind: () => derive },
  duplicates: { kind: () => duplicates },
  fill: { kind: () => fill },
  expand: { kind: () => expand },
  sql: { kind: () => sql },
  predict: { kind: () => predict },
  index: { room: () => index },
  efficiency: { room: () => efficiency },
  describe: { room: () => describe },
  correlate: { room: () => correlate },
  vif: { room: () => vif },
  tabulate: { room: () => tabulate },
  codebook: { room: () => codebook },
  models: { room: () => models },
  robustness: { room: () => robustness },
  ...withHelpers('bootstrap', () => bootstrap(resampled), 'draws'),
  simar_wilson: { room: () => simarWilson },
  tfp: { room: () => tfp },
  local_projections: { room: () => localProjections },
  did: { room: () => did },
  parallel_trends: { room: () => parallelTrends },
  ...withHelpers('experiment', () => experiment, 'draws'),
  rd: { room: () => rd },
  synthetic_control: { room: () => syntheticControl },
  match: { room: () => match },
  shift_share: { kind: () => shiftShare },
  rotemberg: { room: () => rotemberg },
  ...withHelpers('threshold', () => threshold, 'bootstrap', 'search'),
  ...withHelpers('mediation', () => mediation, 'bootstrap'),
  moderation: { room: () => moderation },
  magnitudes: { room: () => magnitudes },
  diagnose: { room: () => diagnose },
  equality: { room: () => equality },
  inequality: { room: () => inequality },
  kernel_density: { room: () => kernelDensity },
  sigma_convergence: { room: () => sigmaConvergence },
  beta_convergence: { room: () => betaConvergence },
  markov: { room: () => markov },
  coupling: { kind: () => coupling },
  geodetector: { room: () => geodetector },
  survival: { room: () => survival },
  spatial_weights: { room: () => spatialWeights },
  moran: { room: () => moran },
  spatial_tests: { room: () => spatialTests },
  spatial: { room: () => spatial },
  ...withHelpers('difference', () => difference, 'permutation', 'pairs', 'levels'),
  ...withHelpers('placebo', () => placebo, 'draws'),
  ...withHelpers('multiverse', () => multiverse, 'draws'),
  specification: { room: () => specification },
  command: { room: () => command },
  versions: { kind: () => versions },
  r: { room: () => r },
  python: { room: () => python },
  stata: { room: () => stata },
  'bridge-versions': { kind: () => bridgeVersions },
  'bridge-draws': { kind: () => bridgeDraws },
  'bridge-gather': { kind: () => bridgeGather },
  ...withHelpers('witness', () => witness, 'run', 'files'),
  levels: { kind: () => levels },
  'sample-moments': { kind: () => sampleMoments },
  report: { kind: () => report(tables) },
  figure: { kind: () => figure(plots) },
  equations: { kind: () => equations(written) },
  document: { kind: () => document(tables, written) },
  compare: { room: () => compare },
  audit: { room: () => audit },
  numbers: { kind: () => numbers },
  claim: { kind: () => claim },
};

export const kindNames: readonly string[] = Object.keys(all);

const known = new Map<string, Kind>();

/** A kind with what its room holds besides, and with its hints: they join it here, as part of no kind's code, so that a better one makes nothing stale. */
export function kindNamed(name: string): Kind | undefined {
  const found = known.get(name);
  const entry = ownValue(all, name);
  if (entry === undefined || found !== undefined) return found;
  const room = 'room' in entry ? entry.room() : undefined;
  const kind = room === undefined ? (entry as { kind: () => Kind }).kind() : kindOf(room);
  const foreign = { get: () => (room === undefined ? foreignNames(name) : room.foreign), enumerable: true };
  const named = Object.defineProperty({ ...kind }, 'foreign', foreign);
  known.set(name, named);
  return named;
}

const roomOf = (name: string): Room | undefined => {
  const entry = all[name]!;
  return 'room' in entry ? entry.room() : undefined;
};

/** The room whose kind has results of a type: the one that is called so, or the first that has such. */
function roomWith(type: string): readonly [name: string, room: Room] | undefined {
  const called = type.replaceAll('-', '_');
  for (const name of Object.hasOwn(all, called) ? [called, ...kindNames] : kindNames) {
    const room = roomOf(name);
    if (room?.results.some((result) => result.type === type)) return [name, room];
  }
  return undefined;
}

/** Stands for every kind in the name of a method. */
export const ANY = '*';

/** Name of the method whose code builds the tables of a kind's room. */
export const tableMethod = (kind: string): string => `table:${kind}`;

/** The tables of all kinds. */
export const tables: Tables = {
  of: (type) => roomWith(type)?.[1].tables?.find((builder) => builder.type === type),
  methodFor(types) {
    const kinds = types.map((type) => (type === null ? ANY : roomWith(type)?.[0]));
    const [kind, ...more] = new Set(kinds.filter((name) => name !== undefined));
    return kind === undefined ? undefined : tableMethod(more.length > 0 ? ANY : kind);
  },
};

/** Name of the method whose code makes results of a kind of samples. */
export const resampleMethod = (kind: string): string => `resample:${kind}`;

/** The kinds whose results may be drawn. */
export const resampled: ResampledKinds = {
  get names() {
    return kindNames.filter((name) => name !== 'bootstrap' && roomOf(name)?.resampled !== undefined);
  },
  of: (kind) => (Object.hasOwn(all, kind) ? roomOf(kind)?.resampled : undefined),
  methodFor: resampleMethod,
};

/** How a kind tells the specifications of its results; undefined where these have no curve. */
export const curveOf = (kind: string): Curve | undefined =>
  Object.hasOwn(all, kind) ? roomOf(kind)?.curve : undefined;

const equationIn = (kind: string) => (Object.hasOwn(all, kind) ? roomOf(kind)?.equation : undefined);

/** The equations of all kinds; what writes them is loaded when one is wanted. */
export const written: Equations = {
  formula: (request, plan) => equationsBy(equationIn).formula(request, plan),
  ofNode: (node) => equationsBy(equationIn).ofNode(node),
};

/** Name of the method whose code draws a plot of fits and data; that of `ANY` draws all plots. */
export const plotMethod = (name: string): string => `plot:${name}`;

/** Name of the method whose code draws the plots of a kind's room. */
export const figureMethod = (kind: string): string => `figure:${kind}`;

/** Plots with the methods that draw them: those of fits and data, then those of rooms. */
function drawing(): ReadonlyMap<Plot, string> {
  const ofRooms = kindNames.flatMap((name) =>
    (roomOf(name)?.plots ?? []).map((plot) => [plot, figureMethod(name)] as const),
  );
  const method = ({ name, combines }: Plot): string => plotMethod(combines === true ? ANY : name);
  return new Map([...shared.map((plot) => [plot, method(plot)] as const), ...ofRooms]);
}

let drawn: ReadonlyMap<Plot, string> | undefined;
const plotsDrawn = (): ReadonlyMap<Plot, string> => {
  drawn ??= drawing();
  return drawn;
};

export const plots: Plots = {
  get all() {
    return [...plotsDrawn().keys()];
  },
  methodFor: (plot) => plotsDrawn().get(plot)!,
};

/**
 * Returns the form of results of a type, without the names that a node's parameters tell. It belongs to the kind of that name, or to the
 * first kind with such results.
 */
export const resultOfType = (type: string): Result | undefined =>
  roomWith(type)?.[1].results.find((result) => result.type === type);

export const allKinds = (): Kind[] => kindNames.map((name) => kindNamed(name)!);
