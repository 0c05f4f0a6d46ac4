/** Variables of a data set as a do-file makes, replaces and renames them: each value that one ever had is a column of its own. */
import { NotUnderstood } from '../outcome.ts';

/** One value of a variable: the column of the file, or what a statement made. */
export interface Version {
  readonly id: number;
  /** The name that the do-file has for it. */
  name: string;
  /** The name in the file; absent where a statement made it. */
  readonly fileName?: string;
}

const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = /\uE000(\d+)\uE001/g;

/** The text that stands for a version until the names of all are known. */
export const markOf = ({ id }: Version): string => `${OPEN}${id}${CLOSE}`;

/** The marks in a text. */
export const marksIn = (text: string): string[] => text.match(MARK) ?? [];

/** Puts names in for marks. */
export const named = (text: string, names: ReadonlyMap<number, string>): string =>
  text.replace(MARK, (_, id: string) => names.get(Number(id))!);

/** A data set between two statements that make another: its columns as they were read, and what was made of them. */
export class Epoch {
  /** Is true where the columns are those of a file, which may be renamed as it is read. */
  readonly isFile: boolean;
  /** Columns that there are at its beginning, by the do-file's names; undefined where nobody knows them. */
  readonly columns: Map<string, string> | undefined;
  /** Columns that a merge brought, which cannot be renamed as the file is read. */
  readonly #joined = new Set<string>();
  readonly versions: Version[] = [];
  readonly #nextId: () => number;

  constructor(nextId: () => number, isFile: boolean, columns?: ReadonlyMap<string, string>) {
    this.#nextId = nextId;
    this.isFile = isFile;
    this.columns = columns && new Map(columns);
  }

  version(name: string, fileName?: string): Version {
    const version: Version = { id: this.#nextId(), name, ...(fileName !== undefined && { fileName }) };
    this.versions.push(version);
    return version;
  }

  /** The column of the file, by the one version that it has. */
  raw(name: string, fileName: string): Version {
    return this.versions.find((each) => each.fileName === fileName) ?? this.version(name, fileName);
  }

  join(columns: readonly string[]): void {
    for (const name of columns) {
      this.#joined.add(name);
      this.columns?.set(name, name);
    }
  }

  /** The name of each version: the latest of a name has it, since it is what the do-file ends with. */
  names(): Map<number, string> {
    const names = new Map<number, string>();
    const taken = new Set(
      [...(this.columns?.values() ?? [])].filter(
        (name) => !this.isFile || !this.versions.some((each) => each.fileName === name),
      ),
    );
    const groups = new Map<string, Version[]>();
    for (const version of this.versions) groups.set(version.name, [...(groups.get(version.name) ?? []), version]);
    for (const [name, versions] of groups) {
      const fixed = versions.find(
        ({ fileName }) => fileName !== undefined && (!this.isFile || this.#joined.has(fileName)),
      );
      const plain = fixed ?? versions.at(-1)!;
      names.set(plain.id, name);
      taken.add(name);
      for (const [i, version] of versions.filter((each) => each !== plain).entries()) {
        const wanted = version.fileName === undefined ? `${name}_${i + 1}` : `${name}_raw`;
        let own = wanted;
        for (let n = 2; taken.has(own) || groups.has(own); n++) own = `${wanted}_${n}`;
        taken.add(own);
        names.set(version.id, own);
      }
    }
    return names;
  }
}

/** Why a variable is not there: a statement that would make it was not read. */
export interface Lost {
  readonly line: number;
}

/** The variables that a do-file has at one place. */
export class Variables {
  readonly epoch: Epoch;
  readonly #now: Map<string, Version | Lost | undefined>;
  /** Beginnings of the names of indicators, each with the variable that numbers the levels. */
  readonly #families: Map<string, string>;

  constructor(
    epoch: Epoch,
    now: ReadonlyMap<string, Version | Lost | undefined> = new Map(),
    families: ReadonlyMap<string, string> = new Map(),
  ) {
    this.epoch = epoch;
    this.#now = new Map(now);
    this.#families = new Map(families);
  }

  copy(): Variables {
    return new Variables(this.epoch, this.#now, this.#families);
  }

  /** Says that there is an indicator of each level, which is made where a model has it: how many there are is known to a run. */
  indicate(stub: string, levels: string): void {
    this.#families.set(stub, levels);
  }

  /** The variable whose levels all indicators of a beginning are. */
  levels(stub: string): string | undefined {
    return this.#families.get(stub);
  }

  /** The level that an indicator which nobody has made yet is of. */
  unmade(name: string): { readonly levels: string; readonly level: string } | undefined {
    if (this.#families.size === 0 || this.#now.has(name)) return undefined;
    const [, stub = '', level = ''] = /^(.*?\D)([1-9]\d*)$/.exec(name) ?? [];
    const levels = this.#families.get(stub);
    return levels === undefined ? undefined : { levels, level };
  }

  /** Throws NotUnderstood where it is not there. */
  get(name: string): Version {
    const known = this.#now.get(name);
    if (known !== undefined && 'line' in known)
      throw new NotUnderstood(`\`${name}\` is made in line ${known.line}, which is not read`);
    if (known !== undefined) return known;
    if (this.#now.has(name)) throw new NotUnderstood(`\`${name}\` was dropped before`);
    if (this.unmade(name) !== undefined)
      throw new NotUnderstood(
        `the indicator \`${name}\` of \`tabulate\` is read among regressors alone`,
        'write the condition that it is of',
      );
    const { columns } = this.epoch;
    const fileName = columns === undefined ? name : columns.get(name);
    if (fileName === undefined) return this.#shortened(name);
    const version = this.epoch.raw(name, fileName);
    this.#now.set(name, version);
    return version;
  }

  /** Stata takes the beginning of a name that only one variable has. */
  #shortened(name: string): Version {
    const found = this.names()!.filter((each) => each.startsWith(name));
    if (found.length === 1) return this.get(found[0]!);
    throw new NotUnderstood(
      `there is no variable \`${name}\` in the data`,
      found.length > 1 ? `write the whole name: ${found.slice(0, 5).join(', ')}` : undefined,
    );
  }

  has(name: string): boolean {
    if (this.#now.has(name)) return this.#now.get(name) !== undefined;
    return this.epoch.columns?.has(name) ?? false;
  }

  /** Names of all variables in the order of the data; undefined where the file's are not known. */
  names(): string[] | undefined {
    const { columns } = this.epoch;
    if (columns === undefined) return undefined;
    const kept = [...columns.keys()].filter((name) => !this.#now.has(name) || this.#now.get(name) !== undefined);
    const made = [...this.#now].flatMap(([name, version]) =>
      version !== undefined && !columns.has(name) ? [name] : [],
    );
    return [...kept, ...made];
  }

  /** Variables that a statement made or read, which are there now. */
  seen(): string[] {
    return [...this.#now].flatMap(([name, version]) => (version === undefined || 'line' in version ? [] : [name]));
  }

  set(name: string, version: Version): void {
    this.#now.set(name, version);
  }

  drop(name: string): void {
    if (!this.#now.has(name) && this.epoch.columns === undefined) this.get(name);
    this.#now.set(name, undefined);
  }

  lose(name: string, line: number): void {
    this.#now.set(name, { line });
  }

  rename(from: string, to: string): void {
    const version = this.get(from);
    version.name = to;
    this.#now.set(to, version);
    this.#now.set(from, undefined);
  }
}
