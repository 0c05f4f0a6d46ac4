/** Lays a certificate out as one page, in the words of a language; formats write the page. */
import { formatNumber, readable } from '../../table/number.ts';
import type { Language } from '../../table/table.ts';
import { type LabelBook, termLabel } from '../../table/words/labels.ts';
import type { ChainCount } from '../trials/count-trials.ts';
import type { Certificate, ConfirmedCells } from './certify.ts';
import type { CoefficientDistribution, Quantiles, Signs } from './distribution.ts';
import { panelLetter } from './picture.ts';
import { type CertificateWords, n, words } from './words.ts';

/** A text may have `code` and **bold** stretches. */
export type PageBlock =
  | { readonly is: 'heading' | 'paragraph' | 'item'; readonly text: string }
  /** The first row heads the others; the first column is of labels, all others are of numbers. */
  | { readonly is: 'grid'; readonly rows: readonly (readonly string[])[] }
  | { readonly is: 'picture'; readonly panels: readonly CoefficientDistribution[]; readonly caption: string };

export interface CertificatePage {
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  readonly blocks: readonly PageBlock[];
}

/** The most that one page has room for; `--json` has all. */
const most = { pairs: 4, panels: 3, deviations: 4, chains: 2 } as const;

export function pageOf(certificate: Certificate, book: LabelBook, version: string): CertificatePage {
  const { language } = book;
  const say: CertificateWords = words[language];
  return {
    language,
    title: say.title,
    subtitle: certificate.title,
    blocks: [
      ...counts(certificate, say),
      ...coefficients(certificate, book, say),
      heading(say.plan),
      ...planBlocks(certificate, say),
      ...confirmations(certificate, say),
      ...record(certificate, version, say),
    ],
  };
}

const heading = (text: string): PageBlock => ({ is: 'heading', text });
const item = (text: string): PageBlock => ({ is: 'item', text });
const paragraph = (sentences: readonly string[], { space }: CertificateWords): PageBlock => ({
  is: 'paragraph',
  text: sentences.join(space),
});

function counts({ admissible, plan, trials }: Certificate, say: CertificateWords): PageBlock[] {
  const { estimated, since, printed, unrecorded, elsewhere } = trials;
  const beside = admissible === null || estimated === null ? null : estimated - admissible.estimated;
  return [
    heading(say.counts),
    paragraph(
      [
        admissible === null
          ? say.undeclared
          : plan === null
            ? say.admissible(admissible.estimated, admissible.count, admissible.steps)
            : say.planned(admissible.estimated, admissible.count, plan.at.slice(0, 10)),
        estimated === null || since === null ? say.unrecorded : say.recorded(estimated, since.slice(0, 10), beside),
        say.printed(printed, unrecorded),
        ...(elsewhere === 0 ? [] : [say.elsewhere(elsewhere)]),
        say.outside,
      ],
      say,
    ),
  ];
}

function coefficients(certificate: Certificate, book: LabelBook, say: CertificateWords): PageBlock[] {
  const { distributions, stale, withoutCoefficient } = certificate;
  const shown = distributions.slice(0, most.pairs);
  const told = [
    ...(distributions.length > shown.length ? [say.more(distributions.length - shown.length)] : []),
    ...(withoutCoefficient > 0 ? [say.without(withoutCoefficient)] : []),
    ...(stale.length > 0 ? [say.stale(stale)] : []),
  ];
  if (shown.length === 0) return [heading(say.coefficient), paragraph([say.noCoefficients, ...told], say)];
  const drawn = shown.filter(({ bins }) => bins.length > 0).slice(0, most.panels);
  const names = shown.map((each) => nameOf(each, book, say));
  const marked = names.map((name, i) => {
    const at = drawn.indexOf(shown[i]!);
    return drawn.length > 1 && at >= 0 ? `(${panelLetter(at)}) ${name}` : name;
  });
  return [
    heading(say.coefficient),
    { is: 'grid', rows: sizeRows(shown, marked, say) },
    { is: 'grid', rows: shareRows(shown, marked, say) },
    ...(drawn.length > 0 ? [{ is: 'picture', panels: drawn, caption: say.picture } as const] : []),
    ...(told.length > 0 ? [paragraph(told, say)] : []),
  ];
}

function nameOf({ outcome, treatment }: CoefficientDistribution, book: LabelBook, say: CertificateWords): string {
  const label = (term: string | null): string | null => (term === null ? null : termLabel(term, book));
  return say.of(label(treatment), label(outcome));
}

const quantileNames: readonly (keyof Quantiles)[] = ['min', 'p25', 'median', 'p75', 'max'];

function sizeRows(
  shown: readonly CoefficientDistribution[],
  names: readonly string[],
  say: CertificateWords,
): string[][] {
  const some = shown.some(({ unidentified }) => unidentified > 0);
  const [label, models, ...sizes] = say.sizes as [string, string, ...string[]];
  return [
    [label, models, ...(some ? [say.unidentified] : []), ...sizes],
    ...shown.map(({ count, unidentified, quantiles }, i) => [
      names[i]!,
      n(count),
      ...(some ? [n(unidentified)] : []),
      ...quantileNames.map((name) => (quantiles === null ? '.' : sized(quantiles[name]))),
    ]),
  ];
}

const sized = (value: number): string =>
  readable(formatNumber(value, { digits: 3, style: 'significant', thousands: 'large', zeros: 'keep' }));

const signNames: readonly (keyof Signs)[] = ['positiveSignificant', 'positive', 'negative', 'negativeSignificant'];

function shareRows(
  shown: readonly CoefficientDistribution[],
  names: readonly string[],
  say: CertificateWords,
): string[][] {
  const some = shown.some(({ zero }) => zero > 0);
  const columns = [...signNames, ...(some ? (['zero'] as const) : [])];
  return [
    [...say.shares, ...(some ? [say.zero] : [])],
    ...shown.map((each, i) => {
      const known = each.count - each.unidentified;
      return [names[i]!, ...columns.map((name) => (known === 0 ? '.' : percent(each[name] / known)))];
    }),
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function planBlocks({ plan }: Certificate, say: CertificateWords): PageBlock[] {
  if (plan === null) return [paragraph([say.unregistered], say)];
  const { at, lock, before, amendments, deviations } = plan;
  const shown = deviations.slice(0, most.deviations);
  const unexplained = deviations.filter(({ because }) => because === null).length;
  return [
    paragraph(
      [
        say.locked(at.slice(0, 10), lock),
        say.before(before),
        ...(amendments > 0 ? [say.amended(amendments)] : []),
        deviations.length === 0 ? say.noDeviation : say.deviations(deviations.length, unexplained),
      ],
      say,
    ),
    ...shown.map(({ of, is, how, since, because }) =>
      item(say.deviation(of, say.kinds[is], say.hows[how], since?.slice(0, 10) ?? null, because)),
    ),
    ...(deviations.length > shown.length ? [item(say.moreDeviations(deviations.length - shown.length))] : []),
  ];
}

function record({ pipeline, trials }: Certificate, version: string, say: CertificateWords): PageBlock[] {
  const { chains, broken, cut, inGit } = trials;
  const shown = chains.slice(0, most.chains);
  const isSound = chains.length > 0 && broken.length === 0 && cut.length === 0;
  const isAnchored = chains.some(({ anchor }) => anchor !== null);
  const brokenPaths = [...new Set(broken.map(({ path }) => path))];
  return [
    heading(say.record),
    ...(chains.length === 0 ? [paragraph([say.unrecorded], say)] : []),
    ...shown.flatMap((chain) => chainItems(chain, inGit, say)),
    ...(chains.length > shown.length ? [item(say.moreChains(chains.length - shown.length))] : []),
    ...brokenPaths.map((path) => item(say.broken(path, broken.filter((each) => each.path === path).length))),
    ...cut.map(({ path, lines, commit }) => item(say.cut(path, lines, commit))),
    paragraph([...(isSound ? [say.sound] : []), say.limits, say.check(pipeline, version, isAnchored)], say),
  ];
}

function chainItems({ path, lines, head, anchor }: ChainCount, inGit: boolean, say: CertificateWords): PageBlock[] {
  const held = !inGit ? say.noGit : anchor === null ? say.unanchored : say.stop;
  return [
    item(say.chain(path, lines) + held),
    ...(head === null ? [] : [item(say.head(head))]),
    ...(anchor === null ? [] : [item(say.anchor(anchor.commit, anchor.lines, lines))]),
  ];
}

function confirmations({ witnesses, staleWitnesses }: Certificate, say: CertificateWords): PageBlock[] {
  const told = witnesses.map((each) => item(confirmation(each, say)));
  if (staleWitnesses.length > 0) told.push(item(say.staleWitness(staleWitnesses)));
  return [heading(say.witnesses), ...(told.length > 0 ? told : [paragraph([say.unwitnessed], say)])];
}

const verdicts = ['explained', 'unexplained', 'notRun', 'noCounterpart'] as const;

function confirmation(found: ConfirmedCells, say: CertificateWords): string {
  const rest = verdicts.flatMap((verdict) =>
    found[verdict] === 0 ? [] : [`${n(found[verdict])} ${say.verdicts[verdict]}`],
  );
  const { node, engine, same, cells, results } = found;
  return [say.witness(node, engine, same, cells, results), ...rest].join(say.comma) + say.stop;
}
