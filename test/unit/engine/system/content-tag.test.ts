import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { Tagging, type TagKey } from '../../../../src/engine/system/content-tag.ts';

const keyOf =
  (account: string): TagKey =>
  (name, salt) =>
    sha256(Buffer.concat([Buffer.from(`${account} ${name} `), salt]));
const bytes = Buffer.alloc(100_001, 'some bytes of a file');
const tagOf = (lengths: number, content = bytes, account = 'one', salt = 'salt'): string => {
  const tagging = new Tagging(keyOf(account), salt);
  for (let at = 0; at < content.length; at += lengths) tagging.add(content.subarray(at, at + lengths));
  return tagging.finish().tag;
};

describe('a tag of bytes', () => {
  const tag = tagOf(bytes.length);

  it.each([1, 15, 16, 1000, 4097])('is the same where they come in pieces of %i', (length) => {
    expect(tagOf(length)).toBe(tag);
  });

  it('is another for other bytes, more of them, another account and another salt', () => {
    const other = Buffer.from(bytes);
    other[bytes.length - 1]! ^= 1;
    const others = [
      tagOf(1000, other),
      tagOf(1000, Buffer.concat([bytes, Buffer.of(0)])),
      tagOf(1000, bytes, 'two'),
      tagOf(1000, bytes, 'one', 'pepper'),
    ];
    expect(new Set([tag, ...others]).size).toBe(5);
  });
});
