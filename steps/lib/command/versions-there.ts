/** Holds the programs of a cluster's workers to the versions that are in the key of what they make: machines of a cluster may differ. */
import { hostname } from 'node:os';
import { Type } from 'typebox';
import { aside, PRINTED } from '../../../src/base/value.ts';
import type { RunContext } from '../../../src/engine/step.ts';

/** The cluster on which a node asks: it asks again where another is named, or other lines of shell come before its workers. */
export const askedThere = Type.Optional(
  Type.Object({ on: Type.String(), setup: Type.Union([Type.String(), Type.Null()]) }),
);

export interface VersionsHere {
  /** Input that holds the versions in the key. */
  readonly input: string;
  /** Tells apart what is asked of one input's programs in one thread. */
  readonly of: string;
  readonly inKey: string;
  /** The step that was asked, for the hint. */
  readonly step: string;
  /** Asks the programs of this machine. */
  readonly ask: () => Promise<string>;
}

/** Fails the node where programs are of other versions here; they are asked once in a thread. */
export async function requireVersions(context: RunContext<unknown>, asked: VersionsHere): Promise<void> {
  const { input, of, inKey, step, ask } = asked;
  const known = context.shared(input, (): { here?: string } => ({}), `versions ${of}`);
  known.here ??= await ask();
  if (known.here === inKey) return;
  const [here, before] = firstOther(known.here, inKey);
  context.fail({
    code: 'other-versions',
    message: `programs on \`${hostname()}\` have other versions than those that are in the key${aside(PRINTED, `: \`${here}\`, where \`${before}\` was found`)}`,
    param: 'program.run',
    hint: `\`papermake run --force ${step}@versions\` asks again; \`options\` of the executor, such as \`constraint\`, keep to machines that are alike`,
  });
}

/** The first lines in which two texts differ. */
function firstOther(here: string, before: string): readonly [string, string] {
  const [a, b] = [here, before].map((text) => text.split('\n')) as [string[], string[]];
  const at = a.findIndex((line, i) => line !== b[i]);
  const i = at < 0 ? a.length : at;
  return [a[i] ?? '', b[i] ?? ''];
}
