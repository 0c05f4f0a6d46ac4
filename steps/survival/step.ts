/** The kind `survival`: survival functions by Kaplan and Meier, by group, and tests of whether they are the same. */
import { Refusal } from '../../src/base/problem.ts';
import { nameOfResult } from '../../src/base/value.ts';
import { type Codes, groupsOf } from '../../src/econ/data.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { count } from '../../src/frame/complaint.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost } from '../lib/frame-source.ts';
import { columnsNode, type KnownColumns, type WrongKey } from '../lib/named-columns.ts';
import { runList } from '../lib/variable-list.ts';
import { type NodeParams, nodeParams, Params } from './keys.ts';
import { type GroupedSpells, survivalReport } from './numbers/report.ts';

export default defineStep({
  name: 'survival',
  summary:
    'Survival functions by Kaplan and Meier, by group, with medians, means and values at given times, and log-rank tests of whether they differ',
  params: Params,
  artifact: 'survival',
  expand: (step, plan) => node(step, plan),
  run: (context) =>
    runList(context as RunContext<unknown>, (_columns, rows) => run(context as RunContext<unknown>, rows)),
});

const columnKeys = ['time', 'failure', 'entry', 'by', 'strata'] as const;
type ColumnKey = (typeof columnKeys)[number];

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const own = nodeParams(params);
  return columnsNode(step, plan, {
    own,
    columns: columnKeys.map((key) => [key, own[key]]),
    said: ['tests', 'at'],
    wrong: (known) => wrong(params, own, known),
  });
}

function wrong(params: Params, own: NodeParams, known: KnownColumns): WrongKey[] {
  const typeOf = (name: string): string | null | undefined => known?.find((column) => column.name === name)?.type;
  const untimed = (['time', 'entry'] as const).flatMap((key): WrongKey[] => {
    const type = own[key] === null ? undefined : typeOf(own[key]);
    if (type === undefined || type === null || type === 'number') return [];
    const what = type === 'string' || type === 'category' ? 'text' : 'times of a calendar';
    const hint = '`derive` makes a number of two dates: `days: end - start`';
    return [{ key, code: 'no-duration', message: `\`${own[key]}\` holds ${what}; a duration is a number`, hint }];
  });
  const failure = typeOf(own.failure);
  const untold: WrongKey[] =
    own.ends === null && failure !== undefined && failure !== null && failure !== 'number'
      ? [
          {
            key: 'failure',
            code: 'text-column',
            message: `\`${own.failure}\` holds no numbers; 1 is an end here and 0 is none`,
            hint: `name the values that mean an end: \`failure: {${own.failure}: …}\``,
          },
        ]
      : [];
  const alone = (['strata', 'tests'] as const).flatMap((key): WrongKey[] =>
    params[key] === undefined || params.by !== undefined
      ? []
      : [{ key, code: 'needs-by', message: `\`${key}\` needs \`by\``, hint: 'tests compare the groups of `by`' }],
  );
  return [...untimed, ...untold, ...alone];
}

/** `rows` are those of the sample. */
function run(context: RunContext<unknown>, rows: Int32Array): RunResult {
  const params = context.params as unknown as NodeParams;
  const spells = spellsOf(context, readFrame(context.artifact('data')), rows, params);
  const { emptied, ...report } = survivalReport(spells, params);
  for (const group of emptied)
    context.note(
      `survival falls to 0 before the last spell${params.by === null ? '' : ` of ${nameOfResult(params.by, group)}`} enters, since few are at risk before`,
    );
  const { by, strata, interval, level } = params;
  return { ...report, of: { by, strata, interval, level }, nobs: spells.times.length } as unknown as RunResult;
}

function spellsOf(context: RunContext<unknown>, frame: Frame, all: Int32Array, params: NodeParams): GroupedSpells {
  const { time, entry, by, strata } = params;
  const [times, entries] = [frame.numbers(time), entry === null ? null : frame.numbers(entry)];
  const endings = endingsOf(frame, params);
  const codes = [by, strata].map((name) => (name === null ? null : groupsOf(frame, name)));
  const rows = all.filter(
    (row) =>
      !Number.isNaN(times[row]!) &&
      !Number.isNaN(endings[row]!) &&
      !Number.isNaN(entries?.[row] ?? 0) &&
      codes.every((each) => each === null || each.codes[row]! >= 0),
  );
  const detail = columnKeys.flatMap((key: ColumnKey) => params[key] ?? []).join(', ');
  noteLost(context, [{ cause: 'missing', count: all.length - rows.length, detail }]);
  if (rows.length === 0) throw new Refusal('no-rows', 'no row has a value of all variables', { param: 'time' });
  refuseUnsound({ rows, times, entries, endings }, params);
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const events = of(endings);
  if (!events.includes(1))
    throw new Refusal(
      'no-failures',
      `no spell ends: \`${params.failure}\` means no end in ${count(rows.length, 'row')}`,
      {
        param: 'failure',
        hint: `\`failure: {${params.failure}: 2}\` names the value that means an end`,
      },
    );
  const groups = present(codes[0]!, rows);
  return {
    times: of(times),
    events,
    entries: entries === null ? new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY) : of(entries),
    groups: groups.codes,
    names: groups.names,
    strata: present(codes[1]!, rows).codes,
  };
}

/** 1 where the spell ends, 0 where it is censored, NaN where nothing is known of it. */
function endingsOf(frame: Frame, { failure, ends }: NodeParams): Float64Array {
  if (ends !== null) {
    const { codes, levels } = frame.codes(failure);
    const means = levels.map((level) => Number(ends.includes(level)));
    return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : means[code]!));
  }
  return frame.numbers(failure);
}

interface RawSpells {
  readonly rows: Int32Array;
  readonly times: Float64Array;
  readonly entries: Float64Array | null;
  readonly endings: Float64Array;
}

function refuseUnsound({ rows, times, entries, endings }: RawSpells, { time, entry, failure, ends }: NodeParams): void {
  const early = rows.filter((row) => times[row]! < 0 || (entries?.[row] ?? 0) < 0).length;
  if (early > 0)
    throw new Refusal(
      'negative-time',
      `${count(early, 'spell')} ${early === 1 ? 'begins or ends' : 'begin or end'} before 0`,
      { param: 'time' },
    );
  const reversed = entries === null ? 0 : rows.filter((row) => entries[row]! >= times[row]!).length;
  if (reversed > 0)
    throw new Refusal(
      'reversed-spell',
      `${count(reversed, 'spell')} ${reversed === 1 ? 'ends when it enters' : 'end when they enter'} or before: \`${time}\` is not above \`${entry}\``,
      { param: 'entry' },
    );
  if (ends === null && rows.some((row) => endings[row] !== 0 && endings[row] !== 1))
    throw new Refusal(
      'not-binary',
      `expected 1 for a spell that ends and 0 for a censored one, got another value in \`${failure}\``,
      {
        param: 'failure',
        hint: `name the values that mean an end: \`failure: {${failure}: 2}\``,
      },
    );
}

/** Codes of the levels that occur in the rows, in their order; those of one group where there are no codes. */
function present(
  codes: Codes | null,
  rows: Int32Array,
): { readonly codes: Int32Array; readonly names: readonly string[] } {
  if (codes === null) return { codes: new Int32Array(rows.length), names: ['all'] };
  const own = Int32Array.from(rows, (row) => codes.codes[row]!);
  const order = [...new Set(own)].sort((a, b) => a - b);
  const place = new Map(order.map((code, i) => [code, i]));
  return { codes: own.map((code) => place.get(code)!), names: order.map((code) => codes.levels[code]!) };
}
