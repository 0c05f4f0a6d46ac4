/** Programs that a script starts: what each reads and writes, as its words and the scripts that it runs tell. */
import { type Draft, type DraftStep, plainName, type Value } from './draft.ts';
import type { Host } from './host.ts';
import { NotUnderstood } from './outcome.ts';
import { pathOfProject } from './paths.ts';

interface Place {
  readonly draft: Draft;
  readonly line: number;
  readonly host: Host;
  /** Files that the script reads: path in the project → path that it has there. */
  readonly files: Map<string, string>;
}

const DATA = /\.(?:csv|tsv)$/i;
const FILE = /^[^\s*?"'<>|;&$]{1,200}\.\w{1,10}$/;
const SCRIPT = /\.(?:py|r|do|jl|sh|m|pl|ps1|bat)$/i;
/** A name of a file that stands in quotes. */
const QUOTED =
  /(["'])([^"'\n]{1,200}\.(?:csv|tsv|dta|xlsx?|rds|rdata|parquet|json|txt|pdf|png|svg|tex|docx|html?))\1/gi;
const WRITES = /write|save|export|dump|sink|\bto_|\b(?:png|pdf|svg|tiff|jpeg)\(|["'][wa]b?["']/i;
const KEPT = 'list what it writes: `kind: command` with `outputs: {clean.csv: frame}` (docs/commands.md)';

/** A step that runs a program on the files that it reads. Throws NotUnderstood where it writes nothing that is known. */
export function programStep(words: readonly string[], place: Place): DraftStep {
  const { draft, line, host, files } = place;
  const [program] = words;
  if (program === undefined) throw new NotUnderstood('the program is not named there');
  if (/[|;&<`$]/.test(words.join(' ')))
    throw new NotUnderstood('a line of the shell with more than one program is not read', KEPT);
  const redirected = words.findIndex((word) => />/.test(word));
  const named = words
    .slice(1)
    .map((word) => word.replace(/^>+/, ''))
    .filter((word) => FILE.test(word));
  const reads = new Set<string>();
  const writes = new Set<string>();
  for (const word of named) {
    const isThere = host.isThere(word) || SCRIPT.test(word) || madeBy(draft, word) !== undefined;
    const isTarget = redirected >= 0 && words.indexOf(word) >= redirected;
    (isThere && !isTarget ? reads : writes).add(word);
  }
  for (const script of [...reads].filter((path) => SCRIPT.test(path)))
    for (const { path, isWritten } of namedIn(host.script(script) ?? '')) (isWritten ? writes : reads).add(path);
  for (const path of writes) reads.delete(path);
  if (writes.size === 0) throw new NotUnderstood(`what \`${program}\` writes is not known`, KEPT);
  const inputs: Record<string, Value> = {};
  const raw: string[] = [];
  for (const read of reads) {
    const made = madeBy(draft, read);
    const path = pathOfProject(read);
    if (made === undefined) {
      files.set(path, read);
      raw.push(path);
    } else inputs[path] = made;
  }
  return draft.add(
    'command',
    plainName(
      [...writes][0]!
        .split('/')
        .at(-1)!
        .replace(/\.\w+$/, ''),
    ),
    line,
    {
      run: redirected >= 0 ? words.join(' ') : [...words],
      ...(raw.length > 0 && { files: raw }),
      ...(Object.keys(inputs).length > 0 && { inputs }),
      outputs: Object.fromEntries([...writes].map((path) => [pathOfProject(path), DATA.test(path) ? 'frame' : 'file'])),
    },
  );
}

/** Files that a script names in quotes; those that a line which writes names are written. */
function namedIn(text: string): { readonly path: string; readonly isWritten: boolean }[] {
  return text
    .split('\n')
    .flatMap((line) =>
      [...line.slice(0, 2000).matchAll(QUOTED)].map(([, , path]) => ({ path: path!, isWritten: WRITES.test(line) })),
    );
}

/** The node of a program that writes a data file; undefined where none does. */
export function madeBy({ steps }: Draft, written: string): string | undefined {
  const path = pathOfProject(written);
  for (const step of steps) {
    if (step.kind !== 'command') continue;
    const outputs = step.keys.get('outputs') as Record<string, Value>;
    if (outputs[path] !== 'frame') continue;
    const alone = Object.keys(outputs).length === 1;
    const stem = path.replace(/^.*\//, '').replace(/(.)\.[^.]*$/, '$1');
    return alone ? step.name : `${step.name}.${stem}`;
  }
  return undefined;
}
