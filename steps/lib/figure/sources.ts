/** Opens what a figure shows, each source as its plot reads it. */

import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import { isFrame } from '../../../src/base/reader.ts';
import { columnsOfList, type VariableList } from '../../../src/econ/compile/variable-list.ts';
import type { Codes } from '../../../src/econ/data.ts';
import { groupsOf } from '../../../src/econ/data.ts';
import { pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import type { FigureSource, ObservedRows, Plot } from '../../../src/figure/plot.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { readFrame } from '../../../src/frame/stored/artifact.ts';
import { warnAll } from '../frame-source.ts';
import { type FigureParams, modelInput, type PanelParams, type SourceParams } from './params.ts';

/** The parts of a run by which sources are opened. */
export type Opening = Pick<RunContext<unknown>, 'artifact' | 'file' | 'inputs' | 'warn' | 'note' | 'fail'>;

export function openSources(plot: Plot, params: PanelParams, context: Opening): FigureSource[] {
  return params.sources.map((source) => openSource(plot, source, params, context));
}

function openSource(
  plot: Plot,
  { node, header, model, ofIndex, part: named, list: own, columns }: SourceParams,
  { options, list, levels }: Pick<FigureParams, 'options' | 'list' | 'levels'>,
  context: Opening,
): FigureSource {
  const artifact = context.artifact(node);
  const { columns: ofFirst, ...others } = options;
  // Records of a part have no columns of the first source.
  const chosen = columns ?? (named === undefined ? ofFirst : undefined);
  const reads = plot.reads(artifact.type, {
    ...others,
    ...defined({ part: named, columns: chosen === undefined ? undefined : [...chosen] }),
  });
  if (reads === undefined) {
    const message = `the plot \`${plot.name}\` shows no \`${artifact.type}\`, which \`${node}\` is`;
    return context.fail({ code: 'no-figure', message, param: 'sources', hint: `it shows ${plot.shows}` });
  }
  const part = (name: string): Json | undefined => (artifact.parts.includes(name) ? artifact.json(name) : undefined);
  const frame = isFrame(artifact.type) && reads.is !== 'parts' ? readFrame(artifact) : undefined;
  return {
    node,
    type: artifact.type,
    header,
    part,
    ...(reads.is === 'columns' ? { frame: withColumns(frame!, reads.needed, node, context) } : {}),
    ...(reads.is === 'variables' ? { observed: observe(frame!, own ?? list!, levels, context) } : {}),
    ...(model === undefined ? {} : { model: { spec: model, ...defined({ ofIndex }), ...dataOf(node, context) } }),
  };
}

/** Returns the data that a fit was estimated on, where they are an input. */
const dataOf = (node: string, context: Opening): { readonly data?: Frame } =>
  context.inputs.includes(modelInput(node)) ? { data: readFrame(context.artifact(modelInput(node))) } : {};

/** The frame, once it is known to have what the plot reads. */
function withColumns(frame: Frame, needed: readonly string[], node: string, context: Opening): Frame {
  const lost = needed.filter((name) => !frame.has(name));
  if (lost.length === 0) return frame;
  return context.fail(
    ...lost.map((name) => ({ code: 'no-column', message: `\`${node}\` has no column \`${name}\``, param: 'sources' })),
  );
}

function observe(frame: Frame, list: VariableList, declared: FigureParams['levels'], context: Opening): ObservedRows {
  const { rows, columns, warnings } = columnsOfList(list, frame);
  warnAll(context, warnings);
  const groups = (column: string): Codes => {
    const found = groupsOf(frame, column);
    const order = ownValue(declared, column) ?? (frame.type(column) === 'number' ? found.levels : asInData(found));
    return inOrder({ codes: pickCodes(found.codes, rows), levels: found.levels }, order);
  };
  const byName = new Map(columns.map(({ name, values }) => [name, values]));
  return {
    nobs: rows.length,
    numbers: (variable) => byName.get(variable)!,
    groups,
    has: (column) => frame.has(column),
    values: (column) => {
      if (frame.type(column) === 'number')
        return Array.from(pick(frame.numbers(column), rows), (value) => (Number.isNaN(value) ? null : value));
      const { codes, levels } = groups(column);
      return Array.from(codes, (code) => levels[code] ?? null);
    },
  };
}

/** The levels in the order in which the data have them first: provinces as a yearbook lists them, and not by the codes of their letters. */
const asInData = ({ codes, levels }: Codes): readonly string[] =>
  [...new Set(codes)].filter((code) => code >= 0).map((code) => levels[code]!);

/** The levels in the order that `variables:` declare, behind them those that it does not name. */
function inOrder({ codes, levels }: Codes, declared: readonly string[]): Codes {
  const ordered = [
    ...declared.filter((level) => levels.includes(level)),
    ...levels.filter((level) => !declared.includes(level)),
  ];
  const places = levels.map((level) => ordered.indexOf(level));
  return { codes: codes.map((code) => (code < 0 ? code : places[code]!)), levels: ordered };
}
