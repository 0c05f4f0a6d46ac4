/**
 * The pages for newcomers, whose blocks are written, compiled and run in a copy of the checkout. Type checks, contracts and golden files
 * take minutes there: they are for a night, with PAPERMAKE_PAGES; the rest, which builds papermake and runs it, is always done.
 * @module-tag slow
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, blocksOf, Checkout } from './page.ts';

const folder = path.resolve(import.meta.dirname, '../../docs');
const pages = readdirSync(folder).filter((name) => name.startsWith('build-your-first-'));

it('there are pages, and a step that cannot be done, or comes out otherwise, is found', async () => {
  expect(pages.length).toBeGreaterThan(0);
  const block = (info: string, text: string): Block => ({ line: 1, info, file: 'package.json', text });
  const checkout = new Checkout();
  try {
    await expect(checkout.follow(block('diff', ' no such line\n'), undefined)).rejects.toThrow('does not have, once');
    await expect(checkout.follow(block('sh', 'false\n'), undefined)).rejects.toThrow('ended with 1');
    await expect(checkout.follow(block('sh fails', 'true\n'), undefined)).rejects.toThrow('ended with 0');
    const shown = block('text', 'b\na\n');
    await expect(checkout.follow(block('sh', 'printf "a\\nb\\n"\n'), shown)).rejects.toThrow('there is no line\na');
  } finally {
    checkout.dispose();
  }
});

const NIGHTLY = process.env.PAPERMAKE_PAGES !== undefined;
const TESTS = '(UPDATE=1 )?npx vitest run test/(contracts|docs|golden)';
const CHECKS = new RegExp(`^(npx tsc|npx biome|${TESTS}).*\\n`, 'gm');

/** What is always done of a block; of those that begin with one command, a build or a check, the last alone. */
function usual(block: Block, later: readonly Block[]): Block | undefined {
  if (NIGHTLY || !block.info.startsWith('sh')) return block;
  const begin = ({ text }: Block): string => text.split('\n')[0]!;
  if (later.some((other) => begin(other) === begin(block)) || new RegExp(`^${TESTS}`).test(block.text))
    return undefined;
  const text = block.text.replaceAll(CHECKS, '').replace('npm run generate', 'npm run build');
  return text === '' ? undefined : { ...block, text };
}

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(`docs/${page}`);
  let checkout: Checkout;
  beforeAll(() => {
    checkout = new Checkout();
  });
  afterAll(() => checkout.dispose());

  for (const [i, block] of blocks.entries()) {
    // What a command prints is held against it.
    if (block.info === 'text') continue;
    const next = blocks[i + 1];
    const name = `line ${block.line}: ${block.file ?? block.text.split('\n')[0]}`;
    const done = usual(block, blocks.slice(i + 1));
    if (done) it(name, () => checkout.follow(done, next?.info === 'text' ? next : undefined), 900_000);
  }
});
