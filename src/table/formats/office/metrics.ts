/** Measures texts: how wide they are in Times, whose figures no program has to be asked for. */

/** Widths of the printable characters of ASCII from the space on, in thousandths of the size (Adobe Font Metrics of Times Roman). */
const ASCII =
  '250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541'
    .split(' ')
    .map(Number);

const others: Readonly<Record<string, number>> = { '−': 564, '–': 500, '·': 250, '²': 300 };

/** The letters of East Asia, and their full stops and brackets, are as wide as they are high. */
const square =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Width of a text on one line, in sizes of its letters. */
export function textWidth(text: string): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character);
  return thousandths / 1000;
}

function widthOf(character: string): number {
  const known = ASCII[character.charCodeAt(0) - 32] ?? others[character];
  if (known !== undefined) return known;
  if (/\p{M}|\u200d/u.test(character)) return 0;
  return square.test(character) ? 1000 : 600;
}

/** Sizes of letters beyond which Word breaks a word where its cell ends: some thirty letters. */
const LONGEST_WORD = 14;

/** Width of the longest piece of a text that no line breaks; in Chinese lines break between any two letters. */
export function wordWidth(text: string): number {
  const longest = Math.max(0, ...text.split(/[ \u2e80-\u9fff\uff00-\uff60]/u).map(textWidth));
  return Math.min(longest, LONGEST_WORD);
}
