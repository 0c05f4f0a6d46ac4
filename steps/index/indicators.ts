/** Reads the indicators of an index, with dimensions and directions, as users write them. */
import { isTimeType } from '../../src/base/calendar.ts';
import { type Scope, unknownVariable } from '../../src/base/expression/check.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { listing } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { Direction } from '../../src/econ/index/index-scale.ts';
import type { IndicatorSpec } from '../../src/econ/index/spec.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';

interface WrittenIndicators {
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
  readonly directions?: Readonly<Record<string, Direction>>;
}

/** The indicators in written order, each once; complains about every name that is no variable. */
export function readIndicators(
  { dimensions, directions = {} }: WrittenIndicators,
  pathOf: (key: string) => YamlPath,
  scope: Scope,
  plan: PlanContext,
): IndicatorSpec[] {
  const found = new Map<string, IndicatorSpec>();
  for (const dimension of plan.keys(pathOf('dimensions'))) {
    dimensions[dimension]!.forEach((written, i) => {
      const path = [...pathOf('dimensions'), dimension, i];
      for (const indicator of spread(written, path, plan)) {
        if (!isIndicator(indicator, path, scope, plan)) continue;
        const earlier = found.get(indicator);
        if (earlier !== undefined) {
          const message = `\`${indicator}\` is listed twice, in \`${earlier.dimension}\` and \`${dimension}\``;
          plan.complain({ code: 'duplicate-indicator', message, path });
        }
        found.set(indicator, { indicator, dimension, direction: ownValue(directions, indicator) ?? 'positive' });
      }
    });
  }
  checkDirections(Object.keys(directions), [...found.keys()], pathOf('directions'), plan);
  return [...found.values()];
}

function spread(written: string, path: YamlPath, plan: PlanContext): readonly string[] {
  if (!written.startsWith('$')) return [written];
  const { sets } = plan.project;
  const name = written.slice(1);
  const items = Object.hasOwn(sets, name) ? sets[name]! : undefined;
  if (items !== undefined) return items.flatMap((item) => spread(item, path, plan));
  const hint = didYouMean(name, Object.keys(sets)) ?? 'name it under `sets:`';
  plan.complain({ code: 'unknown-set', message: `unknown set \`${written}\``, path, hint });
  return [];
}

function isIndicator(name: string, path: YamlPath, scope: Scope, plan: PlanContext): boolean {
  const type = scope.type(name);
  if (type === undefined) {
    const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
    plan.complain({ code, message, path, hint });
  } else if (type === 'text' || isTimeType(type)) {
    plan.complain({ code: 'text-column', message: `\`${name}\` holds ${type}s; numbers are expected here`, path });
  }
  return type === null || type === 'number';
}

function checkDirections(
  written: readonly string[],
  known: readonly string[],
  path: YamlPath,
  plan: PlanContext,
): void {
  for (const name of written) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) ?? `indicators: ${listing(known)}`;
    const message = `\`directions\` names \`${name}\`, which is no indicator of this index`;
    plan.complain({ code: 'unknown-indicator', message, path: [...path, name], key: true, hint });
  }
}
