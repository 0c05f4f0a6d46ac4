/** Widths and characters as fonttools reads them of the same files. */
import { describe, expect, it } from 'vitest';
import { readFont } from '../../../src/figure/fonts/true-type.ts';
import { fontBytes } from '../../golden/figure-fixtures.ts';

/** File → character → thousandths of an em; 0 where the font has none. */
const known: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'STIXTwoText-Regular.ttf': {
    A: 718,
    W: 944,
    i: 285,
    '1': 495,
    '−': 720,
    β: 530,
    '²': 373,
    ' ': 235,
    ',': 245,
    农: 0,
    '≤': 0,
    𠀀: 0,
  },
  'STIXTwoText-Bold.ttf': {
    A: 749,
    W: 1046,
    i: 329,
    '1': 495,
    '−': 752,
    β: 532,
    '²': 379,
    ' ': 235,
    ',': 276,
    农: 0,
    '≤': 0,
    𠀀: 0,
  },
  'NotoSans-Regular.ttf': {
    A: 639,
    W: 930,
    i: 258,
    '1': 572,
    '−': 572,
    β: 613,
    '²': 350,
    ' ': 260,
    ',': 268,
    农: 0,
    '≤': 0,
    𠀀: 0,
  },
  'NotoSerifSC-Regular.ttf': {
    A: 718,
    W: 1053,
    i: 332,
    '1': 471,
    '−': 0,
    β: 0,
    '²': 0,
    ' ': 256,
    ',': 327,
    农: 1000,
    '≤': 1000,
    𠀀: 0,
  },
};

describe('readFont', () => {
  for (const [file, widths] of Object.entries(known)) {
    it(`reads ${file}`, () => {
      const face = readFont(fontBytes(file));
      for (const [character, width] of Object.entries(widths)) {
        const code = character.codePointAt(0)!;
        expect([character, face.has(code)]).toEqual([character, width > 0]);
        if (width > 0) expect([character, 1000 * face.advance(code)]).toEqual([character, width]);
      }
    });
  }

  it('refuses what is no font', () => {
    expect(() => readFont(new Uint8Array(64))).toThrow('no TrueType font');
  });
});
