/** Finds the lists and maps of a schema whose entries may have loops (`each`), so that only these places of a pipeline are searched. */
import type { TSchema } from 'typebox';
import { memoByIdentity } from '../../../base/memo.ts';
import { ownValue } from '../../../base/own-value.ts';
import type { LoopWords } from '../../../base/schema.ts';

/** Holds what a schema says of loops in a value and in its members and entries. */
export interface Entries extends LoopWords {
  readonly members: ReadonlyMap<string, Entries>;
  /** Says the same of each entry of a list or a map. */
  readonly entry?: Entries;
}

interface Schema extends LoopWords {
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

/** The loops that a schema lets its values have; undefined where it says nothing of them. */
export const entriesOf = memoByIdentity((schema: TSchema) => ({ found: entriesIn(schema as Schema) }));

function entriesIn(schema: Schema): Entries | undefined {
  const branches = schema.anyOf ?? [];
  const { loops, path, braces } = schema;
  const members = new Map<string, Entries>();
  let entry: Entries | undefined;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const found = entriesIn(member);
    if (found) members.set(name, found);
  }
  for (const each of [schema.items, ...Object.values(schema.patternProperties ?? {})])
    entry ??= each && entriesIn(each);
  const own: Entries[] = [
    { members, ...(entry && { entry }), ...(loops && { loops }), ...(path && { path }), ...(braces && { braces }) },
  ];
  return [...own, ...branches.flatMap((branch) => entriesIn(branch) ?? [])].reduce<Entries | undefined>(
    (all, each) => (saysNothing(each) ? all : all === undefined ? each : merged(all, each)),
    undefined,
  );
}

const saysNothing = ({ members, ...more }: Entries): boolean => members.size === 0 && Object.keys(more).length === 0;

const merged = (a: Entries, b: Entries): Entries => ({ ...a, ...b, members: new Map([...a.members, ...b.members]) });

/** Tells whether a schema has a key of that name itself. */
export const hasKey = (schema: TSchema, name: string): boolean =>
  ownValue((schema as Schema).properties, name) !== undefined;
