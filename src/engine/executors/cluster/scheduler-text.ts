/** Reads how a scheduler is spoken to (`templates/*.scheduler.yaml`), and says what in it cannot be used before anything is called. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isJsonObject } from '../../../base/json.ts';
import { templateError } from '../../../base/template/error.ts';
import { type LayOut, layOut } from '../../../base/template/layout.ts';

/** Holds what templates are filled in with; a field that was not asked for is there without a value. */
export interface Fields {
  readonly name: string;
  readonly workers?: number;
  readonly last?: number;
  readonly cpus?: number;
  /** Says whether a worker has several cores. */
  readonly parallel?: boolean;
  /** MiB */
  readonly memory?: number | undefined;
  readonly time?: string | undefined;
  /** The time limit in these units, rounded up. */
  readonly minutes?: number | undefined;
  readonly seconds?: number | undefined;
  readonly partition?: string | undefined;
  readonly account?: string | undefined;
  /** Options as the user names them; a value is a word of the shell. */
  readonly options?: readonly { readonly name: string; readonly value?: string }[];
  readonly lane?: string;
  readonly logs?: string;
  readonly body?: string;
  readonly file?: string;
  readonly ids?: string;
}

const TEMPLATES = ['submit.run', 'submit.script', 'status.run', 'cancel.run', 'cancel.waiting'] as const;
export type TemplateKey = (typeof TEMPLATES)[number];

/** Regular expressions with their flags, and a group that each must have. */
const PATTERNS = {
  'submit.id': { flags: 'm', group: '1' },
  'status.line': { flags: 'gm', group: 'job' },
  'status.ended': {},
  'status.outOfMemory': {},
  'status.givenUp': { usual: '^$' },
  'status.never': { usual: '^$' },
  busy: {},
  outOfMemory: {},
} as const satisfies Record<string, { readonly flags?: string; readonly group?: string; readonly usual?: string }>;
export type PatternKey = keyof typeof PATTERNS;

const SUBMITTED = [
  ...(['name', 'workers', 'last', 'cpus', 'parallel', 'memory', 'time', 'minutes', 'seconds'] as const),
  ...(['partition', 'account', 'options'] as const),
  ...(['lane', 'logs', 'body', 'file'] as const),
];

/** Fields that each template may ask for. */
const ASKED: Readonly<Record<TemplateKey, readonly (keyof Fields)[]>> = {
  'submit.run': SUBMITTED,
  'submit.script': SUBMITTED,
  'status.run': ['name'],
  'cancel.run': ['name', 'ids'],
  'cancel.waiting': ['name', 'ids'],
};

/** A template that may be left out says what this one does. */
const USUAL: Partial<Record<TemplateKey, TemplateKey>> = { 'cancel.waiting': 'cancel.run' };

/** A template is tried with these values, so that an error shows before anything is submitted. */
const TRIED: Required<Fields> = {
  ...{ name: 'papermake-0', workers: 2, last: 1, cpus: 1, parallel: true, memory: 1024, time: '1:00:00' },
  ...{ minutes: 60, seconds: 3600, partition: 'p', account: 'a', options: [{ name: 'x', value: "'y'" }] },
  ...{ lane: '/lane', logs: "'/lane/logs'", body: 'true', file: "'/lane/worker.sh'", ids: '1' },
};

export class SchedulerText {
  readonly #patterns: ReadonlyMap<PatternKey, RegExp>;
  readonly #templates: ReadonlyMap<TemplateKey, string>;
  readonly #lay: LayOut;
  /** Names of the options that the file sets itself. */
  readonly own: readonly string[];

  private constructor(
    templates: ReadonlyMap<TemplateKey, string>,
    patterns: ReadonlyMap<PatternKey, RegExp>,
    own: readonly string[],
    lay: LayOut,
  ) {
    this.own = own;
    this.#templates = templates;
    this.#patterns = patterns;
    this.#lay = lay;
  }

  /** The configuration in a file, or all that is wrong with it, a sentence each. */
  static async read(file: string): Promise<SchedulerText | { readonly wrong: readonly string[] }> {
    const values = valuesIn(file);
    if (typeof values === 'string') return { wrong: [values] };
    const wrong: string[] = [];
    const lay = await layOut();
    const reading = { values, wrong };
    const patterns = readPatterns(reading);
    const templates = readTemplates(reading, lay);
    const own = namesAt(reading, 'submit.own');
    return wrong.length > 0 ? { wrong } : new SchedulerText(templates, patterns, own, lay);
  }

  pattern(key: PatternKey): RegExp {
    return this.#patterns.get(key)!;
  }

  /** The first word of a command, which is its program. */
  program(key: Exclude<TemplateKey, 'submit.script'>): string {
    return firstWord(this.#templates.get(key)!);
  }

  /** A template with its fields filled in. */
  fill(key: TemplateKey, fields: Fields): string {
    return this.#lay(this.#templates.get(key)!, viewOf(key, fields), {});
  }
}

const viewOf = (key: TemplateKey, fields: Fields): object =>
  Object.fromEntries(ASKED[key].map((name) => [name, fields[name]]));

export const firstWord = (text: string): string => /\S+/.exec(text)?.[0] ?? '';

interface Reading {
  /** Gives what stands at each key. */
  readonly values: (key: string) => unknown;
  /** Gathers what is wrong. */
  readonly wrong: string[];
}

function valuesIn(file: string): Reading['values'] | string {
  try {
    const read: unknown = parse(readFileSync(file, 'utf8'));
    return (key) =>
      key
        .split('.')
        .reduce<unknown>((at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), read);
  } catch (error) {
    return `it is no YAML: ${(error as Error).message.split('\n')[0]!.replace(/:$/, '')}`;
  }
}

function textAt({ values, wrong }: Reading, key: string, usual?: string): string | undefined {
  const value = values(key) ?? usual;
  if (typeof value === 'string' && value.trim() !== '') return value;
  wrong.push(value === undefined ? `\`${key}\` is missing` : `\`${key}\` is no text`);
  return undefined;
}

/** A list of names that may be left out. */
function namesAt({ values, wrong }: Reading, key: string): readonly string[] {
  const value = values(key) ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  wrong.push(`\`${key}\` is no list of names`);
  return [];
}

function readPatterns(reading: Reading): Map<PatternKey, RegExp> {
  const patterns = new Map<PatternKey, RegExp>();
  for (const key of Object.keys(PATTERNS) as PatternKey[]) {
    const { flags = '', group, usual }: { flags?: string; group?: string; usual?: string } = PATTERNS[key];
    const text = textAt(reading, key, usual);
    if (text === undefined) continue;
    try {
      patterns.set(key, regex(text, flags));
      const { length, groups = {} } = regex(`${text}|`, flags).exec('')!;
      if (group === undefined || Number(group) < length || group in groups) continue;
      reading.wrong.push(`\`${key}\` has no group ${group === '1' ? '`(…)`' : `\`(?<${group}>…)\``}`);
    } catch (error) {
      reading.wrong.push(`\`${key}\` is no regular expression: ${(error as Error).message}`);
    }
  }
  return patterns;
}

/** A regular expression; `(?i)` before it takes capital letters for small ones. */
function regex(text: string, flags: string): RegExp {
  const isLoose = text.startsWith('(?i)');
  return new RegExp(isLoose ? text.slice('(?i)'.length) : text, isLoose ? `${flags}i` : flags);
}

function readTemplates(reading: Reading, lay: LayOut): Map<TemplateKey, string> {
  const templates = new Map<TemplateKey, string>();
  for (const key of TEMPLATES) {
    const usual = USUAL[key];
    const text = textAt(reading, key, usual && templates.get(usual));
    if (text === undefined) continue;
    templates.set(key, text);
    const view = viewOf(key, TRIED);
    try {
      lay(text, view, {});
    } catch (error) {
      const { place, message, hint } = templateError(`\`${key}\``, text, error, view);
      reading.wrong.push(`${place}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
    }
  }
  return templates;
}
