/** Colour for terminals that want it; never the only carrier of meaning. */
const CODES = { green: 32, cyan: 36, yellow: 33, red: 31, dim: 2, bold: 1 } as const;

export function styled(style: keyof typeof CODES, text: string, stream: NodeJS.WriteStream = process.stderr): string {
  const wanted = stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  return wanted ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
}
