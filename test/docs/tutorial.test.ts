/** The tutorials, whose blocks are written and run in an empty folder, one after the other. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, Folder } from './page.ts';

describe.each(['docs/tutorial.md', 'docs/zh/tutorial.md'])('%s', (page) => {
  it('makes a PDF by what it says', { timeout: 600_000 }, async () => {
    const folder = new Folder();
    try {
      const blocks = blocksOf(page);
      expect(blocks.filter(({ info }) => info === 'sh').length).toBeGreaterThan(3);
      for (const [i, block] of blocks.entries()) {
        if (block.info === 'text') continue;
        const next = blocks[i + 1];
        await folder.follow(block, next?.info === 'text' ? next : undefined);
      }
      expect(existsSync(path.join(folder.root, 'out/paper/paper.pdf'))).toBe(true);
    } finally {
      folder.dispose();
    }
  });

  it('would fail where a command prints something else', async () => {
    const folder = new Folder();
    try {
      const block = { line: 1, file: undefined, info: 'sh', text: 'papermake --version\n' };
      const shown = { ...block, info: 'text', text: 'papermake: 16 nodes…\n' };
      await expect(folder.follow(block, shown)).rejects.toThrow('there is no line');
    } finally {
      folder.dispose();
    }
  });
});
