/** Whatever is read of a user's ends, with a result or with what is wrong, after work in proportion to its size or within a bound that is counted. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { trials } from './budget.ts';
import { applied, edits } from './files.ts';
import { growing } from './growth.ts';
import { inputs } from './inputs.ts';
import { Seeds } from './pipelines.ts';
import { pumped, pumpsOf } from './pumps.ts';
import { places } from './texts.ts';
import { tryPipeline } from './trial.ts';
import { Watchdog } from './watchdog.ts';

/** Bytes, the fewest and the most that are repeated. */
const SIZES = { from: 2 ** 13, to: 2 ** 17 };

const watchdog = new Watchdog(PATIENCE_MS);
let seeds: Seeds;
beforeAll(() => {
  seeds = new Seeds();
});
afterAll(async () => {
  seeds.dispose();
  await watchdog.dispose();
});

it('knows a sound input for everything that is read', () => {
  expect(inputs.filter(({ sound }) => sound.length === 0)).toEqual([]);
});

/** Errors of the engine's own are no words to a user. */
function unlessTold(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    read(bytes);
  } catch (error) {
    if ([TypeError, RangeError, ReferenceError, URIError].some((kind) => error instanceof kind)) throw error;
  }
}

describe.each(inputs)('$name', ({ name, sound, read, isCounted }) => {
  const watched = (bytes: Uint8Array): void => {
    watchdog.watch(`${name}: ${Buffer.from(bytes).toString('base64').slice(0, 100_000)}`);
    unlessTold(read, bytes);
  };

  it('is told of, however it was changed', () => {
    const changed = fc.tuple(fc.constantFrom(...sound), edits).map(([bytes, made]) => applied(bytes, made));
    fc.assert(fc.property(changed, watched), trials(0.1));
  });

  it('takes work in proportion', async () => {
    const grows = fc.asyncProperty(pumpsOf(sound), async (pump) => {
      if (isCounted) watched(pumped(pump)(SIZES.to / 8));
      else expect(await growing(pumped(pump), watched, SIZES)).toBeUndefined();
    });
    await fc.assert(grows, trials(0.02));
  });
});

/** Inputs that took work by the square of their size. */
const KNOWN: readonly (readonly [name: string, before: string, unit: string, behind: string])[] = [
  ['csv {"header":[1,2]}', ',a,a\n1', ',2,', ',2,3\n'],
  ['a bibliography', '', '@a{b, c = {x ', ''],
  ['a bibliography', '', '@a{b, author = {A}, year = 1}\n', ''],
  ['a text in .tex', '', '\\pmval{a}{1.5} ', ''],
  ['a text in .tex', '', '\\includegraphics{a}\\graphicspath{{a/}}', ''],
  ['a text in .typ', '', '#pmval("a")[1.5] ', ''],
  ['a text in .docx', '<w:p><w:t>', '{{table a}} {{pm a "1.5"}} ', '</w:t></w:p>'],
  ['a published table', '', 'a,', '\n'],
  ['a pipeline', '', '[a]', ''],
];

it.each(KNOWN)('%s: %s%s… takes work in proportion', async (name, ...texts) => {
  const [before, unit, behind] = texts.map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
  const { read } = inputs.find((each) => each.name === name)!;
  const act = (bytes: Uint8Array): void => unlessTold(read, bytes);
  expect(await growing(pumped({ before, unit, behind }), act, { from: 2 ** 15, to: 2 ** 18 })).toBeUndefined();
});

it('a text in a pipeline takes work in proportion, wherever it stands', async () => {
  const drawn = fc
    .constantFrom(...places)
    .chain((place) => pumpsOf(place.sound.map((text) => Buffer.from(text))).map((pump) => ({ ...place, pump })));
  const grows = fc.asyncProperty(drawn, async ({ name, pipeline, pump }) => {
    const text = (size: number): string => pipeline(Buffer.from(pumped(pump)(size)).toString());
    const plan = (text: string) => tryPipeline(seeds.everything.root, text, false, watchdog);
    expect(await growing(text, plan, SIZES), name).toBeUndefined();
  });
  await fc.assert(grows, trials(0.2));
});
