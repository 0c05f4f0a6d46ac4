/** Sections of the pipeline that are treated as steps of their names. */

export const CLAIMS = 'claims';
export const NUMBERS = 'numbers';

/**
 * The kind of their nodes, and the key under which an entry that is a map has what an entry that is a text says. Claims come last, so that
 * they are judged when everything else is written.
 */
export const SECTIONS = {
  [NUMBERS]: { kind: 'numbers', key: 'of', are: "the numbers of the paper's text" },
  [CLAIMS]: { kind: 'claim', key: 'claim', are: "the paper's claims" },
} as const;

export const isSection = (name: string): name is keyof typeof SECTIONS => Object.hasOwn(SECTIONS, name);
export const sectionNames = Object.keys(SECTIONS) as readonly (keyof typeof SECTIONS)[];
