/** Results as blocks: tables as the paper prints them, grids, facts, sentences, text and pictures. */
import type { ComponentChildren } from 'preact';
import type { Block, FactsBlock, GridBlock, ImageBlock, LinesBlock, TableBlock, TextBlock } from '../app/show/block.ts';
import { figuresOf, linesOf, widthOf, withMinus } from './cells.ts';

export const Blocks = ({ blocks }: { blocks: readonly Block[] }) => (
  <>
    {blocks.map((block, i) => (
      <OneBlock key={i} block={block} />
    ))}
  </>
);

function OneBlock({ block }: { block: Block }) {
  switch (block.is) {
    case 'table':
      return <PaperTable table={block} />;
    case 'grid':
      return <Grid grid={block} />;
    case 'facts':
      return <Facts facts={block} />;
    case 'lines':
      return <Lines lines={block} />;
    case 'text':
      return <Text text={block} />;
    case 'image':
      return <Picture image={block} />;
    default:
      return block satisfies never;
  }
}

/** What is wider than the page scrolls by itself, also by the keyboard. */
export const Wide = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
  <section class="wide" aria-label={label} tabIndex={0}>
    {children}
  </section>
);

export function PaperTable({ table }: { table: TableBlock }) {
  const { caption, language, heads, panels, notes } = table;
  const widths = heads.map((_, column) => widthsOf(table, column));
  return (
    <Wide label={caption || 'Table'}>
      <table class="paper" lang={language}>
        {caption && <caption>{caption}</caption>}
        <thead>{headLines(table)}</thead>
        {panels.flatMap(({ title, rows, ...head }, p) =>
          (['body', 'footer'] as const).flatMap((section) => {
            const own = rows.filter((row) => row.section === section);
            if (own.length === 0) return [];
            return [
              <tbody key={`${p}${section}`} class={section}>
                {title !== null && section === 'body' && (
                  <tr>
                    <th class="panel" scope="rowgroup" colSpan={heads.length + 1}>
                      {title}
                    </th>
                  </tr>
                )}
                {section === 'body' && headLines(head)}
                {own.flatMap((row, r) => rowLines(row, r, section === 'body' ? widths : []))}
              </tbody>,
            ];
          }),
        )}
        {notes.length > 0 && (
          <tfoot>
            <tr>
              <td colSpan={heads.length + 1}>
                <em>{language === 'zh' ? '注：' : 'Notes:'}</em> {notes.join(language === 'zh' ? '' : ' ')}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Wide>
  );
}

/** Rows of headings: spanners, numbers, headers and dependent variables, as far as there are any. */
function headLines({ spanners = [], heads = [] }: Partial<Pick<TableBlock, 'spanners' | 'heads'>>) {
  const lines = [
    heads.map(({ number = '' }) => number),
    heads.map(({ header }) => header),
    heads.map(({ outcome = '' }) => outcome),
  ].filter((texts) => texts.some((text) => text !== ''));
  return [
    ...spanners.map((over, i) => (
      <tr key={`over${i}`}>
        <td />
        {spannerCells(over, heads.length)}
      </tr>
    )),
    ...lines.map((texts, l) => (
      <tr key={`line${l}`}>
        <td />
        {texts.map((text, i) => (
          <th key={i} scope="col">
            {text}
          </th>
        ))}
      </tr>
    )),
  ];
}

function spannerCells(over: TableBlock['spanners'][number], count: number) {
  const cells = [];
  for (let column = 0; column < count; column++) {
    const spanner = over.find(({ from }) => from === column);
    if (!spanner) cells.push(<td key={column} />);
    else {
      cells.push(
        <th key={column} scope="colgroup" class="spanner" colSpan={spanner.to - spanner.from + 1}>
          <span>{spanner.text}</span>
        </th>,
      );
      column = spanner.to;
    }
  }
  return cells;
}

type Widths = { readonly before: number; readonly after: number };

function widthsOf({ panels }: TableBlock, column: number): Widths {
  const figures = panels
    .flatMap(({ rows }) => rows.filter(({ section }) => section === 'body'))
    .flatMap(({ cells }) => linesOf(cells[column]?.text ?? ''))
    .flatMap((line) => figuresOf(line) ?? []);
  return {
    before: Math.max(0, ...figures.map(({ before }) => widthOf(before))),
    after: Math.max(0, ...figures.map(({ after }) => widthOf(after))),
  };
}

function rowLines(
  { label, cells }: TableBlock['panels'][number]['rows'][number],
  r: number,
  widths: readonly Widths[],
) {
  const lines = cells.map((cell) => linesOf(cell?.text ?? ''));
  const count = Math.max(1, ...lines.map((each) => each.length));
  return Array.from({ length: count }, (_, line) => (
    <tr key={`${r}.${line}`}>
      {line === 0 ? <th scope="row">{label}</th> : <td />}
      {lines.map((each, column) => (
        <td key={column}>
          <Cell text={each[line] ?? ''} widths={widths[column]} />
        </td>
      ))}
    </tr>
  ));
}

function Cell({ text, widths }: { text: string; widths: Widths | undefined }) {
  const figures = figuresOf(text);
  if (!figures) return <>{text}</>;
  const stars = figures.stars && <sup>{figures.stars}</sup>;
  if (!widths)
    return (
      <>
        {figures.before}
        {figures.after}
        {stars}
      </>
    );
  return (
    <span class="figures">
      <span style={{ width: `${widths.before}ch` }}>{figures.before}</span>
      <span style={{ width: `${widths.after}ch` }}>
        {figures.after}
        {stars}
      </span>
    </span>
  );
}

function Grid({ grid: { title, head, rows, sides } }: { grid: GridBlock }) {
  const side = (column: number) => sides[column] ?? sides.at(-1);
  return (
    <Wide label={title ?? head[0] ?? 'Grid'}>
      <table class="grid">
        {title && <caption>{title}</caption>}
        <thead>
          <tr>
            {head.map((text, c) => (
              <th key={c} scope="col" class={side(c)}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {row.map((text, c) => (
                <td key={c} class={`${side(c)}${text.length > 40 ? ' long' : ''}`}>
                  {side(c) === 'right' ? withMinus(text) : text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

const Facts = ({ facts: { facts } }: { facts: FactsBlock }) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{withMinus(value)}</dd>
      </div>
    ))}
  </dl>
);

const Lines = ({ lines: { title, lines } }: { lines: LinesBlock }) => (
  <div class="lines">
    {title && <h4>{title}</h4>}
    <ul>
      {lines.map((line, i) => (
        <li key={i}>{line}</li>
      ))}
    </ul>
  </div>
);

const Text = ({ text: { title, text } }: { text: TextBlock }) => (
  <Wide label={title ?? 'Text'}>
    {title && <h4>{title}</h4>}
    <pre>{text}</pre>
  </Wide>
);

/** As a picture, in which nothing of an SVG runs or loads. */
const Picture = ({ image: { path, type, base64, caption } }: { image: ImageBlock }) => (
  <figure class="picture">
    <img src={`data:${type};base64,${base64}`} alt={caption ?? path} />
    <figcaption>{caption ?? path}</figcaption>
  </figure>
);
