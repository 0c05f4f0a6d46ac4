/** The tables and figures of the paper, in its order, as it prints them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeDetail, NodeView, Overview } from '../app/view/model.ts';
import { Blocks } from './blocks/blocks.tsx';
import { DrawnFrom } from './blocks/drawn-from.tsx';
import { useFetched, whyOf } from './fetched.ts';
import { Message } from './message.tsx';
import { Registered } from './node.tsx';
import { hashOf, nodeHash } from './route.ts';
import type { ViewSource } from './source.ts';
import { Sign } from './state.tsx';
import { type PageWords, useWords } from './words.ts';

interface ResultsShown {
  readonly overview: Overview;
  readonly source: ViewSource;
  /** The node to which the contents led. */
  readonly chosen: string | null;
  readonly version: number;
}

export function Results({ overview, source, chosen, version }: ResultsShown) {
  const said = useWords();
  const printed = exhibitsOf(overview, said);
  if (printed.length === 0)
    return (
      <p class="empty">
        <Message text={said.noResults} />
      </p>
    );
  return (
    <>
      <Contents exhibits={printed} />
      <div class="results">
        {printed.map((exhibit) => (
          <Result
            key={exhibit.node.id}
            {...exhibit}
            isChosen={exhibit.node.id === chosen}
            source={source}
            version={version}
          />
        ))}
      </div>
    </>
  );
}

/** Lists the exhibits of a node that the paper prints. */
interface Exhibit {
  readonly node: NodeView;
  /** `Table 2`, by its place in the pipeline. */
  readonly name: string;
}

function exhibitsOf({ steps }: Overview, { exhibits, numbersOfText }: PageWords): Exhibit[] {
  const counted = { table: 0, figure: 0 };
  return steps
    .flatMap(({ nodes }) => nodes)
    .flatMap((node) => {
      const { prints } = node;
      if (prints === undefined) return [];
      if (prints === 'numbers') return [{ node, name: numbersOfText }];
      counted[prints] += 1;
      return [{ node, name: exhibits[prints](counted[prints]) }];
    });
}

/** Lists what the paper prints, where that is more than one thing. */
function Contents({ exhibits }: { exhibits: readonly Exhibit[] }) {
  const said = useWords();
  if (exhibits.length < 2) return null;
  return (
    <nav class="contents" aria-label={said.contents}>
      <h2>{said.contents}</h2>
      <ol>
        {exhibits.map(({ node: { id, caption = id, prints }, name }) => (
          <li key={id}>
            <a href={hashOf({ tab: 'results', of: id })}>
              <span>{name}</span> {prints === 'numbers' ? '' : caption}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const firstLine = ({ blocks }: NodeDetail): string | undefined =>
  blocks.flatMap((block) => (block.is === 'lines' ? block.lines : []))[0];

interface ResultShown extends Exhibit {
  readonly isChosen: boolean;
  readonly source: ViewSource;
  readonly version: number;
}

/**
 * Shows a result, which is fetched when it comes near the window. Contents of the file itself are there at once, so that all of it is
 * printed.
 */
function Result({ node, name, isChosen, source, version }: ResultShown) {
  const said = useWords();
  const place = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(!source.isLive);
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && setNear(true), {
      rootMargin: '800px',
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!isChosen) return;
    place.current!.scrollIntoView();
    place.current!.focus({ preventScroll: true });
  }, [isChosen]);
  const asked = useFetched(source.node, source.known.node, isNear ? node.id : null, version);
  const blocks = asked.is === 'there' ? asked.value.blocks.filter(({ is }) => is === 'table' || is === 'image') : [];
  return (
    <section class="result" ref={place} tabIndex={-1} aria-label={node.id} aria-busy={asked.is === 'waiting'}>
      <Blocks node={node.id} blocks={blocks} />
      {asked.is === 'there' && <DrawnFrom detail={asked.value} />}
      {asked.is === 'there' && blocks.length > 0 && <Registered id={node.id} registered={asked.value.registered} />}
      {asked.is === 'there' && blocks.length === 0 && (
        <p class="notice">
          {node.id}
          {said.colon}
          {asked.value.notice ? said.notices[asked.value.notice] : (firstLine(asked.value) ?? said.nothingToShow)}
        </p>
      )}
      {asked.is === 'absent' && (
        <p class="notice">
          {node.id}
          {said.colon}
          {whyOf(asked, said)}
        </p>
      )}
      <p class="source">
        <span class="exhibit">{name}</span>
        <Sign state={node.state} />
        <a href={nodeHash(node.id)}>{node.id}</a>
        {node.state !== 'fresh' && <span> {said.states[node.state]}</span>}
      </p>
    </section>
  );
}
