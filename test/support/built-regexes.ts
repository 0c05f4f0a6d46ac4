/** Prints the regular expressions that modules build as they are loaded, which are named in the call: lines of JSON. */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const PLACE = /(?:file:\/\/)?(\/[^\s()]*?\.tsx?):(\d+):\d+/;

/** `src/base/text/glob.ts:12`: where in papermake a call stands. */
function placeOf(stack: string): string {
  const own = stack.split('\n').find((line) => PLACE.test(line) && !line.includes('built-regexes'));
  const [, file = '', line = ''] = PLACE.exec(own ?? '') ?? [];
  return `${path.relative(root, fileURLToPath(pathToFileURL(file)))}:${line}`;
}

globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given, made) {
    const { source, flags } = Reflect.construct(target, given, made) as RegExp;
    process.stdout.write(`${JSON.stringify({ at: placeOf(new Error().stack!), source, flags })}\n`);
    return Reflect.construct(target, given, made);
  },
});

for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
