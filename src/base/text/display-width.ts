/** Measures how wide a text is where letters stand in columns, as in a terminal. */

/** Counts the columns that a text takes in a monospaced terminal or editor: Chinese, Japanese and Korean letters take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{M}|\u200b|\u200d|\ufe0f/u.test(char)) continue;
    width += wide.test(char) ? 2 : 1;
  }
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
