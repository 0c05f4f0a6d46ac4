/** The curve of a result of many specifications: a reader chooses which are shown, reads what these say, and opens any of them. */
import { useState } from 'preact/hooks';
import type { CurveBlock, CurveSpecification, FigureMarks } from '../../app/show/block.ts';
import type { CurveWords } from '../curve-words.ts';
import { useWords } from '../words.ts';
import { withMinus } from './cells.ts';
import { allOf, type Chosen, isSignificant, rangeOf, saidOf, shownOf, ticksOf, turned } from './curve-shown.ts';
import { Marks } from './marks.tsx';
import { Opens } from './opens.tsx';

interface Shown {
  readonly node: string;
  readonly block: CurveBlock;
}

export function Curve({ node, block }: Shown) {
  const { curve: said } = useWords();
  const [chosen, setChosen] = useState<Chosen>(() => allOf(block));
  const shown = shownOf(block, chosen);
  return (
    <section class="curve" aria-label={said.title(block.of)}>
      <h3>{said.title(block.of)}</h3>
      <div class="choices">
        {block.dimensions.map(({ name, options }, d) => (
          <fieldset key={name}>
            <legend>{name}</legend>
            {options.map((option, o) => (
              <label key={option}>
                <input type="checkbox" checked={chosen[d]![o]} onChange={() => setChosen(turned(chosen, d, o))} />{' '}
                {option}
              </label>
            ))}
          </fieldset>
        ))}
        <button type="button" onClick={() => setChosen(allOf(block))}>
          {said.all}
        </button>
      </div>
      <p class="said" role="status">
        {sentences(block, shown, said).join(said.between)}
      </p>
      <OwnOnes block={block} shown={shown} />
      {shown.length > 0 && <Chart node={node} block={block} shown={shown} />}
    </section>
  );
}

function sentences(
  { specifications, unidentified }: CurveBlock,
  shown: readonly CurveSpecification[],
  said: CurveWords,
) {
  if (shown.length === 0) return [said.none(specifications.length)];
  const { count, median, significant, tested } = saidOf(shown);
  return [
    said.counted(count, specifications.length),
    said.median(numberText(median)),
    said.significant(significant, tested, tested === 0 ? '0' : ((100 * significant) / tested).toFixed(0)),
    ...(unidentified === 0 ? [] : [said.unidentified(unidentified)]),
  ];
}

/** Four significant digits; signs are those of print. */
const numberText = (value: number): string => withMinus(String(Number(value.toPrecision(4))));

/** The paper's own specifications, each of which opens, and whether it is among those that are shown. */
function OwnOnes({ block, shown }: { block: CurveBlock; shown: readonly CurveSpecification[] }) {
  const { curve: said } = useWords();
  const own = block.specifications.filter((each) => each.own !== undefined);
  if (own.length === 0) return <p class="said">{said.noOwn}</p>;
  return (
    <ul class="own">
      {own.map((each) => (
        <li key={each.node}>
          <span aria-hidden>◆</span> {said.own}{' '}
          <Opens cell={{ node: each.own!, text: numberText(each.estimate), row: block.of }}>{each.own}</Opens>
          {said.ownIs(numberText(each.estimate), shown.includes(each))}
        </li>
      ))}
    </ul>
  );
}

const [WIDTH, HEIGHT] = [720, 280];
const ROOM = { left: 58, right: 10, top: 10, bottom: 26 };

function Chart({ node, block, shown }: { node: string; block: CurveBlock; shown: readonly CurveSpecification[] }) {
  const { curve: said } = useWords();
  const [low, high] = rangeOf(shown);
  const x = (i: number): number => ROOM.left + ((i + 0.5) / shown.length) * (WIDTH - ROOM.left - ROOM.right);
  const y = (value: number): number => ROOM.top + ((high - value) / (high - low)) * (HEIGHT - ROOM.top - ROOM.bottom);
  const radius = shown.length > 150 ? 1.6 : shown.length > 40 ? 2.4 : 3.4;
  return (
    <div class="sheet">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said.title(block.of)}>
        {ticksOf(low, high).map((tick) => (
          <g key={tick}>
            <line
              class={tick === 0 ? 'zero' : 'rule'}
              x1={ROOM.left}
              x2={WIDTH - ROOM.right}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text x={ROOM.left - 8} y={y(tick) + 4} text-anchor="end">
              {numberText(tick)}
            </text>
          </g>
        ))}
        {[false, true].map((is) => (
          <g key={String(is)} class={is ? 'significant' : 'insignificant'}>
            <path
              class="interval"
              d={shown.map((each, i) => (isSignificant(each) === is ? interval(each, x(i), y) : '')).join('')}
            />
            {shown.map(
              (each, i) =>
                isSignificant(each) === is &&
                each.own === undefined && <circle key={each.node} cx={x(i)} cy={y(each.estimate)} r={radius} />,
            )}
          </g>
        ))}
        {shown.map(
          (each, i) =>
            each.own !== undefined && (
              <path key={each.node} class="own" d={`M${x(i)},${y(each.estimate) - 7}l6,7l-6,7l-6,-7Z`} />
            ),
        )}
        <g class="key">
          <circle class="significant" cx={ROOM.left + 6} cy={HEIGHT - 9} r={3.4} />
          <text x={ROOM.left + 15} y={HEIGHT - 5}>
            {said.isSignificant}
          </text>
          <circle class="insignificant" cx={ROOM.left + 126} cy={HEIGHT - 9} r={3.4} />
          <text x={ROOM.left + 135} y={HEIGHT - 5}>
            {said.isNot}
          </text>
        </g>
      </svg>
      <Marks
        node={node}
        caption={said.title(block.of)}
        marks={marksOf(block, shown, said, (i) => [x(i) / WIDTH, y(shown[i]!.estimate) / HEIGHT])}
      />
    </div>
  );
}

const interval = ({ low, high }: CurveSpecification, x: number, y: (value: number) => number): string =>
  low === null || high === null ? '' : `M${x.toFixed(1)},${y(low).toFixed(1)}V${y(high).toFixed(1)}`;

/** The points as marks, each of which opens its specification. */
function marksOf(
  { of, dimensions }: CurveBlock,
  shown: readonly CurveSpecification[],
  said: CurveWords,
  place: (i: number) => readonly [x: number, y: number],
): FigureMarks {
  const text = (value: number | null): string => (value === null ? '' : numberText(value));
  return {
    columns: [...said.heads, ...dimensions.map(({ name }) => name)],
    rows: shown.map(({ estimate, pValue, low, high, made }) => [
      ...[estimate, pValue, low, high].map(text),
      ...made.map((option, d) => dimensions[d]!.options[option]!),
    ]),
    names: shown.map(() => of),
    sources: shown.map(({ node: each, own }) => ({ node: each, header: own ?? each })),
    marks: shown.map((_, i) => [...place(i), i, 0, i] as const),
  };
}
