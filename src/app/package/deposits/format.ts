/** The contract of metadata files of a package, which the usual deposits and readers of code take. */
import type { Facts } from '../facts.ts';

export interface DepositFormat {
  /** Path in the package. */
  readonly path: string;
  /** Names the service or program that reads the file. */
  readonly of: string;
  /** Undefined where the facts that it needs are not there. */
  write(facts: Facts): string | undefined;
}

export const titleOf = ({ title, pipeline }: Facts): string => `Replication package: ${title || pipeline}`;

/** One sentence about the package, which every deposit asks for. */
export const describe = ({ title, steps, exhibits }: Facts): string =>
  `Replication package of “${title}”: data, programs and results. ${steps.length} declared steps make ${exhibits.length} tables, figures, texts and numbers.`;

/** An author's name in two: `Ostrom, Elinor` and `Elinor Ostrom` have the same parts. */
export function nameParts(name: string): { readonly family: string; readonly given: string } {
  const comma = name.indexOf(',');
  if (comma >= 0) return { family: name.slice(0, comma).trim(), given: name.slice(comma + 1).trim() };
  const words = name.trim().split(/\s+/);
  return { family: words.at(-1)!, given: words.slice(0, -1).join(' ') };
}

export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
