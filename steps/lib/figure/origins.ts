/** Where each parameter of a figure's node is said. */
import { ownValue } from '../../../src/base/own-value.ts';
import type { NodeSpec, Origin, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { originAt } from '../origin.ts';
import type { FigureParams } from './params.ts';

/** `variable`: the option whose variables come first. `pathOf`: where an option of the figure stands. */
export function originsOf(
  params: FigureParams,
  nodes: readonly NodeSpec[],
  variable: string,
  pathOf: (key: string) => YamlPath,
  plan: PlanContext,
): Record<string, Origin> {
  const options = Object.keys(params.options).map((key): [string, Origin] => [
    `options.${key}`,
    originAt(pathOf(key), plan),
  ]);
  const labels = Object.keys(params.variables).flatMap((name): [string, Origin][] => {
    const declared = ownValue(plan.project.variables, name);
    // what a file says stands nowhere in the pipeline
    if (declared === undefined) return [];
    const translated = ownValue(declared.translations, params.language) !== undefined;
    return [[`variables.${name}`, originAt(['variables', name, translated ? params.language : 'label'], plan)]];
  });
  const units = Object.keys(params.units).map((name): [string, Origin] => [
    `units.${name}`,
    originAt(['variables', name, 'unit'], plan),
  ]);
  const list = ['sample', 'exclude'].map((key): [string, Origin] => [`list.${key}`, originAt(pathOf(key), plan)]);
  const headers = nodes.map((_, i): [string, Origin] => [`sources.${i}.header`, originAt(pathOf('headers'), plan)]);
  return {
    ...Object.fromEntries([...options, ...labels, ...units, ...list, ...headers]),
    plot: originAt(pathOf('plot'), plan),
    language: originAt(pathOf('lang'), plan),
    sources: originAt(pathOf('from'), plan),
    'list.variables': originAt(pathOf(variable), plan),
  };
}
