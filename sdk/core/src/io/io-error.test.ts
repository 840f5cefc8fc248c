import { describe, expect, test } from 'vitest';
import { BeamError } from '../model/errors.js';
import { ioError, systemCode } from './io-error.js';

const systemError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('an error of the system', () => {
  test('says what was being done, where, and in the words of the system why', () => {
    const error = ioError(systemError('EACCES', 'EACCES: permission denied, open'), 'read', 'a/b.txt');
    expect(error).toMatchObject({
      code: 'E_IO',
      message: 'Cannot read "a/b.txt": EACCES: permission denied, open.',
      place: { path: 'a/b.txt' },
      help: expect.stringContaining('rights'),
    });
    expect(systemCode(error)).toBe('EACCES');
  });

  test('a full disk is said first, with what is safe', () => {
    const error = ioError(systemError('ENOSPC', 'ENOSPC: no space left on device, write'), 'write', 'out/x');
    expect(error.message).toBe(
      'The disk is full: cannot write "out/x" (ENOSPC: no space left on device, write).',
    );
    expect(error.help).toContain('earlier output is untouched');
  });

  test('an error that is a BeamError already keeps its words', () => {
    const error = ioError(new BeamError('E_NO_INPUT', 'Nothing there.'), 'read', 'a');
    expect(error).toMatchObject({ code: 'E_NO_INPUT', message: 'Nothing there.', place: { path: 'a' } });
  });
});
