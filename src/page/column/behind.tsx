/** Shows the facts behind a result: its equation, rows, data, claims, record, and the line that declares it. */
import type { Behind as Facts, NodeDetail } from '../../app/view/model.ts';
import { Copy } from '../blocks/copy.tsx';
import { Opens } from '../blocks/opens.tsx';
import { Wide } from '../blocks/wide.tsx';
import { Message } from '../message.tsx';
import { hashOf, nodeHash } from '../route.ts';
import { useWords } from '../words.ts';
import { ShownColumns } from './data-column.tsx';
import { Equation } from './equation.tsx';

/** It comes before the result: the model that was estimated. */
export function Model({ detail: { equation, node } }: { detail: NodeDetail }) {
  const { column } = useWords();
  if (equation === null) return null;
  return (
    <section class="equation">
      <h3>{column.equation}</h3>
      <Wide label={`${column.equation} ${node}`}>
        <Equation formula={equation} label={`${column.equation} ${node}`} />
      </Wide>
    </section>
  );
}

/** Shows the facts that follow the result. */
export function Behind({ detail }: { detail: NodeDetail }) {
  const { column } = useWords();
  const { flow, data, files, claims, shownIn, node, made, ledger } = detail;
  return (
    <>
      {flow && <Flow flow={flow} />}
      <Claims claims={claims} />
      {shownIn.length > 0 && (
        <section class="readers">
          <h3>{column.printedIn}</h3>
          <ShownColumns node={node} shown={shownIn} />
        </section>
      )}
      {made && (
        <Said
          title={column.made}
          text={column.madeIn(made.at, made.run, [made.branch, made.commit].filter(Boolean).join(' '))}
        />
      )}
      {ledger && (
        <Said
          title={column.ledger}
          text={ledger.since === null ? column.notRecorded(ledger.spec) : column.recorded(ledger.spec, ledger.since)}
        />
      )}
      {data.map((each) => (
        <Columns key={each.node} data={each} />
      ))}
      {files.length > 0 && (
        <Digests
          title={column.files}
          heads={column.fileHeads}
          rows={files.map(({ path, digest }) => [path, digest.slice(0, SHORT)])}
        />
      )}
    </>
  );
}

/** Hexadecimal digits of a digest that are shown. */
const SHORT = 16;

const Said = ({ title, text }: { title: string; text: string }) => (
  <section>
    <h3>{title}</h3>
    <p class="said">
      <Message text={text} />
    </p>
  </section>
);

function Flow({ flow: { of, rows, lost, used } }: { flow: NonNullable<Facts['flow']> }) {
  const { column } = useWords();
  const lines = [
    column.rowsOf(rows, of),
    ...lost.map(({ count, why }) => column.rowsLost(count, why)),
    column.rowsUsed(used),
  ];
  return (
    <section class="flow">
      <h3>{column.rows}</h3>
      <ul>
        {lines.map((line, i) => (
          <li key={i}>
            <Message text={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Claims({ claims }: { claims: Facts['claims'] }) {
  const said = useWords();
  if (claims.length === 0) return null;
  return (
    <section class="rests">
      <h3>{said.column.claims}</h3>
      <ul>
        {claims.map(({ name, text, holds }) => (
          <li key={name}>
            <strong class={holds === null ? 'notJudged' : holds ? 'holds' : 'fails'}>
              {holds === null ? said.notJudged : holds ? said.holds : said.fails}
            </strong>{' '}
            <a href={hashOf({ tab: 'claims', of: null })}>{text || name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Columns({ data: { node, columns } }: { data: Facts['data'][number] }) {
  const { column } = useWords();
  return (
    <>
      <Digests
        title={`${column.data} ${node}`}
        heads={column.columnHeads}
        rows={columns.map(({ name, label, digest }) => [name, label, digest.slice(0, SHORT)])}
        columnsOf={node}
      />
      <p class="said">
        <a href={nodeHash(node)}>{node}</a>
      </p>
    </>
  );
}

interface Listed {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The data set whose columns the rows name. */
  readonly columnsOf?: string;
}

/** Names, and the beginnings of their digests. */
const Digests = ({ title, heads, rows, columnsOf }: Listed) => (
  <section>
    <h3>{title}</h3>
    <Wide label={title}>
      <table class="grid">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((text, i) => (
                <td key={i}>
                  {i === 0 && columnsOf !== undefined ? (
                    <Opens cell={{ node: columnsOf, row: text, facts: [] }}>
                      <code>{text}</code>
                    </Opens>
                  ) : i === 0 || i === row.length - 1 ? (
                    <code>{text}</code>
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
  </section>
);

/** The declaration's place: copied everywhere, and opened in an editor on this machine. */
export function Place({ pipeline, line, folder }: { pipeline: string; line: number; folder: string | null }) {
  const { column } = useWords();
  const place = `${pipeline}:${line}`;
  return (
    <p class="place">
      {folder !== null && <a href={editorLink(`${folder}/${pipeline}`, line)}>{column.edit}</a>}{' '}
      <Copy text={place} label={column.copyPlace} />
    </p>
  );
}

/** `vscode://file/…:line`, which editors of that family open; drives of Windows stand behind a slash of their own. */
export function editorLink(path: string, line: number): string {
  const posix = path.replaceAll('\\', '/');
  const parts = (posix.startsWith('/') ? posix : `/${posix}`).split('/').map(encodeURIComponent);
  return `vscode://file${parts.join('/')}:${line}`;
}
