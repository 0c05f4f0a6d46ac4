/**
 * A line of a ledger: one specification that was estimated, or a family of them. Lines form a chain: each holds a digest of itself and that of a line
 * before it, so that a line which is edited, moved or taken out from between others is noticed.
 */
import type { Digest } from '../../base/brand.ts';
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';

/** Specifications that one step estimates together. */
export interface Family {
  readonly size: number;
  /** The choices whose combinations they are. */
  readonly rule: Json;
  /** The short digests of all, one behind the other, in order. */
  readonly members: string;
}

/** The count that earlier versions kept outside of the project. */
export interface TakenOver {
  readonly since: string;
  /** Digests as earlier versions made them, of specifications that stand nowhere in the project any more. */
  readonly specs: readonly string[];
}

/** Specifications of a plan: that of a node, or those of a step which estimates a family. */
export interface Planned {
  /** The node, or the step of a family. */
  readonly node: string;
  readonly kind: string;
  readonly spec: Digest;
  readonly outcome: string | null;
  readonly treatment: string | null;
  /** The model in words, as the document of the plan has it. */
  readonly says: string;
  readonly family?: Family;
}

/** A plan as it is registered. */
export interface Plan {
  readonly title: string | null;
  /** Variables that were withheld until then. */
  readonly withheld: readonly string[];
  /** Outcomes of its specifications that nobody was to read before: the withheld ones, or all where none is withheld. */
  readonly outcomes: readonly string[];
  readonly specifications: readonly Planned[];
  readonly claims: readonly { readonly name: string; readonly claim: string; readonly text: string }[];
  /** Conditions by the names of samples. */
  readonly samples: Readonly<Record<string, string>>;
  /** Steps that make data, with the conditions by which they keep rows and the digest of all that they are told. */
  readonly data: readonly {
    readonly step: string;
    readonly kind: string;
    readonly rows: string | null;
    readonly digest: Digest;
  }[];
}

/** The record of an estimate; for counts that were taken over, neither a node nor data are known. */
export interface Entry {
  readonly spec: Digest;
  readonly node: string | null;
  /** The digest of the values that it read. */
  readonly data: Digest | null;
  readonly outcome: string | null;
  readonly treatment: string | null;
  /** The pipeline, where it is not `pipeline.yaml`. */
  readonly pipeline?: string;
  readonly family?: Family;
  /** Digests by which a line that was taken over counts the same specifications. */
  readonly was?: readonly string[];
  readonly taken?: TakenOver;
  /** The plan that the line locks; such a line records no estimate. */
  readonly plan?: Plan;
  /** Variables that a pipeline withholds, from every pipeline of the folder until a plan that names them is locked; such a line records no estimate. */
  readonly withholds?: readonly string[];
}

export interface Line extends Entry {
  /** The time, in ISO 8601. */
  readonly at: string;
  /** Whom the user said that it was estimated by. */
  readonly by: string | null;
  /** Digest of the line before; null in the first line. */
  readonly prev: Digest | null;
  readonly digest: Digest;
}

/** Says whether a line records what was estimated, by its specification. */
export const isEstimate = ({ plan, taken, withholds }: Entry): boolean =>
  plan === undefined && taken === undefined && withholds === undefined;

export type Written = Pick<Line, 'at' | 'by' | 'prev'>;

export function lineOf(entry: Entry, { at, by, prev }: Written): Line {
  const line = { ...entry, at, by, prev };
  return { ...line, digest: sha256(canonicalJson(line)) };
}

const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const orNull =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || is(value);
const orAbsent =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || is(value);
const areAll =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(is);
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const has =
  (members: Readonly<Record<string, (value: unknown) => boolean>>) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, is]) => is((value as Readonly<Record<string, unknown>>)[name]));

const isLine = has({
  spec: isDigest,
  node: orNull(isText),
  data: orNull(isDigest),
  outcome: orNull(isText),
  treatment: orNull(isText),
  pipeline: orAbsent(isText),
  family: orAbsent(has({ size: Number.isSafeInteger, members: isText })),
  was: orAbsent(areTexts),
  taken: orAbsent(has({ since: isText, specs: areTexts })),
  plan: orAbsent(
    has({
      withheld: areTexts,
      outcomes: areTexts,
      specifications: areAll(has({ node: isText, spec: isDigest, says: isText })),
      claims: areAll(has({ name: isText, claim: isText, text: isText })),
      samples: has({}),
      data: areAll(has({ step: isText, kind: isText, rows: orNull(isText), digest: isDigest })),
    }),
  ),
  withholds: orAbsent(areTexts),
  at: isText,
  by: orNull(isText),
  prev: orNull(isDigest),
  digest: isDigest,
});

/** Reads a line, or says in words what is wrong with it. */
export function readLine(text: string): Line | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is no JSON';
  }
  if (!isLine(value)) return 'is no line of a ledger';
  const { digest, ...said } = value as Line;
  return sha256(canonicalJson(said)) === digest ? (value as Line) : 'was changed: its digest is another';
}

/** Bytes of a digest by which members of a family are known: among 10,000 specifications, two are taken for one with probability 2e-7. */
const SHORT_BYTES = 6;
const SHORT_DIGITS = 2 * SHORT_BYTES;
const SHORT_TEXT = 8;

/** The short form of a digest, by which specifications are counted. */
export const shortDigest = (digest: string): string => digest.slice(0, SHORT_DIGITS);

/** A family of these specifications. The order in which they are given is no part of it. */
export function familyOf(specs: readonly Digest[], rule: Json): { readonly spec: Digest; readonly family: Family } {
  const shorts = [...new Set(specs.map(shortDigest))].sort();
  const members = shorts.map((short) => Buffer.from(short, 'hex').toString('base64url')).join('');
  return { spec: sha256(members), family: { size: shorts.length, rule, members } };
}

/** The short digests of all specifications that a line records. */
export function shortsOf({ spec, family }: Pick<Entry, 'spec' | 'family'>): string[] {
  if (family === undefined) return [shortDigest(spec)];
  const { members } = family;
  return Array.from({ length: Math.floor(members.length / SHORT_TEXT) }, (_, i) =>
    Buffer.from(members.slice(i * SHORT_TEXT, (i + 1) * SHORT_TEXT), 'base64url').toString('hex'),
  );
}
