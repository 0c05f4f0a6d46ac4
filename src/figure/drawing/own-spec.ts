/** Checks a user's own Vega-Lite specification: it draws what it is handed, loads nothing, and draws the same everywhere. */
import type { VegaSpec } from '../figure.ts';

/** A fault, and its place in the specification: `encoding.x.timeUnit`. */
export interface SpecFault {
  readonly at: string;
  readonly message: string;
}

export type CheckedSpec =
  | { readonly ok: true; readonly spec: VegaSpec }
  | { readonly ok: false; readonly fault: SpecFault };

/** Functions of Vega's expressions that say something else each time. */
const CHANGING = /\b(now|random|sampleUniform|sampleNormal|sampleLogNormal)\s*\(/;

class Fault extends Error {
  readonly fault: SpecFault;
  constructor(at: readonly string[], message: string) {
    super(message);
    this.fault = { at: at.join('.'), message };
  }
}

/** The specification as it is drawn: sizes are the figure's, and times are read as UTC, so that no time zone counts. */
export function checkSpec(spec: VegaSpec, names: readonly string[] = []): CheckedSpec {
  const { $schema: _, width: __, height: ___, autosize: ____, ...rest } = spec;
  try {
    return { ok: true, spec: walked(rest, [], names) as VegaSpec };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault };
    throw error;
  }
}

function walked(value: unknown, at: readonly string[], names: readonly string[]): unknown {
  if (typeof value === 'string' && CHANGING.test(value)) {
    const [, name] = CHANGING.exec(value)!;
    throw new Fault(at, `\`${name}()\` says something else each time`);
  }
  if (Array.isArray(value)) return value.map((each, i) => walked(each, [...at, String(i)], names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    refuseLoading(key, inner, [...at, key]);
    if (key === 'data') refuseUnknown(inner, [...at, key], names);
    if (key === 'timeUnit' && typeof inner === 'string') return [key, inner.startsWith('utc') ? inner : `utc${inner}`];
    return [key, walked(inner, [...at, key], names)];
  });
  const map = Object.fromEntries(entries) as Record<string, unknown>;
  if (map.type !== 'temporal' || map.timeUnit !== undefined) return map;
  return { ...map, scale: { type: 'utc', ...(map.scale as object | undefined) } };
}

/** Data that nothing names would be none, and the figure empty. */
function refuseUnknown(data: unknown, at: readonly string[], names: readonly string[]): void {
  const { name, values } = (data ?? {}) as { readonly name?: unknown; readonly values?: unknown };
  if (typeof name !== 'string' || values !== undefined || names.includes(name)) return;
  const known = names.length === 0 ? 'the option `data` names none' : `\`data\` has ${names.join(', ')}`;
  throw new Fault(at, `there are no data \`${name}\`; ${known}`);
}

function refuseLoading(key: string, value: unknown, at: readonly string[]): void {
  if (key === 'url') throw new Fault(at, 'a figure loads nothing: its data come from `from`');
  if (key === 'href') throw new Fault(at, 'a figure has no links');
  const isImage =
    value === 'image' ||
    (typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'image');
  if (key === 'mark' && isImage) throw new Fault(at, 'a figure holds no images');
  if (key === 'sample' && at.includes('transform')) throw new Fault(at, 'a random sample is another each time');
}
