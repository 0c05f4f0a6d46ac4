/** Parts of papermake itself that a system may refuse: native modules, fonts, leave to write. Each is tried on something small. */
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../base/problem.ts';
import { thrownText } from '../../engine/code/thrown.ts';
import { fontFamilies, fontFiles } from '../../figure/fonts/families.ts';
import { figureFormats } from '../../figure/formats/registry.ts';
import { withDatabase } from '../../frame/sql/duckdb.ts';
import { packageFile } from '../place.ts';
import { launcher } from '../terminal/own-name.ts';
import { bytesOfFigure } from './figures.ts';

/** A part, and what it is needed for. */
export interface Check {
  readonly name: string;
  readonly neededBy: string;
  /** Uses the part, and says what there is. Throws where it does not work. */
  attempt(): Promise<string>;
  /** The sentence that mends it where the thrown error does not say one. */
  readonly mend?: string;
}

export interface Checked extends Pick<Check, 'name' | 'neededBy'> {
  /** The thing that was found; null where the part does not work. */
  readonly found: string | null;
  /** The fault, and the line or sentence that mends it; null where the part works. */
  readonly wrong: string | null;
  readonly mend: string | null;
}

const checks: readonly Check[] = [
  {
    name: 'DuckDB',
    neededBy: 'queries of `kind: sql`, large files',
    async attempt() {
      const never = new AbortController().signal;
      const isRight = await withDatabase('a query', never, async (database) => {
        const [row] = await database.rows('select 6 * 7');
        return Number(row?.[0]) === 42;
      });
      return worksIf(isRight);
    },
  },
  ...figureFormats.map(
    (format): Check => ({
      name: `figures as ${format.title}`,
      neededBy: `\`formats: [${format.name}]\``,
      async attempt() {
        return `${await bytesOfFigure(format)} bytes`;
      },
    }),
  ),
  {
    name: 'esbuild',
    neededBy: "a project's own step kinds",
    async attempt() {
      const { transform } = await import('esbuild');
      const { code } = await transform('const one: number = 1', { loader: 'ts', minify: true });
      return worksIf(code.trim() === 'const one=1;');
    },
  },
  {
    name: 'fonts',
    neededBy: 'figures, documents',
    async attempt() {
      const names = new Set(fontFamilies.flatMap((family) => fontFiles(family)).map(({ file }) => file));
      const lacking = [...names].filter((file) => !existsSync(packageFile(join('fonts', file))));
      if (lacking.length > 0) throw new Error(`papermake lacks ${lacking.join(', ')}`);
      return `${names.size} files`;
    },
  },
];

/** Tries every part, and whether results may be written to the folder. */
export async function checkParts(folder: string): Promise<Checked[]> {
  const writing: Check = {
    name: 'leave to write',
    neededBy: 'results',
    mend: 'choose a folder in which you may write, or ask whoever owns this one',
    async attempt() {
      accessSync(folder, constants.W_OK);
      return folder;
    },
  };
  // One after the other, so that a part that ends the process is the last that was begun.
  const found: Checked[] = [];
  for (const check of [...checks, writing]) found.push(await checked(check));
  return found;
}

/** Tries one part. */
export async function checked({ name, neededBy, attempt, mend }: Check): Promise<Checked> {
  try {
    return { name, neededBy, found: await attempt(), wrong: null, mend: null };
  } catch (error) {
    return { name, neededBy, found: null, wrong: messageOf(error), mend: mend ?? mendOf(error) };
  }
}

function worksIf(isRight: boolean): string {
  if (!isRight) throw new Error('it loads, and answers otherwise than it should');
  return 'works';
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n')[0]! : thrownText(error);

/** An archive has all parts; what npm installed is installed once more. */
function mendOf(error: unknown): string {
  if (launcher() !== undefined) return "unpack papermake's archive again, into an empty folder";
  const hint = error instanceof Refusal ? error.hint : undefined;
  return hint ?? '`npm install papermake`, in the folder where it is installed, brings its parts again';
}
