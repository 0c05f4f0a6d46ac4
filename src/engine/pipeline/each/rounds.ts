/** Reads what `each` says: the rounds of a loop, each with its names and their values. */
import { isJsonObject } from '../../../base/json.ts';
import { ownValue } from '../../../base/own-value.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import { lettered } from '../../../base/text/unicode-pattern.ts';
import { type Complaint, MOST_NODES, type YamlPath } from '../../step.ts';
import type { Sets } from '../sets.ts';
import type { Binding } from './binding.ts';
import type { LevelsRequest } from './known-levels.ts';

/** Gives the sets, keys and levels from which the values of loops are read. */
export interface Surroundings {
  readonly sets: Sets;
  /** Keys of a map of the pipeline in written order. */
  keys(path: YamlPath): readonly string[];
  /** Levels of a variable, or what stands for them until they are known; undefined where a loop cannot have any. */
  levels(request: LevelsRequest): readonly string[] | undefined;
  complain(complaint: Complaint): void;
}

/** The name of the values of a list that gives none. */
const ELEMENT = 'it';

const FORMS = 'a list, a map, `$set` or `levels(step.variable)`';
const SET = lettered(String.raw`^\$([\p{L}_][\p{L}\p{N}_]*)$`, 'u');
const LEVELS = lettered(
  String.raw`^levels\(\s*([\p{L}_][\p{L}\p{N}_-]*)(?:\.([^\s()."\[\]]+)|\["([^"]+)"\])\s*\)$`,
  'u',
);

const EMPTY = 'name values, as in `each: {v: [a, b]}`, or remove the whole entry';

/** The rounds of the loop that stands at `path`; none after a complaint. */
export function roundsOf(said: unknown, path: YamlPath, around: Surroundings): readonly (readonly Binding[])[] {
  const rounds = new RoundReader(around).rounds(said, path);
  if (rounds === undefined) return [];
  if (rounds.length === 0)
    around.complain({ code: 'bad-each', message: '`each` has no value to go through', path, hint: EMPTY });
  return rounds;
}

class RoundReader {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  rounds(said: unknown, path: YamlPath): readonly (readonly Binding[])[] | undefined {
    if (Array.isArray(said) && said.length > 0 && said.every(isJsonObject)) return this.#inStep(said, path);
    if (isJsonObject(said)) return this.#product(said, path);
    return this.#values(ELEMENT, said, path)?.map((binding) => [binding]);
  }

  /** A list of maps goes in step: each map is one round, and all have the same names. */
  #inStep(maps: readonly unknown[], path: YamlPath): Binding[][] | undefined {
    const names = this.#around.keys([...path, 0]);
    const wrong = maps.findIndex((_, i) => {
      const own = this.#around.keys([...path, i]);
      return own.length !== names.length || !names.every((name) => own.includes(name));
    });
    if (wrong >= 0) {
      const message = `the maps of \`each\` go in step and have the same names: the first has ${quotedAll(names)}`;
      const hint = 'an empty text leaves a key out: `sample: ""`';
      return this.#refuse(message, [...path, wrong], hint);
    }
    return maps.map((map, i) =>
      names.map((name) => this.#binding(name, (map as Record<string, unknown>)[name], [...path, i, name])),
    );
  }

  /** A map goes through every combination, the last name fastest. */
  #product(map: object, path: YamlPath): Binding[][] | undefined {
    const named = this.#around
      .keys(path)
      .map((name) => this.#values(name, (map as Record<string, unknown>)[name], [...path, name]));
    if (named.includes(undefined)) return undefined;
    const count = named.reduce((product, values) => product * values!.length, 1);
    if (count > MOST_NODES) {
      const message = `\`each\` makes ${count} entries; ${MOST_NODES} are the most`;
      const hint = 'its names multiply: a list of maps goes through them in step instead';
      return void this.#around.complain({ code: 'too-many-nodes', message, path, key: true, hint });
    }
    return named.reduce<Binding[][]>(
      (rounds, values) => rounds.flatMap((round) => values!.map((each) => [...round, each])),
      [[]],
    );
  }

  #values(name: string, said: unknown, path: YamlPath): Binding[] | undefined {
    if (Array.isArray(said)) {
      const values = said.map((item, i) => this.#members(name, item, [...path, i]));
      return values.includes(undefined) ? undefined : values.flatMap((each) => each!);
    }
    if (isJsonObject(said))
      return this.#around.keys(path).map((key) => ({ name, value: said[key], key, path: [...path, key] }));
    const listed = typeof said === 'string' ? this.#listed(name, said, path) : undefined;
    if (listed !== undefined) return listed === null ? undefined : listed;
    const got = said === null ? 'nothing' : `\`${String(said)}\``;
    return this.#refuse(`expected ${FORMS}, got ${got}`, path, `one value is a list too: \`[${said ?? '…'}]\``);
  }

  /** An item of a list: itself, or what a set or levels that it names hold. */
  #members(name: string, item: unknown, path: YamlPath): Binding[] | undefined {
    const listed = typeof item === 'string' ? this.#listed(name, item, path) : undefined;
    return listed === undefined ? [this.#binding(name, item, path)] : (listed ?? undefined);
  }

  #binding(name: string, value: unknown, path: YamlPath): Binding {
    return { name, value, key: keyOf(value, path), path };
  }

  /** Gives the values of the list that a text names; undefined where the text names none, null after a complaint. */
  #listed(name: string, text: string, path: YamlPath): Binding[] | null | undefined {
    const set = SET(text).exec(text)?.[1];
    if (set !== undefined) return this.#set(name, set, path);
    const [, step, plain, quoted] = LEVELS(text).exec(text) ?? [];
    if (step === undefined) {
      if (!text.startsWith('levels(')) return undefined;
      return this.#refuse(`expected \`levels(step.variable)\`, got \`${text}\``, path) ?? null;
    }
    const column = plain ?? quoted!;
    const levels = this.#around.levels({ step, column, path });
    return levels?.map((value) => ({ name, value, key: value, path, levelOf: column })) ?? null;
  }

  #set(name: string, set: string, path: YamlPath): Binding[] | null {
    const { sets } = this.#around;
    if (!Object.hasOwn(sets, set)) {
      const hint = didYouMean(set, Object.keys(sets))?.replace('`', '`$');
      this.#around.complain({ code: 'unknown-set', message: `unknown set \`$${set}\``, path, hint });
      return null;
    }
    return membersOf(set, sets).map((value) => ({ name, value, key: value, path }));
  }

  #refuse(message: string, path: YamlPath, hint?: string): undefined {
    this.#around.complain({ code: 'bad-each', message, path, hint });
  }
}

/** The members of a set, those of sets within it among them. Unsound sets are empty by now. */
const membersOf = (set: string, sets: Sets): string[] =>
  (ownValue(sets, set) ?? []).flatMap((member) => {
    const inner = SET(member).exec(member)?.[1];
    return inner === undefined ? [member] : membersOf(inner, sets);
  });

/** The key of a value that has none of its own: its text, or its number in the list where it is no text. */
const keyOf = (value: unknown, path: YamlPath): string => {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return String(Number(path.findLast((part) => typeof part === 'number')) + 1);
};

const quotedAll = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
