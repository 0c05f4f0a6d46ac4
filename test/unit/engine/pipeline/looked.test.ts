/** What was read of files to plan, and whether the plan outlasts an edit of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import { type FileBytes, heldBytes } from '../../../../src/base/reader.ts';
import type { Kinds } from '../../../../src/engine/kinds.ts';
import { Looked } from '../../../../src/engine/pipeline/looked.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { allKinds } from '../../../../steps/registry.ts';
import { ToyProject } from '../../../support/toy.ts';

const bytes = (text: string): FileBytes => heldBytes(Buffer.from(text));
const firstLine = { name: 'lines', looks: { first: (file: { text(): string }): Json => file.text().split('\n')[0]! } };
const kinds = new Map([['lines', { kind: firstLine }]]) as unknown as Kinds;

describe('Looked', () => {
  const look = (looked: Looked, text: string): Json =>
    looked.file('a.csv', 'lines', kinds, () => bytes(text)).look('first', {});

  it('holds while every look says the same, whatever else has changed', () => {
    const looked = new Looked();
    expect(look(looked, 'x,y\n1,2\n')).toBe('x,y');
    const kept = new Looked(JSON.parse(JSON.stringify(looked.kept)));
    const holds = (changed: readonly string[], text: string | undefined): boolean =>
      kept.holds(new Set(changed), kinds, () => (text === undefined ? undefined : bytes(text)));
    expect(holds(['a.csv'], 'x,y\n3,4\n')).toBe(true);
    expect(holds(['b.csv'], 'unread')).toBe(true);
    expect(holds(['a.csv'], 'x,z\n1,2\n')).toBe(false);
    expect(holds(['a.csv'], undefined)).toBe(false);
  });

  it('holds a file that was read whole to its bytes', () => {
    const looked = new Looked();
    looked.file('a.csv', 'lines', kinds, () => bytes('x,y\n1,2\n')).bytes();
    expect(looked.holds(new Set(['a.csv']), kinds, () => bytes('x,y\n1,2\n'))).toBe(false);
    expect(looked.holds(new Set(['b.csv']), kinds, () => undefined)).toBe(true);
  });
});

describe('a run after an edit of the data', () => {
  const built: Kinds = new Map(
    allKinds().map((kind) => [
      kind.name,
      { name: kind.name, kind, code: { digest: sha256(kind.name), files: {}, packages: {} }, module: null } as never,
    ]),
  );
  let project: ToyProject;
  const prepared = async (): Promise<void> => {
    project = new ToyProject();
    project.write('p.csv', 'id,t,x,y\n1,1,1,2\n1,2,3,4\n2,1,5,7\n2,2,8,9\n3,1,1,5\n3,2,2,2\n');
    project.write(
      'pipeline.yaml',
      'papermake: 1\nsteps:\n  data: {kind: ingest, file: p.csv, panel: {unit: id, time: t}}\n  fits:\n    kind: models\n    from: data\n    columns: [{fit: y ~ 1}, {fit: x ~ 1}]\n',
    );
    await project.run(built);
  };
  beforeEach(prepared);
  afterEach(() => project.dispose());

  it('plans nothing anew, and settles nodes that read another column without their records', async () => {
    project.write('p.csv', 'id,t,x,y\n1,1,1,2\n1,2,3,4\n2,1,5,7\n2,2,8,9\n3,1,1,5\n3,2,2,6\n');
    const session = await project.open(built);
    expect(session.resumed).toBeDefined();
    const { ran, fresh, result } = await project.runOpened(session, built);
    expect(ran).toEqual(['data', 'fits.1']);
    expect(fresh).toEqual(['fits.2']);
    expect(result.is === 'ran' && [...result.run.moved().keys()].sort()).toEqual(['data', 'fits.1']);
    expect((await project.run(built)).ran).toEqual([]);
  });

  it('says why nodes run as their last records do, and reads these only where the last run left nothing', async () => {
    const edited = async (remembers: boolean) => {
      project.remembers = remembers;
      project.write('p.csv', 'id,t,x,y\n1,1,1,2\n1,2,3,4\n2,1,5,7\n2,2,8,9\n3,1,1,5\n3,2,6,6\n');
      const read = vi.spyOn(Store.prototype, 'trace');
      const { events } = await project.run(built);
      const asked = read.mock.results.filter(({ value }) => value !== undefined).length;
      read.mockRestore();
      project.dispose();
      return { asked, because: events.flatMap((each) => (each.event === 'start' ? [[each.node, each.reasons]] : [])) };
    };
    const warm = await edited(true);
    await prepared();
    const cold = await edited(false);
    expect(warm.because).toEqual(cold.because);
    expect(warm.because).toHaveLength(3);
    // The record of the data is read, whose file was edited.
    expect(warm.asked).toBe(1);
    expect(cold.asked).toBeGreaterThan(2);
  });

  it('plans anew where the header changed', async () => {
    project.write('p.csv', 'id,t,x,y,z\n1,1,1,2,0\n1,2,3,4,0\n2,1,5,7,0\n2,2,8,9,0\n3,1,1,5,0\n3,2,2,2,0\n');
    const session = await project.open(built);
    expect(session.resumed).toBeUndefined();
    expect((await project.runOpened(session, built)).ran).toEqual(['data']);
  });
});
