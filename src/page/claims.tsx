/** What the text says of the results: each claim with the numbers that hold or break it. */
import type { ClaimView, Overview } from '../app/view/model.ts';
import { withMinus } from './cells.ts';
import { nodeHash } from './route.ts';
import { StateName } from './state.tsx';
import { Told } from './told.tsx';

export function Claims({ overview: { claims } }: { overview: Overview }) {
  if (claims.length === 0)
    return (
      <p class="empty">
        <Told text="The pipeline makes no claims: `claims:` holds what the text says of the results." />
      </p>
    );
  const first = claims.filter(({ holds }) => holds === false);
  return (
    <ol class="claims">
      {[...first, ...claims.filter((claim) => !first.includes(claim))].map((claim) => (
        <Claim key={claim.node} claim={claim} />
      ))}
    </ol>
  );
}

const word = ({ holds }: ClaimView): string => (holds === null ? 'not judged' : holds ? 'holds' : 'false');

const Claim = ({ claim }: { claim: ClaimView }) => (
  <li class={`claim ${claim.holds === false ? 'broken' : ''}`}>
    <p class="verdict">
      <strong class={word(claim).replace(' ', '-')}>{word(claim)}</strong>
      <a href={nodeHash(claim.node)}>{claim.name}</a>
      {claim.state !== 'fresh' && <StateName state={claim.state} />}
    </p>
    {claim.text && <p class="sentence">{claim.text}</p>}
    <p>
      <code>{claim.claim}</code>
    </p>
    {claim.broken.length > 0 && (
      <ul class="because">
        {claim.broken.map((message, i) => (
          <li key={i}>
            <Told text={message} />
          </li>
        ))}
      </ul>
    )}
    {claim.numbers.length > 0 && (
      <dl class="numbers">
        {claim.numbers.map(({ path, value }) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>{withMinus(value)}</dd>
          </div>
        ))}
        {claim.moreNumbers > 0 && <div>and {claim.moreNumbers} more</div>}
      </dl>
    )}
  </li>
);
