import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { FLINK_VERSION } from './flink-home.js';

/** The minor version of Flink that Beam's runner is made for. */
const WANTED = FLINK_VERSION.split('.').slice(0, 2).join('.');

/** What a folder with Flink offers to those who start its servers. */
export interface FlinkDistribution {
  readonly home: string;
  readonly version: string;
  /** All jars of lib. */
  readonly jars: readonly string[];
  /** The jars that a client of Flink needs: Flink itself and the logger. */
  readonly clientJars: readonly string[];
  /** Flags that open parts of Java to Flink, as the distribution names them. */
  readonly javaFlags: readonly string[];
}

/**
 * Looks into a Flink distribution.
 * @throws BeamError E_ENVIRONMENT when it is none, or not of the version that Beam's runner is made for
 */
export function readDistribution(folder: string): FlinkDistribution {
  const home = resolve(folder);
  const names = namesIn(join(home, 'lib'));
  const version = names.map((name) => /^flink-dist-([\d.]+)\.jar$/.exec(name)?.[1]).find((found) => found);
  if (version === undefined) {
    throw new BeamError('E_ENVIRONMENT', `${home} holds no Flink: there is no lib/flink-dist-*.jar`, {
      path: home,
      help: `give the folder of a Flink ${WANTED} distribution, or none to have one fetched`,
    });
  }
  if (!version.startsWith(`${WANTED}.`)) {
    throw new BeamError('E_ENVIRONMENT', `${home} holds Flink ${version}; Beam's runner is for ${WANTED}`, {
      path: home,
      help: `give a Flink ${WANTED}, or none to have ${FLINK_VERSION} fetched`,
    });
  }
  const isClient = (name: string): boolean => /^(flink-dist-|log4j-)/.test(name);
  const path = (name: string): string => join(home, 'lib', name);
  return {
    home,
    version,
    jars: names.map(path),
    clientJars: names.filter(isClient).map(path),
    javaFlags: javaFlagsOf(home),
  };
}

function namesIn(dir: string): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.jar'));
    return names.sort();
  } catch {
    return [];
  }
}

/** The value of env.java.opts.all in conf/config.yaml, in the nested or the flat spelling. */
function javaFlagsOf(home: string): string[] {
  let text: string;
  try {
    text = readFileSync(join(home, 'conf', 'config.yaml'), 'utf8');
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_ENVIRONMENT', {
      path: home,
      help: 'the folder is no whole Flink distribution: give another, or none to have one fetched',
    });
  }
  const all = /^\s*(?:env\.java\.opts\.)?all:\s*(--add.*)$/m.exec(text)?.[1] ?? '';
  return all.split(/\s+/).filter((flag) => flag !== '');
}
