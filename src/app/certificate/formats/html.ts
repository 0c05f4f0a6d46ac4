/** A certificate as a page of HTML that needs no other file, and prints on one sheet. */
import { escapeHtml } from '../../../table/formats/escapes.ts';
import type { CertificatePage, PageBlock } from '../page.ts';
import { pictureOf } from '../picture.ts';
import { type CertificateFormat, type PageGrid, setText } from './format.ts';
import { svgOf } from './svg.ts';

export const html: CertificateFormat = {
  name: 'html',
  extension: 'html',
  write: ({ language, title, subtitle, blocks }: CertificatePage) =>
    `${[
      '<!doctype html>',
      `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`,
      '<head>',
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<title>${escapeHtml(title)}</title>`,
      `<style>\n${STYLE}</style>`,
      '</head>',
      '<body>',
      '<main>',
      `<h1>${escapeHtml(title)}</h1>`,
      ...(subtitle === '' ? [] : [`<p class="subtitle">${escapeHtml(subtitle)}</p>`]),
      ...blocks.flatMap((block, i) => inHtml(block, blocks[i - 1], blocks[i + 1])),
      '</main>',
      '</body>',
      '</html>',
    ].join('\n')}\n`,
};

const STYLE = `@page { size: A4; margin: 18mm 20mm; }
body { margin: 0; color: #222; background: #fff; font: 10.5pt/1.4 "Times New Roman", "Noto Serif SC", SimSun, serif; }
main { max-width: 170mm; margin: 0 auto; padding: 1em; }
h1 { margin: 0; text-align: center; font-size: 16pt; font-weight: normal; }
.subtitle { margin: .2em 0 1em; text-align: center; font-style: italic; }
h2 { margin: 1em 0 .3em; font-size: 11.5pt; }
p, ul { margin: .3em 0; }
ul { padding-left: 1.2em; }
code { font-size: 8.5pt; overflow-wrap: anywhere; }
.grid { overflow-x: auto; }
table { width: 100%; margin: .5em 0; border-collapse: collapse; border-top: .1em solid; border-bottom: .1em solid; font-size: 9.5pt; }
thead { border-bottom: .06em solid; }
th, td { padding: .2em .5em; text-align: right; font-weight: normal; }
th:first-child { text-align: left; padding-left: 0; }
figure { margin: .6em 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 9pt; }
@media print { main { max-width: none; padding: 0; } }
`;

function inHtml(block: PageBlock, before: PageBlock | undefined, behind: PageBlock | undefined): string[] {
  switch (block.is) {
    case 'heading':
      return [`<h2>${escapeHtml(block.text)}</h2>`];
    case 'paragraph':
      return [`<p>${styled(block.text)}</p>`];
    case 'item':
      return [
        ...(before?.is === 'item' ? [] : ['<ul>']),
        `<li>${styled(block.text)}</li>`,
        ...(behind?.is === 'item' ? [] : ['</ul>']),
      ];
    case 'grid':
      return gridOf(block);
    case 'picture': {
      const svg = svgOf(pictureOf(block.panels), block.caption).trimEnd();
      return ['<figure>', svg, `<figcaption>${escapeHtml(block.caption)}</figcaption>`, '</figure>'];
    }
    default:
      return block satisfies never;
  }
}

const styled = (text: string): string =>
  setText(text, {
    plain: escapeHtml,
    code: (code) => `<code>${escapeHtml(code)}</code>`,
    bold: (bold) => `<strong>${escapeHtml(bold)}</strong>`,
  });

function gridOf({ rows: [head, ...rows] }: PageGrid): string[] {
  const line = (row: readonly string[], isHead: boolean): string =>
    `<tr>${row
      .map((cell, c) => {
        const [tag, scope] = isHead ? ['th', ' scope="col"'] : c === 0 ? ['th', ' scope="row"'] : ['td', ''];
        return `<${tag}${scope}>${escapeHtml(cell)}</${tag}>`;
      })
      .join('')}</tr>`;
  return [
    '<div class="grid"><table>',
    `<thead>${line(head!, true)}</thead>`,
    '<tbody>',
    ...rows.map((row) => line(row, false)),
    '</tbody></table></div>',
  ];
}
