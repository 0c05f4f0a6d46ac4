/** Writes all that a package needs and nobody has said as YAML to paste below `package:`. */
import { printable } from '../../base/text/printable.ts';
import type { Facts } from './facts.ts';

export interface Missing {
  /** Keys of the pipeline, as `package.sources.panel.licence`. */
  readonly keys: readonly string[];
  /** The whole section `package:`, with what was said and, where something is missing, what it asks for. */
  readonly yaml: string;
}

const ASKED = {
  name: 'Family name, given names',
  code: 'MIT',
  citation: 'authors (year): title, publisher, DOI',
  licence: 'the terms of the data, as CC-BY-4.0',
  access: 'how others get the data',
} as const;

/** Undefined where nothing is missing. */
export function missingOf({ declared, sources }: Facts): Missing | undefined {
  const keys: string[] = [];
  const lines = ['package:'];
  if (declared.authors === undefined) {
    keys.push('package.authors');
    lines.push(`  authors: [{name: "${ASKED.name}"}]`);
  }
  if (declared.licence === undefined) {
    keys.push('package.licence');
    lines.push(`  licence: ${ASKED.code}   # of the code`);
  }
  const lacking = sources.flatMap(({ step, files, declared: said, hidden }): string[] => {
    const isKept = said.provided === false || hidden.length > 0;
    const asked = [
      ...(said.citation === undefined ? ['citation'] : []),
      ...(said.licence === undefined ? ['licence'] : []),
      ...(isKept && said.access === undefined ? ['access'] : []),
    ] as const;
    const own = [
      ...asked.map((key) => `      ${key}: "${ASKED[key as keyof typeof ASKED]}"`),
      ...(said.provided === undefined ? [`      provided: ${hidden.length === 0}`] : []),
    ];
    keys.push(...asked.map((key) => `package.sources.${step}.${key}`));
    if (said.provided === undefined) keys.push(`package.sources.${step}.provided`);
    const read = printable(files.map(({ path }) => path).join(', '));
    return own.length === 0 ? [] : [`    ${JSON.stringify(step)}:   # ${read}`, ...own];
  });
  if (lacking.length > 0) lines.push('  sources:', ...lacking);
  return keys.length === 0 ? undefined : { keys, yaml: `${lines.join('\n')}\n` };
}
