/** Inputs of any size, made of a sound one: a stretch of it, or a few odd characters, again and again between what stands before and behind. */
import fc from 'fast-check';

const ODD: readonly string[] = [
  ...'aZ019_-.,;:"\'`()[]{}<>/\\|=+*&%$#@!?~^ \t\n\r\0',
  ...[
    '\r\n',
    '""',
    '\\"',
    '中',
    '，',
    'é',
    '\ufeff',
    '\ud83d\ude00',
    '&amp;',
    '&#9;',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '{{',
    '}}',
    '{{pm x ',
  ],
  ...[
    '![',
    '](',
    '[^',
    '```',
    '$$',
    '\\begin{',
    '\\x{',
    '*a_',
    '- ',
    '> ',
    '| ',
    '1,',
    '1e9',
    '\n\n',
    '  ',
    '[a]',
    '{a}',
    '(a)',
    '"a"',
    'x: ',
    'x, ',
  ],
];

export interface Pump {
  readonly before: Uint8Array;
  readonly unit: Uint8Array;
  readonly behind: Uint8Array;
}

export const pumped =
  ({ before, unit, behind }: Pump) =>
  (size: number): Uint8Array =>
    Buffer.concat([before, ...Array<Uint8Array>(Math.ceil(size / unit.length)).fill(unit), behind]);

const odd = fc
  .array(fc.constantFrom(...ODD), { minLength: 1, maxLength: 3 })
  .map((parts) => Buffer.from(parts.join('')) as Uint8Array);

/** Stretches are short as often as long. */
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 200 }));

export const pumpsOf = (sound: readonly Uint8Array[]): fc.Arbitrary<Pump> =>
  fc
    .record({
      whole: fc.constantFrom(...sound),
      place: fc.oneof(fc.nat(), fc.nat(300)),
      length,
      odd: fc.option(odd, { freq: 2 }),
      isCut: fc.boolean(),
      isBare: fc.boolean(),
    })
    .map(({ whole, place, length, odd, isCut, isBare }) => {
      const at = place % Math.max(1, whole.length);
      const unit = odd ?? whole.subarray(at, at + length);
      const nothing = new Uint8Array();
      return { before: isBare ? nothing : whole.subarray(0, at), unit, behind: isCut ? nothing : whole.subarray(at) };
    });
