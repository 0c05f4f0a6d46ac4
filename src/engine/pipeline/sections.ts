/** Sections of the pipeline that are treated as steps of their names. */
import { namesOfPath, nodeId } from '../../base/node-id.ts';
import type { Step } from '../step.ts';

export const CLAIMS = 'claims';
export const NUMBERS = 'numbers';

/** Gives the name of a claim by its node: `claims["it grows"]` is `it grows`. */
export const claimName = (node: string): string => namesOfPath(node).at(-1)!;
export const claimNode = (name: string): string => nodeId(CLAIMS, [name]);

/**
 * The kind of their nodes, and the key under which an entry that is a map has what an entry that is a text says. Claims come last, so that
 * they are judged when everything else is written.
 */
export const SECTIONS = {
  [NUMBERS]: { kind: 'numbers', key: 'of', are: "the numbers of the paper's text" },
  [CLAIMS]: { kind: 'claim', key: 'claim', are: "the paper's claims" },
} as const;

type Section = keyof typeof SECTIONS;

export const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);
export const sectionNames = Object.keys(SECTIONS) as readonly Section[];

/** The step of a section with these entries. */
export const sectionStep = (name: Section, entries: object): Step<unknown> => ({
  name,
  kind: SECTIONS[name].kind,
  params: { [name]: entries },
  defaults: {},
  path: [name],
});

/**
 * The section that a pipeline does not have and a step may ask for, without entries. What `numbers:` writes has the commands of marks too, all
 * of which may be paths of results. It is undefined for claims, which nothing reads.
 */
export const emptySection = (name: string): Step<unknown> | undefined =>
  name === NUMBERS ? sectionStep(NUMBERS, {}) : undefined;
