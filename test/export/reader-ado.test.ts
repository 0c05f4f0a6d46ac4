/** The reader for Stata, which nothing here can run: its text is held to what Mata and programs of Stata demand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEAD } from '../../src/app/readers/lines.ts';

const text = readFileSync(join(import.meta.dirname, '../../bridge/readers/pmk.ado'), 'utf8');
const [program = '', mata = ''] = text.split(/^mata:$/m);

/** Functions of Mata by its manual ([M-4] intro) that the reader calls, and words of its grammar. */
const BUILT_IN =
  /^(?:if|while|for|return|exit|errprintf|st_local|st_numscalar|subinstr|pwd|substr|strlen|strrpos|strpos|fileexists|cat|rows|cols|char|select|inbase|fopen|fread|fclose|ascii|mod|sum|strtrim|strofreal|strtoreal|tokens|anyof|uniqrows|invtokens|pathsuffix|J)$/;

/** Code without its comments and the texts in it. */
const bare = mata.replace(/\/\/.*$/gm, '').replace(/"[^"\n]*"/g, '""');

describe('the reader for Stata', () => {
  it('calls functions that it defines or that Mata has, each with as many arguments as it takes', () => {
    const defined = new Map(
      [...bare.matchAll(/^(?:void|(?:string|real) (?:scalar|colvector|rowvector|matrix)) (\w+)\(([^)]*)\)\n\{/gm)].map(
        ([, name, args]) => [name!, args === '' ? 0 : args!.split(',').length],
      ),
    );
    expect(defined.size).toBeGreaterThan(15);
    const calls = [...bare.matchAll(/\b(\w+)\(/g)];
    expect(calls.length).toBeGreaterThan(80);
    for (const [, name] of calls) if (!defined.has(name!)) expect(name).toMatch(BUILT_IN);
    for (const call of calls) {
      const expected = defined.get(call[1]!);
      if (expected !== undefined) expect(argumentsAt(bare, call.index + call[0].length), call[1]).toBe(expected);
    }
    for (const action of ['number', 'table', 'figure', 'check']) expect(defined.get(`pmk_${action}`)).toBe(1);
  });

  it('closes what it opens, and holds no quote that Stata would take for a macro within Mata', () => {
    for (const [open, close] of ['{}', '()', '[]'].map((pair) => [...pair] as [string, string]))
      expect(bare.split(open).length, open).toBe(bare.split(close).length);
    expect(mata).not.toContain('`');
    expect(mata.trimEnd()).toMatch(/\nend$/);
    expect(program).toMatch(/\nend\n\nversion 14\n$/);
    const quotes = program.split('\n').filter((line) => !/^\*/.test(line) && line.split('"').length % 2 === 0);
    expect(quotes).toEqual([]);
  });

  it('declares every variable that it assigns', () => {
    const bodies = bare.split(/^(?=void|string|real)/m).filter((body) => /\n\{/.test(body));
    expect(bodies.length).toBeGreaterThan(15);
    for (const body of bodies) {
      const declared = new Set(
        [...body.matchAll(/(?:string|real) (?:scalar|colvector|rowvector|matrix) ([\w, ]+)/g)].flatMap(([, names]) =>
          names!.split(/, /).map((name) => name.replace(/ .*/, '').trim()),
        ),
      );
      const assigned = [...body.matchAll(/(?:^|[;(])\s*(\w+)(?:\[[^\]]*\])? = /gm)].map(([, name]) => name!);
      for (const name of assigned) expect([...declared], body.split('\n')[0]).toContain(name);
    }
  });

  it('reads the version of the index that is written', () => {
    const [word, number] = HEAD.split('\t');
    expect(mata).toContain(`"${word}" + char(9) + "${number}"`);
  });
});

/** How many arguments a call has whose parenthesis opened just before a place. */
function argumentsAt(code: string, start: number): number {
  let [depth, commas] = [0, 0];
  for (let at = start; at < code.length; at++) {
    const sign = code[at]!;
    if ('([{'.includes(sign)) depth++;
    else if (depth === 0 && sign === ')') return code.slice(start, at).trim() === '' ? 0 : commas + 1;
    else if (')]}'.includes(sign)) depth--;
    else if (sign === ',' && depth === 0) commas++;
  }
  return Number.NaN;
}
