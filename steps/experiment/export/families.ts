/** Adjusted p values in scripts: those that follow from the p values of effects. */
import type { ReadNode } from '../../../src/export/kind.ts';
import type { WordedValue } from '../../../src/export/worded.ts';
import { fieldOfMethod, type InferenceSpec, usesPValues } from '../numbers/redrawn/spec.ts';
import type { ExperimentSpec } from '../numbers/spec.ts';
import { resultOf } from './equations.ts';

/** A language's code: `p` keeps the p values of effects by their names, and `q` has them adjusted. */
export interface FamilyCode {
  readonly start: string;
  /** Keeps the p value of the effect in `e`. */
  keep(name: string): string;
  adjust(names: readonly string[], method: string): string;
  of(name: string): string;
}

interface Family {
  readonly name: string;
  readonly method: string;
  /** p values before, and adjusted, by the names of their effects. */
  readonly tests: readonly { readonly variable: string; readonly value: number }[];
}

/** The families whose p values a script adjusts. */
export function familiesOf(spec: ExperimentSpec, node: ReadNode): readonly Family[] {
  const { inference } = spec as ExperimentSpec & { readonly inference?: InferenceSpec };
  const { effects } = resultOf(node);
  return (inference?.families ?? []).flatMap(({ name, outcomes }) =>
    inference!.multiple.filter(usesPValues).map((method): Family => {
      const own = effects.filter(({ outcome, pValue }) => outcomes.includes(outcome) && typeof pValue === 'number');
      const tests = own.map((effect) => ({
        variable: effect.variable,
        value: (effect as unknown as Readonly<Record<string, number>>)[fieldOfMethod[method]]!,
      }));
      return { name, method, tests };
    }),
  );
}

/** Adjusts the families all of whose p values are kept. */
export const familyValues = (
  families: readonly Family[],
  kept: ReadonlySet<string>,
  code: FamilyCode,
): readonly WordedValue[] =>
  families
    .filter(({ tests }) => tests.every(({ variable }) => kept.has(variable)))
    .flatMap(({ method, tests }) =>
      tests.map(({ variable, value }, i): WordedValue => {
        const names = tests.map((test) => test.variable);
        const after = i === 0 ? { after: [code.adjust(names, method)] } : {};
        return { cell: `${variable}: p by ${method}`, code: code.of(variable), value, ...after };
      }),
    );
