import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPip } from './flink/flink-home.js';
import { findJava } from './java.js';
import { findMaven } from './maven.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  mkdirSync(join(dir, 'bin'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A program named java that prints this to standard error, as java does. */
function javaSays(text: string, code = 0): void {
  const file = join(dir, 'bin', 'java');
  writeFileSync(file, `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`);
  chmodSync(file, 0o755);
}

const onPath = () => findJava({ PATH: join(dir, 'bin') });

test('the version is read in the old and in the new form', async () => {
  javaSays('openjdk version "17.0.15" 2025-04-15');
  expect(await onPath()).toEqual({ path: join(dir, 'bin', 'java'), version: '17.0.15', major: 17 });
  javaSays('java version "21-ea"');
  expect(await onPath()).toMatchObject({ major: 21 });
});

test('JAVA_HOME comes before the PATH', async () => {
  javaSays('openjdk version "11.0.2"');
  expect(await findJava({ PATH: '/nowhere', JAVA_HOME: dir })).toMatchObject({ major: 11 });
  await expect(findJava({ PATH: join(dir, 'bin'), JAVA_HOME: '/nowhere' })).rejects.toThrow(
    'JAVA_HOME is /nowhere, which has no bin/java',
  );
});

test('no Java, one that is too old and one that does not work are told apart', async () => {
  const refused = (message: string) => ({
    code: 'E_ENVIRONMENT',
    message: expect.stringContaining(message),
    help: expect.stringContaining('install a Java runtime 11 or newer'),
  });
  await expect(onPath()).rejects.toMatchObject(refused('there is no java on the PATH'));
  javaSays('java version "1.8.0_292"');
  await expect(onPath()).rejects.toMatchObject(refused('Java 1.8.0_292'));
  javaSays('cannot open libjvm.so', 1);
  await expect(onPath()).rejects.toMatchObject(refused('cannot open libjvm.so'));
});

test('a missing Maven and a missing pip say what can be given instead', () => {
  const env = { PATH: join(dir, 'bin') };
  expect(() => findMaven(env, '(--beam-jars)')).toThrow(
    expect.objectContaining({ help: expect.stringContaining('--beam-jars') }),
  );
  expect(() => findPip(env)).toThrow(
    expect.objectContaining({ help: expect.stringContaining('FLINK_HOME') }),
  );
});
