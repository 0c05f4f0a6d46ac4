/** A model in Stata: its variables, the command, and papermake's values beside it. */
import { furtherTerm, termOfEquation } from '../../base/text/term-names.ts';
import type { Counterpart } from '../../econ/counterpart.ts';
import { beyondOf } from '../beyond.ts';
import { Blocks } from '../blocks.ts';
import { fileOf } from '../data.ts';
import { type Block, cellsBegin, comparedTerms, type ExportedModel } from '../language.ts';
import { marginsOf } from '../margins.ts';
import { combinedOf, functionsOf, type TermWeights, testedOf } from '../restrictions.ts';
import type { Shared } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import { Checks } from './checks.ts';
import { stataCondition, stataExpression } from './expression.ts';
import { headOf, type StataHead } from './head.ts';
import { type StataNames, stataComment, stataNumber, stataText } from './names.ts';
import { joined } from './rows.ts';

export const stataBlocks = new Blocks(stataComment);

/** Writes a model; one that has no counterpart is a comment with the reason. */
export const stataModelBlock = (
  model: ExportedModel,
  counterpart: Counterpart | undefined,
  names: StataNames,
  shared: Shared<StataHead>,
): Block =>
  stataBlocks.orMissing(model.node, () => {
    if (counterpart === undefined) throw new Untranslatable('the estimator is not written in Stata yet');
    const head = shared.of(model, counterpart, (shape) => headOf(shape, counterpart, names));
    const { sample } = model.spec;
    const chosen =
      sample === null
        ? []
        : [shared.condition(model.data, sample, () => stataCondition(sample, { data: model.data, names }))];
    return written(model, head, joined(chosen.concat(head.conditions)));
  });

export const dataLine = (name: string): string => `use ${stataText(`data/${fileOf(name)}.dta`)}, clear`;

function written(model: ExportedModel, head: StataHead, condition: string): Block {
  const { node, data, spec } = model;
  const checks = checksOf(model, head);
  return {
    node,
    lines: [dataLine(data.name)].concat(
      head.before,
      head.rested(condition),
      head.made,
      head.line(condition),
      checks.lines,
      checks.missing.flatMap((each) => stataBlocks.lines(each)),
    ),
    cells: checks.count,
    missing: checks.missing,
    further: checks.further,
    packages: [
      head.stata.command.split(' ')[0]!,
      ...(spec.winsorize === null ? [] : ['winsor2']),
      ...(wildLines(model, head).length === 0 ? [] : ['boottest']),
    ],
  };
}

/** Papermake's values beside Stata's. */
function checksOf(model: ExportedModel, head: StataHead): Checks {
  const { stata, variables } = head;
  const { node, spec, fit, part } = model;
  const { unchecked = {}, factor, statistics = {}, firstStages } = stata;
  const checks = new Checks(node, cellsBegin(model));
  if (factor !== undefined)
    checks.lines.push(...stataComment(`Errors: ${factor.why}.`), `local factor = ${factor.code}`);
  for (const { term, estimate, stdError } of comparedTerms(model)) {
    const name = nameOf(term, variables);
    const why = Object.hasOwn(unchecked, term) ? unchecked[term] : undefined;
    if (why !== undefined || name === undefined) {
      checks.leave(term, why ?? 'the command has no coefficient of the name');
      continue;
    }
    const error = typeof stdError === 'number' ? stdError : undefined;
    checks.check(`${term}: coefficient`, `_b[${name}]`, estimate, error);
    if (typeof stdError === 'number')
      checks.check(`${term}: standard error`, `_se[${name}]${factor === undefined ? '' : " * `factor'"}`, stdError);
    else checks.leave(`the standard error of ${term}`, stdError.invalid);
  }
  checks.check('N', 'e(N)', fit.nobs);
  if (spec.vcov.is === 'cluster' && fit.nclusters !== null) checks.check('clusters', 'e(N_clust)', fit.nclusters);
  for (const [name, code] of Object.entries(statistics)) checks.statistic(name, code, fit.stats[name]);
  if (part?.joint !== undefined) {
    checks.lines.push(`test ${part.joint.terms.map((term) => nameOf(term, variables)).join(' ')}`);
    checks.statistic('joint F', 'r(F)', part.joint.value);
  }
  restrictedChecks(model, head, checks);
  marginChecks(model, head, checks);
  checks.lines.push(...wildLines(model, head));
  for (const { what, why } of beyondOf(model)) checks.leave(what, why);
  if (typeof fit.stats.effectiveF === 'number')
    checks.lines.push(
      ...stataComment(
        'weakivtest finds the effective F with its critical values, and weakiv the sets of Anderson-Rubin and CLR on a grid; neither was run, and nothing is compared.',
      ),
    );
  if (firstStages === undefined || fit.firstStage === undefined) return checks;
  if (firstStages.command !== undefined) checks.lines.push(firstStages.command);
  for (const [i, { endogenous, f }] of fit.firstStage.entries())
    checks.statistic(`first stage of ${endogenous}: F`, firstStages.f(i + 1), f);
  return checks;
}

/** Tests, combinations and functions by `test`, `lincom` and `nlcom`, on the command's own covariance; one of a coefficient that the command lacks is left. */
function restrictedChecks(model: ExportedModel, { stata, variables }: StataHead, checks: Checks): void {
  const { spec, fit } = model;
  const code = (weights: TermWeights): string | undefined => {
    const parts = weights.map(([term, weight]) => {
      const name = Object.hasOwn(stata.unchecked ?? {}, term) ? undefined : nameOf(term, variables);
      return name === undefined ? undefined : `${stataNumber(weight)}*_b[${name}]`;
    });
    return parts.includes(undefined) ? undefined : parts.join(' + ');
  };
  const why = 'the command has another covariance, or lacks a coefficient';
  for (const { name, weights, constant, estimate, stdError } of combinedOf(spec, fit)) {
    const text = stata.factor === undefined ? code(weights) : undefined;
    if (text === undefined) {
      checks.leave(name, why);
      continue;
    }
    checks.lines.push(`lincom ${text}${constant === 0 ? '' : ` + ${stataNumber(constant)}`}`);
    checks.statistic(`${name}: combination`, 'r(estimate)', estimate);
    checks.statistic(`${name}: standard error`, 'r(se)', stdError);
  }
  for (const { name, terms, value, estimate, stdError } of functionsOf(spec, fit)) {
    const names = terms.map((term) => code([[term, 1]]));
    if (stata.factor !== undefined || names.includes(undefined)) {
      checks.leave(name, why);
      continue;
    }
    const of = (own: string): string => names[Number(own.slice(1)) - 1]!.slice('1*'.length);
    checks.lines.push(`nlcom ${stataExpression(value, { data: model.data, names: { of } })}`);
    checks.statistic(`${name}: function`, 'el(r(b), 1, 1)', estimate);
    checks.statistic(`${name}: standard error`, 'sqrt(el(r(V), 1, 1))', stdError);
  }
  for (const { name, restrictions, statistic, isF } of testedOf(spec, fit)) {
    const texts = stata.factor === undefined ? restrictions.map(({ weights }) => code(weights)) : [undefined];
    if (texts.includes(undefined)) {
      checks.leave(name, why);
      continue;
    }
    checks.lines.push(`test ${restrictions.map(({ value }, i) => `(${texts[i]} = ${stataNumber(value)})`).join(' ')}`);
    checks.statistic(`${name}: ${isF ? 'F' : 'chi2'}`, isF ? 'r(F)' : 'r(chi2)', statistic);
  }
}

/** Marginal effects by `margins`, on the command's own covariance. */
function marginChecks({ spec, fit, part }: ExportedModel, { stata, variables }: StataHead, checks: Checks): void {
  const margins = part === undefined ? marginsOf(spec, fit) : undefined;
  if (margins === undefined || margins.effects.length === 0) return;
  if (stata.factor !== undefined) {
    checks.leave('marginal effects', 'the command has another covariance');
    return;
  }
  const moved = margins.effects.map(({ term }) => variables.get(term)!);
  checks.lines.push(`margins, dydx(${moved.join(' ')})${margins.atMeans ? ' atmeans' : ''}`);
  margins.effects.forEach(({ term, estimate, stdError }, i) => {
    checks.statistic(`margins: ${term}`, `el(r(b), 1, ${i + 1})`, estimate);
    checks.statistic(`margins: ${term}: standard error`, `sqrt(el(r(V), ${i + 1}, ${i + 1}))`, stdError);
  });
}

/** The wild bootstrap by `boottest`, which draws for itself, so that nothing is compared. It takes one absorbed effect at most. */
function wildLines({ spec, fit, part }: ExportedModel, { variables }: StataHead): string[] {
  const wild = spec.vcov.is === 'cluster' ? spec.vcov.wild : undefined;
  if (wild === undefined || part !== undefined || spec.absorb.length > 1) return [];
  return fit.terms.flatMap(({ term }) => {
    const variable = variables.get(term);
    if (variable === undefined) return [];
    return [`boottest ${variable}, reps(${wild.reps}) weighttype(${wild.weights}) seed(1) nograph`];
  });
}

/** The name of a coefficient; parameters stand behind a slash or an equation there as here. */
function nameOf(term: string, variables: StataHead['variables']): string | undefined {
  const own = variables.get(term);
  if (own !== undefined) return own;
  const plain = termOfEquation(term);
  if (plain !== term) {
    const [, outcome] = /=(\d+)$/.exec(term) ?? [];
    const name = nameOf(plain, variables);
    return outcome === undefined || name === undefined ? undefined : `${outcome}:${name}`;
  }
  const further = furtherTerm(term);
  if (further?.name === '_cons') return `${further.equation}:_cons`;
  return term === '_cons' || term.startsWith('/') || /^\w+:\w+$/.test(term) ? term : undefined;
}
