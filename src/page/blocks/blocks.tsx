/** Results as blocks: tables as the paper prints them, grids, facts, sentences, text and pictures. */
import type { FactsBlock, GridBlock, LinesBlock, TextBlock, ViewBlock } from '../../app/show/block.ts';
import { Message } from '../message.tsx';
import { useWords } from '../words.ts';
import { withMinus } from './cells.ts';
import { Curve } from './curve.tsx';
import { Files } from './files.tsx';
import type { OpenedCell } from './opened.ts';
import { Opens } from './opens.tsx';
import { Picture } from './picture.tsx';
import { CopiedTable } from './table.tsx';
import { Wide } from './wide.tsx';

interface Shown {
  /** Whose result they are. */
  readonly node: string;
  /** The row that is meant, by its label. */
  readonly row?: string | undefined;
}

export const Blocks = ({ blocks, ...shown }: Shown & { blocks: readonly ViewBlock[] }) => (
  <>
    {blocks.map((block, i) => (
      <OneBlock key={i} {...shown} block={block} beside={blocks} />
    ))}
  </>
);

function OneBlock({ node, row, block, beside }: Shown & { block: ViewBlock; beside: readonly ViewBlock[] }) {
  switch (block.is) {
    case 'table':
      return <CopiedTable node={node} table={block} />;
    case 'grid':
      return <Grid node={node} grid={block} row={row} />;
    case 'facts':
      return <Facts facts={block} />;
    case 'lines':
      return <Lines lines={block} />;
    case 'text':
      return <Text text={block} />;
    case 'image':
      return <Picture node={node} image={block} />;
    case 'curve':
      return <Curve node={node} block={block} />;
    case 'files':
      return <Files node={node} paths={block.paths} beside={beside} />;
    default:
      return block satisfies never;
  }
}

interface GridShown extends Shown {
  readonly grid: GridBlock;
}

function Grid({ node, grid: { title, head, rows, sides, isOfColumns }, row: meant }: GridShown) {
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
            <tr key={r} aria-current={row[0] === meant ? 'true' : undefined}>
              {row.map((text, c) => (
                <td key={c} class={`${side(c)}${text.length > 40 ? ' long' : ''}`}>
                  {c === 0 && isOfColumns ? (
                    <Opens cell={{ node, row: text, facts: factsOf(head, row) }}>{text}</Opens>
                  ) : side(c) === 'right' ? (
                    withMinus(text)
                  ) : (
                    text
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Gives the contents of a row by the heads of its columns. */
const factsOf = (head: readonly string[], row: readonly string[]): NonNullable<OpenedCell['facts']> =>
  head.flatMap((name, c) => (c > 0 && row[c] ? [[name, row[c]] as const] : []));

export const Facts = ({ facts: { facts } }: { facts: Pick<FactsBlock, 'facts'> }) => (
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
