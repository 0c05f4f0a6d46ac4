/** Reads from the file what a pipeline declares beside its steps. */
import { defined } from '../../../base/defined.ts';
import { withLowered } from '../../../base/formula/lowered.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { PackageDecl } from '../../declared.ts';
import type { CacheDecl, DeclaredReason, ProjectDecl, VariableDecl } from '../../step.ts';
import { executorsOf } from '../executor-schema.ts';

/** The document as it stands in the file; its members may hold anything. */
export interface RawDocument {
  readonly title?: string;
  readonly variables?: unknown;
  readonly sets?: unknown;
  readonly samples?: unknown;
  readonly defaults?: unknown;
  readonly steps: Readonly<Record<string, unknown>>;
  readonly numbers?: unknown;
  readonly claims?: unknown;
  readonly cache?: unknown;
  readonly executors?: unknown;
  readonly withhold?: unknown;
  readonly deviations?: unknown;
  readonly package?: unknown;
}

/** Holds the sets and variables that texts of the pipeline may name. */
export type Declared = Pick<ProjectDecl, 'sets' | 'variables'>;

const wellFormed = <T>(raw: unknown, isSound: (value: unknown) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(isJsonObject(raw) ? raw : {}).filter(([, value]) => isSound(value))) as Record<
    string,
    T
  >;

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Takes the well-formed declarations; the others have been complained of. */
export function declaredIn({ sets, variables }: Pick<RawDocument, 'sets' | 'variables'>): Declared {
  const declared = wellFormed<Record<string, unknown>>(variables, isJsonObject);
  return {
    variables: Object.fromEntries(Object.entries(declared).map(([name, raw]) => [name, variableOf(raw)])),
    sets: wellFormed(sets, isTextList),
  };
}

/** The project's declarations, as far as they are well-formed. */
export function projectOf(document: RawDocument): ProjectDecl {
  return {
    title: document.title ?? null,
    ...declaredIn(document),
    samples: wellFormed(document.samples, (value) => typeof value === 'string'),
    ...(isTextList(document.withhold) && { withhold: document.withhold as string[] }),
    ...(Array.isArray(document.deviations) && { deviations: document.deviations.flatMap(explanationOf) }),
    ...(isJsonObject(document.package) && { package: document.package as PackageDecl }),
    ...(isJsonObject(document.executors) && { executors: executorsOf(document.executors) }),
    ...(isJsonObject(document.cache) && { cache: { mode: 'read', ...document.cache } as unknown as CacheDecl }),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A label as it is printed; one that is no text has been complained of. */
function printed(label: unknown): string | undefined {
  const text = textOf(label);
  return text === undefined ? text : withLowered(text);
}

function variableOf(raw: Readonly<Record<string, unknown>>): VariableDecl {
  const { label, unit, source, levels, confidential, ...translations } = raw;
  return defined({
    label: printed(label),
    unit: textOf(unit),
    source: textOf(source),
    levels: levels === undefined ? undefined : [levels].flat().map(String),
    confidential: confidential as boolean | undefined,
    translations: defined(
      Object.fromEntries(Object.entries(translations).map(([name, each]) => [name, printed(each)])),
    ) as Readonly<Record<string, string>>,
  });
}

function explanationOf(raw: unknown): DeclaredReason[] {
  if (!isJsonObject(raw) || typeof raw.because !== 'string') return [];
  const of = [raw.of].flat();
  return isTextList(of) ? [{ of: of as string[], because: raw.because }] : [];
}
