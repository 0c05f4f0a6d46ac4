/**
 * Repairs steps that do not fit their schema: the places that do not fit are left out, so that everything else is checked in the same
 * call. A repaired step never runs.
 */

import type { Step, YamlPath } from '../step.ts';
import { leaveOut } from './document/leave-out.ts';
import type { PipelineSpec } from './load.ts';
import { conforms, type Misfit } from './validate.ts';

/** A misfit, and the places in it that were complained of. */
export interface Misplaced {
  readonly misfit: Misfit;
  readonly paths: readonly YamlPath[];
}

export function mendSpec(spec: PipelineSpec, misplaced: readonly Misplaced[]): PipelineSpec {
  const mended = new Map<string, Step<unknown>>();
  const lost = new Map(spec.lost);
  for (const { misfit, paths } of misplaced) {
    const { step, schema } = misfit;
    if (!step) continue;
    const params = structuredClone(step.params);
    const left = paths.map((path) => leaveOut(params, path.slice(step.path.length)));
    if (left.includes(undefined) || !conforms(schema, params)) continue;
    mended.set(step.name, { ...step, params });
    const places = left.map((path): YamlPath => [...step.path, ...path!]);
    lost.set(step.name, [...(lost.get(step.name) ?? []), ...places]);
  }
  const names = spec.source.keys(['steps']).filter((name) => mended.has(name) || spec.names.includes(name));
  const others = spec.names.filter((name) => !names.includes(name));
  return {
    ...spec,
    names: [...names, ...others],
    step: (name) => mended.get(name) ?? spec.step(name),
    broken: new Set([...spec.broken].filter((name) => !mended.has(name))),
    lost,
  };
}

/** Tells whether a place was left out after a complaint, or holds one that was. */
export const isLeftOut = (path: YamlPath, spec: PipelineSpec): boolean =>
  leftOutOf(path, spec).some((place) => isAlong(path, place));

/** Tells whether this very place was left out, so that the step has no value there. */
export const isGone = (path: YamlPath, spec: PipelineSpec): boolean =>
  leftOutOf(path, spec).some((place) => place.length === path.length && isAlong(path, place));

const leftOutOf = (path: YamlPath, { lost }: PipelineSpec): readonly YamlPath[] =>
  path[0] === 'steps' ? (lost.get(String(path[1])) ?? []) : [];

const isAlong = (path: YamlPath, place: YamlPath): boolean =>
  path.every((part, i) => String(part) === String(place[i]));
