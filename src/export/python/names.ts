/** Texts and numbers as Python code has them. */

/** A text between quotes. JSON's escapes are Python's; line ends that JSON leaves are none in Python's source. */
export const pyText = (text: string): string => JSON.stringify(text).replace(/\u007f/g, '\\u007f');

/** The shortest digits that read back as the same number. */
export const pyNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}np.inf`;

/** `["a", "b"]` */
export const pyTexts = (texts: readonly string[]): string => `[${texts.map(pyText).join(', ')}]`;
