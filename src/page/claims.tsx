/** Shows the claims of the text, each with the numbers that hold or break it. */
import type { ClaimedNumber, ClaimView, Overview } from '../app/view/model.ts';
import { withMinus } from './blocks/cells.ts';
import { Opens } from './blocks/opens.tsx';
import { Message } from './message.tsx';
import { nodeHash } from './route.ts';
import { StateName } from './state.tsx';
import { type PageWords, useWords } from './words.ts';

export function Claims({ overview: { claims } }: { overview: Overview }) {
  const said = useWords();
  if (claims.length === 0)
    return (
      <p class="empty">
        <Message text={said.noClaims} />
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

const verdictOf = ({ holds }: ClaimView) => (holds === null ? 'notJudged' : holds ? 'holds' : 'fails');

const textOf = ({ is, value }: ClaimedNumber, said: PageWords): string =>
  is === 'value' ? withMinus(value) : is === 'absent' ? said.notThere : said.undefinedSince(value);

function Claim({ claim }: { claim: ClaimView }) {
  const said = useWords();
  return (
    <li class={`claim ${claim.holds === false ? 'broken' : ''}`}>
      <p class="verdict">
        <strong class={verdictOf(claim)}>{said[verdictOf(claim)]}</strong>
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
              <Message text={message} />
            </li>
          ))}
        </ul>
      )}
      {claim.numbers.length > 0 && (
        <dl class="numbers">
          {claim.numbers.map((number) => (
            <div key={number.path}>
              <dt>{number.path}</dt>
              <dd>
                <Opens cell={{ node: number.node, row: number.path, text: textOf(number, said) }}>
                  {textOf(number, said)}
                </Opens>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {claim.moreNumbers > 0 && <p class="more">{said.andMore(claim.moreNumbers)}</p>}
    </li>
  );
}
