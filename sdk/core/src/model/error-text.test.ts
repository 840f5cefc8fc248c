import { describe, expect, it } from 'vitest';
import { errorFromText, errorToText } from './error-text.js';
import { BeamError } from './errors.js';

describe('an error as text', () => {
  const error = new BeamError('E_USER', 'no "7"\nat all \u00e4', {
    step: 'Refuse/It',
    callSite: 'pipelines/a b.ts:3:4',
    element: '{ a: "7" }',
    help: 'mend it',
    cause: new TypeError('no "7"'),
  });

  it('comes back whole out of a stack trace', () => {
    const text = `java.lang.RuntimeException: Error received from SDK harness for instruction 2: ${errorToText(error)}\n\tat org.apache.beam.X(Y.java:3)`;
    const back = errorFromText(text);
    expect(back).toMatchObject({
      code: 'E_USER',
      message: error.message,
      help: 'mend it',
      place: error.place,
    });
    expect(back?.cause).toMatchObject({ name: 'TypeError', message: 'no "7"' });
  });

  it('comes back when it was written as JSON twice on its way', () => {
    const text = JSON.stringify({ a: JSON.stringify([errorToText(error)]) });
    expect(errorFromText(text)).toMatchObject({ code: 'E_USER', message: error.message, place: error.place });
  });

  it('is not found where there is none, or half of one', () => {
    expect(errorFromText('java.lang.NullPointerException')).toBeUndefined();
    expect(errorFromText(errorToText(error).slice(0, -300))).toBeUndefined();
  });

  it('is read by people first', () => {
    expect(errorToText(error).split('\n').slice(0, 4)).toEqual([
      'E_USER: no "7"',
      'at all \u00e4',
      '  step: Refuse/It',
      '  at: pipelines/a b.ts:3:4',
    ]);
  });
});
