/** THE list of built-in step kinds, in the order the docs show them. */

import { own } from '../src/base/own.ts';
import type { Result } from '../src/base/result.ts';
import { builders as shared } from '../src/table/builders/registry.ts';
import append from './append.ts';
import audit from './audit/room.ts';
import balance from './balance.ts';
import betaConvergence from './beta_convergence/room.ts';
import bridgeVersions from './bridge-versions.ts';
import claim from './claim.ts';
import codebook from './codebook/room.ts';
import collapse from './collapse.ts';
import command from './command/room.ts';
import compare from './compare/room.ts';
import correlate from './correlate/room.ts';
import coupling from './coupling/step.ts';
import describe from './describe/room.ts';
import diagnose from './diagnose/room.ts';
import did from './did/room.ts';
import difference from './difference/room.ts';
import document from './document.ts';
import figure from './figure.ts';
import index from './index/room.ts';
import inequality from './inequality/room.ts';
import ingest from './ingest.ts';
import kernelDensity from './kernel_density/room.ts';
import levels from './levels.ts';
import { foreignNames } from './lib/foreign-names.ts';
import type { Tables } from './lib/report/tables.ts';
import markov from './markov/room.ts';
import match from './match/room.ts';
import mediation from './mediation/room.ts';
import models from './models/room.ts';
import moderation from './moderation/room.ts';
import moran from './moran/room.ts';
import multiverse from './multiverse/room.ts';
import numbers from './numbers.ts';
import placebo from './placebo/room.ts';
import python from './python/room.ts';
import r from './r/room.ts';
import report from './report.ts';
import reshape from './reshape.ts';
import robustness from './robustness/room.ts';
import { type Kind, kindOf, type Room } from './room.ts';
import shiftShare from './shift_share/step.ts';
import sigmaConvergence from './sigma_convergence/room.ts';
import spatial from './spatial/room.ts';
import spatialTests from './spatial_tests/room.ts';
import spatialWeights from './spatial_weights/room.ts';
import specification from './specification/room.ts';
import sql from './sql.ts';
import stata from './stata/room.ts';
import threshold from './threshold/room.ts';
import versions from './versions.ts';
import vif from './vif/room.ts';

type Entry = () => Kind | Room;

/** A kind with those that work for it alone. */
const withHelpers = <N extends string>(
  name: string,
  room: () => { readonly helpers: Readonly<Record<N, Kind>> } & Room,
  ...helpers: readonly N[]
): Readonly<Record<string, Entry>> => ({
  [name]: room,
  ...Object.fromEntries(helpers.map((helper) => [`${name}-${helper}`, () => room().helpers[helper]])),
});

/** By name; the module of a kind is loaded when the kind is asked for, since a run that takes over the last plan asks for few. */
const all: Readonly<Record<string, Entry>> = {
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
  ...withHelpers('threshold', () => threshold, 'bootstrap', 'search'),
  ...withHelpers('mediation', () => mediation, 'bootstrap'),
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
  ...withHelpers('difference', () => difference, 'permutation'),
  ...withHelpers('placebo', () => placebo, 'draws'),
  ...withHelpers('multiverse', () => multiverse, 'draws'),
  specification: () => specification,
  command: () => command,
  versions: () => versions,
  r: () => r,
  python: () => python,
  stata: () => stata,
  'bridge-versions': () => bridgeVersions,
  levels: () => levels,
  report: () => report(tables),
  figure: () => figure,
  document: () => document(tables),
  compare: () => compare,
  audit: () => audit,
  numbers: () => numbers,
  claim: () => claim,
};

export const kindNames: readonly string[] = Object.keys(all);

const known = new Map<string, Kind>();

/** A kind with what its room holds besides, and with its hints: they join it here, as part of no kind's code, so that a better one makes nothing stale. */
export function kindNamed(name: string): Kind | undefined {
  const found = known.get(name);
  const made = found ?? own(all, name)?.();
  if (made === undefined || found !== undefined) return found;
  const isRoom = 'step' in made;
  const kind = isRoom ? kindOf(made) : made;
  const foreign = { get: () => (isRoom ? made.foreign : foreignNames(name)), enumerable: true };
  const named = Object.defineProperty({ ...kind }, 'foreign', foreign);
  known.set(name, named);
  return named;
}

/** The room whose kind has results of a type: the one that is called so, or the first that has such. */
function roomWith(type: string): readonly [name: string, room: Room] | undefined {
  const called = type.replaceAll('-', '_');
  for (const name of Object.hasOwn(all, called) ? [called, ...kindNames] : kindNames) {
    const entry = all[name]!();
    if ('step' in entry && entry.results.some((result) => result.type === type)) return [name, entry];
  }
  return undefined;
}

/** Stands for every kind in the name of a method. */
export const ANY = '*';

/** Name of the method whose code builds the tables of a kind's room. */
export const tableMethod = (kind: string): string => `table:${kind}`;

/** The tables of all kinds. */
export const tables: Tables = {
  of: (type) =>
    shared.find((builder) => builder.type === type) ??
    roomWith(type)?.[1].tables?.find((builder) => builder.type === type),
  methodFor(types) {
    const own = types.map((type) => {
      if (type === null) return ANY;
      return shared.some((builder) => builder.type === type) ? undefined : roomWith(type)?.[0];
    });
    const [kind, ...more] = new Set(own.filter((name) => name !== undefined));
    return kind === undefined ? undefined : tableMethod(more.length > 0 ? ANY : kind);
  },
};

/** What results of a type hold, without the names that a node's parameters tell: the result of the kind that is called so, or of the first that has such. */
export const resultOfType = (type: string): Result | undefined =>
  roomWith(type)?.[1].results.find((result) => result.type === type);

export const allKinds = (): Kind[] => kindNames.map((name) => kindNamed(name)!);
