/** What a specification of one's own may not do, and what becomes of times in it. */
import { describe, expect, it } from 'vitest';
import { checkSpec } from '../../../src/figure/drawing/own-spec.ts';

describe('checkSpec', () => {
  it.each([
    [{ data: { url: 'https://example.org/a.csv' } }, 'data.url'],
    [
      { layer: [{ transform: [{ lookup: 'a', from: { data: { url: 'file:///etc/passwd' }, key: 'b' } }] }] },
      'layer.0.transform.0.from.data.url',
    ],
    [{ mark: 'image', encoding: {} }, 'mark'],
    [{ layer: [{ mark: { type: 'image' } }] }, 'layer.0.mark'],
    [{ mark: 'point', encoding: { url: { value: 'x' } } }, 'encoding.url'],
    [{ mark: 'point', encoding: { href: { value: 'javascript:alert(1)' } } }, 'encoding.href'],
    [{ mark: { type: 'point', href: 'x' } }, 'mark.href'],
    [{ transform: [{ calculate: 'random()', as: 'x' }] }, 'transform.0.calculate'],
    [{ transform: [{ filter: 'datum.t < now ()' }] }, 'transform.0.filter'],
    [{ transform: [{ sample: 10 }] }, 'transform.0.sample'],
  ])('refuses %j', (spec, at) => {
    const checked = checkSpec(spec);
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.fault.at).toBe(at);
  });

  it('reads times as UTC, and leaves sizes to the figure', () => {
    const checked = checkSpec({
      $schema: 'x',
      width: 99,
      mark: 'line',
      encoding: { x: { field: 'd', type: 'temporal' }, color: { field: 'd', timeUnit: 'year' } },
    });
    expect(checked).toEqual({
      ok: true,
      spec: {
        mark: 'line',
        encoding: {
          x: { field: 'd', type: 'temporal', scale: { type: 'utc' } },
          color: { field: 'd', timeUnit: 'utcyear' },
        },
      },
    });
  });
});

it('refuses data that nothing names, since they would be none', () => {
  const spec = { layer: [{ mark: 'point', data: { name: 'fits' } }] };
  expect(checkSpec(spec, ['fits']).ok).toBe(true);
  expect(checkSpec(spec, ['fit'])).toMatchObject({ ok: false, fault: { at: 'layer.0.data' } });
  expect(checkSpec(spec)).toMatchObject({ ok: false, fault: { message: expect.stringContaining('names none') } });
});
