/** The entry of the page's script. */
import { render } from 'preact';
import { App } from './app.tsx';
import { tokenIn } from './route.ts';
import { sourceOf } from './source.ts';

const page = document.getElementById('page')!;
const source = sourceOf(tokenIn(location.hash));
const draw = (isPrinted: boolean): void => render(<App source={source} isPrinted={isPrinted} />, page);

// On paper there are no tabs: everything is printed.
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw(false));
draw(false);
