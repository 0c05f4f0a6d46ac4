/** Has one engine estimate the results of a step once more, or reads what it left where it is not here. */
import { attempt } from '../../src/base/attempt.ts';
import type { RunContext } from '../../src/engine/step.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { ReadInput } from '../../src/export/kind.ts';
import type { Writer } from '../../src/export/language.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { confirm } from '../lib/witness/confirm.ts';
import type { Engine } from '../lib/witness/engine.ts';
import { engineOf } from '../lib/witness/engines.ts';
import type { Evidence, WitnessRecord } from '../lib/witness/records.ts';
import { ColumnDigests, type Subject, subjectOf } from '../lib/witness/subject.ts';
import { certified, keptRecords } from '../lib/witness/verdicts.ts';
import { dataInput, furtherInput, keptInput, type RunHow, type RunParams, resultInput } from './nodes.ts';

export async function confirmedIn(context: RunContext<RunParams>) {
  const { by } = context.params;
  const engine = engineOf(by);
  const { program, timeout } = context.how as unknown as RunHow;
  const writer = engine.scripts.open();
  const subjects = subjectsIn(context, writer);
  const records =
    program === null
      ? recordsBefore(context, engine, subjects)
      : await confirmed(context, subjects, { engine, writer, program, timeout });
  const evidence = subjects.map(
    ({ node, of }, i): Evidence => ({ node, of, cells: certified(records[i]!, engine.floor) }),
  );
  return { cells: records.flat(), evidence };
}

/** The results with their scripts; each frame is read once. */
function subjectsIn(context: RunContext<RunParams>, writer: Writer): Subject[] {
  const frames = new Map<string, TrackedData>();
  const frame = (node: string): TrackedData => {
    const known = frames.get(node) ?? new TrackedData(node, readFrame(context.artifact(dataInput(node))));
    frames.set(node, known);
    return known;
  };
  const digests = new ColumnDigests();
  return context.params.sources.map(({ node, kind, params, data, further = {} }) => {
    if (data === null) return subjectOf({ node, kind, params, parts: {} }, writer, digests);
    const result = context.artifact(resultInput(node));
    const parts = Object.fromEntries(result.parts.map((part) => [part, result.json(part)]));
    const inputs = Object.fromEntries(
      Object.entries(further).map(([name, of]): [string, ReadInput] => [
        name,
        { node: of, columns: [], reader: context.artifact(furtherInput(of)) },
      ]),
    );
    return subjectOf({ node, kind, params, parts, data: frame(data), inputs }, writer, digests);
  });
}

interface Calling {
  readonly engine: Engine;
  readonly writer: Writer;
  readonly program: string;
  readonly timeout: number | null;
}

async function confirmed(
  context: RunContext<RunParams>,
  subjects: readonly Subject[],
  { engine, writer, program, timeout }: Calling,
): Promise<readonly (readonly WitnessRecord[])[]> {
  const { records, log } = await confirm(engine, writer, subjects, { program, timeout, signal: context.signal });
  if (log !== '') context.log(log);
  return records;
}

/** Gives what the engine found before, on a machine that does not have it. */
function recordsBefore(
  context: RunContext<RunParams>,
  { name, program: { title } }: Engine,
  subjects: readonly Subject[],
): readonly (readonly WitnessRecord[])[] {
  const input = keptInput(name);
  const text = context.inputs.includes(input) ? context.file(input).text() : '[]';
  const kept = attempt(() => JSON.parse(text) as readonly Evidence[]) ?? [];
  const before = (node: string): Evidence | undefined => kept.find((each) => each.node === node);
  const records = subjects.map((subject) => keptRecords(name, subject, before(subject.node), title));
  if (records.flat().some(({ verdict }) => verdict !== 'no counterpart'))
    context.note(`${title} is not here: what it found before holds where values and data are the same`);
  return records;
}
