/** Finds how wide the text is that a command prints. */

/** Narrower than this nothing is folded. */
const NARROWEST = 30;

/** The width of help where nobody says how wide it may be, and the most that is read with ease. */
const [USUAL, WIDEST] = [80, 100];

/** Columns of the terminal, or those that `COLUMNS` says; undefined where the text goes into a file or to a program, which have no width. */
export function screenWidth(stream: NodeJS.WriteStream = process.stdout): number | undefined {
  const said = /^\d{1,4}$/.test(process.env.COLUMNS ?? '') ? Number(process.env.COLUMNS) : 0;
  const width = said > 0 ? said : stream.isTTY === true ? stream.columns : undefined;
  return width === undefined || width === 0 ? undefined : Math.max(width, NARROWEST);
}

/** The width of texts that are folded wherever they go. */
export const textWidth = (): number => Math.min(screenWidth() ?? USUAL, WIDEST);
