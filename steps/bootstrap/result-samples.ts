/** The samples of another kind's result: its node is run on each, and its numbers are read where they stand. */
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Json } from '../../src/base/json.ts';
import type { RandomStream } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import type { ArtifactReader } from '../../src/base/reader.ts';
import { follow } from '../../src/check/results.ts';
import type { LevelMarks } from '../../src/econ/panel/drawing-order.ts';
import { pick, pickCodes } from '../../src/econ/sample/rows.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { RunContext, RunResult } from '../../src/engine/step.ts';
import { isText } from '../../src/frame/column.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { preparedOnce } from '../lib/chunks.ts';
import type { Resampled } from '../lib/resampled.ts';
import { drawnFrame } from './drawn-frame.ts';
import type { DrawnResult, Place } from './keys.ts';
import { columnsApart, drawnClusters } from './numbers/clusters.ts';
import type { Named, Replicate } from './numbers/inference.ts';
import { drawnTimes, unitsCut, withoutOne } from './numbers/replicate.ts';

export interface ResultSamples {
  /** The statistics on the data as they are. */
  readonly named: readonly Named[];
  readonly clusters: number;
  draw(stream: RandomStream): Promise<Replicate>;
  without(cluster: number): Promise<Replicate>;
}

/** Prepares them once for all nodes of a step in this thread. */
export const resultSamples = (
  context: RunContext<unknown>,
  drawn: DrawnResult,
  kind: Resampled,
): Promise<ResultSamples> => preparedOnce(context, 'bootstrap', drawn, () => samplesOf(context, drawn, kind));

async function samplesOf(context: RunContext<unknown>, drawn: DrawnResult, kind: Resampled): Promise<ResultSamples> {
  const frame = readFrame(context.artifact('data'));
  const isUsed = new Uint8Array(frame.nrows);
  for (const row of kind.rows(drawn.params, frame)) isUsed[row] = 1;
  const { panel } = frame;
  const units = [...(panel === null ? [] : [panel.unit]), ...(kind.units?.(drawn.params) ?? [])];
  const by = drawn.clusters === null ? [] : columnsOfLevels(drawn.clusters);
  const clusters = drawnClusters(drawn.clusters, frame, isUsed, (rows) => marksOf(frame, rows, [...units, ...by]));
  const apart = drawn.clusters === null ? new Set<string>() : columnsApart(units, frame, clusters);
  const valuesOf = async (times: Int32Array): Promise<readonly number[]> => {
    const data = drawnFrame(frame, clusters.rowsOf(times), apart);
    const result = await kind.run(contextOn(data, drawn.params, context));
    return drawn.places.map((place) => valueAt(place, result));
  };
  const replicate = (times: Int32Array): Promise<Replicate> => valuesOf(times).catch(refusedAs(() => null));
  const count = clusters.effect.levels;
  const isCut = panel !== null && !apart.has(panel.unit);
  const whole = await valuesOf(new Int32Array(count).fill(1)).catch(
    refusedAs((refusal) => {
      throw isCut && refusal.code === 'no-panel' ? unitsCut(panel.unit) : refusal;
    }),
  );
  return {
    named: drawn.places.map(({ name }, j) => ({ term: name, estimate: whole[j]! })),
    clusters: count,
    draw: (stream) => replicate(drawnTimes(stream, count)),
    without: (cluster) => replicate(withoutOne(count, cluster)),
  };
}

const refusedAs =
  <T>(then: (refusal: Refusal) => T) =>
  (problem: unknown): T => {
    if (problem instanceof Refusal) return then(problem);
    throw problem;
  };

/** A run of a node on other data, which tells nobody anything. */
const contextOn = (data: ArtifactReader, params: Json, context: RunContext<unknown>): RunContext<unknown> => ({
  ...context,
  params,
  inputs: ['data'],
  artifact: () => data,
  shared: (_input, make) => make(),
  report: () => {},
  log: () => {},
  warn: () => {},
  note: () => {},
  fail: (complaint) => {
    throw new Refusal(complaint!.code, complaint!.message, { hint: complaint!.hint });
  },
});

/** The number at a place of a result. Refuses one that is not defined there. */
function valueAt({ name, part, rest, usual = [] }: Place, result: RunResult): number {
  const text =
    result.parts instanceof Map
      ? new TextDecoder().decode((result.parts as ReadonlyMap<string, Uint8Array>).get(part))
      : canonicalJson((result as Readonly<Record<string, unknown>>)[part] ?? null);
  const found = follow(JSON.parse(text), rest, name, usual);
  if (found.is === 'value' && typeof found.value === 'number') return found.value;
  const message =
    found.is === 'invalid'
      ? `\`${name}\` is not defined: ${found.why}`
      : found.is === 'absent'
        ? found.message
        : `\`${name}\` is no number`;
  throw new Refusal('undefined-statistic', message, { param: 'statistics', hint: 'leave it out of `statistics`' });
}

/** The values of what is read over the rows that are drawn, missing ones last; names of units and clusters tell nothing. */
function marksOf(frame: Frame, rows: Int32Array, nameless: readonly string[]): LevelMarks {
  const names = frame.names.filter((name) => !nameless.includes(name));
  const [texts, numbers] = [true, false].map((are) => names.filter((name) => isText(frame.column(name)) === are));
  return {
    columns: numbers!.map((name) =>
      pick(
        frame.numbers(name).map((value) => (Number.isNaN(value) ? Number.MAX_VALUE : value)),
        rows,
      ),
    ),
    groups: () =>
      texts!.map((name) => {
        const { codes, levels } = frame.codes(name);
        return { codes: pickCodes(codes, rows).map((code) => code + 1), levels: levels.length + 1 };
      }),
  };
}
