/** A place for what is wider than the page. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { keepColumnsWhole } from './whole-columns.ts';

/** Holds something wider than the page, which scrolls by itself, also by the keyboard; on a phone it scrolls a whole column at a time. */
export function Wide({
  label,
  isTall = false,
  children,
}: {
  label: string;
  isTall?: boolean;
  children: ComponentChildren;
}) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => keepColumnsWhole(place.current!), []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class={isTall ? 'wide tall' : 'wide'} aria-label={label} tabIndex={0} ref={place}>
      {children}
    </section>
  );
}
