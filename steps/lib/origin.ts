/** Finds the origins of parameters. */
import { lettered } from '../../src/base/text/unicode-pattern.ts';
import type { Origin, PlanContext, YamlPath } from '../../src/engine/step.ts';

/** The origin of the text at `path`, with the sets and samples that it names, since an edit of any of them is a cause of its own. */
export function originAt(path: YamlPath, plan: PlanContext): Origin {
  const text = plan.said(path);
  if (text === undefined) return { path };
  const also = placesNamed(text, plan).map((place): Origin => ({ path: place, text: plan.said(place) ?? '' }));
  return { path, text, ...(also.length > 0 ? { also } : {}) };
}

/** Returns the longest beginning of a path that exists in a value. */
export function standingPath(value: unknown, path: YamlPath): YamlPath {
  const [key, ...below] = path;
  if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return [key, ...standingPath((value as Record<string | number, unknown>)[key], below)];
}

const NAMED_SET = lettered(String.raw`\$([\p{L}_][\p{L}\p{N}_]*)`, 'gu');

function placesNamed(text: string, { project }: PlanContext): YamlPath[] {
  const sets = [...text.matchAll(NAMED_SET(text))].map((match) => match[1]!);
  const named = [...new Set(sets)].filter((name) => Object.hasOwn(project.sets, name));
  const inner = named.flatMap((name) =>
    project.sets[name]!.filter((member) => member.startsWith('$')).map((member) => member.slice(1)),
  );
  const all = [...new Set([...named, ...inner.filter((name) => Object.hasOwn(project.sets, name))])];
  const sample = text.replace(/^(["'])(.*)\1$/, '$2');
  return [
    ...all.map((name) => ['sets', name]),
    ...(Object.hasOwn(project.samples, sample) ? [['samples', sample]] : []),
  ];
}
