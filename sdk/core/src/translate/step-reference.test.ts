import { expect, test } from 'vitest';
import type { Step } from '../construction/index.js';
import { referencedName, referencedStep, stepReference } from './step-reference.js';

test('a reference holds the name of the step, whatever the name is', () => {
  for (const name of ['a', 'Outer/Inner/step_2', 'ü 名 😀 "\\', ' ', '∕']) {
    expect(referencedName(stepReference('urn:fn', name))).toBe(name);
    expect(referencedName(stepReference('urn:fn', name, 'part'))).toBe(name);
  }
});

test('the live step is found by its name', () => {
  const step = {} as Step;
  expect(referencedStep(stepReference('urn:fn', 'a'), new Map([['a', step]]))).toBe(step);
});

test('a step that this build does not have is an error that names it', () => {
  expect(() => referencedStep(stepReference('urn:fn', 'gone'), new Map())).toThrow(
    expect.objectContaining({ code: 'E_GRAPH_DIFFERS', place: expect.objectContaining({ step: 'gone' }) }),
  );
});

test('a function of another SDK is refused by its kind', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (const payload of [
    Uint8Array.of(0x80, 0xff),
    bytes('{}'),
    bytes('null'),
    bytes('{"step":1}'),
    bytes(''),
  ]) {
    expect(() => referencedName({ urn: 'their:fn', payload })).toThrow(
      expect.objectContaining({ code: 'E_BAD_PLAN', message: expect.stringContaining('their:fn') }),
    );
  }
  expect(() => referencedName(undefined)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
});
