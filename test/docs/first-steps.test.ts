/** The pages for newcomers, whose blocks are written, compiled and run in a copy of the checkout. */
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
    it(name, () => checkout.follow(block, next?.info === 'text' ? next : undefined), 900_000);
  }
});
