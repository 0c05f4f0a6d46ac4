/** The head of the page: the paper's title, how many nodes and claims are how, and how far a run is. */
import type { Live, Overview, RunProgress } from '../app/view/model.ts';
import type { ViewSource } from './source.ts';
import { counted, Sign } from './state.tsx';
import { durationText, useWords } from './words.ts';

interface Shown {
  readonly overview: Overview;
  readonly live: Live;
  readonly isConnected: boolean;
  readonly left: ViewSource['left'];
}

export function Head({ overview, live, isConnected, left }: Shown) {
  const said = useWords();
  const told = [
    ...(left.values ? [said.valuesLeft] : []),
    ...(left.details > 0 ? [said.detailsLeft(left.details)] : []),
  ].join(said.space);
  return (
    <header class="head">
      <h1>{overview.title || overview.pipeline}</h1>
      <Summary overview={overview} />
      {live.progress && <Running progress={live.progress} />}
      {!isConnected && <p class="notice">{said.ended}</p>}
      {told && <p class="left-out">{told}</p>}
      {overview.trials && <p class="left-out trials">{said.trials(overview.trials)}</p>}
      {overview.confidential.length > 0 && (
        <p class="left-out">{said.confidential(overview.confidential.join(said.comma))}</p>
      )}
    </header>
  );
}

/** Counts of nodes by their states and of claims, which follow a run. */
function Summary({ overview: { steps, claims } }: { overview: Overview }) {
  const said = useWords();
  const nodes = steps.flatMap((step) => step.nodes);
  const [hold, fail] = [true, false].map((holds) => claims.filter((claim) => claim.holds === holds).length);
  const rest = claims.length - hold! - fail!;
  return (
    <p class="summary" aria-live="polite">
      <span>{said.nodes(nodes.length)}</span>
      {counted(nodes).map(([state, count]) => (
        <span key={state}>
          <Sign state={state} named /> {said.counted(count, said.states[state])}
        </span>
      ))}
      {claims.length > 0 && (
        <span class="judged">
          {said.claims(claims.length)}
          {[
            ...(hold! > 0 ? [said.claimsHold(hold!)] : []),
            ...(fail! > 0 ? [said.claimsFail(fail!)] : []),
            ...(rest > 0 ? [said.counted(rest, said.notJudged)] : []),
          ].join(said.comma)}
        </span>
      )}
    </p>
  );
}

function Running({ progress: { settled, total, left, running, elsewhere } }: { progress: RunProgress }) {
  const said = useWords();
  const part = total === 0 ? 0 : settled / total;
  return (
    <div class="running">
      <progress value={part} aria-label={said.settled} />
      <span class="settled">
        {said.settledOf(settled, total)}
        {left !== null && said.left(durationText(Math.max(1, Math.round(left)), said))}
      </span>
      <ul>
        {elsewhere.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {running.slice(0, 4).map(({ node, what, done }) => (
          <li key={node}>
            {node}
            {what && `: ${what}`}
            {done !== null && <progress value={done} aria-label={node} />}
          </li>
        ))}
      </ul>
    </div>
  );
}
