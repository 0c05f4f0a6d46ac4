import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../scripts/errors/codes.ts';
import { errorsPage, messagesOf } from '../../scripts/errors/page.ts';

describe('docs/errors.md', () => {
  it('has every code of the source, each with what it says', () => {
    const codes = errorCodes();
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((entry) => messagesOf(entry).length === 0).map(({ code }) => code)).toEqual([]);
    // Some that are made in different ways.
    const names = codes.map(({ code }) => code);
    for (const code of ['unknown-key', 'missing-file', 'duplicate-key', 'text-in-number', 'empty-sample', 'bad-power'])
      expect(names).toContain(code);
  });

  it('has every code that the Chinese page explains', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/zh/errors.md'), 'utf8');
    const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
    const names = errorCodes().map(({ code }) => code);
    expect(explained.length).toBeGreaterThan(15);
    expect(explained.filter((code) => !names.includes(code))).toEqual([]);
  });

  it('is as `npm run generate` writes it', () => {
    expect(readFileSync(resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8')).toBe(errorsPage());
  });
});
