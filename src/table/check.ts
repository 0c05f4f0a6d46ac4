/** Finds what is wrong with a table's entry before anything runs. */

import { repeated } from '../base/repeated.ts';
import type { Names } from '../base/result.ts';
import { quoted } from '../base/text/quoted.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { FLOW, flowStats, recordStats, recordsOf } from './builders/fit-records.ts';
import { digitFindings } from './check-digits.ts';
import { letterOf, placeOfColumn, shortNames } from './column-names.ts';
import type { OptionFinding } from './finding.ts';
import { foreignStatHint } from './foreign-stats.ts';
import { enumerated, formatHint, formatNames, formatOfTemplate, templateEnds } from './formats/choose.ts';
import { languageFindings } from './options/check-language.ts';
import { isComputed, type StepOptions, type TableEntry } from './options/option-schemas.ts';
import { computedOf, isComputedStat, listOf, statsOf } from './options/options.ts';
import { unknownPresets } from './options/presets.ts';
import {
  type Ask,
  bare,
  expandSets,
  isVariable,
  type PlannedGroup,
  type PlannedSource,
  type TableProject,
} from './request.ts';
import { isJudged, type Unmatched, unmatched } from './select.ts';
import { parseCell, parseCellOf } from './template/cell.ts';

/** Findings that need no sources: names of formats, templates, fields and sets. */
export function checkOptions(
  { entry, settled, project, ...shown }: Pick<Ask, 'entry' | 'settled' | 'project' | 'groups' | 'builderOf'>,
  templates: readonly string[],
): OptionFinding[] {
  return [
    ...settled.formats.flatMap((name, i) => unknownName('format', name, formatNames, 'formats', [i])),
    ...templates.flatMap((name): OptionFinding[] => {
      if (/[/\\]/.test(name)) {
        const message = `expected a file in templates/, got the path \`${name}\``;
        return [{ code: 'unknown-template', message, option: 'template' }];
      }
      if (formatOfTemplate(name)) return [];
      const message = `\`${name}\` does not say which format it lays out`;
      return [
        {
          code: 'unknown-template',
          message,
          option: 'template',
          hint: `its name ends in ${enumerated(
            templateEnds.map((end) => `\`${end}\``),
            'or',
          )}`,
        },
      ];
    }),
    ...cellFindings(settled.cell, shown),
    ...cellTwice(entry),
    ...starFindings(settled.starLevels),
    ...setFindings(entry, project),
    ...keptAndDropped(entry, project),
    ...languageFindings(entry, settled.language),
  ];
}

function cellFindings(cell: string | null, { groups, builderOf }: Pick<Ask, 'groups' | 'builderOf'>): OptionFinding[] {
  const usual = cell === null ? undefined : parseCell(cell);
  if (cell === null || usual!.ok) return [];
  const type = groups[0]?.sources[0]?.type;
  if (type === undefined) return [];
  const fields = type === null ? undefined : builderOf(type)?.cellFields;
  const parsed = fields === undefined ? usual! : parseCellOf(cell, fields);
  if (parsed.ok) return [];
  return [{ code: 'unknown-field', message: parsed.message, hint: parsed.hint, option: 'cell', within: parsed.within }];
}

function cellTwice({ cell, se_as, brackets }: TableEntry): OptionFinding[] {
  if (cell === undefined || (se_as === undefined && brackets === undefined)) return [];
  const option = se_as === undefined ? 'brackets' : 'se_as';
  const message = `\`cell\` and \`${option}\` both say what stands below an estimate`;
  return [{ code: 'cell-twice', message, option, key: true, hint: 'keep one of them' }];
}

/** A preset that nothing declares, wherever it is named. */
export function presetFindings(levels: readonly StepOptions[]): OptionFinding[] {
  const { missing, known } = unknownPresets(levels);
  return missing.flatMap((name) => unknownName('preset', name, known, 'preset', []));
}

function starFindings(levels: readonly number[]): OptionFinding[] {
  const [twice] = repeated(levels);
  if (twice === undefined) return [];
  return [{ code: 'bad-stars', message: `expected levels that differ, got ${twice} twice`, option: 'stars' }];
}

function keptAndDropped(entry: TableEntry, project: TableProject): OptionFinding[] {
  const kept = expandSets(listOf(entry.keep), project);
  const both = expandSets(listOf(entry.drop), project).find((pattern) => kept.includes(pattern));
  if (both === undefined) return [];
  return [{ code: 'kept-and-dropped', message: `\`${both}\` is both kept and dropped`, option: 'drop' }];
}

function setFindings(entry: TableEntry, project: TableProject): OptionFinding[] {
  const names = Object.keys(project.sets);
  const asked: [option: string, names: readonly string[]][] = [
    ['indicate', Array.isArray(entry.indicate) ? entry.indicate : []],
    ...(['order', 'keep', 'drop'] as const).map((option): [string, string[]] => [
      option,
      setReferences(listOf(entry[option])),
    ]),
  ];
  return asked.flatMap(([option, wanted]) =>
    wanted.flatMap((name) => unknownName('set', bare(name), names, option, [])),
  );
}

const setReferences = (patterns: readonly string[]): string[] => patterns.filter((pattern) => pattern.startsWith('$'));

function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  option: string,
  at: readonly (string | number)[],
): OptionFinding[] {
  if (known.includes(name)) return [];
  const foreign =
    what === 'statistic' ? foreignStatHint(name, known) : what === 'format' ? formatHint(name) : undefined;
  const hint =
    foreign ??
    didYouMean(name, known) ??
    (known.length === 0 ? `no ${what}s are declared` : `${what}s: ${known.join(', ')}`);
  return [{ code: `unknown-${what}`, message: `unknown ${what} \`${name}\``, hint, option, at }];
}

/** Findings about what is shown, which need the sources. */
export function checkSources(ask: Ask): OptionFinding[] {
  const { groups, entry, builderOf } = ask;
  const sources = groups.flatMap((group) => group.sources);
  const types = [...new Set(sources.map((source) => source.type).filter((type) => type !== null))];
  const option = entry.panels ? 'panels' : 'from';
  if (types.length > 1) {
    return [
      {
        code: 'mixed-table',
        message: `one table cannot show ${types.map((t) => `\`${t}\``).join(' and ')} together`,
        option,
      },
    ];
  }
  const builder = types[0] === undefined ? undefined : builderOf(types[0]);
  if (types[0] !== undefined && !builder) {
    return [
      {
        code: 'no-table',
        message: `\`${sources[0]!.node}\` is a \`${types[0]}\`, which no table can show`,
        option,
        hint: `\`papermake show ${sources[0]!.node}\` prints it, and \`numbers:\` and claims name its parts`,
      },
    ];
  }
  const crowded = builder && !builder.sideBySide ? groups.find((group) => group.sources.length > 1) : undefined;
  if (crowded) {
    const message = `expected one \`${types[0]}\` for a table or a panel, got ${crowded.sources.length}`;
    return [{ code: 'several-nodes', message, option, hint: 'put each in a panel of its own with `panels:`' }];
  }
  const views = sources.map(({ view }) => view);
  const ofRecords =
    builder?.hasFits && entry.show !== undefined ? views.flatMap((view) => recordStats(view, entry.show!)) : [];
  const ofFlow = builder?.hasFits && entry.show === FLOW ? flowStats : [];
  const ofRows = [...ofRecords, ...ofFlow];
  const statistics = builder && [
    ...(ofRows.length > 0 ? ofRows : builder.stats),
    ...statsOf(entry).filter((name) => builder.isStatistic?.(name)),
    ...(builder.hasFits && ofRows.length === 0
      ? sources.flatMap(({ view }) => Object.keys(view.words?.stats ?? {}))
      : []),
  ];
  const known = statistics && [...statistics, ...(builder.footer ?? [])];
  return [
    ...(entry.show === undefined || !builder
      ? []
      : unknownName(
          'view',
          entry.show,
          [...(builder.shows ?? []), ...(builder.hasFits ? [FLOW, ...views.flatMap(recordsOf)] : [])],
          'show',
          [],
        )),
    ...(known ? statFindings(entry, known, 'stats', []) : []),
    ...(known ? (entry.panels ?? []).flatMap((panel, p) => statFindings(panel, known, 'panels', [p, 'stats'])) : []),
    ...(builder === undefined || builder.type === 'fit' ? [] : emptyFindings(entry)),
    ...(builder?.type === 'fit' ? [] : computedFindings(entry)),
    ...(known && builder.footer ? hideFindings(ask, known, builder.hasFits === true) : []),
    ...headerFindings(ask),
    ...outcomeFindings(ask),
    ...layoutFindings(entry, builder?.type),
    ...(statistics ? digitFindings(ask, statistics, builder.hasFits ? columnNames(groups) : []) : []),
    ...termFindings(ask),
  ];
}

/** Findings of `stats`, which stand at `at` below the option. */
function statFindings(
  entry: Pick<TableEntry, 'stats'>,
  known: readonly string[],
  option: string,
  at: readonly (string | number)[],
): OptionFinding[] {
  const named = (entry.stats ?? []).flatMap((one, i) => {
    if (typeof one === 'string') return unknownName('statistic', ofFooter(one, known), known, option, [...at, i]);
    if (isComputedStat(one)) return [];
    return Object.keys(one).flatMap((name) =>
      unknownName('statistic', ofFooter(name, known), known, option, [...at, i, name]).map((found) => ({
        ...found,
        key: true,
      })),
    );
  });
  const [twice] = repeated(statsOf(entry));
  if (twice === undefined) return named;
  return [...named, { code: 'statistic-twice', message: `\`stats\` names \`${twice}\` twice`, option, at }];
}

/** No statistics at all, in a table that shows nothing else. */
function emptyFindings({ stats, panels = [] }: TableEntry): OptionFinding[] {
  const said = [
    { stats, place: { option: 'stats' } },
    ...panels.map((panel, p) => ({ stats: panel.stats, place: { option: 'panels', at: [p, 'stats'] } })),
  ];
  return said.flatMap(({ stats: listed, place }) =>
    listed?.length === 0
      ? [{ code: 'no-statistics', message: 'expected at least one statistic, got none', ...place }]
      : [],
  );
}

/** Computed rows and estimates shown otherwise, in a table that has no columns of fits. */
function computedFindings(entry: TableEntry): OptionFinding[] {
  const message = (what: string): string => `${what} of columns of models, which this table has none of`;
  const rows = (entry.rows ?? []).flatMap((row, i): OptionFinding[] =>
    isComputed(row)
      ? [{ code: 'no-column', message: message('computed rows are'), option: 'rows', at: [i, 'value'] }]
      : [],
  );
  const stats = computedOf(entry).length === 0 ? [] : [message('computed statistics are')];
  return [...rows, ...stats.map((text): OptionFinding => ({ code: 'no-column', message: text, option: 'stats' }))];
}

/** Finds names in `hide` that are no row. Steps and presets hide statistics of regressions, so that a table of something else answers only for what it hides itself. */
function hideFindings({ settled, entry }: Ask, known: readonly string[], hasFits: boolean): OptionFinding[] {
  const said = hasFits || entry.hide !== undefined ? settled.hide : [];
  const names = said.filter((pattern) => !/[*?]/.test(pattern));
  return names.flatMap((name) => unknownName('row', ofFooter(name, known), known, 'hide', []));
}

/** `fe:year` is one of the rows `fe`. */
function ofFooter(name: string, known: readonly string[]): string {
  const [rows = ''] = name.split(':');
  return known.includes(rows) ? rows : name;
}

function headerFindings({ entry, groups }: Ask): OptionFinding[] {
  return groups.flatMap((group, g): OptionFinding[] => {
    const headers = group.headers ?? entry.headers;
    if (headers === undefined) return [];
    const place =
      group.headers === undefined ? { option: 'headers', at: [] } : { option: 'panels', at: [g, 'headers'] };
    if (Array.isArray(headers)) {
      if (headers.length === group.sources.length) return [];
      const of = groups.length === 1 ? '' : ` of the panel \`${group.title}\``;
      const message = `expected ${group.sources.length} headers, one a column${of}, got ${headers.length}`;
      return [{ code: 'wrong-headers', message, ...place }];
    }
    const headed = group.headers === undefined ? groups.flatMap(({ sources }) => sources) : group.sources;
    const names = headed.flatMap((source) => [source.node, ...shortNames(source.node)]);
    return Object.keys(headers).flatMap((name) =>
      unknownName('column', name, names, place.option, [...place.at, name]).map((found) => ({ ...found, key: true })),
    );
  });
}

const columnCount = ({ sources }: PlannedGroup): number =>
  sources.reduce((columns, source) => columns + columnsOf(source), 0);

/** Returns the number of columns of a source: with stages shown, one for each equation. */
function columnsOf({ view, params }: PlannedSource): number {
  if (view.stages === undefined) return 1;
  const { iv } = params as { readonly iv?: { readonly endogenous: readonly string[] } | null };
  return view.stages.reduce((count, stage) => count + (stage === 'first' ? (iv?.endogenous.length ?? 1) : 1), 0);
}

/** Names that columns of fits have: their numbers, which several panels share, and nodes. */
function columnNames(groups: readonly PlannedGroup[]): string[] {
  const places = Array.from({ length: Math.max(...groups.map(columnCount)) }, (_, i) => placeOfColumn(i));
  const nodes = groups.flatMap(({ sources }) => sources.flatMap(({ node }) => [node, ...shortNames(node)]));
  const ofPanels = groups.length < 2 ? [] : groups.flatMap((_, g) => places.map((place) => letterOf(g) + place));
  return [...places, ...ofPanels, ...nodes];
}

/** Only regressions may be rows or cells. */
function layoutFindings({ layout = 'columns' }: TableEntry, type: string | undefined): OptionFinding[] {
  if (layout === 'columns' || type === undefined || type === 'fit') return [];
  const message = `\`layout: ${layout}\` is of tables of models, and this one shows a \`${type}\``;
  return [{ code: 'no-models', message, option: 'layout' }];
}

/** The dependent variable in titles of panels needs panels that have one. */
function outcomeFindings({ entry }: Ask): OptionFinding[] {
  if (entry.outcome !== 'panel' || entry.panels !== undefined) return [];
  const message = '`outcome: panel` puts the dependent variable into titles of panels, which this table has none of';
  return [{ code: 'no-panels', message, option: 'outcome', hint: '`column` or `row` puts it above the columns' }];
}

/** Findings about terms, which are known before estimation where nodes list them; the builder checks the rest. */
function termFindings({ entry, groups, project }: Ask): OptionFinding[] {
  const sources = groups.flatMap((group) => group.sources);
  const names = sources.map(({ terms, view }) => (view.margins && terms !== null ? withPlaces(terms) : terms));
  if (sources.some(({ terms, params }) => terms === null || !isModel(params))) return [];
  const known = [...new Set([...names.flatMap((each) => each!.listed), ...sources.flatMap(termsBeside)])];
  const judged = (pattern: string): boolean => isJudged(pattern, names);
  const listed = `terms: ${quoted(known)}`;
  const lost = ({ pattern, hint }: Unmatched, option: string, at: readonly string[] = []): OptionFinding => ({
    code: 'unknown-term',
    message: `\`${pattern}\` is no term of this table`,
    hint: hint === undefined ? listed : `did you mean \`${hint}\`?`,
    option,
    at,
    ...(isVariable(pattern, project) && { severity: 'warning' }),
  });
  const chosen = (['order', 'keep', 'drop'] as const).flatMap((option) =>
    unmatched(expandSets(listOf(entry[option]), project).filter(judged), known).map((each) => lost(each, option)),
  );
  // A row that stands for several terms needs only one of them.
  const indicated = Object.entries(Array.isArray(entry.indicate) ? {} : (entry.indicate ?? {})).flatMap(
    ([row, terms]) => {
      const patterns = expandSets(listOf(terms), project);
      const none = patterns.every(judged) ? unmatched(patterns, known) : [];
      return none.length < patterns.length ? [] : none.slice(0, 1).map((each) => lost(each, 'indicate', [row]));
    },
  );
  return [...chosen, ...indicated];
}

const isModel = (params: unknown): params is object =>
  typeof params === 'object' && params !== null && 'terms' in params && Array.isArray(params.terms);

/** Marginal effects at places or on one outcome, `dydx(x | z=1)`, and predictions, `predict(z=1)`, are told by a run. */
function withPlaces({ listed, others }: Names): Names {
  const isPlaced = (name: string): boolean => {
    const [, term] = /^dydx\((.+) \| [^|]+\)$/s.exec(name) ?? [];
    return term === undefined ? /^predict\(.*\)$/s.test(name) : listed.includes(term) || others?.is(term) === true;
  };
  return { listed, others: { ...others, is: (name) => isPlaced(name) || others?.is(name) === true } };
}

/** Terms that a table prints beside those of a model: of the first stage, of combinations, and marginal effects. */
function termsBeside({ params, terms, view }: PlannedSource): readonly string[] {
  const {
    iv,
    lincom = [],
    nlcom = [],
  } = params as {
    readonly iv?: { readonly instruments: readonly string[] } | null;
    readonly lincom?: readonly { readonly name: string }[];
    readonly nlcom?: readonly { readonly name: string }[];
  };
  const effects = view.margins ? terms!.listed.map((term) => `dydx(${term})`) : [];
  return [...(iv?.instruments ?? []), ...[...lincom, ...nlcom].map(({ name }) => name), ...effects];
}
