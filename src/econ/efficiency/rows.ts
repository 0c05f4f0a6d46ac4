/** The rows of a data set that have all quantities of a technology. */
import { Refusal } from '../../base/problem.ts';
import type { Data } from '../data.ts';
import type { Rows } from './efficiency.ts';
import { type EfficiencySpec, variablesOf } from './spec.ts';

/** The quantities of complete rows; refuses those below zero, and zeros where a measure divides by them. */
export function rowsOf(spec: EfficiencySpec, data: Data): Rows {
  const all = variablesOf(spec).map((name) => ({ name, values: data.numbers(name) }));
  const complete = Int32Array.from(
    Array.from({ length: data.nrows }, (_, row) => row).filter((row) =>
      all.every(({ values }) => !Number.isNaN(values[row]!)),
    ),
  );
  if (complete.length < 2)
    throw new Refusal('too-few-rows', `${complete.length} rows have all inputs and outputs; a frontier needs 2`, {
      param: 'inputs',
    });
  for (const { name, values } of all) checkSigns(spec, name, values, complete);
  const of = (names: readonly string[]) => names.map((name) => data.numbers(name));
  const { inputs, outputs, undesirable } = spec;
  return { inputs: of(inputs), outputs: of(outputs), undesirable: of(undesirable), complete, panel: panelOf(data) };
}

function checkSigns(
  { model, inputs, undesirable }: EfficiencySpec,
  name: string,
  values: Float64Array,
  complete: Int32Array,
): void {
  const param = inputs.includes(name) ? 'inputs' : undesirable.includes(name) ? 'undesirable' : 'outputs';
  const negative = complete.filter((row) => values[row]! < 0).length;
  if (negative > 0)
    throw new Refusal('negative-values', `\`${name}\` is below zero in ${negative} rows, and quantities cannot be`, {
      param,
      hint: 'leave such rows out, or measure it otherwise',
    });
  const zero = complete.filter((row) => values[row] === 0).length;
  if (zero > 0 && (model === 'sbm' || zero === complete.length))
    throw new Refusal('zero-values', `\`${name}\` is zero in ${zero} rows, and slacks are shares of it`, {
      param,
      hint: 'leave such rows out; a radial measure takes zeros',
    });
}

function panelOf(data: Data): Rows['panel'] {
  if (data.panel === null) return null;
  const { codes: periods, levels } = data.codes(data.panel.time);
  return { periods, count: levels.length, units: data.codes(data.panel.unit).codes };
}
