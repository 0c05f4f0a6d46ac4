/** Adversarial conversations of a scripted client with `papermake mcp`, over the streams of the built papermake. */
import { describe, expect, it } from 'vitest';
import { scenes } from './agents/registry.ts';
import { Stage } from './agents/stage.ts';

describe.each(Object.entries(scenes))('%s', (_, list) => {
  it.concurrent.each(list.map((scene) => [scene.name, scene] as const))('%s', async (_, { files, play }) => {
    const stage = new Stage(files);
    try {
      await play(stage);
      stage.holds();
    } finally {
      await stage.dispose();
    }
  });
});

it('there are fifty of them, each by its own name', () => {
  const names = Object.values(scenes).flatMap((list) => list.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(50);
  expect(new Set(names).size).toBe(names.length);
});
