/** Says in the list of a Word file's parts that it holds pictures. */
import { element } from '../../table/formats/office/xml.ts';

export const withPng = (types: string): string =>
  /Extension="png"/i.test(types)
    ? types
    : types.replace(/(<Types[^<>]*>)/, `$1${element('Default', { Extension: 'png', ContentType: 'image/png' })}`);
