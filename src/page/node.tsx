/** One node: its state and why, where it is declared, what it reads, its result, its warnings and log. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeDetail, NodeView, ProblemView } from '../app/view/model.ts';
import { Blocks } from './blocks.tsx';
import { hashOf, nodeHash } from './route.ts';
import type { Source } from './source.ts';
import { StateName } from './state.tsx';
import { Told } from './told.tsx';

export type Asked<T> =
  | { readonly is: 'waiting' }
  | { readonly is: 'there'; readonly value: T }
  | { readonly is: 'absent'; readonly why: string };

/** Asks again when `of` or `version` changes; until the answer comes, what was there for the same `of` stays, or what is known of it. */
export function useAsked<T>(
  ask: (of: string) => Promise<T>,
  known: (of: string) => T | undefined,
  of: string | null,
  version: number,
): Asked<T> {
  const [state, set] = useState<{ of: string | null; asked: Asked<T> }>({ of: null, asked: { is: 'waiting' } });
  useEffect(() => {
    if (of === null) return;
    let isMeant = true;
    const tell = (asked: Asked<T>): void => {
      if (isMeant) set({ of, asked });
    };
    ask(of).then(
      (value) => tell({ is: 'there', value }),
      (error: Error) => tell({ is: 'absent', why: error.message }),
    );
    return () => {
      isMeant = false;
    };
  }, [of, version]);
  if (of !== null && state.of === of) return state.asked;
  const value = of === null ? undefined : known(of);
  return value === undefined ? { is: 'waiting' } : { is: 'there', value };
}

interface Shown {
  readonly source: Source;
  readonly id: string;
  readonly node: NodeView | undefined;
  readonly pipeline: string;
  readonly version: number;
}

export function NodePane({ source, id, node, pipeline, version }: Shown) {
  const asked = useAsked(source.node, source.known.node, id, version);
  const name = useRef<HTMLHeadingElement>(null);
  // A link that was followed is gone, and the keyboard would start at the top of the page.
  useEffect(() => {
    if (document.activeElement === document.body) name.current?.focus({ preventScroll: true });
  }, [id]);
  return (
    <article class="node" aria-labelledby="node-name" aria-busy={asked.is === 'waiting'}>
      <p class="back">
        <a href={hashOf({ tab: 'nodes', of: null })}>All nodes</a>
      </p>
      <header>
        <h2 id="node-name" tabIndex={-1} ref={name}>
          {id}
        </h2>
        <p class="about">
          {node && <StateName state={node.state} />}
          {asked.is === 'there' && <About detail={asked.value} />}
          {node?.witness && <span class={node.witness.isDoubted ? 'doubted' : 'witnessed'}>{node.witness.said}</span>}
        </p>
      </header>
      {asked.is === 'absent' && <p class="notice">{asked.why}</p>}
      {asked.is === 'there' && <Detail detail={asked.value} pipeline={pipeline} />}
    </article>
  );
}

const About = ({ detail: { kind, seconds } }: { detail: NodeDetail }) => (
  <>
    <span>{kind}</span>
    {seconds !== null && <span>{durationText(seconds)}</span>}
  </>
);

export const durationText = (seconds: number): string =>
  seconds < 1
    ? `${Math.round(seconds * 1000)} ms`
    : seconds < 120
      ? `${seconds.toFixed(1)} s`
      : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;

const Detail = ({ detail, pipeline }: { detail: NodeDetail; pipeline: string }) => (
  <>
    {detail.failure.length > 0 && <Problems problems={detail.failure} title="It failed" />}
    {detail.warnings.length > 0 && (
      <section class="warnings">
        <h3>Warnings</h3>
        <ul>
          {detail.warnings.map((warning, i) => (
            <li key={i}>
              <Told text={warning} />
            </li>
          ))}
        </ul>
      </section>
    )}
    {detail.notice && <Why lines={detail.why} />}
    {detail.notice && <p class="notice">{detail.notice}</p>}
    <section class="result" aria-label="Result">
      <Blocks blocks={detail.blocks} />
    </section>
    {detail.notice === '' && <Why lines={detail.why} />}
    {detail.yaml && (
      <section>
        <h3>
          {pipeline}:{detail.yaml.line}
        </h3>
        <pre class="yaml">{detail.yaml.text}</pre>
      </section>
    )}
    <NodeLinks title="Reads" ids={detail.reads} />
    <NodeLinks title="Read by" ids={detail.readers} />
    {detail.log && (
      <section>
        <h3>Log</h3>
        <pre class="log">{detail.log}</pre>
      </section>
    )}
  </>
);

/** It comes first where the result is not the present one. */
const Why = ({ lines }: { lines: readonly string[] }) => (
  <section>
    <h3>Why</h3>
    <ul class="why">
      {lines.map((line, i) => (
        <li key={i} style={{ paddingLeft: `${indentOf(line) / 2}em` }}>
          <Told text={line.trimStart()} />
        </li>
      ))}
    </ul>
  </section>
);

const indentOf = (line: string): number => line.length - line.trimStart().length;

const MOST_LINKS = 60;

function NodeLinks({ title, ids }: { title: string; ids: readonly string[] }) {
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
        {ids.length > MOST_LINKS && <li>and {ids.length - MOST_LINKS} more</li>}
      </ul>
    </section>
  );
}

export const Problems = ({ problems, title }: { problems: readonly ProblemView[]; title: string }) => (
  <section class="problems" role="alert">
    <h3>{title}</h3>
    {problems.map((problem, i) => (
      <div key={i} class="problem">
        <p>
          {problem.place && <code>{problem.place}</code>} <Told text={problem.message} />
        </p>
        {problem.excerpt && <pre>{problem.excerpt}</pre>}
        {problem.hint && (
          <p class="hint">
            hint: <Told text={problem.hint} />
          </p>
        )}
      </div>
    ))}
  </section>
);
