/**
 * No value of data stands in a message as plain text: `datum`, `aside` and their like mark each with its column, so that it can be masked
 * (src/base/value.ts). Names of results that come from levels are shown (docs/view.md), and made by the functions named here.
 * @module-tag slow
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { type Flows, type Leak, leaksOf } from './support/value-flow.ts';

const FLOWS: Flows = {
  sources: [
    'Codes.levels',
    'Data.numbers',
    'Frame.numbers',
    'TextColumn.dictionary',
    'NumericColumn.values',
    'DoubtfulText.text',
    'DoubtfulText.like',
    'valueText',
    'SpatialWeights.units',
    'WeightsSummary.islands',
    'Cells.text',
    'Cells.number',
    'Cells.date',
  ],
  safe: [
    // they mark the value
    'datum',
    'aside',
    'either',
    'nameOfResult',
    // they make the names of results: terms of factors and arms, places of margins, and columns that `reshape` makes of levels
    'levelTerm',
    'placedLevel',
    'columnOfLevel',
    'armTerm',
    // it reads texts that the author wrote
    'tokenize',
  ],
};

/** What is no leak, by where the message is made or where the value comes from. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/base/canonical.ts': 'the number is NaN or infinite',
  'src/table/number.ts': 'the number is NaN or infinite',
  'src/figure/rows/estimates.ts': 'a frame of estimates holds names of terms',
  'src/figure/rows/group.ts':
    'groups are drawn by their names; `refused` of src/figure/render.ts masks what is said of words that are drawn',
  'src/econ/margins/places.ts': 'a place is called by the levels at which it is, and names results',
  'src/app/package/contents.ts': 'the paths are those of files, whose contents are data',
  'src/frame/cells/recode.ts':
    'the levels are those that the pipeline declares, in a property that also holds those of data',
  'src/econ/sample/variables.ts':
    'the condition by which `always: drop` leaves units out names the first period of the sample',
};

const isKnown = (place: string): boolean => EXCEPTIONS[place.split(':')[0]!] !== undefined;

const isExcepted = ({ at, from }: Leak): boolean =>
  isKnown(at) || from.every((each) => isKnown(each.split(' at ')[1]!));

const root = resolve(import.meta.dirname, '..');
const OURS = /^(src\/(base|econ|frame|engine|table|figure|check|document|export|app)|steps)\//;

it('no message holds a value of data as plain text', () => {
  const leaks = leaksOf(root, (file) => OURS.test(file), FLOWS);
  expect(leaks.filter((leak) => !isExcepted(leak))).toEqual([]);
});

/** Each line that ends in `// tells` makes a message of a value, by another way. */
const EXAMPLES = `
export interface Codes { readonly codes: Int32Array; readonly levels: readonly string[] }
export interface Data { codes(name: string): Codes; numbers(name: string): Float64Array }
declare const data: Data;
declare const warn: (warning: { code: string; message: string; hint?: string }) => void;
declare const datum: (of: string, value: string | number) => string;
class Refusal extends Error { constructor(code: string, message: string) { super(message + code); } }

const { codes, levels } = data.codes('who');
throw new Refusal('a', \`got \${levels[0]}\`); // tells
throw new Refusal('a', \`got \${datum('who', levels[0]!)} of \${levels.length}\`);
throw new Error('got ' + data.numbers('income')[3]); // tells

function byParameter(text: string, n: number): void {
  const message = \`\${text} in \${n} rows\`;
  warn({ code: 'b', message }); // tells
}
byParameter(levels.slice(0, 3).join(', '), codes.length);
byParameter('nothing', codes.length);

const said = (text: string): string => \`it is \${text}\`;
warn({ code: 'c', message: 'plain', hint: said('plain') });
warn({ code: 'c', message: 'plain', hint: said(levels[1] ?? 'none') }); // tells

interface Held { readonly unit: string; readonly rows: number }
const held = (): Held[] => levels.map((unit, i) => ({ unit, rows: codes[i]! }));
for (const { unit, rows } of held()) {
  warn({ code: 'd', message: \`\${rows} rows\` });
  warn({ code: 'd', message: \`\${unit} has rows\` }); // tells
}

const values = data.numbers('income');
const largest = Math.max(...values);
let total = 0;
for (const value of values) total += value;
warn({ code: 'e', message: \`at most \${largest}\` }); // tells
warn({ code: 'e', message: \`on average \${total / values.length}\` });

const keep = (name: string, tell: (text: string) => string): string => tell(name);
warn({ code: 'f', message: keep(levels[2]!, (text) => text.trim()) }); // tells
warn({ code: 'f', message: keep('name', (text) => text.trim()) });
`;

it('values are found by whichever way they come into a message', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'values-')));
  try {
    const options = { strict: true, target: 'es2022', types: [], noEmit: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    writeFileSync(join(folder, 'examples.ts'), EXAMPLES);
    const found = leaksOf(folder, () => true, { sources: ['Codes.levels', 'Data.numbers'], safe: ['datum'] });
    const telling = EXAMPLES.split('\n').flatMap((line, i) =>
      line.endsWith('// tells') ? [`examples.ts:${i + 1}`] : [],
    );
    expect(found.map(({ at }) => at).sort()).toEqual(telling.sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
