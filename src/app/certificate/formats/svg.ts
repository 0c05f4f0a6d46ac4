/** Writes the picture of a certificate as SVG, for HTML and documents. */
import { escapeHtml } from '../../../table/formats/escapes.ts';
import { LETTERS, type Picture, type PictureBox } from '../picture.ts';

const fills: Readonly<Record<PictureBox['shade'], string>> = { dark: '#1f4e79', light: '#b8c9dc', line: '#555555' };

const rounded = (value: number): string => String(+value.toFixed(2));

export function svgOf({ width, height, boxes, texts }: Picture, title: string): string {
  const drawn = boxes.map(
    (box) =>
      `<rect x="${rounded(box.x)}" y="${rounded(box.y)}" width="${rounded(box.width)}" height="${rounded(box.height)}" fill="${fills[box.shade]}"/>`,
  );
  const written = texts.map(
    ({ x, y, anchor, text }) =>
      `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`,
  );
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" role="img" font-family="'Noto Sans', Arial, sans-serif" font-size="${LETTERS}" fill="#222222">`;
  return `${[open, `<title>${escapeHtml(title)}</title>`, ...drawn, ...written, '</svg>'].join('\n')}\n`;
}
