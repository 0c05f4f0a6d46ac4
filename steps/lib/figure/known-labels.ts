/** Labels that a figure may print: as `variables:` has them in its language, else as the files of its data have them. */
import { ownValue } from '../../../src/base/own-value.ts';
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { NodeSpec, PlanContext } from '../../../src/engine/step.ts';
import type { LabelBook } from '../../../src/table/words/labels.ts';
import { labelIn, labelsOfFiles } from '../file-labels.ts';

export interface KnownLabels {
  /** Variables of which something is known. */
  readonly names: readonly string[];
  readonly label: (name: string) => string | undefined;
  readonly unit: (name: string) => string | undefined;
  readonly valueLabels: NonNullable<LabelBook['valueLabels']>;
}

/** Labels of what results call by names of their own, such as the mean over cut-offs, as tables have them. */
export const ownLabels = (nodes: readonly NodeSpec[], language: 'en' | 'zh'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    nodes.flatMap(({ view }) =>
      Object.entries((view?.words as FitWords | undefined)?.names ?? {}).map(([name, label]) => [
        name,
        label[language],
      ]),
    ),
  );

export function knownLabels(nodes: readonly NodeSpec[], plan: PlanContext, language: string): KnownLabels {
  const { variables } = plan.project;
  const { labels, valueLabels } = labelsOfFiles(nodes, plan);
  return {
    names: [...new Set([variables, labels, valueLabels].flatMap((each) => Object.keys(each)))],
    label: (name) => {
      const declared = ownValue(variables, name);
      return declared?.translations[language] ?? declared?.label ?? labelIn(ownValue(labels, name), language);
    },
    unit: (name) => ownValue(variables, name)?.unit,
    valueLabels,
  };
}
