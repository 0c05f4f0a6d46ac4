/** The tables and figures of the paper, in its order, as it prints them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeDetail, NodeView, Overview } from '../app/view/model.ts';
import { Blocks } from './blocks/blocks.tsx';
import { useFetched, whyOf } from './fetched.ts';
import { Message } from './message.tsx';
import { Registered } from './node.tsx';
import { nodeHash } from './route.ts';
import type { ViewSource } from './source.ts';
import { Sign } from './state.tsx';
import { useWords } from './words.ts';

export function Results({ overview, source, version }: { overview: Overview; source: ViewSource; version: number }) {
  const said = useWords();
  const printed = overview.steps.flatMap(({ nodes }) => nodes.filter(({ prints }) => prints));
  if (printed.length === 0)
    return (
      <p class="empty">
        <Message text={said.noResults} />
      </p>
    );
  return (
    <div class="results">
      {printed.map((node) => (
        <Result key={node.id} node={node} source={source} version={version} />
      ))}
    </div>
  );
}

const firstLine = ({ blocks }: NodeDetail): string | undefined =>
  blocks.flatMap((block) => (block.is === 'lines' ? block.lines : []))[0];

/**
 * Shows a result, which is fetched when it comes near the window. Contents of the file itself are there at once, so that all of it is
 * printed.
 */
function Result({ node, source, version }: { node: NodeView; source: ViewSource; version: number }) {
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
  const asked = useFetched(source.node, source.known.node, isNear ? node.id : null, version);
  const blocks = asked.is === 'there' ? asked.value.blocks.filter(({ is }) => is === 'table' || is === 'image') : [];
  return (
    <section class="result" ref={place} aria-label={node.id} aria-busy={asked.is === 'waiting'}>
      <Blocks node={node.id} blocks={blocks} />
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
        <Sign state={node.state} />
        <a href={nodeHash(node.id)}>{node.id}</a>
        {node.state !== 'fresh' && <span> {said.states[node.state]}</span>}
      </p>
    </section>
  );
}
