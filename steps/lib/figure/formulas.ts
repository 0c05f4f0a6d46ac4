/** Finds formulas in the labels of a figure that figures cannot set. */
import { ownValue } from '../../../src/base/own-value.ts';
import type { Complaint, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { FORMULAS, faultIn } from '../../../src/figure/fonts/math.ts';
import type { FigureParams } from './params.ts';

/** Options that hold texts of the figure. */
const TEXTS = ['caption', 'title', 'x_title', 'y_title', 'rename', 'headers', 'groups'];

/** Each is told where its label is written. `pathOf`: where an option of the figure stands. */
export function badFormulas(
  { variables, units, valueLabels, language }: FigureParams,
  entry: Readonly<Record<string, unknown>>,
  pathOf: (key: string) => YamlPath,
  plan: PlanContext,
): Complaint[] {
  const told = (text: string, path: YamlPath): Complaint[] => {
    const message = faultIn(text);
    return message === undefined ? [] : [{ code: 'bad-formula', message, path, hint: FORMULAS }];
  };
  const labels = Object.entries(variables).flatMap(([name, label]) => {
    const declared = ownValue(plan.project.variables, name);
    const key = ownValue(declared?.translations ?? {}, language) === undefined ? 'label' : language;
    return told(label, declared === undefined ? pathOf('from') : ['variables', name, key]);
  });
  return [
    ...TEXTS.flatMap((key) => textsIn(entry[key]).flatMap((text) => told(text, pathOf(key)))),
    ...labels,
    ...Object.entries(units).flatMap(([name, unit]) => told(unit, ['variables', name, 'unit'])),
    ...textsIn(valueLabels).flatMap((text) => told(text, pathOf('from'))),
  ];
}

/** Every text within an option; keys of a map may be labels too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [...(Array.isArray(value) ? [] : [key]), ...textsIn(each)]);
}
