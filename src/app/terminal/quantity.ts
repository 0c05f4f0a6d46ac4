/** Reads and writes sizes and ages as people do. */

const SIZES: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 * 1024, G: 1024 * 1024 * 1024 };
const HOUR = 3_600_000;
const AGES: Readonly<Record<string, number>> = { m: HOUR / 60, h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };

/** A size (`2G`, `1.5GB`, `500 MiB`) in bytes. */
export function readSize(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,12}(?:\.\d+)?) ?([KMG]?)(?:i?B)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * SIZES[unit!.toUpperCase()]!;
}

/** An age (`12h`, `30d`, `8w`) in milliseconds. */
export function readAge(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * AGES[unit!]!;
}

export function bytesText(bytes: number): string {
  if (bytes < SIZES.K!) return `${bytes} bytes`;
  const [unit, name] = bytes < SIZES.M! ? [SIZES.K!, 'KB'] : bytes < SIZES.G! ? [SIZES.M!, 'MB'] : [SIZES.G!, 'GB'];
  const value = bytes / unit;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${name}`;
}
