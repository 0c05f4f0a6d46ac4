/** Finds what goes round in a circle in a BibTeX file, in which a reader that follows it would never end: Typst 0.14 ends the process. */
import { abbreviationsOf, entriesOf } from './bibliography.ts';
import type { Stretch } from './mention.ts';

export interface Circle {
  /** The names of the circle, from the first by way of the others back to itself: `a`, `b`, `a`. */
  readonly names: readonly string[];
  /** Says whether they are abbreviations, and otherwise works. */
  readonly isAbbreviation: boolean;
  /** The stretch of the file in which the first name stands. */
  readonly at: Stretch;
}

/** Fields by which a work takes those of others, as the keys of these. */
const heirs: Readonly<Record<string, (value: string) => readonly string[]>> = {
  crossref: (value) => [value],
  xdata: (value) => value.split(',').map((key) => key.trim()),
};

interface Node {
  readonly leads: readonly string[];
  readonly at: Stretch;
}

export function circlesIn(text: string): Circle[] {
  const abbreviations = new Map(abbreviationsOf(text).map((each) => [each.name, each]));
  const meant = (bare: string): string =>
    abbreviations
      .get(bare)
      ?.pieces.map((piece) => piece.text)
      .join('') ?? bare;
  const strings = new Map(
    [...abbreviations].map(([name, { pieces, at }]): [string, Node] => [
      name,
      { at, leads: pieces.flatMap((piece) => (piece.isBare ? [piece.text] : [])) },
    ]),
  );
  const works = new Map(
    entriesOf(text).map(({ key, fields, at }): [string, Node] => {
      const leads = fields.flatMap(({ name, value }) =>
        Object.hasOwn(heirs, name) ? heirs[name]!(value.isBare ? meant(value.text) : value.text) : [],
      );
      return [key, { at, leads }];
    }),
  );
  return [
    ...circlesAmong(strings).map((each) => ({ ...each, isAbbreviation: true })),
    ...circlesAmong(works).map((each) => ({ ...each, isAbbreviation: false })),
  ];
}

/** The circles that a walk along all leads comes upon, each node being walked from once. */
function circlesAmong(nodes: ReadonlyMap<string, Node>): Omit<Circle, 'isAbbreviation'>[] {
  const found: Omit<Circle, 'isAbbreviation'>[] = [];
  const done = new Set<string>();
  for (const start of nodes.keys()) {
    const path = [{ name: start, next: 0 }];
    const open = new Set([start]);
    while (path.length > 0) {
      const { name, next } = path.at(-1)!;
      const lead = done.has(name) ? undefined : nodes.get(name)!.leads[next];
      if (lead === undefined) {
        done.add(name);
        open.delete(name);
        path.pop();
      } else {
        path.at(-1)!.next++;
        if (open.has(lead)) {
          const names = path.slice(path.findIndex((each) => each.name === lead)).map((each) => each.name);
          found.push({ names: [...names, lead], at: nodes.get(lead)!.at });
        } else if (nodes.has(lead) && !done.has(lead)) {
          path.push({ name: lead, next: 0 });
          open.add(lead);
        }
      }
    }
  }
  return found;
}
