/** β convergence: growth on where units begin, in a cross-section of the whole time or in a panel of every year. */
import { printName } from '../../src/base/expression/print.ts';
import { Refusal } from '../../src/base/problem.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { columnsOfList } from '../../src/econ/compile/variable-list.ts';
import type { Data } from '../../src/econ/data.ts';
import { estimate } from '../../src/econ/estimate.ts';
import type { FitModel } from '../../src/econ/estimator.ts';
import type { Fit } from '../../src/econ/fit.ts';
import { fit as fitLinear } from '../../src/econ/linear/fit.ts';
import { speedOf } from '../../src/econ/regional/convergence.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { Column } from '../../src/frame/column.ts';
import { Frame } from '../../src/frame/frame.ts';
import { type BetaOptions, panelFormula } from './options.ts';

/** (1/T) ln(x_T/x_0) = a + b ln x_0 + controls, or ln x_t − ln x_{t−1} = b ln x_{t−1} + controls + effects (Barro & Sala-i-Martin 1992). */
export function beta(data: Data, options: BetaOptions): Fit {
  return options.form === 'panel' ? ofPanel(data, options) : ofCrossSection(data, options);
}

function ofPanel(data: Data, options: BetaOptions): Fit {
  const sample = options.sample === null ? {} : { sample: options.sample };
  const fit = estimate(
    compiled({ fit: panelFormula(options), vcov: options.vcov, ...sample }, data.panel),
    data,
    linear,
  );
  return withSpeed(fit, `L.log(${printName(options.variable)})`, 1);
}

function compiled(keys: Parameters<typeof compileColumn>[0], panel: Data['panel']): ModelSpec {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0)
    throw new Refusal('bad-model', problems.map(({ message }) => message).join('; '), { param: 'variable' });
  return specs[0]!;
}

const linear: FitModel = fitLinear;

function ofCrossSection(data: Data, options: BetaOptions): Fit {
  const { variable, controls, sample } = options;
  const [from, to] = options.between!;
  const listed = { variables: [`log(${printName(variable)})`, ...controls], sample, exclude: null };
  const { rows, columns } = columnsOfList(listed, data);
  const unit = data.codes(data.panel!.unit).codes;
  const time = data.numbers(data.panel!.time);
  const [logs, ...others] = columns;
  const ends = new Map<number, number>();
  for (const [i, row] of rows.entries()) if (time[row] === to) ends.set(unit[row]!, logs!.values[i]!);
  const begins = Array.from(rows.keys()).filter((i) => time[rows[i]!] === from && ends.has(unit[rows[i]!]!));
  if (begins.length === 0) {
    const message = `no unit has rows in both ${from} and ${to}`;
    throw new Refusal('empty-sample', message, { param: 'between', hint: 'are they values of the panel’s time?' });
  }
  const number = (values: Iterable<number>): Column => ({ type: 'number', values: Float64Array.from(values) });
  const initial = begins.map((i) => logs!.values[i]!);
  const growth = begins.map((i, at) => (ends.get(unit[rows[i]!]!)! - initial[at]!) / (to - from));
  const frame = Frame.of(
    new Map<string, Column>([
      ['growth', number(growth)],
      ['ln_initial', number(initial)],
      ...others.map(({ name, values }): [string, Column] => [name, number(begins.map((i) => values[i]!))]),
    ]),
    begins.length,
  );
  const terms = ['ln_initial', ...others.map(({ name }) => printName(name))].join(' + ');
  const fit = estimate(compiled({ fit: `growth ~ ${terms}`, vcov: options.vcov }, null), frame, linear);
  return withSpeed(fit, 'ln_initial', to - from);
}

function withSpeed(fit: Fit, term: string, periods: number): Fit {
  const found = fit.terms.find((each) => each.term === term);
  if (found === undefined) throw new Refusal('no-variation', `\`${term}\` does not vary`, { param: 'variable' });
  return { ...fit, stats: { ...fit.stats, ...speedOf(found.estimate, found.stdError, periods), periods } };
}
