/** Every kind's declaration of its results agrees with what they hold, and a name that leads nowhere is refused before anything runs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { type Form, longForm, type PlannedNode, partsNamed, type Result } from '../../src/base/result.ts';
import { withStatistics } from '../../src/check/fit-result.ts';
import { misnamedIn } from '../../src/check/misnamed.ts';
import { namesAt } from '../../src/check/results.ts';
import { Store } from '../../src/engine/store/store.ts';
import { STEPS } from '../fuzz/projects.ts';
import { filesOf, pipelineOf, START, type World } from '../fuzz/world.ts';
import { builtInKinds } from '../support/built-in.ts';
import { Plans } from '../support/plans.ts';
import { Project } from './harness.ts';

interface Declared {
  readonly id: string;
  readonly result: Result;
  readonly node: PlannedNode;
  /** Name of each part → what it holds; undefined where it is no JSON. */
  readonly parts: ReadonlyMap<string, Json | undefined>;
}

const world: World = { ...START, steps: Object.keys(STEPS) };
const levelsOf = (column: string) => (column === 'region' ? ['North', 'South'] : ['3', 'Upper middle', 'low']);

const project = new Project({});
let found: readonly Declared[];
beforeAll(async () => {
  for (const [path, bytes] of Object.entries(filesOf(world))) project.write(path, bytes);
  expect(await project.run('-q')).toMatchObject({ code: 0 });
  const planned = new Plans(project.root, builtInKinds, levelsOf).whole(pipelineOf(world));
  if (!('graph' in planned)) throw new Error(planned.map(({ message }) => message).join());
  const store = new Store(project.root, 'pipeline.yaml');
  found = [...planned.graph.nodes.values()].flatMap((node): Declared[] => {
    const trace = store.last(node.id)!;
    const result = node.loaded.kind.results?.find(({ type }) => type === trace.artifact.type);
    if (result === undefined) return [];
    const json = (name: string): Json =>
      JSON.parse(
        new TextDecoder().decode(store.part(trace.key, trace.artifact.parts.find((part) => part.name === name)!)),
      );
    const parts = trace.artifact.parts.map(
      ({ name }) => [name, partsNamed(result).includes(name) ? json(name) : undefined] as const,
    );
    const { words } = (node.view ?? {}) as { readonly words?: { readonly stats: object } };
    return [
      { id: node.id, result: withStatistics(result, Object.keys(words?.stats ?? {})), node, parts: new Map(parts) },
    ];
  });
});
afterAll(() => project.dispose());

/** Ways to all values, as deep as the form is known. */
function waysIn(form: Form, value: Json, way: readonly string[]): (readonly string[])[] {
  if (form === 'unnamed' || form === 'any') return [way];
  if (typeof value !== 'object' || value === null || 'invalid' in value) return [way];
  const insides = 'result' in (form as object) ? Object.keys(value) : namesAt(value, []);
  return insides.flatMap((name) => {
    const inside = (
      Array.isArray(value) ? value[namesAt(value, []).indexOf(name)] : (value as Record<string, Json>)[name]
    )!;
    const isLabel = Array.isArray(value) ? false : LABELS.has(name);
    const next = innerForm(form, name);
    return isLabel || next === undefined ? [] : waysIn(next, inside, [...way, name]);
  });
}

/** Fields that tell records apart, by which they are named. */
const LABELS: ReadonlySet<string> = new Set(['term', 'variable', 'indicator', 'name', 'order', 'number', 'level']);

function innerForm(form: Form, name: string): Form | undefined {
  if (typeof form === 'string') return form;
  if ('result' in form) return form.result.parts[name];
  return 'each' in form ? form.each : (form.members[name] ?? form.members[longForm(name) ?? name] ?? 'any');
}

it('names of all that results hold are names to the plan', () => {
  const wrong = found.flatMap(({ id, result, node, parts }) =>
    partsNamed(result).flatMap((part) => {
      const value = parts.get(part);
      if (value === undefined) return [];
      return waysIn(result.parts[part]!, value, [part]).flatMap((names) => {
        const bad = misnamedIn(result, names, node);
        return bad === undefined ? [] : [`${id}: ${names.join('.')} (${bad.name})`];
      });
    }),
  );
  expect(wrong).toEqual([]);
});

it('every part of a result is declared, but for data and for what fits of few estimators have', () => {
  const undeclared = found
    .filter(({ result }) => result.type !== 'fit' && result.besideData !== true)
    .flatMap(({ id, result, parts }) =>
      [...parts.keys()].filter((part) => !(part in result.parts)).map((part) => `${id}: ${part}`),
    );
  expect(undeclared).toEqual([]);
});

/** Results in which only a run tells what there is: fits of factors and of programs, growth whose controls have names of their own, counts by level, weights by sector, curves by group. */
const OPEN = /^(?:base\.6|outside\.made|beta|counts|crossed|lasting|rotated)$/;

it('a name that no result can have is none to the plan, whatever the kind', () => {
  const accepted = found
    .filter(({ result, node }) => misnamedIn(result, ['nonsense'], node) === undefined)
    .map(({ id }) => id);
  expect(accepted.filter((id) => !OPEN.test(id))).toEqual([]);
  expect(new Set(found.map(({ result }) => result.type)).size).toBeGreaterThan(22);
});
