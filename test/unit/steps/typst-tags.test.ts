/** A PDF whose tags the compiler cannot tell is written without them, and says so. */
import { expect, it } from 'vitest';
import { pdfOf } from '../../../steps/lib/document/engines/typst.ts';

type Instance = Parameters<typeof pdfOf>[0];
const document = {} as Parameters<typeof pdfOf>[1];
const told: unknown[] = [];
const compiler = (fails: (tags: boolean) => boolean): Instance => ({
  pdf: (_, options) => {
    told.push(options);
    if (fails(options?.pdfTags ?? true)) throw new Error("this element's PDF tag would be split up");
    return Buffer.from('%PDF');
  },
});

it('has tags where these can be told', () => {
  const { bytes, complaints } = pdfOf(
    compiler(() => false),
    document,
  );
  expect([String(bytes), complaints]).toEqual(['%PDF', []]);
});

it('is written without tags where these cannot be told', () => {
  told.length = 0;
  const { bytes, complaints } = pdfOf(
    compiler((tags) => tags),
    document,
  );
  expect(String(bytes)).toBe('%PDF');
  expect(complaints.map(({ code, severity }) => [code, severity])).toEqual([['untagged-pdf', 'warning']]);
  expect(told).toEqual([{ creationTimestamp: 0 }, { creationTimestamp: 0, pdfTags: false }]);
});

it('fails where it cannot be written at all', () => {
  expect(() =>
    pdfOf(
      compiler(() => true),
      document,
    ),
  ).toThrow('split up');
});
