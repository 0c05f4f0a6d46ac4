/** One node: its state and why, where it is declared, what it reads, its result, its warnings and log. */
import { useEffect, useRef } from 'preact/hooks';
import type { NodeDetail, NodeView, Overview, ProblemView } from '../app/view/model.ts';
import { Blocks } from './blocks/blocks.tsx';
import { DrawnFrom } from './blocks/drawn-from.tsx';
import { Wide } from './blocks/wide.tsx';
import { Behind, Model, Place } from './column/behind.tsx';
import { useFetched, whyOf } from './fetched.ts';
import { Message } from './message.tsx';
import { hashOf, nodeHash } from './route.ts';
import type { ViewSource } from './source.ts';
import { StateName, saidOfWitness } from './state.tsx';
import { durationText, useWords } from './words.ts';

interface Shown {
  readonly source: ViewSource;
  readonly id: string;
  readonly node: NodeView | undefined;
  readonly overview: Overview;
  readonly version: number;
}

export function NodePane({ source, id, node, overview, version }: Shown) {
  const said = useWords();
  const asked = useFetched(source.node, source.known.node, id, version);
  const name = useRef<HTMLHeadingElement>(null);
  // A link that was followed is gone, and the keyboard would start at the top of the page.
  useEffect(() => {
    if (document.activeElement === document.body) name.current?.focus({ preventScroll: true });
  }, [id]);
  return (
    <article class="node" aria-labelledby="node-name" aria-busy={asked.is === 'waiting'}>
      <p class="back">
        <a href={hashOf({ tab: 'nodes', of: null })}>{said.allNodes}</a>
      </p>
      <header>
        <h2 id="node-name" tabIndex={-1} ref={name}>
          {id}
        </h2>
        <p class="about">
          {node && <StateName state={node.state} />}
          {asked.is === 'there' && <About detail={asked.value} />}
          {node?.witness && (
            <span class={node.witness.isDoubted ? 'doubted' : 'witnessed'}>{saidOfWitness(node.witness, said)}</span>
          )}
        </p>
      </header>
      {asked.is === 'absent' && <p class="notice">{whyOf(asked, said)}</p>}
      {asked.is === 'there' && <Detail detail={asked.value} overview={overview} />}
    </article>
  );
}

function About({ detail: { kind, seconds } }: { detail: NodeDetail }) {
  const said = useWords();
  return (
    <>
      <span>{kind}</span>
      {seconds !== null && <span class="took">{durationText(seconds, said)}</span>}
    </>
  );
}

/** Says which of the estimates that a result shows were registered before their outcomes were read. */
export function Registered({ id, registered }: { id: string; registered: NodeDetail['registered'] }) {
  const said = useWords();
  if (registered === null) return null;
  const { confirmatory, exploratory } = registered;
  const ofItself = confirmatory.length + exploratory.length === 1 && [...confirmatory, ...exploratory][0] === id;
  const names = (ids: readonly string[]): string => (ofItself ? '' : ids.join(said.comma));
  return (
    <p class="registered">
      {confirmatory.length > 0 && <span>{said.confirmatory(names(confirmatory))}</span>}
      {confirmatory.length > 0 && exploratory.length > 0 && ' '}
      {exploratory.length > 0 && <span>{said.exploratory(names(exploratory))}</span>}
    </p>
  );
}

interface DetailShown {
  readonly detail: NodeDetail;
  readonly overview: Overview;
  /** The row of its result that is meant. */
  readonly row?: string | undefined;
}

export function Detail({ detail, overview: { pipeline, folder }, row }: DetailShown) {
  const said = useWords();
  return (
    <>
      {detail.failure.length > 0 && <Problems problems={detail.failure} title={said.failure} />}
      {detail.warnings.length > 0 && (
        <section class="warnings">
          <h3>{said.warnings}</h3>
          <ul>
            {detail.warnings.map((warning, i) => (
              <li key={i}>
                <Message text={warning.message} />
                {warning.hint && (
                  <>
                    {' '}
                    (<Message text={warning.hint} />)
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {detail.notice && <Why lines={detail.why} />}
      {detail.notice && <p class="notice">{said.notices[detail.notice]}</p>}
      <Model detail={detail} />
      <section class="result" aria-label={said.result}>
        <Blocks node={detail.node} blocks={detail.blocks} row={row} />
        <DrawnFrom detail={detail} />
        <Registered id={detail.node} registered={detail.registered} />
      </section>
      <Behind detail={detail} />
      {detail.notice === null && <Why lines={detail.why} />}
      {detail.yaml && (
        <section>
          <h3>
            {pipeline}:{detail.yaml.line}
          </h3>
          <Wide label={`${pipeline}:${detail.yaml.line}`} isTall>
            <pre class="yaml">{detail.yaml.text}</pre>
          </Wide>
          <Place pipeline={pipeline} line={detail.yaml.line} folder={folder} />
        </section>
      )}
      <NodeLinks title={said.reads} ids={detail.reads} />
      <NodeLinks title={said.readBy} ids={detail.readers} />
      {detail.log && (
        <section>
          <h3>{said.log}</h3>
          <Wide label={said.log} isTall>
            <pre class="log">{detail.log}</pre>
          </Wide>
        </section>
      )}
    </>
  );
}

/** It comes first where the result is not the present one. */
function Why({ lines }: { lines: readonly string[] }) {
  const said = useWords();
  return (
    <section>
      <h3>{said.why}</h3>
      <ul class="why">
        {lines.map((line, i) => (
          <li key={i} style={{ paddingLeft: `${indentOf(line) / 2}em` }}>
            <Message text={line.trimStart()} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const MOST_LINKS = 60;

function NodeLinks({ title, ids }: { title: string; ids: readonly string[] }) {
  const said = useWords();
  if (ids.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="links">
        {ids.slice(0, MOST_LINKS).map((id) => (
          <li key={id}>
            <a href={nodeHash(id)}>{id}</a>
          </li>
        ))}
        {ids.length > MOST_LINKS && <li>{said.andMore(ids.length - MOST_LINKS)}</li>}
      </ul>
    </section>
  );
}

export function Problems({ problems, title }: { problems: readonly ProblemView[]; title: string }) {
  const said = useWords();
  return (
    <section class="problems" role="alert">
      <h3>{title}</h3>
      {problems.map((problem, i) => (
        <div key={i} class="problem">
          <p>
            {problem.place && <code>{problem.place}</code>} <Message text={problem.message} />
          </p>
          {problem.excerpt && (
            <Wide label={problem.place}>
              <pre>{problem.excerpt}</pre>
            </Wide>
          )}
          {problem.hint && (
            <p class="hint">
              {said.hint}
              <Message text={problem.hint} />
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
