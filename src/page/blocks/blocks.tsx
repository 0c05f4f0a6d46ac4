/** Results as blocks: tables as the paper prints them, grids, facts, sentences, text and pictures. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type {
  BlockCell,
  BlockHeads,
  FactsBlock,
  GridBlock,
  ImageBlock,
  LinesBlock,
  TableBlock,
  TextBlock,
  ViewBlock,
} from '../../app/show/block.ts';
import { Message } from '../message.tsx';
import { type PageWords, useWords, words } from '../words.ts';
import { figuresOf, linesOf, widthOf, withMinus } from './cells.ts';
import { keepColumnsWhole } from './whole-columns.ts';

/** `node`: whose result they are. */
export const Blocks = ({ node, blocks }: { node: string; blocks: readonly ViewBlock[] }) => (
  <>
    {blocks.map((block, i) => (
      <OneBlock key={i} node={node} block={block} />
    ))}
  </>
);

function OneBlock({ node, block }: { node: string; block: ViewBlock }) {
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
      return <Picture node={node} image={block} />;
    default:
      return block satisfies never;
  }
}

/** Holds something wider than the page, which scrolls by itself, also by the keyboard; on a phone it scrolls a whole column at a time. */
export function Wide({
  label,
  isTall = false,
  children,
}: {
  label: string;
  isTall?: boolean;
  children: ComponentChildren;
}) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => keepColumnsWhole(place.current!), []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class={isTall ? 'wide tall' : 'wide'} aria-label={label} tabIndex={0} ref={place}>
      {children}
    </section>
  );
}

export function PaperTable({ table }: { table: TableBlock }) {
  const said = useWords();
  const { caption, language, heads, panels, notes } = table;
  const widths = heads.map((_, column) => widthsOf(table, column));
  return (
    <Wide label={caption || said.table}>
      <table class="paper" lang={words[language].html}>
        {caption && (
          <caption>
            <span class="held">{caption}</span>
          </caption>
        )}
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
                      <span class="held">{title}</span>
                    </th>
                  </tr>
                )}
                {section === 'body' && headLines(head)}
                {own.flatMap((row, r) => rowLines(row, r, section === 'body' ? widths : [], said))}
              </tbody>,
            ];
          }),
        )}
        {notes.length > 0 && (
          <tfoot>
            <tr>
              <td colSpan={heads.length + 1}>
                <div class="held">
                  <em>{said.notes[language]}</em> {notes.join(words[language].space)}
                </div>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Wide>
  );
}

/** Rows of headings as tables have them: spanners, headers, column numbers and dependent variables, as far as there are any. */
function headLines({ spanners = [], heads = [], stub = '', outcomesLabel = '' }: Partial<BlockHeads>) {
  const isAny = (texts: readonly string[]): boolean => texts.some((text) => text !== '');
  const headed = [heads.map(({ header }) => header), heads.map(({ number = '' }) => number)].filter(isAny);
  const outcomes = heads.map(({ outcome = '' }) => outcome);
  const lines = [
    ...headed.map((texts, l) => ({ label: l === headed.length - 1 ? stub : '', texts })),
    ...(isAny(outcomes) ? [{ label: outcomesLabel, texts: outcomes }] : []),
  ];
  return [
    ...spanners.map((over, i) => (
      <tr key={`over${i}`}>
        <td />
        {spannerCells(over, heads.length)}
      </tr>
    )),
    ...lines.map(({ label, texts }, l) => (
      <tr key={`line${l}`}>
        {headCell(label, 'label')}
        {texts.map(headCell)}
      </tr>
    )),
  ];
}

/** An empty corner is no heading. */
const headCell = (text: string, key: string | number) =>
  text === '' ? (
    <td key={key} />
  ) : (
    <th key={key} scope="col">
      {text}
    </th>
  );

function spannerCells(over: TableBlock['spanners'][number], count: number) {
  const cells = [];
  for (let column = 0; column < count; column++) {
    const spanner = over.find(({ from }) => from === column);
    if (!spanner) cells.push(<td key={column} />);
    else {
      cells.push(
        <th
          key={column}
          scope="colgroup"
          class={spanner.unruled ? '' : 'spanner'}
          colSpan={spanner.to - spanner.from + 1}
        >
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
  said: PageWords,
) {
  const lines = cells.map((cell) => linesOf(cell?.text ?? ''));
  const count = Math.max(1, ...lines.map((each) => each.length));
  return Array.from({ length: count }, (_, line) => (
    <tr key={`${r}.${line}`}>
      {line === 0 ? <th scope="row">{label}</th> : <td />}
      {lines.map((each, column) => (
        <td key={column} {...(line === 0 ? movedFrom(cells[column], said) : {})}>
          <Cell text={each[line] ?? ''} widths={widths[column]} />
        </td>
      ))}
    </tr>
  ));
}

/** Marks a cell that moved, and says what stood there. */
const movedFrom = (cell: BlockCell | null | undefined, { was, nothing }: PageWords) =>
  cell?.was === undefined
    ? {}
    : { class: 'is-moved', title: was(cell.was ?? nothing), 'aria-description': was(cell.was ?? nothing) };

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
  const said = useWords();
  const side = (column: number) => sides[column] ?? sides.at(-1);
  return (
    <Wide label={title || head[0] || said.grid}>
      <table class="grid">
        {title && (
          <caption>
            <span class="held">{title}</span>
          </caption>
        )}
        <thead>
          <tr>
            {head.map((text, c) =>
              text === '' ? (
                <td key={c} />
              ) : (
                <th key={c} scope="col" class={side(c)}>
                  {text}
                </th>
              ),
            )}
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
    {title && <h3>{title}</h3>}
    <ul>
      {lines.map((line, i) => (
        <li key={i}>
          <Message text={line} />
        </li>
      ))}
    </ul>
  </div>
);

function Text({ text: { title, text } }: { text: TextBlock }) {
  const said = useWords();
  return (
    <section>
      {title && <h3>{title}</h3>}
      <Wide label={title ?? said.text}>
        <pre>{text}</pre>
      </Wide>
    </section>
  );
}

/** Shows an SVG as a picture, in which no script of it runs and no file loads. */
function Picture({ node, image: { type, base64, caption } }: { node: string; image: ImageBlock }) {
  const said = useWords();
  return (
    <figure class="picture">
      <img src={`data:${type};base64,${base64}`} alt={caption ?? said.figure(node)} />
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
