/** Maps of lines lead to the line that the whole map says, also where the text was changed after it was mapped. */
import { SourceMap } from 'node:module';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { mapOfLines } from '../../../scripts/source-map.ts';

const source = Array.from(
  { length: 40 },
  (_, i) => `export function f${i}(a) {\n  // about f${i}\n  return a.mark${i}(${i});\n}\n`,
).join('');

async function built() {
  const { outputFiles } = await build({
    stdin: { contents: source, sourcefile: 'a.js' },
    minify: true,
    sourcemap: 'external',
    outfile: 'x.js',
    write: false,
    banner: { js: '(function(exports){' },
  });
  const [map, text] = ['.map', '.js'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.text);
  return { text: text!, map: JSON.parse(map!) };
}

const lineAt = (map: SourceMap, text: string, mark: string): number | undefined => {
  const offset = text.indexOf(mark);
  const before = text.slice(0, offset).split('\n');
  const found = map.findEntry(before.length - 1, before.at(-1)!.length);
  return 'originalLine' in found ? found.originalLine + 1 : undefined;
};

it('with and without shifts', async () => {
  const { text, map } = await built();
  const plain = mapOfLines(map, []);
  expect(JSON.stringify(plain).length).toBeLessThan(JSON.stringify(map).length / 2);
  const line = text.split('\n').findIndex((each) => each.includes('.mark7('));
  const column = text.split('\n')[line]!.indexOf('.mark7(') + '.mark7('.length;
  const offset = text.indexOf('.mark7(') + '.mark7('.length;
  const shifted = `${text.slice(0, offset)}${' '.repeat(500)}${text.slice(offset)}`;
  const moved = mapOfLines(map, [{ line, column, by: 500 }]);
  for (let i = 0; i < 40; i++) {
    expect(lineAt(new SourceMap(plain as never), text, `.mark${i}(`)).toBe(4 * i + 3);
    expect(lineAt(new SourceMap(moved as never), shifted, `.mark${i}(`)).toBe(4 * i + 3);
  }
});
