/** Colours of a heat map. They are pale enough for numbers upon them; the numbers have the sign in greyscale. */
const ends = { negative: [226, 160, 110], positive: [126, 170, 220] } as const;

/** The colour of a number between −1 and 1: white at 0, and the deeper the nearer to an end. */
export function tint(value: number): string {
  const end = value < 0 ? ends.negative : ends.positive;
  const mixed = end.map((channel) => Math.round(255 + Math.min(1, Math.abs(value)) * (channel - 255)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
