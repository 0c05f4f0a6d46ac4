/** `check --unbound FILE…`: numbers of a text without a mark that are no result, or a result of an earlier run. */

import { resultOfType } from '../../../steps/registry.ts';
import type { Key } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import { partsNamed } from '../../base/result.ts';
import { numbersIn, type TextNumber } from '../../document/unmarked.ts';
import { ownerOf } from '../../engine/store/pipelines.ts';
import { readRuns, statesOf } from '../../engine/store/runs.ts';
import { Store } from '../../engine/store/store.ts';
import { formatNumber, withPowers } from '../../table/number.ts';
import { EXIT } from '../command.ts';
import type { OpenedProject } from '../project.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { refuse } from '../survey/open-survey.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { readTextFile, type TextFile } from './text-file.ts';

interface Unbound {
  readonly file: string;
  readonly line: number;
  readonly printed: string;
  /** The result that the number was in an earlier run, with its present value. It is absent where the number is no result. */
  readonly moved?: { readonly of: string; readonly now: number | null };
}

/** Holds the same with what is said of it. */
interface UnboundText {
  readonly unbound: Unbound;
  readonly said: string;
}

export function tellUnbound(
  opened: OpenedProject & { ok: true },
  operands: readonly string[],
  folder: string,
  json: boolean,
): number {
  const read = operands.map((operand) => readTextFile(operand, folder, opened.root));
  const absent = read.flatMap((each) => ('message' in each ? [each] : []));
  if (absent.length > 0) return refuse(absent, opened.root, json);
  const { root, file } = opened.project;
  const store = new Store(root, file);
  const { runs } = readRuns(root);
  const states = [...statesOf(runs, () => true).values()].map(({ keys }) => ownKeys(keys, file));
  const now = states.at(-1) ?? [];
  const current = new Results(now, store);
  const earlier = new Results(
    states
      .slice(0, -1)
      .flat()
      .filter(([, key]) => !now.some(([, other]) => other === key)),
    store,
  );
  const found = read.flatMap((each) => ('text' in each ? unboundOf(each, current, earlier) : []));
  if (json) tellJson({ unbound: found.map(({ unbound }) => unbound) });
  else tell(textOf(found));
  return EXIT.done;
}

const ownKeys = (keys: ReadonlyMap<string, Key>, pipeline: string): [string, Key][] =>
  [...keys].flatMap(([standee, key]): [string, Key][] => {
    const owner = ownerOf(standee as Parameters<typeof ownerOf>[0]);
    return owner.pipeline === pipeline ? [[owner.node, key]] : [];
  });

function unboundOf(file: TextFile, current: Results, earlier: Results): UnboundText[] {
  return numbersIn(file).flatMap((number): UnboundText[] => {
    if (current.match(number) !== undefined) return [];
    const { printed } = number;
    const line = file.text.slice(0, number.at).split('\n').length;
    const unbound = { file: file.name, line, printed };
    const found = earlier.match(number);
    if (found === undefined) return [{ unbound, said: `${printed} matches no result` }];
    const { of, unit } = found;
    const now = current.value(of) ?? null;
    const moved = now === null ? 'is gone' : `is ${printedLike(number, now, unit)} now`;
    return [{ unbound: { ...unbound, moved: { of, now } }, said: `${printed} was \`${of}\`, which ${moved}` }];
  });
}

function textOf(found: readonly UnboundText[]): string {
  const lines = found.map(({ unbound: { file, line }, said }) => `${file}:${line}  ${said}`);
  const sum =
    found.length === 0 ? 'every number in the text matches a result' : `${found.length} without a result as it is now`;
  return `${[...lines, sum].join('\n')}\n`;
}

/** A value in a unit of the text, as the text prints its number. */
function printedLike({ printed, decimals, power }: TextNumber, value: number, unit: number): string {
  const inUnit = unit < 0 ? value * Number(`1e${-unit}`) : value / Number(`1e${unit}`);
  const thousands = /\d[,，]|\{,\}/.test(printed);
  const style = power === 0 ? 'fixed' : 'significant';
  return withPowers(
    formatNumber(inUnit, { digits: power === 0 ? decimals : decimals + 1, style, thousands, zeros: 'keep' }),
  );
}

/** A result, and the unit of the text in which it is what stands there, as a power of ten. */
interface Match {
  readonly of: string;
  readonly unit: number;
}

/** All numbers of some results, found by what they are printed as. Where a text has no minus sign, its words may have one. */
class Results {
  readonly #sorted: readonly (readonly [size: number, of: string])[];
  readonly #values = new Map<string, number>();

  constructor(nodes: readonly (readonly [string, Key])[], store: Store) {
    for (const [node, key] of nodes) {
      const trace = store.trace(key);
      const result = trace && resultOfType(trace.artifact.type);
      const reader = result && recordedArtifact(store, trace);
      if (!reader) continue;
      for (const part of partsNamed(result))
        if (reader.parts.includes(part)) this.#collect(reader.json(part), `${node}.${part}`);
    }
    this.#sorted = [...this.#values].map(([of, value]) => [Math.abs(value), of] as const).sort((a, b) => a[0] - b[0]);
  }

  value(of: string): number | undefined {
    return this.#values.get(of);
  }

  match({ plain, decimals, power, unit, isNegative }: TextNumber): Match | undefined {
    for (const each of new Set([0, unit])) {
      const shift = power + each;
      const of = this.#near(Number(`${plain}e${shift}`), decimals - shift, isNegative);
      if (of !== undefined) return { of, unit: each };
    }
    return undefined;
  }

  /** One that rounds to `size` at so many decimals, of tens and more where they are negative. */
  #near(size: number, digits: number, isNegative: boolean): string | undefined {
    const step = Number(`1e${-digits}`);
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]![0] < size - step) low = middle + 1;
      else high = middle;
    }
    const format = { digits, style: 'fixed', thousands: false, zeros: 'keep' } as const;
    const wanted = formatNumber(size, format);
    for (let i = low; i < this.#sorted.length && this.#sorted[i]![0] <= size + step; i++) {
      const [held, of] = this.#sorted[i]!;
      const hasSign = !isNegative || this.#values.get(of)! < 0;
      if (hasSign && formatNumber(held, format) === wanted) return of;
    }
    return undefined;
  }

  #collect(value: Json, of: string): void {
    if (typeof value === 'number') this.#values.set(of, value);
    else if (Array.isArray(value))
      value.forEach((item, i) => void this.#collect(item, `${of}.${nameOf(item) ?? i + 1}`));
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) this.#collect(member, `${of}.${name}`);
  }
}

function nameOf(item: Json): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const record = item as { readonly [key: string]: Json };
  const name = record.term ?? record.variable ?? record.indicator ?? record.name ?? record.order;
  return name === undefined ? undefined : String(name);
}
